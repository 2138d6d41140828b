"""What caches may do with an answer: keep what is public and ask each time whether it still holds, keep nothing else.

The question is cheap. One small query tells the archive's revision, and a client or cache that names the tag of the
answer at that revision gets 304 before the view runs.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, parse_etags

from qualitymonth import validators
from qualitymonth.middleware import DATABASE_AWAY
from qualitymonth.problems import problem_response

Answer = Callable[[HttpRequest], HttpResponseBase]

#: Whoever holds it asks each time whether it still holds.
PUBLIC = "public, no-cache"
PRIVATE = "private, no-store"

#: Addresses whose answers do not follow from the archive's revision alone, by their names.
UNVALIDATED = frozenset({
    "api-catalog", "data", "dataset", "favicon", "healthz", "oai", "readyz", "report", "report-sent", "robots",
    "security-txt",
})  # fmt: skip

#: Those of them that only hold in the moment in which they are asked.
MOMENTARY = frozenset({"healthz", "readyz"})

SERVER_ERROR = 500
NOT_THIS = "What stands here is not what If-Match or If-Unmodified-Since names."


class Validation(NamedTuple):
    """What was known before the view ran: the tag of its answer, since when that holds, and what was negotiated."""

    tag: str
    since: int | None
    negotiated: bool


class CachingMiddleware:
    """Says of each answer who may keep it, validates what is public, and answers 304 to whoever has it already."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _options: Any) -> HttpResponseBase | None:
        """Answer 304 where the client names the tag of what it would get."""
        if request.method not in ("GET", "HEAD") or not _follows_from_the_revision(request):
            return None
        try:
            stands = validators.current()
        except DATABASE_AWAY:
            return None
        media_types = [renderer.media_type for renderer in getattr(getattr(view, "cls", None), "renderer_classes", ())]
        negotiated = len(media_types) > 1
        address, accept = validators.address_of(request), request.headers.get("Accept", "")
        known = validators.AUTHORISED if _is_authorised(request) else accept if negotiated else ""
        found = Validation(
            validators.etag(stands.number, address, known),
            validators.last_modified(stands.changed_at, address),
            negotiated,
        )
        request.validation = found  # type: ignore[attr-defined]
        if _is_authorised(request) or not _is_acceptable(accept, media_types):
            return None
        held = _held(request, found.tag)
        if held is None:
            return None
        answer = HttpResponseNotModified(headers={"ETag": held})
        _say_when(answer, found)
        if negotiated:
            answer["Vary"] = "Accept"
        return answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add to the answer what caches need to know."""
        response = self.get_response(request)
        if request.method not in ("GET", "HEAD") or response.has_header("Cache-Control"):
            return response
        _drop_language(response)
        found: Validation | None = getattr(request, "validation", None)
        if _is_authorised(request) or _is_personal(response):
            response["Cache-Control"] = PRIVATE
            if found and response.status_code == 200 and _is_authorised(request):  # noqa: PLR2004 - HTTP's
                response["ETag"] = found.tag
            return response
        if response.status_code >= SERVER_ERROR or _name(request) in MOMENTARY:
            response["Cache-Control"] = "no-store"
            return response
        response["Cache-Control"] = PUBLIC
        patch_vary_headers(response, ["Accept-Encoding"])
        if found is None or response.status_code != 200:  # noqa: PLR2004 - HTTP's
            return response
        packed = response.get("Content-Encoding") == "gzip"
        response["ETag"] = validators.zipped(found.tag) if packed else found.tag
        _say_when(response, found)
        judged: Any = response
        answer: Any = get_conditional_response(request, response["ETag"], found.since, judged)
        if answer is response:
            return answer
        _let_go(response)
        return problem_response(request, 412, NOT_THIS) if answer.status_code == 412 and _is_api(request) else answer  # noqa: PLR2004 - HTTP's


class CompressionMiddleware(GZipMiddleware):
    """Compresses; what is validated to the same bytes each time, as the tag of it says.

    Elsewhere Django adds bytes of chance, so that an answer's length does not betray a secret beside what the reader
    sent (BREACH). What is public has no secret, nor a cookie.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Compress the answer where the client takes that, and it is not compressed by nature."""
        if response.get("Content-Type") == "application/zip":
            return response
        validated = hasattr(request, "validation") and not _is_authorised(request) and not _is_personal(response)
        tag = response.get("ETag")
        packed = (
            _same_each_time.process_response(request, response)
            if validated
            else super().process_response(request, response)
        )
        if tag and packed.get("Content-Encoding") == "gzip":
            # Django makes a weak tag of it; what is to be sent back as If-Match tells the revision, not the bytes.
            packed["ETag"] = validators.zipped(tag)
        return packed


class _SameEachTime(GZipMiddleware):
    max_random_bytes = 0


def _no_view(_request: HttpRequest) -> Any:
    raise NotImplementedError


_same_each_time = _SameEachTime(_no_view)


def _name(request: HttpRequest) -> str | None:
    return request.resolver_match.url_name if request.resolver_match else None


def _follows_from_the_revision(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and "admin" not in match.namespaces and match.url_name not in UNVALIDATED


def _is_authorised(request: HttpRequest) -> bool:
    """Tell whether the client says who it is: it may see what others do not."""
    return "Authorization" in request.headers


def _is_personal(response: HttpResponseBase) -> bool:
    """Tell whether an answer is one for this reader."""
    return bool(response.cookies) or "cookie" in response.get("Vary", "").lower()


def _is_acceptable(accept: str, media_types: list[str]) -> bool:
    """Tell, without looking into weights, whether the client takes what the view would answer with."""
    return not accept or not media_types or any(kind in accept for kind in ("*/*", "application/*", *media_types))


def _held(request: HttpRequest, tag: str) -> str | None:
    """Return the tag, as it is or compressed, that the client names; None where it has no answer that holds."""
    named = parse_etags(request.headers.get("If-None-Match", ""))
    packed = re_accepts_gzip.search(request.headers.get("Accept-Encoding", ""))
    return next((one for one in ((validators.zipped(tag), tag) if packed else (tag,)) if one in named), None)


def _let_go(response: HttpResponseBase) -> None:
    """Close what an answer reads from that is not sent after all; the request itself goes on.

    A cursor left to the garbage collector is closed in the midst of another query, which psycopg does not survive.
    """
    closers: Any = response._resource_closers  # type: ignore[attr-defined]  # noqa: SLF001 - Django has no other way
    for close in closers:
        close()


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _say_when(response: HttpResponseBase, found: Validation) -> None:
    if found.since is not None:
        response["Last-Modified"] = http_date(found.since)


def _drop_language(response: HttpResponseBase) -> None:
    """Take from ``Vary`` the reader's languages: here the address alone decides on the language."""
    if response.has_header("Vary"):
        names = [name.strip() for name in response["Vary"].split(",")]
        kept = [name for name in names if name.lower() != "accept-language"]
        del response["Vary"]
        if kept:
            response["Vary"] = ", ".join(kept)
