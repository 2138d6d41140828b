"""The base of every kind's read-only viewset: a kind states its queryset, filter and serializer."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from qualitymonth.models import Record, Tombstone
from qualitymonth.moving import standing_address
from qualitymonth.serializers import RecordSerializer


class Gone(APIException):
    """A record that was removed: 410 with what it was and when it went."""

    status_code = status.HTTP_410_GONE
    default_code = "gone"

    def __init__(self, stone: Tombstone) -> None:
        label = " / ".join(filter(None, [stone.label_zh, stone.label_en]))
        super().__init__(f"{label or stone.key} was removed on {timezone.localdate(stone.change.at):%Y-%m-%d}.")


class RecordViewSet(ReadOnlyModelViewSet[Record]):
    """Lists and single records of one kind, published ones only."""

    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]+"
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

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """Answer with the record; where it stood once, with 301 to where it went, or 410 with what it was."""
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            match: Any = request.resolver_match
            stone = standing_address(str(self.get_queryset().model._meta.model_name), kwargs[self.lookup_field])
            if stone is None:
                raise
            if stone.moved_to:
                address = reverse(match.view_name, kwargs={self.lookup_field: stone.moved_to})
                return HttpResponsePermanentRedirect(address)
            raise Gone(stone) from None

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Return the serializer for a list or for a single record."""
        return (self.detail and self.detail_serializer_class) or super().get_serializer_class()
