"""Rows that have something of each side, made whole: what is derived, and whether both sides' changes go together."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, ForeignKey

from qualitymonth.loading.draft import Draft
from qualitymonth.loading.merge import Conflict, changed_fields
from qualitymonth.loading.states import model_of, target
from qualitymonth.models import Record
from qualitymonth.reading import Address, columns_of


def complete(draft: Draft) -> None:
    """Derive what is derived of each mixed row; what breaks a rule of its model is a conflict of all that differs."""
    for address in draft.mixed:
        mine, theirs, base = draft.mine[address], draft.theirs[address], draft.base.get(address, {})
        instance = _imagined(draft, address)
        if broken := _broken(instance):
            names = [name for name in changed_fields(mine, theirs) if mine.get(name) != base.get(name)]
            known = {conflict.field for conflict in draft.conflicts if conflict.address == address}
            draft.conflicts += [
                Conflict(address, f"{name} (with the other changes against {broken})",
                         base.get(name), mine.get(name), theirs.get(name))
                for name in names if name not in known
            ]  # fmt: skip
            draft.future[address] = theirs if draft.prefer == "fixtures" else mine
        elif isinstance(instance, Record) and instance.dated_by:
            draft.future[address] = {**draft.future[address], "sort_on": instance.sortable_day().isoformat()}


def _imagined(draft: Draft, address: Address) -> Any:
    """Return the row as it is to be, unsaved, with what it cannot be without; references hold made-up numbers."""
    model, fields = model_of(address), draft.future[address]
    instance = model(pk=hash(address))
    for name, column in columns_of(model).items():
        value = fields.get(name)
        if value is None:
            continue
        if not isinstance(column, ForeignKey):
            setattr(instance, name, column.to_python(value))
        elif not column.null and target(column, value) in draft.future:
            setattr(instance, name, _imagined(draft, target(column, value)))
        else:
            setattr(instance, column.attname, hash(target(column, value)))
    return instance


def _broken(instance: Any) -> str:
    """Return the name of a rule of its model that ``instance`` breaks, or ''."""
    for constraint in instance._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            try:
                constraint.validate(type(instance), instance)
            except ValidationError:
                return constraint.name
    return ""
