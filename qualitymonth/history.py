"""The history of every row: what it was after each change, and which rows changed together.

Django-simple-history writes a row each time that a record, or something it owns, is created, changed or deleted. Here
these rows are tied to the ``Change`` within which they were written.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.dispatch import Signal
from django.utils import timezone
from simple_history.models import HistoricalRecords

from qualitymonth.turns import in_turn

#: How long a change waits for those before it, in milliseconds: they come one after the other.
PATIENCE = 30_000

#: A change that took longer is stamped with its end: who asks for what is new since then, must not have missed it.
SHORT = timedelta(seconds=1)

#: Sent with the ``change`` when all that belongs to it is written, in its transaction: what follows from many rows can
#: be done once for all of them.
change_ending = Signal()


class Written(NamedTuple):
    """A row written within a change: its model, how (``+``, ``~``, ``-``), and its columns as they are since."""

    model: Any
    how: str
    row: Any


class HistoryRow(models.Model):
    """What every history table has in common: the change within which a row was written."""

    change = models.ForeignKey("qualitymonth.Change", models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True


class RowHistory(HistoricalRecords):
    """The history of the rows of a model and of the models derived from it, those of fixtures included."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("inherit", True)
        options.setdefault("bases", (HistoryRow,))
        options.setdefault("history_change_reason_field", models.TextField(null=True))
        super().__init__(**options)

    def post_save(self, instance: Any, created: bool, using: str | None = None, **options: Any) -> None:
        """Write a history row for what fixtures save, too."""
        super().post_save(instance, created, using=using, **{**options, "raw": False})


_current: ContextVar[Any] = ContextVar("change", default=None)


@contextmanager
def changing(kind: str, *, user: Any = None, reason: str = "", reverts: Any = None) -> Iterator[Any]:
    """Hold together all that is changed within: one transaction, one ``Change``, one revision. Yield the change.

    Changes come one after the other, so that what was compared before writing still holds when it is written. Within
    another change this is a part of that one. Where nothing was written, there is no change.
    """
    from qualitymonth.models import Change, Revision  # noqa: PLC0415 - models need this module

    outer = _current.get()
    if outer is not None:
        with transaction.atomic():
            yield outer
        return
    with in_turn(), transaction.atomic():
        _be_patient()
        # Locked, lest others move it between the look and the bump.
        before = Revision.objects.select_for_update().filter(pk=1).first()
        change = Change.objects.create(number=Revision.bump(), kind=kind, user=user, reason=reason, reverts=reverts)
        token = _current.set(change)
        try:
            yield change
            if change.used:
                change_ending.send(sender=type(change), change=change)
                _stamp_anew(change, Revision)
        finally:
            _current.reset(token)
        if not change.used:
            told = {"changed_at": before.changed_at} if before else {}
            Revision.objects.filter(pk=1).update(number=change.number - 1, **told)
            change.delete()


def _stamp_anew(change: Any, revision: Any) -> None:
    """Give a long change, and the archive's ``revision``, the moment at which it ends."""
    ended = timezone.now()
    if ended - change.at > SHORT:
        change.at = ended
        change.save(update_fields=["at"])
        revision.objects.filter(pk=1).update(changed_at=ended)


def _be_patient() -> None:
    """Let this transaction wait for its turn longer than a page may."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('lock_timeout', %s, true), set_config('statement_timeout', %s, true)",
                [str(PATIENCE), str(PATIENCE)],
            )


def change_under_way() -> Any:
    """Return the change within which the caller runs, None outside of any."""
    return _current.get()


def current_change() -> Any:
    """Return the change under way for a row about to be written; a row written outside of any is a change by itself."""
    from qualitymonth.models import Change, Revision  # noqa: PLC0415

    change = _current.get()
    if change is None:
        change = Change.objects.create(number=Revision.bump())
    change.used = True
    return change


def written_within(change: Any) -> list[Written]:
    """Return the rows written within ``change`` so far, in this order; they are remembered while it is under way."""
    rows: list[Written] = change.__dict__.setdefault("written", [])
    return rows


def stamp(history_instance: Any, instance: Any, **_: Any) -> None:
    """Give a history row about to be written its change, and with it who and why."""
    change = current_change()
    written_within(change).append(Written(type(instance), history_instance.history_type, history_instance))
    history_instance.change = change
    history_instance.history_user_id = change.user_id
    history_instance.history_change_reason = change.reason or None


def stamped(history_instance: Any, **_: Any) -> None:
    """Say that a change ends which is that of one row."""
    _end_alone(history_instance.change)


def _end_alone(change: Any) -> None:
    """Say that ``change`` ends, where it was one by itself."""
    if change is not _current.get():
        change_ending.send(sender=type(change), change=change)


def record_rows(model: Any, instances: Collection[Any], *, created: bool) -> None:
    """Write history rows for ``instances`` of ``model`` that were written all at once, of which Django tells nobody."""
    if instances:
        change = current_change()
        model.history.bulk_history_create(
            instances,
            batch_size=250,
            update=not created,
            default_user=change.user,
            default_change_reason=change.reason or None,
            custom_historical_attrs={"change": change},
        )
        written_within(change).extend(Written(model, "+" if created else "~", instance) for instance in instances)
        _end_alone(change)
