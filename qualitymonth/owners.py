"""What records own is part of them: their version and time of change move with their rows."""

from collections.abc import Iterable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.utils import timezone

from qualitymonth.history import Written, written_within
from qualitymonth.models import Owned, Record

#: Records by their kinds.
Records = dict[type[Record], set[int]]

#: How many ids one query names.
BATCH = 500


def owner_columns(model: Any) -> list[Any]:
    """Return the foreign keys of ``model`` to the records with which its rows go: of a claim, to what it is about."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.is_relation
        and field.remote_field.on_delete is models.CASCADE
        and issubclass(field.related_model, Record)
    ]


def owners_of(written: Iterable[Written]) -> Records:
    """Return the records with which the rows go that were ``written``, or went before."""
    found: Records = {}
    changed: dict[Any, set[int]] = {}
    for model, how, row in written:
        columns = owner_columns(model)
        if columns and how == "~":
            changed.setdefault(model, set()).add(row.id)
        for column in columns:
            if key := getattr(row, column.attname):
                found.setdefault(column.related_model, set()).add(key)
    for model, ids in changed.items():
        columns = owner_columns(model)
        for batch in batches(ids):
            earlier = model.history.using(DEFAULT_DB_ALIAS).filter(id__in=batch).order_by()
            for keys in earlier.values_list(*(column.attname for column in columns)).distinct():
                for column, key in zip(columns, keys, strict=True):
                    if key:
                        found.setdefault(column.related_model, set()).add(key)
    return found


def batches(ids: Iterable[int]) -> Iterable[list[int]]:
    """Yield ``ids``, as many at a time as one query names."""
    listed = sorted(ids)
    return (listed[start : start + BATCH] for start in range(0, len(listed), BATCH))


def at_end(change: Any, **_: Any) -> None:
    """Move version and time of the records of which only rows that they own were written within ``change``."""
    written = written_within(change)
    own: Records = {}
    for model, _how, row in written:
        if issubclass(model, Record):
            own.setdefault(model, set()).add(row.id)
    moved = {"version": models.F("version") + 1, "updated_at": timezone.now()}
    for model, ids in owners_of(one for one in written if issubclass(one.model, Owned)).items():
        for batch in batches(ids - own.get(model, set())):
            model._default_manager.using(DEFAULT_DB_ALIAS).filter(pk__in=batch).update(**moved)
