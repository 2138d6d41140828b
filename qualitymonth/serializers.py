"""What the records of every kind look like in the API."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Model
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request

from qualitymonth.edtf import PATTERN
from qualitymonth.fields import EdtfField
from qualitymonth.models import Record
from qualitymonth.shapes import Shape


class KeyField(serializers.SlugRelatedField):  # type: ignore[type-arg]
    """A related record, shown as its key."""

    def __init__(self, key: str = "slug", **options: Any) -> None:
        super().__init__(slug_field=key, read_only=True, **options)


@extend_schema_field({"type": "string", "pattern": f"^({PATTERN})?$", "maxLength": 11})
class EdtfDateField(serializers.CharField):
    """A date as precise as its document; empty where none is known."""


@extend_schema_field({"type": "string", "format": "uri"})
class AddressField(serializers.SerializerMethodField):
    """The address of a page."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """A relation that can be shown as a record: where it leads, and to records of which kind."""

    path: str
    model: type[Model]

    @property
    def attribute(self) -> str:
        """The name under which what was fetched stands beside the relation itself."""
        return f"expanded_{self.path.rpartition('__')[2]}"


class ExpandedField(serializers.Field):  # type: ignore[type-arg]
    """A related record, or several, shown whole; None where the public sees none."""

    def __init__(self, expansion: Expansion, inner: "RecordSerializer") -> None:
        super().__init__(read_only=True)
        self.expansion, self.inner = expansion, inner

    def get_attribute(self, instance: Any) -> Any:
        """Return what was fetched; of a relation over owned rows, that of each row."""
        owned, _, _ = self.expansion.path.rpartition("__")
        if owned and hasattr(instance, owned):
            found = (getattr(row, self.expansion.attribute) for row in getattr(instance, owned).all())
            return [record for record in found if record is not None]
        return getattr(instance, self.expansion.attribute)

    def to_representation(self, value: Any) -> Any:
        """Show each record as its own list shows it."""
        if isinstance(value, list):
            return [self.inner.to_representation(record) for record in value]
        return self.inner.to_representation(value)


class RecordSerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
    """A record: its address in the API, its page, its fields by their names, and when it last changed.

    The shape in its context says which fields are shown, and which related records whole.
    """

    #: Relations beside the plain keys that can be expanded: the field, with the member of its rows, and the path there.
    expands: ClassVar[dict[str, str]] = {}
    #: All that can be expanded, by name.
    expandable: ClassVar[dict[str, Expansion]] = {}
    #: What writes members that no column has the name of.
    written_beside: ClassVar[dict[str, Any]] = {}
    #: The serializer of each kind.
    of_kind: ClassVar[dict[type[Model], type["RecordSerializer"]]] = {}

    serializer_field_mapping = {**serializers.ModelSerializer.serializer_field_mapping, EdtfField: EdtfDateField}

    html_url = AddressField(help_text="the address of the record's page")
    modified = serializers.DateTimeField(source="updated_at", read_only=True, help_text="when the record last changed")

    def __init_subclass__(cls, **options: Any) -> None:
        """Note which kind the serializer shows, and what of it can be expanded."""
        super().__init_subclass__(**options)
        model: Any = cls.Meta.model
        cls.of_kind.setdefault(model, cls)
        keys = {
            name: name
            for name, field in cls._declared_fields.items()
            if isinstance(getattr(field, "child_relation", field), KeyField)
        }
        cls.expandable = {name: Expansion(path, _end(model, path)) for name, path in {**keys, **cls.expands}.items()}

    def get_fields(self) -> dict[str, Any]:
        """Return the fields that the shape asks for."""
        fields: dict[str, Any] = super().get_fields()
        shape: Shape = self._context.get("shape") or Shape()
        for name in shape.expand:
            head, _, member = name.partition(".")
            expansion = self.expandable[name]
            inner = self.of_kind[expansion.model](context={"request": self._context.get("request")})
            rows = fields[head].child.fields if member else fields
            rows[member or head] = ExpandedField(expansion, inner)
        return {name: fields[name] for name in shape.fields or fields}

    @classmethod
    def to_columns(cls, values: dict[str, Any], record: Any) -> dict[str, Any]:  # noqa: ARG003 - for kinds that need it
        """Return what was sent of ``record``, None for a new one, by the names of its columns and lists."""
        return values

    def get_html_url(self, record: Record) -> str:
        """Return the address of the record's page."""
        address: str = record.get_absolute_url()  # type: ignore[attr-defined]
        request: Request | None = self.context.get("request")
        return request.build_absolute_uri(address) if request else address


def _end(model: Any, path: str) -> Any:
    """Return the kind of records to which ``path`` leads from ``model``."""
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model


def url_field(name: str, key: str = "slug") -> serializers.HyperlinkedIdentityField:
    """Return the field ``url``: the record's own address in the API, by its key."""
    return serializers.HyperlinkedIdentityField(
        view_name=f"api-{name}-detail", lookup_field=key, help_text="the address of the record in the API"
    )


class FacetValueSerializer(serializers.Serializer[Any]):
    """One value of a facet."""

    value = serializers.CharField(help_text="the value as the word takes it")
    label_zh = serializers.CharField(help_text="what it is called in Chinese")
    label_en = serializers.CharField(help_text="what it is called in English")
    total = serializers.IntegerField(help_text="how many records it would leave under all other words asked")
    chosen = serializers.BooleanField(help_text="whether the question asks for it")


class FacetSerializer(serializers.Serializer[Any]):
    """One word by which a list can be narrowed, with all its values."""

    word = serializers.CharField(help_text="the query word")
    label_zh = serializers.CharField(help_text="what it is called in Chinese")
    label_en = serializers.CharField(help_text="what it is called in English")
    values = FacetValueSerializer(many=True, help_text="the most frequent first")


@extend_schema_serializer(component_name="FacetCounts")
class FacetsSerializer(serializers.Serializer[Any]):
    """What a list can be narrowed to."""

    count = serializers.IntegerField(help_text="how many records the question finds")
    facets = FacetSerializer(many=True)
    not_found = serializers.ListField(
        child=serializers.CharField(), help_text="keys asked for that no public record has"
    )
    description_zh = serializers.CharField(help_text="what was asked, in Chinese")
    description_en = serializers.CharField(help_text="what was asked, in English")
