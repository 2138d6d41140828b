"""A bound on how often one client asks for what is open to programs, told in every answer's headers."""

import logging
import re
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import salted_hmac

from qualitymonth.guard.client import client_address
from qualitymonth.guard.counter import count, forget
from qualitymonth.problems import problem_response

logger = logging.getLogger(__name__)

#: The names of the spans, by their seconds.
SPANS = {60: "minute", 3_600: "hour"}
FILE = "throttle.sqlite3"
#: How many seconds pass between two notes that nothing can be counted.
QUIET = 60


class ThrottleMiddleware:
    """Counts a client's requests in fixed spans, and answers 429 beyond its limits.

    It stands before all that answers, so that an answer from a validator alone counts and tells its limits, too. Where
    nothing can be counted nobody is refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.noted = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or refuse."""
        limits = {span: limit for span, limit in settings.RATE_LIMITS.items() if limit}
        if not limits or not re.match(settings.OPEN_TO_PROGRAMS, request.path_info):
            return self.get_response(request)
        now = int(time.time())
        try:
            counted = count(Path(settings.VAR_DIR) / FILE, _client(request), limits, now)
        except (sqlite3.Error, OSError) as error:
            forget()
            self._note(error)
            return self.get_response(request)
        waits = [_left(span, now) for span, limit in limits.items() if counted[span] > limit]
        response = _refusal(request, max(waits)) if waits else self.get_response(request)
        response["RateLimit-Policy"] = ", ".join(
            f'"{SPANS[span]}";q={limit};w={span}' for span, limit in limits.items()
        )
        response["RateLimit"] = ", ".join(
            f'"{SPANS[span]}";r={max(0, limit - counted[span])};t={_left(span, now)}' for span, limit in limits.items()
        )
        return response

    def _note(self, error: Exception) -> None:
        """Log that nothing can be counted, but not for each request."""
        if time.monotonic() - self.noted > QUIET or not self.noted:
            self.noted = time.monotonic()
            logger.warning("requests cannot be counted, and nobody is refused: %s", error)


def _client(request: HttpRequest) -> str:
    """Return a digest of the sender's address and the day."""
    told = f"{timezone.now():%Y-%m-%d} {client_address(request)}"
    return salted_hmac("qualitymonth.guard.throttle", told, algorithm="sha256").hexdigest()[:32]


def _left(span: int, now: int) -> int:
    return span - now % span


def _refusal(request: HttpRequest, seconds: int) -> HttpResponseBase:
    detail = f"Too many requests from your address. Ask again in {seconds} seconds; RateLimit-Policy tells the limits."
    response = problem_response(request, 429, detail)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response
