"""What changed since a form was opened, told by the history and the number of the newest change at that time."""

from collections.abc import Iterable
from typing import Any

from django.core import signing
from django.db import DEFAULT_DB_ALIAS
from django.db.models import CASCADE, Q, QuerySet

from qualitymonth.models import Change, Revision

SALT = "qualitymonth.admin.seen"

#: Rows that belong to a record: their model, and its foreign key to the record.
Belongings = Iterable[tuple[Any, str]]


class ChangedSince(Exception):  # noqa: N818 - it says what happened
    """Others changed a record after it was read; ``changes`` are theirs, the oldest first."""

    def __init__(self, record: Any, changes: list[Change]) -> None:
        super().__init__(f"{record} was changed since it was read")
        self.record, self.changes = record, changes


def newest_change() -> int:
    """Return the number of the newest change; asked before a record is read, it misses nothing that is not shown."""
    return Revision.objects.using(DEFAULT_DB_ALIAS).filter(pk=1).values_list("number", flat=True).first() or 0


def seal(record: Any, number: int) -> str:
    """Return what a form of ``record`` carries to say which change was the newest when it was opened."""
    return signing.dumps([record._meta.label_lower, record.pk, number], salt=SALT)


def unseal(sealed: str, record: Any) -> int | None:
    """Return the number that ``seal`` was given for this record, None where this is not its seal."""
    try:
        label, key, number = signing.loads(sealed, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(number) if [label, key] == [record._meta.label_lower, record.pk] else None


def owned_by(model: Any) -> list[tuple[Any, str]]:
    """Return what goes with a record of ``model``: its owned rows, and the claims about it."""
    return [
        (relation.related_model, relation.field.name)
        for relation in model._meta.related_objects
        if relation.on_delete is CASCADE and hasattr(relation.related_model, "history")
    ]


def _history(model: Any) -> QuerySet[Any]:
    """Return the history of ``model`` in the order in which it was written."""
    rows: QuerySet[Any] = model.history.using(DEFAULT_DB_ALIAS).select_related("change__user")
    return rows.order_by("change_id", "history_id")


def newer_rows(model: Any, column: str, key: Any, seen: int) -> QuerySet[Any]:
    """Return the history after ``seen`` of the rows of which ``column`` is, or was then, ``key``."""
    once = _history(model).filter(**{column: key}, change_id__lte=seen).order_by().values("id")
    return _history(model).filter(Q(**{column: key}) | Q(id__in=once), change_id__gt=seen)


def rows_when_opened(model: Any, column: str, key: Any, seen: int) -> dict[Any, Any]:
    """Return the rows, as they were after the change ``seen``, of which ``column`` was ``key``; by id."""
    once = _history(model).filter(**{column: key}, change_id__lte=seen).order_by().values("id")
    latest = {row.id: row for row in _history(model).filter(id__in=once, change_id__lte=seen)}
    attribute = model._meta.get_field(column).attname
    return {
        row.id: row.instance for row in latest.values() if row.history_type != "-" and getattr(row, attribute) == key
    }


def changes_since(record: Any, seen: int, belongings: Belongings = ()) -> list[Change]:
    """Return the changes after ``seen`` of ``record``, of what it owns and of other ``belongings``, oldest first."""
    model = type(record)
    numbers = set(newer_rows(model, "id", record.pk, seen).values_list("change_id", flat=True))
    for other, column in {*owned_by(model), *belongings}:
        numbers.update(newer_rows(other, column, record.pk, seen).values_list("change_id", flat=True))
    if not numbers:
        return []
    changes = Change.objects.using(DEFAULT_DB_ALIAS).filter(pk__in=numbers)
    return list(changes.select_related("user").order_by("number"))


def ensure_unchanged(record: Any, seen: int) -> None:
    """Raise ``ChangedSince`` where ``record``, its rows or claims changed after ``seen``; to be asked in a change."""
    if changes := changes_since(record, seen):
        raise ChangedSince(record, changes)
