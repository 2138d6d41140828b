"""The base of every kind's viewset: a kind states its queryset, filter and serializer."""

from functools import cached_property
from typing import Any, ClassVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from qualitymonth.exports import BOM_WORD, bom_asked, csv_response, jsonl_response
from qualitymonth.facets import facets_in_both_languages
from qualitymonth.filters import ArchiveFilterSet
from qualitymonth.gone import Gone
from qualitymonth.models import Record
from qualitymonth.moving import standing_address
from qualitymonth.pagination import CountedCursorPagination
from qualitymonth.serializers import FacetsSerializer, RecordSerializer
from qualitymonth.shapes import Shape
from qualitymonth.writing.actions import WritingViewSet, seen_by

#: The media types of the files.
MEDIA_TYPES = {"csv": "text/csv", "jsonl": "application/jsonl"}


class FileRenderer(BaseRenderer):
    """Stands for a file where the media type is negotiated."""

    def __init__(self, form: str) -> None:
        self.media_type, self.format = MEDIA_TYPES[form], form

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """Raise NotImplementedError: files are written as they are read."""
        raise NotImplementedError


class RecordViewSet(WritingViewSet, ReadOnlyModelViewSet[Record]):
    """Lists and single records of one kind, published ones only; staff see drafts by their keys, and write."""

    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]+"
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
        if self.request and self.request.user is not None:
            # A replica may lag behind what was just saved.
            everything = everything.using(DEFAULT_DB_ALIAS)
        records: QuerySet[Any] = self.shape.fetch(everything.published().for_api(), self.get_serializer_class())
        if not self.detail or not hasattr(records.model, "claims"):
            return records
        claims = records.model._meta.get_field("claims").related_model.objects.from_published_sources()
        return records.prefetch_related(Prefetch("claims", queryset=claims))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """Answer with the record; where it stood once, with 301 to where it went, or 410 with what it was."""
        try:
            with seen_by(request.user):
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

    def get_renderers(self) -> list[Any]:
        """Return what the action can answer with: a file has one media type, and writes itself."""
        return [FileRenderer(self.action)] if self.action in MEDIA_TYPES else super().get_renderers()

    def _file(self, request: Request) -> tuple[Any, ...]:
        records = self.filter_queryset(self.get_queryset())
        return request, records, self.get_serializer_class(), self.plural, self.shape

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Return the serializer for a list or for a single record."""
        return (self.detail and self.detail_serializer_class) or super().get_serializer_class()
