"""Fixture rows: what Django's deserialiser reads, one list a file, sorted by natural key."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from campaigns.builder.built import BuiltClaim
from campaigns.builder.columns import OWNED, OWNED_ROWS, RowName
from campaigns.builder.records import Key, Placed, Records, reference_of, section_order, section_slug
from campaigns.builder.schema import Entry
from campaigns.builder.set_aside import BuiltSetAside
from qualitymonth import edtf

Row = dict[str, Any]

#: The files in the order in which they load; ``loaddata`` takes them in the same order (docs/data.md).
FILES = {
    "province": "provinces", "agency": "agencies", "source": "sources", "year": "years", "precedent": "precedents",
    "series": "series", "person": "people", "campaign": "campaigns", "notice": "notices", "section": "sections",
    "slogan": "slogans", "activity": "activities", "figure": "figures", "appearance": "appearances",
    "claim": "claims",
}  # fmt: skip

#: Columns without text, beside those whose names end so, that are null where nothing is known.
NULLABLE = frozenset({"edition", "tile_row", "tile_column", "associations_counted", "primary"})

#: Under this year sorts what has no date and no campaign (qualitymonth.models.Record.undated_year).
UNDATED = 9999


def app_of(kind: str) -> str:
    """Return the app that holds ``kind``."""
    return "agencies" if kind in {"province", "agency"} else "campaigns"


def sort_day(entry: Entry, year: int) -> str:
    """Return the first day that the entry's own date may mean, or the first of ``year``."""
    stated = next((value for name in entry.dated_by if (value := getattr(entry, name))), None)
    day = edtf.parse(stated).first if stated else datetime.date(year, 1, 1)
    return day.isoformat()


def _plain(value: Any) -> Any:
    return f"{value:.4f}" if isinstance(value, Decimal) else value


def _text_or_none(name: str, value: Any, reference: bool) -> Any:
    """Write an absent value as the column does: no text is '', no number and no reference are null."""
    if value is None:
        null = reference or name.endswith(("_count", "_line", "_year")) or name in NULLABLE
        return None if null else ""
    return [value] if reference else _plain(value)


def fields_of(entry: Entry) -> Row:
    """Return the entry's own columns by their model names, references as natural keys."""
    row: Row = {}
    for name, info in type(entry).model_fields.items():
        if name == "claims" or name in OWNED or name == "party":
            continue
        row[info.alias or name] = _text_or_none(name, getattr(entry, name), reference_of(info) is not None)
    row["status"] = "published"
    return row


def record_rows(records: Records) -> Iterator[tuple[str, str, list[Key], Row]]:
    """Yield every row of every record: kind (the file), model, natural key, fields."""
    positions = _positions(records)
    for kind in records.by_kind:
        for placed in records.of(kind):
            row = fields_of(placed.entry)
            row |= _derived(placed, records, positions)
            yield kind, f"{app_of(kind)}.{kind}", [placed.key], row
            yield from _owned_rows(kind, placed)


def _positions(records: Records) -> dict[tuple[str, Key], int]:
    """Give sections numbers by their paths, slogans and appearances by their order in the dossiers, from 1."""
    numbers: dict[tuple[str, Key], int] = {}
    groups: dict[tuple[str, str], list[Placed]] = {}
    for kind, owner in (("section", "notice"), ("slogan", "campaign"), ("appearance", "activity")):
        for placed in records.of(kind):
            groups.setdefault((kind, getattr(placed.entry, owner)), []).append(placed)
    for (kind, _), members in groups.items():
        if kind == "section":
            members.sort(key=lambda placed: section_order(placed.entry.path))
        numbers |= {(kind, placed.key): number for number, placed in enumerate(members, 1)}
    return numbers


def _derived(placed: Placed, records: Records, positions: dict[tuple[str, Key], int]) -> Row:
    """Return the columns that follow from others, or from the record's place."""
    entry, row = placed.entry, Row()
    if entry.dated_by:
        campaign = records.find("campaign", getattr(entry, "campaign", ""))
        row["sort_on"] = sort_day(entry, campaign.entry.year if campaign else UNDATED)
    if number := positions.get((entry.kind, placed.key)):
        row |= {"slug": placed.key, "position": number}
    if entry.kind == "section":
        above = entry.path.rpartition(".")[0]
        row["parent"] = [section_slug(entry.notice, above)] if above else None
    if entry.kind == "source" and entry.part_of and not entry.file:
        whole = records.by_kind["source"][entry.part_of].entry
        row |= {"file": whole.file or "", "sha256": whole.sha256 or ""}
    return row


def _owned_rows(kind: str, placed: Placed) -> Iterator[tuple[str, str, list[Key], Row]]:
    """Yield the rows that a record owns: names, predecessors, issuers, organisers, provinces."""
    entry, key = placed.entry, placed.key
    for number, name in enumerate(getattr(entry, "names", ()), 1):
        row = {"agency": [key], "position": number} | _member(name)
        yield kind, "agencies.agencyname", [key, name.language, name.name], row
    for slug in getattr(entry, "predecessors", ()):
        yield kind, "agencies.succession", [key, slug], {"agency": [key], "predecessor": [slug]}
    for number, issuer in enumerate(getattr(entry, "issuers", ()), 1):
        row = {"notice": [key], "position": number} | _member(issuer)
        yield kind, "campaigns.signature", [key, number], row
    for number, organiser in enumerate(getattr(entry, "organisers", ()), 1):
        row = {"activity": [key], "position": number} | _member(organiser)
        yield kind, "campaigns.participation", [key, organiser.agency, organiser.role], row
    for number, code in enumerate(getattr(entry, "provinces", ()), 1):
        yield kind, "campaigns.location", [key, code], {"activity": [key], "position": number, "province": [code]}


def _member(table: Any) -> Row:
    return {
        name: _text_or_none(name, getattr(table, name), name == "agency")
        for name in type(table).model_fields
        if name != "claims"
    }


def claim_row(claim: BuiltClaim) -> Row:
    """Return the fields of a claim's row; columns of other kinds of subject stay null."""
    names = ("key", "line", "line_end", "quote", "field", "value", "rank", "note_zh", "note_en")
    row = {name: getattr(claim, name) for name in names}
    subject = "of_source" if claim.kind == "source" else claim.kind
    return row | {"source": [claim.source], subject: [claim.record], "status": "published"}


def set_aside_row(passage: BuiltSetAside) -> Row:
    """Return the fields of the row of a passage set aside; one line has no last line of its own."""
    names = ("line", "quote", "quote_end", "reason", "note_zh", "note_en")
    row = {name: getattr(passage, name) for name in names}
    line_end = passage.line_end if passage.line_end > passage.line else None
    return row | {"source": [passage.source], "line_end": line_end}


def built_rows(records: Records, claims: list[BuiltClaim], passages: list[BuiltSetAside]) -> dict[RowName, Row]:
    """Return every row that the dossiers give, by its name."""
    rows = {(model.partition(".")[2], tuple(key)): row for _, model, key, row in record_rows(records)}
    for passage in passages:
        rows["setaside", (passage.source, passage.line, passage.quote)] = set_aside_row(passage)
    return rows | {("claim", (claim.key,)): claim_row(claim) for claim in claims}


def fixture_rows(rows: dict[RowName, Row]) -> dict[str, list[Row]]:
    """Return the rows of each fixture file, records before what they own, each sorted by natural key."""
    gathered: dict[str, list[tuple[SortKey, Row]]] = {file: [] for file in FILES.values()}
    for (name, key), fields in rows.items():
        kind = OWNED_ROWS[name][0] if name in OWNED_ROWS else name
        model = f"{app_of(kind)}.{name}"
        row = {"model": model, "fields": dict(sorted(fields.items()))}
        gathered[FILES[kind]].append((_sort_key(name in OWNED_ROWS, model, list(key)), row))
    return {file: [row for _, row in sorted(listed, key=lambda pair: pair[0])] for file, listed in gathered.items()}


SortKey = tuple[bool, str, list[tuple[int, str]]]


def _sort_key(owned: bool, model: str, key: list[Key]) -> SortKey:
    """Sort records before what they own, then by natural key, numbers by value."""
    return owned, model, [(part, "") if isinstance(part, int) else (0, part) for part in key]
