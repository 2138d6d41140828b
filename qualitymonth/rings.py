"""Records that refer to others of their kind, such as parts to wholes: a way up must not end where it began."""

from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import ForeignKey


def ways_up(model: Any) -> list[ForeignKey[Any, Any]]:
    """Return the foreign keys by which records of ``model`` refer to others of their kind."""
    return [
        field for field in model._meta.concrete_fields if isinstance(field, ForeignKey) and field.related_model is model
    ]


def above_in_archive(column: ForeignKey[Any, Any]) -> Callable[[int], int | None]:
    """Return what tells, by its id, to which record another refers by ``column`` in the archive."""
    rows = column.model._base_manager.using(DEFAULT_DB_ALIAS)
    return lambda key: rows.filter(pk=key).values_list(column.attname, flat=True).first()


def closes_ring(key: int | None, target: int | None, above: Callable[[int], int | None]) -> bool:
    """Tell whether the record ``key`` would stand above itself if it referred to the record ``target``."""
    seen = set[int]()
    while target is not None and target not in seen:
        if target == key:
            return True
        seen.add(target)
        target = above(target)
    return False
