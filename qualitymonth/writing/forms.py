"""What was sent as JSON, as the desk's form of the record and of the rows that it owns would send it."""

from typing import Any

from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import models
from rest_framework.exceptions import ValidationError

from qualitymonth.admin.change_form import BESIDE, Saving
from qualitymonth.writing.inputs import OwnedRows, desk_of, lists_of

#: What is wrong, by the names of the API, as deep as they stand in each other.
Faults = dict[str, Any]


class Forms:
    """The form of a record, and those of its lists that are to be written."""

    def __init__(self, request: Any, model: Any, record: Any, values: dict[str, Any], beside: dict[str, Any]) -> None:
        """Fill the forms in for ``record``, None for a new one; raise ValidationError where another is not known.

        ``values`` are the columns and lists to be written, ``beside`` what the form asks for besides.
        """
        self.request, self.desk, self.record = request, desk_of(model), record
        self.saving = request.saving = Saving(self.desk, request)
        fieldsets = self.desk.get_fieldsets(request, record)
        form = self.desk.get_form(request, record, change=record is not None, fields=flatten_fieldsets(fieldsets))
        owned = {name: lists_of(model)[name] for name in values if name in lists_of(model)}
        faults: Faults = {}
        own = {name: value for name, value in values.items() if name not in owned}
        sent: dict[str, Any] = beside | _filled(form(instance=record), own, faults)
        self.formsets: dict[str, Any] = {}
        for name, one in owned.items():
            made, data = self._rows(name, one, values[name], faults)
            sent |= data
            self.formsets[name] = made
        if faults:
            raise ValidationError(faults)
        request.POST = sent
        self.form = form(sent, {}, instance=record)
        for name, made in self.formsets.items():
            self.formsets[name] = made(sent, self.form.instance)
        self.saving.formsets = list(self.formsets.values())

    def save(self) -> Any:
        """Save the record and its rows, and return it; raise ValidationError with all that is wrong."""
        change = self.record is not None
        if {one.is_valid() for one in (self.form, *self.saving.formsets)} != {True}:
            raise ValidationError(self._faults())
        record = self.desk.save_form(self.request, self.form, change=change)
        self.desk.save_model(self.request, record, self.form, change)
        self.desk.save_related(self.request, self.form, self.saving.formsets, change)
        if self.form.changed_data or self.saving.changed_rows() or not change:
            message = self.desk.construct_change_message(self.request, self.form, self.saving.formsets, not change)
            (self.desk.log_change if change else self.desk.log_addition)(self.request, record, message)
        return record

    def _rows(self, name: str, owned: OwnedRows, rows: list[Any], faults: Faults) -> tuple[Any, dict[str, Any]]:
        """Return what makes the formset of a list, and the data of its rows: those that there are come first."""
        inline, formset = self._inline(owned)
        prefix, queryset = formset.get_default_prefix(), inline.get_queryset(self.request)
        blank = formset(instance=self.record, prefix=prefix, queryset=queryset)
        stored = {_identity(form.instance, owned): form for form in blank.initial_forms}
        places: dict[int, int | None] = {}
        written: dict[Any, tuple[int, dict[str, Any]]] = {}
        added: list[tuple[int, dict[str, Any]]] = []
        told: Faults = {}
        place = 0
        for number, row in enumerate(rows):
            values = dict(row) if isinstance(row, dict) else {owned.told_apart_by[0]: row}
            place = values.setdefault("position", place + 1)
            wrong: Faults = {}
            filled = _filled(blank.empty_form, values, wrong)
            if wrong:
                told[str(number)] = wrong
                continue
            form = stored.pop(_identity_of(filled, owned), None)
            if form is None:
                added.append((number, filled))
            else:
                said = {one: filled[one] for one in values if one in filled}
                written[form] = (number, _filled(form, {}, {}) | said)
        if told:
            faults[name] = told
        data: dict[str, Any] = {}
        kept = list(blank.initial_forms)
        for index, form in enumerate(kept):
            places[index], filled = written.get(form) or (None, _filled(form, {}, {}))
            data |= {f"{prefix}-{index}-{one}": value for one, value in filled.items()}
            data[f"{prefix}-{index}-id"] = form.instance.pk
            data[f"{prefix}-{index}-DELETE"] = places[index] is None
        for index, (number, filled) in enumerate(added, len(kept)):
            data |= {f"{prefix}-{index}-{one}": value for one, value in filled.items()}
            places[index] = number
        total = len(kept) + len(added)
        data |= {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": len(kept)}

        def made(sent: dict[str, Any], record: Any) -> Any:
            bound = formset(sent, {}, instance=record, prefix=prefix, queryset=queryset)
            bound.places = places
            return bound

        return made, data

    def _inline(self, owned: OwnedRows) -> tuple[Any, Any]:
        """Return the desk's rows of a list, to who may write them; raise PermissionDenied to others."""
        for inline in self.desk.get_inline_instances(self.request, self.record):
            formset = inline.get_formset(self.request, self.record)
            if formset.fk.remote_field.get_accessor_name() == owned.relation:
                asked = (inline.has_add_permission, inline.has_change_permission, inline.has_delete_permission)
                if all(may(self.request, self.record) for may in asked):
                    return inline, formset
        raise PermissionDenied

    def _faults(self) -> Faults:
        """Return what is wrong by the names of the API."""
        found: Faults = {}
        for name, messages in self.form.errors.as_data().items():
            told = [str(message) for error in messages if error.code != "sources" for message in error.messages]
            if told:
                found["non_field_errors" if name == "__all__" else name] = told
        for name, formset in self.formsets.items():
            if told := list(formset.non_form_errors()):
                found[name] = told
                continue
            rows = {
                str(formset.places[index]): {
                    "non_field_errors" if member == "__all__" else member: list(messages)
                    for member, messages in form.errors.items()
                }
                for index, form in enumerate(formset.forms)
                if form.errors and formset.places[index] is not None
            }
            if rows:
                found[name] = rows
        if self.saving.sources and not self.saving.sources.is_valid():
            found["sources"] = self.saving.sources.faults()
        return found


def _filled(form: Any, values: dict[str, Any], faults: Faults) -> dict[str, Any]:
    """Return what ``form`` would send with ``values`` typed into it; what is wrong with a key goes into ``faults``."""
    sent = {
        name: form.get_initial_for_field(box, name)
        for name, box in form.fields.items()
        if name not in (*BESIDE, "DELETE", "id")
    }
    for name, value in values.items():
        if name not in form.fields:
            continue
        box = form.fields[name]
        sent[name] = value
        if value is not None and getattr(box, "queryset", None) is not None and not isinstance(value, models.Model):
            sent[name] = found = _find(box.queryset, value)
            if found is None:
                faults[name] = [f"There is no {box.queryset.model._meta.verbose_name} “{value}”."]
    return {name: value.pk if isinstance(value, models.Model) else value for name, value in sent.items()}


def _find(records: Any, key: Any) -> Any:
    """Return the id of the record with ``key``, None where there is none."""
    name = records.model.natural_key_fields[0]
    try:
        return records.filter(**{name: key}).order_by().values_list("pk", flat=True).first()
    except (ValueError, OverflowError):
        return None


def _identity(row: Any, owned: OwnedRows) -> tuple[Any, ...]:
    """Return what tells a stored row from the others of its list."""
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in owned.told_apart_by)


def _identity_of(filled: dict[str, Any], owned: OwnedRows) -> tuple[Any, ...]:
    """Return the same of a row as it is sent."""
    return tuple(filled[name] for name in owned.told_apart_by)
