"""The API's list of changes, and what it says of the archive as a whole."""

from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from qualitymonth.addresses import kinds
from qualitymonth.models import Address
from qualitymonth.pagination import DEFAULT_SIZE, LARGEST_SIZE, CountedCursorPagination, Cursor
from qualitymonth.syncing.filters import AddressFilter
from qualitymonth.syncing.serializers import ChangeSerializer, MetaSerializer
from qualitymonth.validators import current


class ChangesPagination(CountedCursorPagination):
    """Pages that say at which revision the archive stood when they were read."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """Return one page of changes; none up to the revision, asked for before, is missing on the pages so far."""
        self.revision = current().number
        page = super().paginate_queryset(queryset, request, view)
        self.question = None  # told in a word: changes since a revision
        return page

    def get_paginated_response(self, data: Any) -> Response:
        """Return the page, the revision first."""
        response = super().get_paginated_response(data)
        response.data = {"revision": self.revision, **response.data}
        return response

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe the page."""
        page = super().get_paginated_response_schema(schema)
        told = {"type": "integer", "description": "what to ask for as `since` when the last page was read"}
        # What is asked here is said by its words alone.
        members = {name: page["properties"][name] for name in ("count", "next", "previous", "results")}
        return {"type": "object", "required": ["revision", *members], "properties": {"revision": told, **members}}

    def _beyond(self, cursor: Cursor, model: Any) -> Q:
        """Return the condition of the pages that follow, with its first column apart: so the index leads there."""
        bound = "lte" if cursor.backwards else "gte"
        return super()._beyond(cursor, model) & Q(**{f"change_id__{bound}": int(cursor.values[0])})


class ChangesViewSet(ListModelMixin, GenericViewSet[Address]):
    """What changed at which address of the API, in the order in which it changed; each address once."""

    detail = False
    queryset = Address.objects.select_related("change")
    filterset_class = AddressFilter
    serializer_class = ChangeSerializer
    pagination_class = ChangesPagination
    words_beside_the_question = CountedCursorPagination.words


class MetaView(APIView):
    """The archive as a whole."""

    @extend_schema(responses=MetaSerializer)
    def get(self, request: Request) -> Response:
        """Return the archive's revision, what it holds, and where the rest is."""
        if request.query_params:
            raise ValidationError(dict.fromkeys(request.query_params, "Unknown word. There is nothing to ask here."))
        stands = current()
        standing = Address.objects.filter(gone=False).order_by().values_list("kind").annotate(total=Count("pk"))
        counts = dict(standing)
        links = {
            "changes": "api-changes", "search": "api-search", "schema": "api-schema", "documentation": "api-docs",
            "about": "about", "dataset": "data", "oai": "oai",
        }  # fmt: skip
        told = {
            "revision": stands.number,
            "changed_at": stands.changed_at,
            "kinds": {
                kind: {
                    "count": counts.get(kind, 0),
                    "key": model.natural_key_fields[0],
                    "url": request.build_absolute_uri(reverse(f"api-{kind}-list")),
                }
                for kind, model in sorted(kinds().items())
            },
            "api": "v1",
            "software": {"version": settings.VERSION, "licence": "MIT"},
            "page_size": {"default": DEFAULT_SIZE, "largest": LARGEST_SIZE},
            "links": {name: request.build_absolute_uri(reverse(view)) for name, view in links.items()},
        }
        return Response(MetaSerializer(told).data)
