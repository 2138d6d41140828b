"""Choosing a record by typing: names that can be told apart, and no query for what is known already."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.forms import Field
from django.http import HttpRequest
from django.utils.translation import gettext as _

from qualitymonth.models import NaturalKeyed


def choice_label(model_admin: Any, record: Any) -> str:
    """Return the record's name, followed by what tells it from others of that name: its year, its province."""
    name, beside = str(record), []
    for path in getattr(model_admin, "told_apart_by", ()):
        value = record
        for part in path.split("__"):
            value = getattr(value, part, None)
        if value not in (None, "") and str(value) != name:
            beside.append(str(value))
    return f"{name} ({', '.join(beside)})" if beside else name


class ChoiceByTyping(AutocompleteSelect):
    """Shows the chosen record; nothing chosen, instead of failing, where what was sent is no id."""

    #: The chosen record where it has been read with the row.
    known: Any = None

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """Return the attributes; where nothing is chosen the field says what to do, and so has a name for readers."""
        return {**super().build_attrs(base_attrs, extra_attrs), "data-placeholder": _("Type to find")}

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """Return the chosen record, if there is one."""
        ids = [sent for sent in value if str(sent).isdecimal() and len(str(sent)) < len(str(2**63))]
        known = self.known is not None and ids == [str(self.known.pk)]
        if ids and not known:
            return super().optgroups(name, ids, attr)
        # As Django does it, without building a query that asks for what is known, or for nothing.
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        if known:
            label = self.choices.field.label_from_instance(self.known)
            options.append(self.create_option(name, self.known.pk, label, True, len(options)))
        return [(None, options, 0)]


def remember_choices(form: Any) -> None:
    """Let the widgets of ``form`` know the records that its row was read with, so that none is asked for again."""
    for name, field in form.fields.items():
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, ChoiceByTyping):
            column: Any = form.instance._meta.get_field(name)
            widget.known = column.get_cached_value(form.instance, default=None)


def label_choices(field: Field | None, site: admin.AdminSite, target: Any) -> None:
    """Let ``field`` call the records of the kind ``target`` as the list of suggestions does."""
    if field is not None and site.is_registered(target):
        field.label_from_instance = partial(choice_label, site.get_model_admin(target))  # type: ignore[attr-defined]


class Suggestions(AutocompleteJsonView):
    """What autocompletion offers: records, for a field of a record or its rows, by names that can be told apart."""

    def process_request(self, request: HttpRequest) -> Any:
        """Refuse fields of anything but records and what they own, such as those of the history."""
        asked: Any = super().process_request(request)
        if not issubclass(asked[2].model, NaturalKeyed):
            raise PermissionDenied
        return asked

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """Return the id and the name of one suggestion."""
        return {**super().serialize_result(obj, to_field_name), "text": choice_label(self.model_admin, obj)}
