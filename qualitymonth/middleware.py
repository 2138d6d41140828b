"""Bounds on what a request may bring, and the answer when the database is away."""

from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qualitymonth.problems import problem_response

Answer = Callable[[HttpRequest], HttpResponse]


#: What the drivers raise when the database or its disk fails, and not the question.
DATABASE_AWAY = (OperationalError, InterfaceError)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503, to be asked again in half a minute."""
    if request.path.startswith("/api/"):
        response: HttpResponse = problem_response(request, 503, "The database does not answer.")
    else:
        response = render(request, "503.html", status=503)
    response["Retry-After"] = "30"
    return response


class BoundsMiddleware:
    """Refuse query strings and negotiation headers beyond their bounds, and NUL, which no database column takes."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 414, 431 or 400 that names what is wrong, or pass the request on."""
        if broken := self._broken(request):
            status, detail = broken
            if request.path.startswith("/api/"):
                return problem_response(request, status, detail)
            return HttpResponse(detail, status=status, content_type="text/plain; charset=utf-8")
        return self.get_response(request)

    def _broken(self, request: HttpRequest) -> tuple[int, str] | None:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > settings.QUERY_STRING_LIMIT:
            return 414, f"The query string is {len(query)} bytes long; at most {settings.QUERY_STRING_LIMIT}."
        for header in ("Accept", "Accept-Language"):
            if len(value := request.headers.get(header, "")) > settings.ACCEPT_LIMIT:
                return 431, f"{header} is {len(value)} bytes long; at most {settings.ACCEPT_LIMIT}."
        if "%00" in query or "\0" in query or "\0" in request.path:
            return 400, "The address holds a NUL character."
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 while the database is away; every other fault goes its way."""
        return unavailable(request) if isinstance(exception, DATABASE_AWAY) else None
