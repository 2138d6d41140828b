"""What changes, and the archive as a whole, look like in the API."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from qualitymonth.addresses import kinds
from qualitymonth.models import Address


class ChangeSerializer(serializers.ModelSerializer[Address]):
    """An address, and the last change of what the public sees there."""

    revision = serializers.IntegerField(source="change_id", help_text="the revision to which the change led")
    at = serializers.DateTimeField(source="change.at", help_text="when it changed")
    kind = serializers.ChoiceField(choices=sorted(kinds()), help_text="the kind of record")
    key = serializers.CharField(help_text="the record's key, as text")
    url = serializers.SerializerMethodField(help_text="where the record is read; null where none stands any more")
    gone = serializers.BooleanField(help_text="whether no record stands there any more")
    moved_to = serializers.SerializerMethodField(
        help_text="the key under which the record stands that stood there, or into which it was merged; null elsewhere"
    )

    class Meta:
        model = Address
        fields = ["revision", "at", "kind", "key", "url", "gone", "moved_to"]

    def get_url(self, address: Address) -> str | None:
        """Return where the API answers with the record."""
        if address.gone:
            return None
        path = reverse(f"api-{address.kind}-detail", args=[address.key])
        return str(self.context["request"].build_absolute_uri(path))

    def get_moved_to(self, address: Address) -> str | None:
        """Return the key to which the record went."""
        return address.moved_to or None


class PageSizeSerializer(serializers.Serializer[Any]):
    """How many records a page of a list holds."""

    default = serializers.IntegerField()
    largest = serializers.IntegerField()


class SoftwareSerializer(serializers.Serializer[Any]):
    """The software that answers."""

    version = serializers.CharField()
    licence = serializers.CharField(help_text="the licence of the software, by its SPDX identifier")


class KindSerializer(serializers.Serializer[Any]):
    """A kind of records."""

    count = serializers.IntegerField(help_text="how many records of it are public")
    key = serializers.CharField(help_text="the field that holds the key of a record")
    url = serializers.CharField(help_text="the list of its records")


class LinksSerializer(serializers.Serializer[Any]):
    """Where the rest is."""

    changes = serializers.CharField()
    search = serializers.CharField()
    schema = serializers.CharField(help_text="the description of the API (OpenAPI)")
    documentation = serializers.CharField()
    about = serializers.CharField()
    dataset = serializers.CharField(help_text="what can be taken home, and how: the data package")
    oai = serializers.CharField(help_text="the harvesters' protocol (OAI-PMH)")


class MetaSerializer(serializers.Serializer[Any]):
    """The archive as a whole."""

    revision = serializers.IntegerField(help_text="moves with every change of the archive")
    changed_at = serializers.DateTimeField(help_text="when the last change was made")
    kinds = serializers.DictField(child=KindSerializer(), help_text="the kinds of records, by their nouns")
    api = serializers.CharField(help_text="the version of the API")
    software = SoftwareSerializer()
    page_size = PageSizeSerializer()
    links = LinksSerializer()
