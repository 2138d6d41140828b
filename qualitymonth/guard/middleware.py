"""No answer of the admin is stored by anybody."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class NoStoreMiddleware:
    """Forbids caches and browsers to keep what the admin says, errors and redirects included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the answer, where it is one of the admin's."""
        response = self.get_response(request)
        if request.resolver_match and "admin" in request.resolver_match.namespaces:
            response["Cache-Control"] = "no-store, private"
        return response
