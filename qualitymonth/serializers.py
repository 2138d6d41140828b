"""What the records of every kind look like in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from qualitymonth.edtf import PATTERN
from qualitymonth.fields import EdtfField
from qualitymonth.models import Record


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


class RecordSerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
    """A record: its address in the API, its page, its fields by their names, and when it last changed."""

    serializer_field_mapping = {**serializers.ModelSerializer.serializer_field_mapping, EdtfField: EdtfDateField}

    html_url = AddressField(help_text="the address of the record's page")
    modified = serializers.DateTimeField(source="updated_at", read_only=True, help_text="when the record last changed")

    def get_html_url(self, record: Record) -> str:
        """Return the address of the record's page."""
        address: str = record.get_absolute_url()  # type: ignore[attr-defined]
        request: Request | None = self.context.get("request")
        return request.build_absolute_uri(address) if request else address


def url_field(name: str, key: str = "slug") -> serializers.HyperlinkedIdentityField:
    """Return the field ``url``: the record's own address in the API, by its key."""
    return serializers.HyperlinkedIdentityField(
        view_name=f"api-{name}-detail", lookup_field=key, help_text="the address of the record in the API"
    )
