"""The page that says what can be taken home, and the data package itself."""

from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from qualitymonth.dataset.latest import latest
from qualitymonth.dataset.package import NAME
from qualitymonth.validators import current
from qualitymonth.views import StrictTemplateView, refuse_words

BLOCK = 1 << 16


class DataView(StrictTemplateView):
    """What can be taken home, and how; of the data package, what is offered now."""

    template_name = "data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the package, the archive's revision, and the addresses to copy."""
        names = {"api": "api-root", "changes": "api-changes", "oai": "oai"}
        return super().get_context_data(
            package=(found := latest()),
            made_of=found and datetime.fromisoformat(found.changed_at),
            revision=current().number,
            addresses={name: self.request.build_absolute_uri(reverse(view)) for name, view in names.items()},
            **kwargs,
        )


@require_safe
def download(request: HttpRequest) -> HttpResponseBase:
    """Send the latest data package from disk; 404 where none was made yet."""
    if refused := refuse_words(request):
        return refused
    found = latest()
    if found is None:
        raise Http404
    tag = f'"{found.sha256}"'
    response: Any = get_conditional_response(request, tag, None)
    if response is None:
        try:
            file = found.path.open("rb")
        except OSError:
            raise Http404 from None
        name = f"{NAME}-r{found.revision}.zip"
        response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
        response.block_size = BLOCK
    response["ETag"] = tag
    return response  # type: ignore[no-any-return]
