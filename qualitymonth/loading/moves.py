"""What staff renamed, merged and removed, as the former addresses tell it."""

from collections.abc import Container
from functools import cache

from django.db.models import ForeignKey

from qualitymonth.loading.states import States, address_of, model_named
from qualitymonth.models import ChangeKind, Record, Tombstone
from qualitymonth.moves import Moves, Shape
from qualitymonth.reading import Address, Fields, columns_of


@cache
def shape_of(kind: str) -> Shape:
    """Return which columns name records in rows of the model called ``kind``."""
    model = model_named(kind)
    references = {
        name: str(column.related_model._meta.model_name)
        for name, column in columns_of(model).items()
        if isinstance(column, ForeignKey)
    }
    return Shape(model.natural_key_fields[0] if issubclass(model, Record) else "", references)


def staff_moves(standing: Container[Address]) -> Moves:
    """Return where records stand that staff renamed or merged; an address at which one is ``standing`` is its own."""
    moved, merged = {}, set()
    for stone in Tombstone.objects.exclude(moved_to="").select_related("change"):
        (label, (key,)), (_, (now,)) = _address(stone.kind, stone.key), _address(stone.kind, stone.moved_to)
        if (label, (key,)) not in standing:
            moved[stone.kind, key] = now
            if stone.change.kind == ChangeKind.MERGE:
                merged.add((stone.kind, key))
    return Moves(moved, merged, shape_of)


def staff_removals() -> set[Address]:
    """Return the addresses of published records that staff removed; what a load removed may come back with another."""
    stones = Tombstone.objects.filter(moved_to="").exclude(change__kind=ChangeKind.LOAD)
    return {_address(stone.kind, stone.key) for stone in stones}


def _address(kind: str, key: str) -> Address:
    model = model_named(kind)
    column = model._meta.get_field(model.natural_key_fields[0])
    return model._meta.label_lower, (column.to_python(key),)


def follow(moves: Moves, rows: States, standing: States) -> dict[Address, tuple[Address, Fields]]:
    """Return rows by their addresses now, each with the address that it had.

    A claim that staff let stand as it was still names a member of a list by the former key.
    """
    if not moves:
        return {address: (address, fields) for address, fields in rows.items()}
    read = moves.rows(
        {address: (address[0].partition(".")[2], fields) for address, fields in rows.items()},
        lambda kind, fields: address_of(model_named(kind), fields),
    )
    for address, (before, fields) in read.items():
        value = rows[before].get("value")
        if address[0].endswith(".claim") and fields.get("value") != value == standing.get(address, {}).get("value"):
            read[address] = before, {**fields, "value": value}
    return read
