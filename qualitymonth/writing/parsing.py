"""Reading JSON that somebody sent: strictly, and within bounds."""

import json
from collections.abc import Iterable, Mapping
from typing import IO, Any, NoReturn

from django.conf import settings
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

#: So many lists and objects may stand in each other.
DEPTH = 50


class TooLargeError(APIException):
    """The body is longer than its bound."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = f"The body is too long; at most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes."


class StrictJSONParser(BaseParser):
    """Reads an object of JSON; raises ParseError for whatever could be read in two ways, or not be stored."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Return the object that ``stream`` holds."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        content = stream.read(limit + 1)
        if len(content) > limit:
            raise TooLargeError
        try:
            read = json.loads(content.decode("utf-8"), object_pairs_hook=_without_repeats, parse_constant=_no_number)
        except UnicodeDecodeError as error:
            raise ParseError(f"The body is not UTF-8: byte {error.start} cannot be read.") from error
        except json.JSONDecodeError as error:
            raise ParseError(f"The body is no JSON: line {error.lineno}, column {error.colno}: {error.msg}.") from error
        except RecursionError as error:
            raise ParseError(_too_deep()) from error
        except ValueError as error:  # a number of thousands of digits
            raise ParseError(f"The body is no JSON that can be read: {error}.") from error
        if not isinstance(read, dict):
            raise ParseError("The body must be an object.")
        _look_through(read)
        return read


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _value in pairs]
        raise ParseError(f"“{next(name for name in names if names.count(name) > 1)}” stands twice in one object.")
    return made


def _no_number(word: str) -> NoReturn:
    raise ParseError(f"{word} is no number in JSON.")


def _too_deep() -> str:
    return f"More than {DEPTH} lists and objects stand in each other."


def _look_through(read: Any) -> None:
    """Raise ParseError where something stands too deep, or a text holds what cannot be stored."""
    level: list[Any] = [read]
    for _depth in range(DEPTH):
        level = [inner for outer in level if isinstance(outer, dict | list) for inner in _members(outer)]
        for text in (one for one in level if isinstance(one, str)):
            if "\0" in text:
                raise ParseError("A text holds a NUL character, which cannot be stored.")
            if any("\ud800" <= sign <= "\udfff" for sign in text):
                raise ParseError("A text holds half of a surrogate pair, which cannot be stored.")
        if not any(isinstance(one, dict | list) for one in level):
            return
    raise ParseError(_too_deep())


def _members(outer: Any) -> Iterable[Any]:
    return [*outer.keys(), *outer.values()] if isinstance(outer, dict) else outer
