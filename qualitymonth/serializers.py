"""What the records of every kind look like in the API."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from qualitymonth.models import Record


class KeyField(serializers.SlugRelatedField):  # type: ignore[type-arg]
    """A related record, shown as its key."""

    def __init__(self, key: str = "slug", **options: Any) -> None:
        super().__init__(slug_field=key, read_only=True, **options)


class RecordSerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
    """A record: its address in the API, its page, its fields by their names, and when it last changed."""

    html_url = serializers.SerializerMethodField()
    modified = serializers.DateTimeField(source="updated_at", read_only=True)

    def get_html_url(self, record: Record) -> str:
        """Return the address of the record's page."""
        address: str = record.get_absolute_url()  # type: ignore[attr-defined]
        request: Request | None = self.context.get("request")
        return request.build_absolute_uri(address) if request else address


def url_field(name: str, key: str = "slug") -> serializers.HyperlinkedIdentityField:
    """Return the field ``url``: the record's own address in the API, by its key."""
    return serializers.HyperlinkedIdentityField(view_name=f"api-{name}-detail", lookup_field=key)
