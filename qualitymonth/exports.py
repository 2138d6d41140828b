"""Whole lists as CSV and JSON Lines: the API's records, written out one by one."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from rest_framework.exceptions import ValidationError

from qualitymonth.serializers import RecordSerializer
from qualitymonth.shapes import Shape

CHUNK = 200
#: The word that asks for a byte order mark, by which some spreadsheets know UTF-8.
BOM_WORD = "bom"

# What a spreadsheet would run as a formula, its full-width and small forms and invisible disguises included; behind
# apostrophes, too, so that the one in front of it in a file is always the file's own.
_UNSEEN = r"\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_FORMULA = re.compile(rf"'*[{_UNSEEN}\s]*[=+\-@\t\r＝＋－＠﹦﹢﹣﹫]")


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
    if isinstance(value, dict):
        return compact(value)
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    return str(value)


def stored(text: str) -> str:
    """Return the text that ``cell`` wrote as ``text``: without the apostrophe that it put in front of a formula."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def compact(value: Any) -> str:
    """Write a value as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder, separators=(",", ":"))


class Streamed:
    """What is written of records that are read while it is sent.

    Closing it, as an answer does however much of it was sent, closes the cursor behind it. Left to the garbage
    collector, a server-side cursor may be closed in the midst of another query, and psycopg waits for itself for ever.
    """

    def __init__(self, records: Iterable[Any], write: Callable[[Iterator[Any]], Iterable[Any]]) -> None:
        """Read the first record now, so that a database that is away is a 503 and not half a file."""
        self._records: Any = records.iterator(chunk_size=CHUNK) if isinstance(records, QuerySet) else iter(records)
        self._written = iter(write(chain(list(islice(self._records, 1)), self._records)))

    def __iter__(self) -> Iterator[Any]:
        return self._written

    def close(self) -> None:
        """Let go of the records that were not read."""
        if hasattr(self._records, "close"):
            self._records.close()


def csv_response(
    request: HttpRequest,
    queryset: QuerySet[Any],
    serializer: type[RecordSerializer],
    name: str,
    shape: Shape | None = None,
    *,
    bom: bool = False,
) -> StreamingHttpResponse:
    """Return all of ``queryset`` as UTF-8 CSV with a header line, with a byte order mark only where it is asked for."""
    shown = serializer(context={"request": request, "shape": shape})
    header = list(shown.fields)
    writer = csv.writer(_Echo())

    def lines(records: Iterator[Any]) -> Iterator[Any]:
        rows = ([cell(row[column]) for column in header] for row in map(shown.to_representation, records))
        return chain(["\ufeff"] if bom else [], map(writer.writerow, chain([header], rows)))

    return download(Streamed(queryset, lines), "text/csv; charset=utf-8", f"{name}.csv")


def jsonl_response(
    request: HttpRequest,
    queryset: QuerySet[Any],
    serializer: type[RecordSerializer],
    name: str,
    shape: Shape | None = None,
) -> StreamingHttpResponse:
    """Return all of ``queryset`` as JSON Lines, one record a line."""
    shown = serializer(context={"request": request, "shape": shape})

    def lines(records: Iterator[Any]) -> Iterator[str]:
        return (f"{compact(shown.to_representation(record))}\n" for record in records)

    return download(Streamed(queryset, lines), "application/jsonl; charset=utf-8", f"{name}.jsonl")


def bom_asked(words: Any) -> bool:
    """Tell whether query words ask for a byte order mark; raise ValidationError where they say something else."""
    given = words.getlist(BOM_WORD)
    if given not in ([], ["1"]):
        raise ValidationError({BOM_WORD: ["1 asks for a byte order mark; leave the word out for none."]})
    return bool(given)


def download(lines: Streamed, content_type: str, filename: str) -> StreamingHttpResponse:
    """Return ``lines`` as a file to be saved under ``filename``."""
    disposition = f'attachment; filename="{filename}"'
    return StreamingHttpResponse(lines, content_type=content_type, headers={"Content-Disposition": disposition})
