"""Answers that hold citations: one record's, a list's, or those of any records at all."""

from collections.abc import Iterable
from itertools import chain, islice
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse

from campaigns.citing.formats import FORMATS
from campaigns.citing.items import csl_items
from qualitymonth.exports import CHUNK


def citations_response(request: HttpRequest, records: Iterable[Any], form: str, name: str) -> StreamingHttpResponse:
    """Return ``records``, of one kind or of several, as a file ``name`` in the format ``form``, a record at a time."""
    found = records.iterator(chunk_size=CHUNK) if isinstance(records, QuerySet) else iter(records)
    # The first record is read now, so that a database that is away is a 503 and not half a file.
    first = list(islice(found, 1))
    chosen = FORMATS[form]
    return StreamingHttpResponse(
        chosen.write(csl_items(chain(first, found), request)),
        content_type=chosen.content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
