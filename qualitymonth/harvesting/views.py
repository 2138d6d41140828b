"""Where harvesters ask, and where programs find out what there is for them."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from qualitymonth.harvesting.protocol import Repository
from qualitymonth.harvesting.repository import ArchiveData

CATALOGUE = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a harvester; what it asks stands in the query or in a form."""
    asked = request.POST if request.method == "POST" else request.GET
    arguments = [(name, value) for name, values in asked.lists() for value in values]
    with override("en"):
        answer = Repository(ArchiveData(request)).answer(arguments)
    return HttpResponse(answer, content_type="text/xml; charset=utf-8")


@require_safe
def api_catalog(request: HttpRequest) -> JsonResponse:
    """List what there is for programs, and where it is described (RFC 9727)."""

    def at(name: str) -> str:
        return request.build_absolute_uri(reverse(name))

    own = at("api-catalog")
    page = {"href": at("data"), "type": "text/html"}
    told = {
        "linkset": [
            {"anchor": own, "item": [{"href": at("api-root")}, {"href": at("oai")}, {"href": at("dataset")}]},
            {
                "anchor": at("api-root"),
                "service-desc": [{"href": at("api-schema"), "type": "application/vnd.oai.openapi"}],
                "service-doc": [{"href": at("api-docs"), "type": "text/html"}, page],
                "service-meta": [{"href": at("api-meta"), "type": "application/json"}],
                "status": [{"href": at("readyz"), "type": "application/json"}],
            },
            {"anchor": at("oai"), "service-doc": [page], "service-meta": [{"href": f"{at('oai')}?verb=Identify"}]},
            {"anchor": at("dataset"), "service-doc": [page]},
        ]
    }
    response = JsonResponse(told, content_type=CATALOGUE)
    response["Link"] = f'<{own}>; rel="api-catalog"'
    return response
