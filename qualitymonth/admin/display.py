"""Values of form fields as people read them, wherever a form's contents are shown outside of its boxes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

#: How much of a row is shown where it stands for the whole.
TITLE_LENGTH = 100


def shown(field: forms.Field, value: Any) -> str:
    """Return ``value``, stored or as typed, as a reader of the form knows it; '' where there is none."""
    if value is None or value == "":
        return ""
    if isinstance(field, forms.ModelChoiceField):
        return _choice(field, value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ChoiceField):
        for key, label in field.widget.choices:
            if str(key) == str(value):
                return str(label)
    return str(value)


def _choice(field: Any, value: Any) -> str:
    """Return the name of the record that ``value`` chooses."""
    try:
        chosen = field.queryset.filter(pk=value).first()
    except (ValueError, TypeError, OverflowError):
        return str(value)
    return str(field.label_from_instance(chosen)) if chosen else _("no. %(id)s, removed") % {"id": value}


def title_of(fields: dict[str, forms.Field], values: dict[str, Any]) -> str:
    """Return what a row of a form says, in one line."""
    parts = [shown(field, values.get(name)) for name, field in fields.items()]
    title = " · ".join(part for part in parts if part)
    return title if len(title) <= TITLE_LENGTH else f"{title[:TITLE_LENGTH]}…"


def name_of(user: Any) -> str:
    """Return what staff call ``user``; changes by nobody are the archive's own."""
    return (user.get_full_name() or user.get_username()) if user else _("the archive")


def typed(field: forms.Field, data: Any, name: str) -> Any:
    """Return what was typed into the box ``name``."""
    return field.widget.value_from_datadict(data, {}, name)


def as_sent(field: forms.Field, value: Any) -> str | None:
    """Return what a browser would send of a box that holds ``value``; None for an empty checkbox."""
    if isinstance(field.widget, forms.CheckboxInput):
        return "on" if value else None
    sent = field.widget.format_value(field.prepare_value(value))
    if isinstance(sent, list):
        sent = sent[0] if sent else ""
    return "" if sent is None else str(sent)
