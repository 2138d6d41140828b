"""The columns of a file: how what a record holds is written into a cell, and how a cell is read."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, CharField, ForeignKey
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import Widget

from qualitymonth.bulk.columns import COLUMNS, LISTS, OwnedList
from qualitymonth.bulk.keys import Keys
from qualitymonth.exports import cell, stored
from qualitymonth.reading import damage_in

_TRUE, _FALSE = ("true", "yes", "1", "是"), ("false", "no", "0", "否")
_SEPARATOR = re.compile(r"[;；,，、\n]")
_MEMBER = re.compile(r"(?P<key>[^\s(（]+)(?:\s*[(（]\s*(?P<role>[^)）]*?)\s*[)）])?")


def required() -> ValidationError:
    """Return the error for a cell that must not be empty."""
    return ValidationError(_("This must not be empty."), code="required")


class ValueWidget(Widget):  # type: ignore[misc]
    """A text, a number or a word, checked as the form in the admin checks it."""

    #: The form field, which the admin gives.
    checked: Any = None

    def __init__(self, column: Any) -> None:
        super().__init__()
        self.column = column

    def render(self, value: Any, obj: Any = None, **_options: Any) -> str:
        """Write ``value``; numbers without trailing zeros."""
        return cell(f"{value.normalize():f}" if isinstance(value, Decimal) else value)

    def clean(self, value: str, row: Any = None, **_options: Any) -> Any:
        """Read a cell; raise ValidationError that says what is wrong with it."""
        text = stored(value).strip()
        if damage := damage_in(text):
            raise ValidationError([_("This holds %(damage)s.") % {"damage": _(one)} for one in damage], code="damage")
        if isinstance(self.column, BooleanField):
            return self._truth(text)
        if self.column.choices and text and text not in (words := [str(word) for word, _name in self.column.choices]):
            message = _("“%(value)s” is none of: %(words)s.")
            raise ValidationError(message, code="choice", params={"value": text, "words": ", ".join(words)})
        if isinstance(self.column, CharField) and "\n" in text:
            raise ValidationError(_("This must stand on one line."), code="lines")
        return self.checked.clean(text)

    def _truth(self, text: str) -> bool | None:
        if text.casefold() in (*_TRUE, *_FALSE):
            return text.casefold() in _TRUE
        if text:
            raise ValidationError(_("“%(value)s” is neither true nor false."), code="truth", params={"value": text})
        if not self.column.null:
            raise required()
        return None


class Column(Field):  # type: ignore[misc]
    """A column that holds a value of the record's own."""

    def __init__(self, name: str, widget: Widget) -> None:
        super().__init__(attribute=name, column_name=name, widget=widget)

    @property
    def columns(self) -> list[str]:
        """The columns of the record itself that it fills."""
        return [self.attribute]

    def named(self, _text: str) -> Iterator[tuple[Any, str]]:
        """Yield the records that a cell names, each as its kind and key."""
        yield from ()

    def put(self, instance: Any, value: Any) -> None:
        """Set what the cell says."""
        setattr(instance, self.attribute, value)


class KeyWidget(Widget):  # type: ignore[misc]
    """Another record, by its key."""

    #: Where the records that a file names are found; each import has its own.
    keys = Keys()

    def __init__(self, column: Any) -> None:
        super().__init__()
        self.column = column

    def render(self, value: Any, obj: Any = None, **_options: Any) -> str:
        """Write the key."""
        return key_of(value) if value else ""

    def clean(self, value: str, row: Any = None, **_options: Any) -> Any:
        """Find the record."""
        key = value.strip()
        if not key and not self.column.null:
            raise required()
        return find(self.keys, self.column.related_model, key) if key else None


class KeyColumn(Column):
    """A column that names another record."""

    def named(self, text: str) -> Iterator[tuple[Any, str]]:
        """Yield the record that a cell names."""
        yield self.widget.column.related_model, text.strip()


class ListWidget(Widget):  # type: ignore[misc]
    """Several records by their keys, with their roles where they have any: ``samr; caq (co-organiser)``."""

    keys = Keys()

    def __init__(self, model: Any, owned: OwnedList) -> None:
        super().__init__()
        rows = model._meta.get_field(owned.relation).related_model
        self.member = rows._meta.get_field(owned.member)
        self.role = rows._meta.get_field(owned.role) if owned.role else None
        self.ordered = owned.ordered

    def render(self, value: Any, obj: Any = None, **_options: Any) -> str:
        """Write the members, an expected role unsaid."""
        usual = self.role.default if self.role else None
        said = [key_of(member) + (f" ({role})" if role != usual else "") for member, role in value]
        return "; ".join(said if self.ordered else sorted(said))

    def clean(self, value: str, row: Any = None, **_options: Any) -> list[tuple[Any, Any]]:
        """Find the members and their roles; none may stand twice in one role."""
        members: list[tuple[Any, Any]] = []
        for text in self.split(value):
            said = _MEMBER.fullmatch(text)
            role = said and said["role"]
            words = [str(word) for word, _name in self.role.choices] if self.role else []
            if not said or (role is not None and role not in words):
                message = _("“%(value)s” is neither a key nor a key with one of these words in brackets: %(words)s.")
                raise ValidationError(message, code="list", params={"value": text, "words": ", ".join(words) or "–"})
            usual = self.role.default if self.role else None
            entry = (find(self.keys, self.member.related_model, said["key"]), role or usual)
            if entry in members:
                raise ValidationError(_("“%(value)s” stands twice in the list."), code="twice", params={"value": text})
            members.append(entry)
        return members if self.ordered else sorted(members, key=lambda entry: key_of(entry[0]))

    @staticmethod
    def split(text: str) -> list[str]:
        """Return what is said of each member."""
        return [part.strip() for part in _SEPARATOR.split(text) if part.strip()]


class ListColumn(Column):
    """A column that lists what a record owns, by the records that it leads to."""

    def __init__(self, name: str, widget: ListWidget, owned: OwnedList) -> None:
        super().__init__(name, widget)
        self.owned = owned

    @property
    def columns(self) -> list[str]:
        """None: a list stands in rows of its own."""
        return []

    def named(self, text: str) -> Iterator[tuple[Any, str]]:
        """Yield the members that a cell names."""
        for part in self.widget.split(text):
            yield self.widget.member.related_model, re.split(r"[\s(（]", part)[0]

    def get_value(self, instance: Any) -> list[tuple[Any, Any]]:
        """Return the members with their roles: those read from the file, or those that the archive holds."""
        if self.attribute in getattr(instance, "lists_read", {}):
            return instance.lists_read[self.attribute]  # type: ignore[no-any-return]
        if instance._state.adding:
            return []
        rows = getattr(instance, self.owned.relation).all()
        members = [(getattr(row, self.owned.member), role_of(row, self.owned)) for row in rows]
        return members if self.owned.ordered else sorted(members, key=lambda entry: key_of(entry[0]))

    def put(self, instance: Any, value: Any) -> None:
        """Keep the members until the record is written."""
        instance.lists_read[self.attribute] = value


class SubjectWidget(Widget):  # type: ignore[misc]
    """The record that a claim is about, as its kind and key: ``activity:2023-launch``."""

    keys = Keys()

    def __init__(self, columns: dict[str, Any]) -> None:
        super().__init__()
        self.columns = columns

    def render(self, value: Any, obj: Any = None, **_options: Any) -> str:
        """Write kind and key."""
        return f"{value._meta.model_name}:{key_of(value)}" if value else ""

    def clean(self, value: str, row: Any = None, **_options: Any) -> Any:
        """Find the record."""
        kind, _colon, key = (part.strip() for part in value.partition(":"))
        if not value.strip():
            raise required()
        if kind not in self.columns or not key:
            message = _("“%(value)s” is not a kind and a key such as activity:2023-launch; the kinds are %(kinds)s.")
            raise ValidationError(message, code="kind", params={"value": value, "kinds": ", ".join(self.columns)})
        return find(self.keys, self.columns[kind].related_model, key)


class SubjectColumn(Column):
    """The column that names the one record that a claim is about."""

    @property
    def columns(self) -> list[str]:
        """One for each kind of record."""
        return [column.name for column in self.widget.columns.values()]

    def named(self, text: str) -> Iterator[tuple[Any, str]]:
        """Yield the record that a cell names."""
        kind, _colon, key = (part.strip() for part in text.partition(":"))
        if kind in self.widget.columns:
            yield self.widget.columns[kind].related_model, key

    def get_value(self, instance: Any) -> Any:
        """Return the record."""
        return next((getattr(instance, column.name) for column in self._filled(instance)), None)

    def put(self, instance: Any, value: Any) -> None:
        """Let the claim be about ``value`` alone."""
        for kind, column in self.widget.columns.items():
            setattr(instance, column.name, value if kind == value._meta.model_name else None)

    def _filled(self, instance: Any) -> Iterator[Any]:
        return (column for column in self.widget.columns.values() if getattr(instance, column.attname) is not None)


def key_of(record: Any) -> str:
    """Return the key by which cells name ``record``."""
    return str(record.natural_key()[0])


def role_of(row: Any, owned: OwnedList) -> Any:
    """Return the role of an owned row, None where its list has none."""
    return getattr(row, owned.role) if owned.role else None


def find(keys: Keys, model: Any, key: str) -> Any:
    """Return the record of ``model`` with ``key``; raise ValidationError where there is none."""
    record = keys.find(model, key)
    if record is None:
        message = _("There is no %(kind)s “%(key)s”.")
        raise ValidationError(message, code="key", params={"kind": model._meta.verbose_name, "key": key})
    return record


def columns_of(model: Any) -> dict[str, Column]:
    """Return the columns of a file of records of ``model``."""
    kind = model._meta.model_name
    return {name: _column(model, kind, name) for name in COLUMNS[kind]}


def _column(model: Any, kind: str, name: str) -> Column:
    if owned := LISTS.get((kind, name)):
        return ListColumn(name, ListWidget(model, owned), owned)
    if (kind, name) == ("claim", "record"):
        # What a claim is about owns it, so these are the foreign keys along which it is deleted.
        owners = [field for field in model._meta.fields if isinstance(field, ForeignKey) and field.null]
        return SubjectColumn(name, SubjectWidget({str(one.related_model._meta.model_name): one for one in owners}))
    field = model._meta.get_field(name)
    return KeyColumn(name, KeyWidget(field)) if isinstance(field, ForeignKey) else Column(name, ValueWidget(field))
