"""What is wrong with a record as a whole, beyond the form of each of its fields."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from campaigns.builder.errors import Problem
from qualitymonth import edtf

if TYPE_CHECKING:
    from campaigns.builder.records import Placed, Records

#: The lists whose members become rows, and what may stand only once among them.
MEMBER_KEYS = {
    "names": ("language", "name"), "predecessors": (), "issuers": ("agency",), "organisers": ("agency", "role"),
    "provinces": (),
}  # fmt: skip

#: Scopes that settle whether a campaign has a province.
PLACED_SCOPES = {"provincial": True, "national": False}


def shape_problems(placed: "Placed", records: "Records") -> Iterator[Problem]:
    """Yield what is wrong with a record as a whole."""
    yield from _member_problems(placed)
    yield from _text_problems(placed)
    match placed.entry.kind:
        case "agency":
            yield from _heading_problems(placed)
        case "appearance":
            yield from _party_problems(placed)
        case "campaign":
            yield from _province_problems(placed)
        case "activity":
            yield from _activity_problems(placed)
        case "section":
            yield from _parent_problems(placed, records)
        case "source":
            yield from _part_problems(placed, records)


def _member_problems(placed: "Placed") -> Iterator[Problem]:
    """Yield the members of lists that stand there twice."""
    for field, parts in MEMBER_KEYS.items():
        seen: dict[object, int] = {}
        for number, member in enumerate(getattr(placed.entry, field, ())):
            key = tuple(getattr(member, part) for part in parts) or member
            if (first := seen.setdefault(key, number)) != number:
                yield placed.problem(f"{field}[{number}]", f"duplicate key: also at {field}[{first}]")


def _text_problems(placed: "Placed") -> Iterator[Problem]:
    """Yield the title, name or text that is given in neither language."""
    entry = placed.entry
    for base in ("title", "name", "text"):
        if f"{base}_zh" not in type(entry).model_fields:
            continue
        if not (getattr(entry, f"{base}_zh") or getattr(entry, f"{base}_en")):
            yield placed.problem(f"{base}_zh", f"neither {base}_zh nor {base}_en is given")


def _heading_problems(placed: "Placed") -> Iterator[Problem]:
    """Yield the headings of an agency that are none of its names."""
    names = {name.name for name in placed.entry.names}
    for side in ("name_zh", "name_en"):
        if (heading := getattr(placed.entry, side)) and heading not in names:
            yield placed.problem(side, f"{heading!r} is not among names")


def _party_problems(placed: "Placed") -> Iterator[Problem]:
    """Yield what is wrong with who an appearance is of."""
    entry = placed.entry
    if sum(getattr(entry, name) is not None for name in ("person", "agency", "party")) != 1:
        yield placed.problem("", "exactly one of person, agency and party must be given")
    if (entry.party is not None) != bool(entry.party_zh or entry.party_en):
        yield placed.problem("party", "party, and party_zh or party_en, go together")


def _province_problems(placed: "Placed") -> Iterator[Problem]:
    """Yield a province that a national campaign has, or a provincial one lacks."""
    wanted = PLACED_SCOPES.get(placed.entry.scope)
    if wanted is not None and wanted != (placed.entry.province is not None):
        yield placed.problem("province", "a provincial campaign has a province, a national one has none")


def _activity_problems(placed: "Placed") -> Iterator[Problem]:
    """Yield an edition of nothing, and an end before the beginning."""
    entry = placed.entry
    if entry.edition and not entry.series:
        yield placed.problem("edition", "an edition counts within a series; none is given")
    if entry.starts_on and entry.ends_on and edtf.parse(entry.ends_on).last < edtf.parse(entry.starts_on).first:
        yield placed.problem("ends_on", f"{entry.ends_on} comes before {entry.starts_on}, when it starts")


def _parent_problems(placed: "Placed", records: "Records") -> Iterator[Problem]:
    """Yield a section whose parent stands in no dossier."""
    parent, dot, _ = str(placed.key).rpartition("-")
    if "." in placed.entry.path and dot and records.find("section", parent) is None:
        yield placed.problem("path", f"refers to section {parent!r}, which no dossier holds")


def _part_problems(placed: "Placed", records: "Records") -> Iterator[Problem]:
    """Yield what is wrong with the lines of a part, or with a source's file."""
    entry = placed.entry
    whole = records.find("source", entry.part_of or "")
    given = {entry.part_of is not None, entry.first_line is not None, entry.last_line is not None}
    if len(given) > 1:
        yield placed.problem("part_of", "a part has part_of, first_line and last_line; a whole source none of them")
    elif entry.part_of and entry.last_line < entry.first_line:
        yield placed.problem("last_line", "comes before first_line")
    if whole and whole.entry.part_of:
        yield placed.problem("part_of", f"{entry.part_of!r} is itself a part; name the whole source")
    if whole and entry.last_line and whole.entry.line_count and entry.last_line > whole.entry.line_count:
        yield placed.problem("last_line", f"is beyond line {whole.entry.line_count}, the last of {entry.part_of!r}")
    if (entry.file is None) != (entry.sha256 is None):
        yield placed.problem("file", "file and sha256 go together")
    if (entry.file is None or entry.part_of is not None) != (entry.line_count is None):
        yield placed.problem("line_count", "a file has a line_count; a source without one, or a part, has none")
