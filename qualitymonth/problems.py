"""Errors of the API as problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import exception_handler as standardized_handler
from drf_standardized_errors.types import ErrorResponse
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.settings import api_settings

MEDIA_TYPE = "application/problem+json"


class ProblemRenderer(JSONRenderer):
    """JSON under the media type of problem details."""

    media_type = MEDIA_TYPE


def problem(status: int, detail: str, instance: str, errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """Return a problem document; ``errors`` names each faulty parameter."""
    body: dict[str, Any] = {
        "type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail,
        "instance": instance,
    }  # fmt: skip
    return body | ({"errors": errors} if errors else {})


def problem_response(request: HttpRequest, status: int, detail: str) -> JsonResponse:
    """Return a problem outside REST framework's views: an address under ``/api/`` that is none, a broken bound."""
    return JsonResponse(problem(status, detail, request.path), status=status, content_type=MEDIA_TYPE)


class ProblemFormatter(ExceptionFormatter):
    """Shape any error of REST framework as a problem that names the parameter at fault."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        """Return the problem; a parameter's errors carry its name, what is wrong, and a code."""
        errors = [
            {"parameter": _name(error.attr), "detail": str(error.detail), "code": error.code}
            for error in error_response.errors
        ]
        named = [error for error in errors if error["parameter"]]
        detail = "; ".join(
            f"{error['parameter']}: {error['detail']}" if error["parameter"] else error["detail"] for error in errors
        )
        request: Any = self.context["request"]
        return problem(self.exc.status_code, detail, request.get_full_path(), named)


def _name(attribute: str | None) -> str:
    """Return what is at fault, "" where that is no member alone."""
    return (attribute or "").removesuffix(api_settings.NON_FIELD_ERRORS_KEY).removesuffix(".")


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer ``error`` as problem+json, whatever representation was asked for; None for a fault of ours."""
    if not isinstance(error, APIException | Http404 | PermissionDenied):
        return None
    response: Response | None = standardized_handler(error, context)  # type: ignore[arg-type]
    if response is not None and (request := context.get("request")) is not None:
        request.accepted_renderer = ProblemRenderer()
        request.accepted_media_type = MEDIA_TYPE
    return response
