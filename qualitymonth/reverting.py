"""Going back: what a record was after a change, what became of it, and the undoing of what was done.

A record's state is its own row, the rows it owns and the claims about it. A change is undone row by row and field by
field: what a later change touched as well is a conflict, and then nothing is undone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from qualitymonth.history import changing
from qualitymonth.models import Change, ChangeKind, NaturalKeyed, Owned, Record

#: The values of a row's columns by their names in the database (``campaign_id``); None for a row that does not stand.
Values = dict[str, Any]
#: A row by its model and its id.
Place = tuple[type[NaturalKeyed], int]
States = dict[Place, Values | None]

#: Columns that follow from others or count saves: they are never gone back to.
DERIVED = frozenset({"id", "version", "sort_on"})


class RevertError(Exception):
    """What was asked for cannot be undone; ``problems`` says why, one sentence each. Nothing was changed."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("; ".join(self.problems))


def kept_models() -> list[type[NaturalKeyed]]:
    """Return the models whose rows have a history, what is referred to before what refers to it as far as possible."""
    return [
        model
        for app in ("agencies", "campaigns")
        for model in apps.get_app_config(app).get_models()
        if issubclass(model, NaturalKeyed)
    ]


def columns_of(model: type[NaturalKeyed]) -> list[str]:
    """Return the names in the database of the columns that history keeps and that somebody decides on."""
    history: Any = model.history.model  # type: ignore[attr-defined]
    return [field.attname for field in history.tracked_fields if field.attname not in DERIVED]


def _values(row: Any, columns: list[str]) -> Values | None:
    return None if row.history_type == "-" else {column: getattr(row, column) for column in columns}


def states_after(model: type[NaturalKeyed], number: int, *, ids: Iterable[int]) -> States:
    """Return what the rows of ``model`` with these ``ids`` were after change ``number``."""
    history: Any = model.history.model  # type: ignore[attr-defined]
    wanted, columns = set(ids), columns_of(model)
    found: States = {(model, key): None for key in wanted}
    for batch in _batches(wanted):
        for row in history.objects.filter(id__in=batch, change__lte=number).order_by("history_id"):
            found[model, row.id] = _values(row, columns)
    return found


def present(model: type[NaturalKeyed], ids: Iterable[int]) -> States:
    """Return what the rows of ``model`` with these ``ids`` are now."""
    wanted, columns = set(ids), columns_of(model)
    found: States = {(model, key): None for key in wanted}
    for batch in _batches(wanted):
        for row in model._default_manager.filter(pk__in=batch).order_by():
            found[model, row.pk] = {column: getattr(row, column) for column in columns}
    return found


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    listed = sorted(ids)
    return (listed[start : start + 500] for start in range(0, len(listed), 500))


def parts_of(model: type[NaturalKeyed]) -> list[tuple[type[NaturalKeyed], str]]:
    """Return what goes with records of ``model``, each with the column that leads to the record: rows owned, claims."""
    return [
        (relation.related_model, relation.field.attname)
        for relation in model._meta.related_objects
        if relation.on_delete is models.CASCADE and issubclass(relation.related_model, NaturalKeyed)
    ]


def part_ids(model: type[NaturalKeyed], pk: int) -> dict[type[NaturalKeyed], set[int]]:
    """Return the ids of all rows that ever belonged to the record, by their model."""
    found: dict[type[NaturalKeyed], set[int]] = {}
    for part, column in parts_of(model):
        history: Any = part.history.model  # type: ignore[attr-defined]
        ids = history.objects.filter(**{column: pk}).order_by().values_list("id", flat=True)
        found.setdefault(part, set()).update(ids)
    return found


def state_at(model: type[Record], pk: int, number: int) -> States:
    """Return the state of a record, standing or removed, after change ``number``: its row and those that go with it."""
    found = states_after(model, number, ids=[pk])
    for part, ids in part_ids(model, pk).items():
        columns = {column for other, column in parts_of(model) if other is part}
        found |= {
            place: values if values and any(values[column] == pk for column in columns) else None
            for place, values in states_after(part, number, ids=ids).items()
        }
    return found


def changes_of(model: type[Record], pk: int) -> models.QuerySet[Change]:
    """Return the changes that touched the record or what goes with it, newest first."""
    touched = models.Q(number__in=_numbers(model, {"id": pk}))
    for part, column in parts_of(model):
        touched |= models.Q(number__in=_numbers(part, {column: pk}))
    return Change.objects.filter(touched).select_related("user").order_by("-number")


def _numbers(model: type[NaturalKeyed], lookup: dict[str, Any]) -> Any:
    history: Any = model.history.model  # type: ignore[attr-defined]
    return history.objects.filter(**lookup).order_by().values("change")


def rows_of(change: Change) -> dict[type[NaturalKeyed], set[int]]:
    """Return the ids of the rows that ``change`` touched, by their model."""
    found = {}
    for model in kept_models():
        history: Any = model.history.model  # type: ignore[attr-defined]
        if ids := set(history.objects.filter(change=change).order_by().values_list("id", flat=True)):
            found[model] = ids
    return found


def revert_record(model: type[Record], pk: int, number: int, *, user: Any = None, reason: str = "") -> Change:
    """Bring a record back to what it was after change ``number``, with what it owns and the claims about it.

    Raises RevertError, with nothing changed, where something else stands in the way.
    """
    with changing(ChangeKind.REVERT, user=user, reason=reason) as change:
        wanted = state_at(model, pk, number)
        if wanted[model, pk] is None:
            raise RevertError([_("The record did not stand then.")])
        now = _present(wanted)
        # What belongs to another record by now is that one's.
        moved = {
            place
            for place, values in now.items()
            if values
            and place[0] is not model
            and not any(values[column] == pk for part, column in parts_of(model) if part is place[0])
        }
        _write({place: values for place, values in wanted.items() if place not in moved}, now)
    return change  # type: ignore[no-any-return]


def revert_change(change: Change, *, user: Any = None, reason: str = "") -> Change:
    """Undo what ``change`` did, in one step, and leave what was done since.

    Raises RevertError, with nothing changed, where a later change touched the same.
    """
    with changing(ChangeKind.REVERT, user=user, reason=reason, reverts=change) as undoing:
        problems: list[str] = []
        wanted: States = {}
        now: States = {}
        for model, ids in rows_of(change).items():
            before = states_after(model, change.number - 1, ids=ids)
            after = states_after(model, change.number, ids=ids)
            standing = present(model, ids)
            for place in before:
                undone = _undo(before[place], after[place], standing[place])
                if undone is _CONFLICT:
                    problems.append(_("%(row)s was changed since.") % {"row": describe(place, after[place])})
                elif undone != standing[place]:
                    wanted[place] = undone
                    now[place] = standing[place]
        if problems:
            raise RevertError(problems)
        _write(wanted, now)
    return undoing  # type: ignore[no-any-return]


_CONFLICT: Any = object()


def _undo(before: Values | None, after: Values | None, now: Values | None) -> Any:
    """Return the row ``now`` without what led from ``before`` to ``after``, or _CONFLICT."""
    if before in (now, after):
        return now
    if before is None or after is None or now is None:
        return before if now == after else _CONFLICT
    changed = [column for column in after if before[column] != after[column]]
    if any(now[column] not in (after[column], before[column]) for column in changed):
        return _CONFLICT
    return now | {column: before[column] for column in changed}


def describe(place: Place, values: Values | None) -> str:
    """Name a row, standing or not, as messages do."""
    model, pk = place
    label = model._meta.verbose_name
    instance: Any = model._default_manager.filter(pk=pk).first() or model(**{"pk": pk, **(values or {})})
    try:
        return f"{label} {'/'.join(str(part) for part in instance.natural_key())}"
    except (ObjectDoesNotExist, AttributeError):
        return f"{label} {pk}"


def _present(places: Iterable[Place]) -> States:
    ids: dict[type[NaturalKeyed], set[int]] = {}
    for model, pk in places:
        ids.setdefault(model, set()).add(pk)
    found: States = {}
    for model, keys in ids.items():
        found |= present(model, keys)
    return found


@dataclass(slots=True)
class _Step:
    """One row to bring from what it is to what is wanted."""

    model: type[NaturalKeyed]
    pk: int
    wanted: Values | None
    now: Values | None


def _write(wanted: States, now: States) -> None:
    """Bring the rows to what is wanted of them; raise RevertError where the database or other rows forbid it."""
    order = {model: position for position, model in enumerate(kept_models())}
    steps = [
        _Step(*place, values, now.get(place))
        for place, values in sorted(wanted.items(), key=lambda item: (order[item[0][0]], item[0][1]))
        if values != now.get(place)
    ]
    try:
        with transaction.atomic():
            _clear(steps)
            for step in steps:
                if step.wanted is not None:
                    _restore(step)
            _check_references(steps)
    except DatabaseError as error:
        raise RevertError([_("The database refuses it: %(error)s") % {"error": str(error).strip()}]) from error


def _clear(steps: list[_Step]) -> None:
    """Remove the rows that are to go, and make room for owned rows that may trade places."""
    for step in steps:
        if step.now is not None and step.wanted is not None and issubclass(step.model, Owned):
            rows = step.model._base_manager.filter(pk=step.pk)
            rows._raw_delete(rows.db)  # noqa: SLF001 - it comes back at once, with its history
    waiting = [step for step in reversed(steps) if step.wanted is None]
    waiting.sort(key=lambda step: not issubclass(step.model, Owned))
    while waiting:
        held = [(step, why) for step in waiting if (why := _why_held(step))]
        if len(held) == len(waiting):
            raise RevertError(why for _step, why in held)
        waiting = [step for step, _why in held]


def _why_held(step: _Step) -> str:
    """Remove the row, unless others hold on to it: then say which."""
    instance = step.model._default_manager.filter(pk=step.pk).first()
    if instance is None:
        return ""
    holding: list[Any] = [
        row for part, column in parts_of(step.model) for row in part._default_manager.filter(**{column: step.pk})[:3]
    ]
    if not holding:
        try:
            with transaction.atomic():
                instance.delete()
        except ProtectedError as error:
            holding = list(error.protected_objects)[:3]
        else:
            return ""
    names = ", ".join(f"{row._meta.verbose_name} {row}" for row in holding)
    return _("%(row)s is held by %(others)s.") % {"row": describe((step.model, step.pk), step.now), "others": names}


def _restore(step: _Step) -> None:
    """Write the row as it is wanted, as a new one or over the one that stands."""
    values: Values = step.wanted or {}
    if step.now is None or issubclass(step.model, Owned):
        instance: Any = step.model(**{"pk": step.pk, **values})
        if isinstance(instance, Record):
            instance.version = _last_version(step) + 1
            instance.created_at = timezone.now()
        instance.save(force_insert=True)
    else:
        instance = step.model._default_manager.get(pk=step.pk)
        for column, value in values.items():
            setattr(instance, column, value)
        instance.save()


def _last_version(step: _Step) -> int:
    history: Any = step.model.history.model  # type: ignore[attr-defined]
    return history.objects.filter(id=step.pk).aggregate(last=models.Max("version"))["last"] or 0


def _check_references(steps: list[_Step]) -> None:
    """Refuse rows that would refer to what does not stand any more."""
    problems = []
    for step in steps:
        for column in step.model._meta.concrete_fields:
            target = column.remote_field.model if isinstance(column, models.ForeignKey) else None
            key = (step.wanted or {}).get(column.attname)
            if target and key is not None and not target._default_manager.filter(pk=key).exists():
                problems.append(
                    _("%(row)s refers to a %(kind)s that was removed.")
                    % {"row": describe((step.model, step.pk), step.wanted), "kind": target._meta.verbose_name}
                )
    if problems:
        raise RevertError(problems)
