"""Three states of a row made one, field by field; and of a list whose rows are known by their places, as a whole."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from qualitymonth.reading import Address, Fields, say_address

#: Whose side to take where staff and fixtures changed the same; None to take neither.
Preference = Literal["fixtures", "archive"] | None

#: A list as it was loaded last, as staff have it, and as the fixtures have it.
Lists = tuple[list[Fields], list[Fields], list[Fields]]

#: Derived from other fields, and so never merged.
DERIVED = frozenset({"sort_on"})

#: Stands in a conflict for the side on which the row is gone.
REMOVED = "(removed)"


@dataclass(frozen=True, slots=True)
class Conflict:
    """What staff and fixtures both changed: the row, the field, and its three values."""

    address: Address
    field: str
    base: Any
    archive: Any
    fixtures: Any

    def __str__(self) -> str:
        sides = {"loaded last": self.base, "archive": self.archive, "fixtures": self.fixtures}
        values = "; ".join(f"{side} {_say(value)}" for side, value in sides.items())
        return f"{say_address(self.address)}, {self.field}: {values}"


def _say(value: Any) -> str:
    return REMOVED if value == REMOVED else json.dumps(value, ensure_ascii=False)


@dataclass(slots=True)
class Merged:
    """What a row is to be, what both sides changed, what is staff's ``own``; ``both`` if it has something of each."""

    result: Fields
    conflicts: list[Conflict]
    own: list[str]
    both: bool = False


@dataclass(slots=True)
class MergedList:
    """Whether a list is to be as the fixtures have it, or as staff have it, and what both changed."""

    theirs: bool
    conflicts: list[Conflict]
    own: list[str]


def changed_fields(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Return the names of the fields in which two rows differ, in order."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def merge_fields(address: Address, base: Fields | None, mine: Fields, theirs: Fields, prefer: Preference) -> Merged:
    """Merge a row that staff and fixtures both have; without a ``base``, both made it."""
    result: Fields = {}
    conflicts: list[Conflict] = []
    own: list[str] = []
    for name in sorted({*mine, *theirs} - DERIVED):
        here, there = mine.get(name), theirs.get(name)
        before = base.get(name) if base is not None else _common(here, there)
        chosen = here
        if here != there and before == here:
            chosen = there
        elif here != there:
            own.append(name)
            if before != there:
                conflicts.append(Conflict(address, name, before, here, there))
                chosen = there if prefer == "fixtures" else here
        if chosen is not None:
            result[name] = chosen
    for side in (mine, theirs):
        if result == {name: value for name, value in side.items() if name not in DERIVED}:
            return Merged(side, conflicts, own)
    return Merged(result, conflicts, own, both=True)


def _common(here: Any, there: Any) -> Any:
    """Return what a field may be taken to have been before both sides made its row: what is empty was never filled."""
    return here if here in (None, "") else there if there in (None, "") else None


def merge_list(owner: Address, name: str, sides: Lists, prefer: Preference) -> MergedList:
    """Merge a list of ``owner``, as loaded last, as staff and as the fixtures have it: one side has it, whole.

    Where each row stands is said by the order alone.
    """
    before, here, there = ([_unplaced(row) for row in side] for side in sides)
    if here == there:
        return MergedList(False, [], [])
    if before in (here, there):
        return MergedList(before == here, [], [name] if before == there else [])
    shown = ([row for row in side if not all(row in other for other in sides)] for side in sides)
    return MergedList(prefer == "fixtures", [Conflict(owner, name, *shown)], [name])


def _unplaced(row: Fields) -> Fields:
    return {name: value for name, value in row.items() if name != "position"}
