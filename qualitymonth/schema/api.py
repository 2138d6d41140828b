"""Where the API begins, and where it is described."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import APIRootView
from rest_framework.views import APIView

from qualitymonth.schema.document import kept
from qualitymonth.schema.operations import ArchiveSchema

OBJECT = {"type": "object", "description": "a document of OpenAPI 3.1", "additionalProperties": True}
ADDRESSES = {
    "type": "object",
    "description": "the address of each list, by its name",
    "additionalProperties": {"type": "string", "format": "uri"},
}


def refuse_words(request: Request) -> None:
    """Raise ValidationError that names each query word: the address takes none."""
    if request.query_params:
        raise ValidationError(dict.fromkeys(request.query_params, "Unknown word. This address takes none."))


class RootView(APIRootView):
    """The lists of the API, by their names."""

    schema = ArchiveSchema()

    @extend_schema(
        operation_id="root_retrieve",
        summary="Where the API begins",
        description="The address of the list of each kind.",
        responses={200: ADDRESSES},
        tags=["archive"],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return the addresses of all lists."""
        refuse_words(request)
        return super().get(request, *args, **kwargs)


class DescriptionRenderer(JSONRenderer):
    """The description under its own media type."""

    media_type = "application/vnd.oai.openapi+json"
    charset = None


class YamlRenderer(JSONRenderer):
    """JSON again, which every reader of YAML reads."""

    media_type = "application/yaml"
    charset = None


class OpenApiRenderer(YamlRenderer):
    """The same under the media type that stands for YAML."""

    media_type = "application/vnd.oai.openapi"


class SchemaView(APIView):
    """The description of the API, as a document of OpenAPI 3.1."""

    renderer_classes = [DescriptionRenderer, JSONRenderer, YamlRenderer, OpenApiRenderer]

    @extend_schema(
        summary="This description",
        description="The description of the API that you are reading (OpenAPI 3.1). JSON is YAML, too.",
        responses={(200, renderer.media_type): OBJECT for renderer in renderer_classes},
        tags=["archive"],
    )
    def get(self, request: Request) -> Response:
        """Return the description as it is kept."""
        refuse_words(request)
        return Response(kept())
