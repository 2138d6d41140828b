"""Whole lists as CSV and JSON Lines: the API's records, written out one by one."""

import csv
import json
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse

from qualitymonth.serializers import RecordSerializer

CHUNK = 200

# What a spreadsheet would run as a formula, its full-width and small forms and invisible disguises included.
_UNSEEN = r"\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_FORMULA = re.compile(rf"[{_UNSEEN}\s]*[=+\-@\t\r＝＋－＠﹦﹢﹣﹫]")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def cell(value: Any) -> str:
    """Write a value into one cell: lists joined by semicolons, and nothing that a spreadsheet would run."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return cell("; ".join(item if isinstance(item, str) else compact(item) for item in value))
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    return str(value)


def compact(value: Any) -> str:
    """Write a value as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder, separators=(",", ":"))


def records(request: HttpRequest, queryset: QuerySet[Any], serializer: type[RecordSerializer]) -> Iterator[Any]:
    """Return the records of ``queryset`` as the API shows them, read a chunk at a time."""
    found = queryset.iterator(chunk_size=CHUNK)
    # The first record is read now, so that a database that is away is a 503 and not half a file.
    first = list(islice(found, 1))
    return (serializer(record, context={"request": request}).data for record in chain(first, found))


def csv_response(
    request: HttpRequest, queryset: QuerySet[Any], serializer: type[RecordSerializer], name: str
) -> StreamingHttpResponse:
    """Return all of ``queryset`` as UTF-8 CSV with a header line."""
    header = list(serializer().fields)
    writer = csv.writer(_Echo())
    rows = ([cell(record[column]) for column in header] for record in records(request, queryset, serializer))
    return _download(map(writer.writerow, chain([header], rows)), "text/csv; charset=utf-8", f"{name}.csv")


def jsonl_response(
    request: HttpRequest, queryset: QuerySet[Any], serializer: type[RecordSerializer], name: str
) -> StreamingHttpResponse:
    """Return all of ``queryset`` as JSON Lines, one record a line."""
    lines = (f"{compact(record)}\n" for record in records(request, queryset, serializer))
    return _download(lines, "application/jsonl; charset=utf-8", f"{name}.jsonl")


def _download(lines: Iterator[Any], content_type: str, filename: str) -> StreamingHttpResponse:
    disposition = f'attachment; filename="{filename}"'
    return StreamingHttpResponse(lines, content_type=content_type, headers={"Content-Disposition": disposition})
