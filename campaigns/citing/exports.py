"""Answers that hold citations: one record's, a list's, or those of any records at all."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse

from campaigns.citing.formats import FORMATS
from campaigns.citing.items import csl_items
from qualitymonth.exports import Streamed, download


def citations_response(request: HttpRequest, records: Iterable[Any], form: str, name: str) -> StreamingHttpResponse:
    """Return ``records``, of one kind or of several, as a file ``name`` in the format ``form``, a record at a time."""
    chosen = FORMATS[form]
    streamed = Streamed(records, lambda read: chosen.write(csl_items(read, request)))
    return download(streamed, chosen.content_type, name)
