"""Pages of other sites may read what is open to programs, all of them alike."""

from corsheaders.conf import conf
from corsheaders.middleware import (
    ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS,
    CorsMiddleware,
)
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class OpenMiddleware(CorsMiddleware):
    """Says so in every answer, whoever asks.

    The answer is the same for all, so caches need not keep one for each site that asks: ``Vary`` does not name Origin.
    """

    def add_response_headers(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the headers to an answer of what is open."""
        varies = response.get("Vary")
        super().add_response_headers(request, response)
        if self.is_enabled(request):
            del response["Vary"]
            if varies:
                response["Vary"] = varies
            response[ACCESS_CONTROL_ALLOW_ORIGIN] = "*"
            response[ACCESS_CONTROL_EXPOSE_HEADERS] = ", ".join(conf.CORS_EXPOSE_HEADERS)
        return response
