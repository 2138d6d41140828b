"""Paging: of the API by opaque cursor with an exact count, of the pages by number."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError as InvalidValue
from django.db.models import DateTimeField, Model, Q
from django.utils import timezone
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from qualitymonth.descriptions import describe

ORDERING_WORD = "ordering"
SIZE_WORD = "page_size"
CURSOR_WORD = "cursor"
DEFAULT_SIZE = 50
LARGEST_SIZE = 500
#: The years in which a record may have changed: databases stumble over moments at the ends of the calendar.
YEARS_OF_CHANGE = range(2000, 3000)


def size_asked(word: str | None) -> int | None:
    """Return the size of a page that ``word`` asks for, the default where nobody asks, None where it is no good."""
    if word is None:
        return DEFAULT_SIZE
    good = word.isascii() and word.isdigit() and len(word) <= len(str(LARGEST_SIZE)) and 1 <= int(word) <= LARGEST_SIZE
    return int(word) if good else None


def size_refused(word: str) -> str:
    """Say what is wrong with a page size."""
    return f"{word!r} is not a number from 1 to {LARGEST_SIZE}."


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two records of an ordered list: beside the record with ``values``, looking on or back."""

    ordering: str
    values: tuple[str, ...]
    backwards: bool = False

    def __str__(self) -> str:
        text = json.dumps([self.ordering, self.backwards, *self.values], ensure_ascii=False, separators=(",", ":"))
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, word: str, ordering: str) -> "Cursor":
        """Read what ``str`` wrote under ``ordering``; raise ValueError on anything else."""
        made = json.loads(urlsafe_b64decode(word + "=" * (-len(word) % 4)))
        good = isinstance(made, list) and len(made) > 2 and made[0] == ordering and isinstance(made[1], bool)  # noqa: PLR2004 - as written
        if not good or not all(isinstance(value, str) and "\0" not in value for value in made[2:]):
            raise ValueError("not a cursor")
        "".join(made[2:]).encode()  # a lone surrogate is none of ours either
        return cls(made[0], tuple(made[2:]), made[1])


class CountedCursorPagination(BasePagination):
    """Pages of ``{"count", "next", "previous", "results"}``; the order is the filter's, always total."""

    words = frozenset({SIZE_WORD, CURSOR_WORD})
    count: int

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """Return one page of records, and remember its neighbours and how many records there are in all."""
        self.request, self.question = request, getattr(view, "question", None)
        self.ordering = view.filterset_class.ordering_word(request.query_params.get(ORDERING_WORD))
        self.columns = view.filterset_class.ordering_columns(self.ordering)
        size = self._size(request)
        cursor, beyond = self._cursor(request, queryset.model)
        self.count = queryset.order_by().values("pk").count()
        columns = [_turned(column) for column in self.columns] if cursor and cursor.backwards else self.columns
        found = list(queryset.filter(beyond).order_by(*columns)[: size + 1])
        page, more = found[:size], len(found) > size
        if cursor and cursor.backwards:
            page.reverse()
            self.has_previous, self.has_next = more, True
        else:
            self.has_previous, self.has_next = cursor is not None, more
        self.page = page
        return page

    def get_paginated_response(self, data: Any) -> Response:
        """Return the page with its count and links."""
        after = self._link(self.page[-1], backwards=False) if self.page and self.has_next else None
        before = self._link(self.page[0], backwards=True) if self.page and self.has_previous else None
        answer = {"count": self.count, "next": after, "previous": before, "results": data}
        if self.question is not None:
            answer |= {"not_found": self.question.not_found, **describe(self.question)}
        return Response(answer, headers=links_header(self.request, after, before))

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe the page."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results", "not_found", "description_zh", "description_en"],
            "properties": {
                "count": {"type": "integer"},
                "next": link,
                "previous": link,
                "results": schema,
                "not_found": {"type": "array", "items": {"type": "string"}},
                "description_zh": {"type": "string"},
                "description_en": {"type": "string"},
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Describe the words."""
        size = {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": DEFAULT_SIZE}
        return [
            {
                "name": CURSOR_WORD,
                "in": "query",
                "required": False,
                "description": "a place in the list, as next and previous give it",
                "schema": {"type": "string"},
            },
            {
                "name": SIZE_WORD,
                "in": "query",
                "required": False,
                "description": "how many records a page holds",
                "schema": size,
            },
        ]

    def _size(self, request: Request) -> int:
        word = request.query_params.get(SIZE_WORD)
        if (size := size_asked(word)) is None:
            raise ValidationError({SIZE_WORD: size_refused(word or "")})
        return size

    def _cursor(self, request: Request, model: type[Model]) -> tuple[Cursor | None, Q]:
        """Return the cursor asked for, and the condition that records lie beyond it."""
        word = request.query_params.get(CURSOR_WORD)
        if word is None:
            return None, Q()
        try:
            cursor = Cursor.read(word, self.ordering)
            return cursor, self._beyond(cursor, model)
        except (ValueError, RecursionError, InvalidValue) as error:
            raise ValidationError({CURSOR_WORD: "Not a cursor of this list. Follow next or previous."}) from error

    def _beyond(self, cursor: Cursor, model: type[Model]) -> Q:
        condition, same = Q(), Q()
        for column, text in zip(self.columns, cursor.values, strict=True):
            name = column.removeprefix("-")
            value = _value(model, name, text)
            down = column.startswith("-") != cursor.backwards
            condition |= same & Q(**{f"{name}__{'lt' if down else 'gt'}": value})
            same &= Q(**{name: value})
        return condition

    def _link(self, record: Model, *, backwards: bool) -> str:
        names = (column.removeprefix("-") for column in self.columns)
        values = tuple(record._meta.get_field(name).value_to_string(record) for name in names)  # type: ignore[union-attr]
        # From the words as they were understood: the address itself may hold them unencoded.
        query = self.request.query_params.copy()
        query[CURSOR_WORD] = str(Cursor(self.ordering, values, backwards))
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")


def links_header(request: Request, after: str | None, before: str | None) -> dict[str, str]:
    """Return the header that names the neighbours of a page, and the first one (RFC 8288)."""
    query = request.query_params.copy()
    query.pop(CURSOR_WORD, None)
    first = request.build_absolute_uri(request.path + (f"?{query.urlencode()}" if query else ""))
    links = {"first": first, "prev": before, "next": after}
    return {"Link": ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items() if address)}


def _turned(column: str) -> str:
    return column.removeprefix("-") if column.startswith("-") else f"-{column}"


def _value(model: type[Model], name: str, text: str) -> Any:
    """Return the value of a column that ``text`` stands for; raise an error where it stands for none."""
    field = model._meta.get_field(name)
    value = field.to_python(text)  # type: ignore[union-attr]
    if isinstance(field, DateTimeField) and (timezone.is_naive(value) or value.year not in YEARS_OF_CHANGE):
        raise ValueError("not a moment of a change")
    field.run_validators(value)  # type: ignore[union-attr]
    return value
