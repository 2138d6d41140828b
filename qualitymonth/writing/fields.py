"""The members of what is written, each taking one type of JSON and no other."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from rest_framework import serializers

#: The bounds of the database's whole numbers, by their fields.
LARGEST = {models.PositiveSmallIntegerField: 32_767, models.PositiveIntegerField: 2_147_483_647}


class OneType(serializers.Field):  # type: ignore[type-arg]
    """Takes one type of JSON, where REST framework would take whatever can be read as it."""

    json_types: ClassVar[tuple[type, ...]] = (str,)
    default_error_messages: ClassVar[Any] = {"json_type": "This must be {expected}."}
    expected: ClassVar[str] = "a text"

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Refuse another type, then go on."""
        given = data is not serializers.empty and data is not None
        if given and (
            not isinstance(data, self.json_types) or (isinstance(data, bool) and bool not in self.json_types)
        ):
            self.fail("json_type", expected=self.expected)
        return super().run_validation(data)


class Members(serializers.Serializer[Any]):
    """An object that has the members which are named, and no others."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse members that nobody knows, then read the others."""
        if isinstance(data, dict) and (unknown := data.keys() - self.fields.keys()):
            says = f"Unknown member. These can be written: {', '.join(self.fields)}."
            raise serializers.ValidationError({name: [says] for name in sorted(unknown)})
        return super().to_internal_value(data)


class Text(OneType, serializers.CharField):
    """A text, kept as it is."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"trim_whitespace": False, "allow_blank": True, **options})


class Choice(OneType, serializers.ChoiceField):
    """A word of a vocabulary."""


class Whole(OneType, serializers.IntegerField):
    """A whole number."""

    json_types = (int,)
    expected = "a whole number"


class Number(OneType, serializers.FloatField):
    """A number, kept with its digits as they are written."""

    json_types = (int, float)
    expected = "a number"

    def to_internal_value(self, data: Any) -> Any:
        """Return the number in decimal digits."""
        return Decimal(str(data))


class Truth(OneType, serializers.BooleanField):
    """True or false."""

    json_types = (bool,)
    expected = "true or false"


class Key(Text):
    """Another record, by its key."""


class NumberKey(Whole):
    """Another record, by its key, which is a number."""


def field_for(column: Any, *, required: bool = True) -> Any:
    """Return what writes ``column``, a field of a model; whatever else holds of it, the form at the desk checks.

    A column that has to be filled, and has no default, is ``required`` where that is not left open.
    """
    needed = required and not column.blank and (not column.has_default() or column.default == "")
    options: dict[str, Any] = {"required": needed, "help_text": str(column.help_text or column.verbose_name)}
    if isinstance(column, models.ForeignKey):
        target: Any = column.related_model
        key = target._meta.get_field(target.natural_key_fields[0])
        form = NumberKey if isinstance(key, models.IntegerField) else Key
        more = {} if form is NumberKey else {"allow_blank": False, "max_length": key.max_length}
        return form(allow_null=column.null, **more, **options)
    if column.choices:
        return Choice(choices=list(column.choices), allow_blank=column.blank, **options)
    if isinstance(column, models.BooleanField):
        return Truth(allow_null=column.null, **options)
    if isinstance(column, models.DecimalField):
        return Number(**options)
    if isinstance(column, models.IntegerField):
        return Whole(min_value=0, max_value=LARGEST.get(type(column)), allow_null=column.null, **options)
    return Text(max_length=column.max_length, **options)
