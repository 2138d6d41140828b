"""What a change begins from: whoever writes names the tag of what they read, lest they write over others' work."""

from typing import Any

from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from qualitymonth.admin.display import name_of
from qualitymonth.admin.stale import ChangedSince, ensure_unchanged
from qualitymonth.validators import revision_of


class PreconditionRequiredError(APIException):
    """The request does not say what it begins from."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "precondition_required"
    default_detail = "Read the record with your token, and send the ETag of the answer as If-Match."


class PreconditionFailedError(APIException):
    """The record is no longer what the request begins from."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "precondition_failed"
    default_detail = "If-Match names no answer that was read here with a token. Read the record again."


def revision_read(request: Request) -> int:
    """Return the revision at which the sender read the record; raise where that is not said, or was never read."""
    given = request.headers.get("If-Match", "").strip()
    if given in ("", "*"):
        raise PreconditionRequiredError
    found = [number for tag in given.split(",") if (number := revision_of(tag, request.path)) is not None]
    if not found:
        raise PreconditionFailedError
    return max(found)


def ensure_as_read(record: Any, revision: int) -> None:
    """Raise PreconditionFailedError that tells who changed ``record`` after ``revision``; to be asked in a change."""
    try:
        ensure_unchanged(record, revision)
    except ChangedSince as stale:
        told = "; ".join(
            f"{change.get_kind_display()} {change.number} by {name_of(change.user)}" for change in stale.changes
        )
        detail = f"The record has changed since you read it: {told}. Read it again, and send what is left to do."
        raise PreconditionFailedError(detail) from stale
