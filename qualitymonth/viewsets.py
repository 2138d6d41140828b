"""The base of every kind's read-only viewset: a kind states its queryset, filter and serializer."""

from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from qualitymonth.exports import BOM_WORD, bom_asked, csv_response, jsonl_response
from qualitymonth.facets import facets_in_both_languages
from qualitymonth.filters import ArchiveFilterSet
from qualitymonth.models import Record, Tombstone
from qualitymonth.moving import standing_address
from qualitymonth.pagination import CountedCursorPagination
from qualitymonth.serializers import FacetsSerializer, RecordSerializer
from qualitymonth.shapes import Shape


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
    lookup_value_regex = r"[-\w]+"
    #: The serializer of a single record, where it differs from the list's.
    detail_serializer_class: type[RecordSerializer] | None = None
    #: The words that an action takes beside those of the question.
    words_of: ClassVar[dict[str, frozenset[str]]] = {
        "list": CountedCursorPagination.words | Shape.words,
        "retrieve": Shape.words,
        "csv": Shape.words | {BOM_WORD},
        "jsonl": Shape.words,
    }
    #: The plural that names the kind in addresses.
    plural: ClassVar[str] = ""
    #: The question of a list, once it has been looked through.
    question: ArchiveFilterSet

    @property
    def words_beside_the_question(self) -> frozenset[str]:
        """The words that the present action takes beside those of the filter."""
        return self.words_of.get(self.action or "", frozenset())

    @cached_property
    def shape(self) -> Shape:
        """How much of each record is asked for."""
        if getattr(self, "swagger_fake_view", False) or not Shape.words & self.words_beside_the_question:
            return Shape()
        return Shape.read(self.request.query_params, self.get_serializer_class())

    def get_serializer_context(self) -> dict[str, Any]:
        """Return what a serializer has to know, the shape among it."""
        return {**super().get_serializer_context(), "shape": self.shape}

    def get_queryset(self) -> QuerySet[Record]:
        """Return the published records as the API shows them; a single one with its claims where the kind has them."""
        everything: Any = super().get_queryset()
        records: QuerySet[Any] = self.shape.fetch(everything.published().for_api(), self.get_serializer_class())
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

    @extend_schema(filters=True, responses=FacetsSerializer)
    @action(detail=False, pagination_class=None)
    def facets(self, request: Request) -> Response:
        """Count, for each value of each facet, the records that it would leave under the other words asked."""
        self.filter_queryset(self.get_queryset())
        return Response(facets_in_both_languages(self.question))

    @extend_schema(filters=True, responses={(200, "text/csv"): OpenApiTypes.STR})
    def csv(self, request: Request) -> HttpResponseBase:
        """Return the whole list as CSV."""
        bom = bom_asked(request.query_params)
        return csv_response(*self._file(request), bom=bom)

    @extend_schema(filters=True, responses={(200, "application/jsonl"): OpenApiTypes.STR})
    def jsonl(self, request: Request) -> HttpResponseBase:
        """Return the whole list as JSON Lines."""
        return jsonl_response(*self._file(request))

    def _file(self, request: Request) -> tuple[Any, ...]:
        records = self.filter_queryset(self.get_queryset())
        return request, records, self.get_serializer_class(), self.plural, self.shape

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Return the serializer for a list or for a single record."""
        return (self.detail and self.detail_serializer_class) or super().get_serializer_class()
