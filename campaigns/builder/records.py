"""All records of all dossiers by key: duplicates and references to nothing are found here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from campaigns.builder.errors import DossierError, Problem
from campaigns.builder.schema import KINDS, Appearance, Dossier, Entry, Section, Slogan
from campaigns.builder.shapes import shape_problems
from campaigns.builder.values import Ref

Key = str | int


@dataclass(frozen=True, slots=True)
class Placed:
    """A record with its key and its place in the dossiers."""

    key: Key
    entry: Any
    file: str
    path: str

    def problem(self, where: str, message: str) -> Problem:
        """Make a problem at ``where`` within this record."""
        return Problem(
            self.file, f"{self.path} ({self.key}).{where}" if where else f"{self.path} ({self.key})", message
        )


@dataclass(slots=True)
class Records:
    """The records of all dossiers: ``kind -> key -> record``, in the order of the dossiers."""

    by_kind: dict[str, dict[Key, Placed]] = field(default_factory=lambda: {kind: {} for kind in KINDS})

    def of(self, kind: str) -> list[Placed]:
        """Return the records of ``kind``."""
        return list(self.by_kind[kind].values())

    def find(self, kind: str, key: Key) -> Placed | None:
        """Return the record of ``kind`` under ``key``, if there is one."""
        return self.by_kind.get(kind, {}).get(key)


def section_slug(notice: str, path: str) -> str:
    """Return the slug of the section at ``path``: ``2023-national`` and ``annex-1.17`` make one."""
    return f"{notice}-{path.replace('.', '-')}"


def section_order(path: str) -> tuple[int, list[int]]:
    """Return what sorts sections as printed: parts, then annexes, numbers by value."""
    return path.startswith("annex-"), [int(number) for number in re.findall(r"\d+", path)]


def _key(entry: Entry, slogans: dict[str, int]) -> Key:
    """Return the key of ``entry``, derived from its content where a dossier does not type it."""
    if isinstance(entry, Section):
        return section_slug(entry.notice, entry.path)
    if isinstance(entry, Slogan):
        slogans[entry.campaign] = slogans.get(entry.campaign, 0) + 1
        return f"{entry.campaign}-slogan-{slogans[entry.campaign]}"
    if isinstance(entry, Appearance):
        return f"{entry.activity}-{entry.person or entry.agency or entry.party}-{entry.role}"
    key: Key = getattr(entry, entry.key_name)
    return key


def references(table: BaseModel) -> Iterator[tuple[str, str, Key]]:
    """Yield each reference in ``table`` and the tables within it: where, kind, key."""
    for name, info in type(table).model_fields.items():
        value = getattr(table, name)
        if (marked := reference_of(info)) is not None:
            for index, key in enumerate(value if isinstance(value, list) else [value]):
                if key is not None:
                    yield (f"{name}[{index}]" if isinstance(value, list) else name), marked.kind, key
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                if isinstance(inner, BaseModel):
                    for where, kind, key in references(inner):
                        yield f"{name}[{index}].{where}", kind, key


def reference_of(info: FieldInfo) -> Ref | None:
    """Return the mark of a field that holds one key or a list of keys, None for any other field."""
    return next((mark for mark in info.metadata if isinstance(mark, Ref)), None) or _inner_ref(info.annotation)


def _inner_ref(annotation: Any) -> Ref | None:
    """Return the Ref within an optional or list annotation such as ``AgencyRef | None``."""
    for inner in getattr(annotation, "__args__", ()):
        for mark in getattr(inner, "__metadata__", ()):
            if isinstance(mark, Ref):
                return mark
        if found := _inner_ref(inner):
            return found
    return None


def collect(dossiers: dict[str, Dossier]) -> Records:
    """Gather the records of ``dossiers``; raise DossierError on duplicate keys and references to nothing."""
    records, problems, slogans = Records(), list[Problem](), dict[str, int]()
    for file, dossier in dossiers.items():
        for kind in KINDS:
            for index, entry in enumerate(getattr(dossier, kind)):
                placed = Placed(_key(entry, slogans), entry, file, f"{kind}[{index}]")
                if first := records.find(kind, placed.key):
                    problems.append(placed.problem("", f"duplicate key: also in {first.file} at {first.path}"))
                else:
                    records.by_kind[kind][placed.key] = placed
    for kind in KINDS:
        for placed in records.of(kind):
            problems.extend(
                placed.problem(where, f"refers to {wanted} {key!r}, which no dossier holds")
                for where, wanted, key in references(placed.entry)
                if records.find(wanted, key) is None
            )
            problems.extend(
                placed.problem(where, "refers to itself")
                for where, wanted, key in references(placed.entry)
                if (wanted, key) == (kind, placed.key)
            )
            problems.extend(shape_problems(placed, records))
    if problems:
        raise DossierError(problems)
    return records
