"""What differs between two states of a record, field by field, as people read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from qualitymonth.models import NaturalKeyed, Status
from qualitymonth.reverting import Place, States, Values, columns_of

#: Columns of history that say nothing to a reader of differences.
UNTOLD = frozenset({"key"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs: of which row ('' for the record itself), its name, and how it reads on either side."""

    row: str
    field: str
    before: str
    after: str

    @property
    def added(self) -> bool:
        """Whether there was nothing before."""
        return not self.before

    @property
    def removed(self) -> bool:
        """Whether there is nothing after."""
        return not self.after


class Names:
    """The names of records that rows refer to, each read once; ``public`` names nothing that the public may not see."""

    def __init__(self, *, public: bool = False) -> None:
        self.public = public
        self._read: dict[Place, str] = {}

    def read(self, states: list[States]) -> None:
        """Read the names of all that the rows of ``states`` refer to, in a few queries."""
        wanted: dict[Any, set[int]] = {}
        for state in states:
            for (model, _pk), values in state.items():
                for column in model._meta.concrete_fields:
                    key = (values or {}).get(column.attname)
                    if isinstance(column, models.ForeignKey) and key is not None:
                        wanted.setdefault(column.related_model, set()).add(key)
        for model, keys in wanted.items():
            missing = {key for key in keys if (model, key) not in self._read}
            rows = model._default_manager.filter(pk__in=missing)
            rows = rows.published() if self.public and hasattr(rows, "published") else rows
            rows = rows.labelled() if hasattr(rows, "labelled") else rows
            self._read |= {(model, row.pk): str(row) for row in rows}

    def of(self, model: Any, pk: int) -> str:
        """Return the name of a record that was read."""
        gone = _("not public") if self.public else _("removed, no. %(id)s") % {"id": pk}
        return self._read.get((model, pk), gone)


def shown(column: Any, value: Any, names: Names) -> str:
    """Return the value of a column as people read it; '' where there is none."""
    if value is None or value == "":
        return ""
    if isinstance(column, models.ForeignKey):
        return names.of(column.related_model, value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return str(value)


def differences(before: States, after: States, names: Names) -> list[Difference]:
    """Return what differs; the first row is the one the states are about, the others are named.

    Rows that came or went are told in one line each.
    """
    names.read([before, after])
    found = list[Difference]()
    places = {**before, **after}
    for number, place in enumerate(places):
        model, old, new = place[0], before.get(place), after.get(place)
        if old and new:
            if old != new:
                found += _fields(model, old, new, names, named=number > 0)
        elif old or new:
            lines = [_in_one_line(model, values, names) if values else "" for values in (old, new)]
            found.append(Difference("", str(model._meta.verbose_name), *lines))
    return found


def _fields(model: type[NaturalKeyed], old: Values, new: Values, names: Names, *, named: bool) -> Iterator[Difference]:
    row = f"{model._meta.verbose_name}: {_in_one_line(model, new, names)}" if named else ""
    for column in model._meta.concrete_fields:
        if column.attname in columns_of(model) and old[column.attname] != new[column.attname]:
            yield Difference(
                row,
                str(column.verbose_name),
                shown(column, old[column.attname], names),
                shown(column, new[column.attname], names),
            )


def _in_one_line(model: type[NaturalKeyed], values: Values, names: Names) -> str:
    """Return what a row says, without the record to which it belongs."""
    owners = {relation.attname for relation in model._meta.concrete_fields if _owns(relation)}
    parts = [
        shown(column, values.get(column.attname), names)
        for column in model._meta.concrete_fields
        if column.attname in columns_of(model) and column.attname not in owners and column.name not in UNTOLD
    ]
    return " · ".join(part for part in parts if part)


def _owns(column: Any) -> bool:
    return isinstance(column, models.ForeignKey) and column.remote_field.on_delete is models.CASCADE


def public_state(state: States) -> States:
    """Return a state without the rows that the public did not see: drafts."""
    return {
        place: None if values and values.get("status", Status.PUBLISHED) != Status.PUBLISHED else values
        for place, values in state.items()
    }
