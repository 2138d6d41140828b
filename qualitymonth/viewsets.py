"""The base of every kind's read-only viewset: a kind states its queryset, filter and serializer."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from qualitymonth.models import Record
from qualitymonth.serializers import RecordSerializer


class RecordViewSet(ReadOnlyModelViewSet[Record]):
    """Lists and single records of one kind, published ones only."""

    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"
    #: The serializer of a single record, where it differs from the list's.
    detail_serializer_class: type[RecordSerializer] | None = None

    def get_queryset(self) -> QuerySet[Record]:
        """Return the published records as the API shows them; a single one with its claims where the kind has them."""
        everything: Any = super().get_queryset()
        records: QuerySet[Any] = everything.published().for_api()
        if not self.detail or not hasattr(records.model, "claims"):
            return records
        claims = records.model._meta.get_field("claims").related_model.objects.from_published_sources()
        return records.prefetch_related(Prefetch("claims", queryset=claims))

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Return the serializer for a list or for a single record."""
        return (self.detail and self.detail_serializer_class) or super().get_serializer_class()
