"""Rows after records were renamed or merged: their keys and references, followed to where the records stand now.

The loader follows what staff moved, the builder what a dossier of exported edits says. Knows no Django.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

Key = str | int
Fields = dict[str, Any]
Name = TypeVar("Name", bound=Hashable)

#: Lists of a record whose members claims name by the key of another record, with that record's kind.
LISTED = {"issuers": "agency", "organisers": "agency", "predecessors": "agency", "provinces": "province"}


@dataclass(frozen=True, slots=True)
class Shape:
    """Which columns of a kind's rows name records: its own key, '' for what a record owns, and those that refer."""

    own: str
    references: Mapping[str, str]


class Moves:
    """Where records stand that were renamed, or into which others were merged: ``(kind, key) -> key``."""

    def __init__(
        self,
        moved: Mapping[tuple[str, Key], Key],
        merged: Collection[tuple[str, Key]],
        shape: Callable[[str], Shape],
    ) -> None:
        self.moved, self.merged, self.shape = moved, merged, shape

    def __bool__(self) -> bool:
        return bool(self.moved)

    def follow(self, kind: str, key: Key) -> Key:
        """Return the key under which the record that had ``key`` stands now."""
        seen = {key}
        while (key_now := self.moved.get((kind, key), key)) not in seen:
            seen.add(key_now)
            key = key_now
        return key

    def was_merged(self, kind: str, key: Key) -> bool:
        """Tell whether the record that had ``key`` is another one now."""
        seen: set[Key] = set()
        while (kind, key) in self.moved and key not in seen:
            if (kind, key) in self.merged:
                return True
            seen.add(key)
            key = self.moved[kind, key]
        return False

    def row(self, kind: str, fields: Fields) -> Fields | None:
        """Return a row as it reads now; None where it is that of a merged record, or tied a record to itself."""
        shape = self.shape(kind)
        if shape.own and self.was_merged(kind, fields[shape.own]):
            return None
        now = dict(fields)
        if shape.own:
            now[shape.own] = self.follow(kind, fields[shape.own])
        for name, other in shape.references.items():
            if fields.get(name):
                now[name] = [self.follow(other, fields[name][0])]
        if kind == "claim":
            now["value"] = self._claimed(fields)
        if now == fields:
            return fields
        named = [(other, now[name][0]) for name, other in shape.references.items() if now.get(name)]
        if not shape.own and len(set(named)) < len(named):
            return None
        for name, other in shape.references.items():
            if shape.own and now.get(name) and (other, now[name][0]) == (kind, now[shape.own]):
                now[name] = None
        return now

    def rows(
        self, rows: Mapping[Name, tuple[str, Fields]], name_of: Callable[[str, Fields], Name]
    ) -> dict[Name, tuple[Name, Fields]]:
        """Return all rows as they read now, by their names now, each with the name it had.

        Of rows that have come to have one name, the one that had it all along stays, or else the first.
        """
        read: list[tuple[Name, Name, Fields]] = []
        for before, (kind, fields) in rows.items():
            now = self.row(kind, fields) if self.moved else fields
            if now is not None:
                read.append((before if now is fields else name_of(kind, now), before, now))
        own = {name for name, before, _ in read if name == before}
        made: dict[Name, tuple[Name, Fields]] = {}
        for name, before, now in read:
            if name == before or name not in own:
                made.setdefault(name, (before, now))
        return made

    def _claimed(self, fields: Fields) -> Any:
        """Return the value of a claim, followed where it names a record."""
        about = self.shape("claim").references
        subject = next((about[name] for name in about if name != "source" and fields.get(name)), None)
        kind = LISTED.get(fields["field"]) or (self.shape(subject).references.get(fields["field"]) if subject else None)
        value = fields.get("value")
        return self.follow(kind, value) if kind and value else value
