"""Paging of the API's search: by opaque cursor, like every list of the API."""

from bisect import bisect_left, bisect_right
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.search.find import Match
from qualitymonth.pagination import (
    CURSOR_WORD,
    DEFAULT_SIZE,
    LARGEST_SIZE,
    SIZE_WORD,
    Cursor,
    links_header,
    size_asked,
    size_refused,
)

#: The order that a cursor of the search is tied to.
ORDER = "rank"

Place = tuple[int, int, int, str]


def _place(match: Match) -> Place:
    return match.tier, match.place, match.years_back, match.key


class SearchPagination:
    """Pages of ``{"count", "next", "previous", "results"}`` over matches, which are in order."""

    words = (SIZE_WORD, CURSOR_WORD)
    parameters = (
        OpenApiParameter(CURSOR_WORD, str, description="a place in the list, as next and previous give it"),
        OpenApiParameter(
            SIZE_WORD,
            {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": DEFAULT_SIZE},
            description="how many results a page holds",
        ),
    )

    def paginate(self, matches: list[Match], request: Request) -> list[Match]:
        """Return one page of ``matches``, and remember its neighbours and how many there are in all."""
        self._request, self._matches = request, matches
        word = request.query_params.get(SIZE_WORD)
        if (size := size_asked(word)) is None:
            raise ValidationError({SIZE_WORD: size_refused(word or "")})
        self._start, self._end = self._bounds(size)
        return matches[self._start : self._end]

    def response(self, results: Any) -> Response:
        """Return the page with its count and links."""
        matches, start, end = self._matches, self._start, self._end
        following = self._link(matches[end - 1]) if start < end < len(matches) else None
        previous = self._link(matches[start], backwards=True) if 0 < start < end else None
        answer = {"count": len(matches), "next": following, "previous": previous, "results": results}
        return Response(answer, headers=links_header(self._request, following, previous))

    def _bounds(self, size: int) -> tuple[int, int]:
        word = self._request.query_params.get(CURSOR_WORD)
        if word is None:
            return 0, min(size, len(self._matches))
        try:
            cursor = Cursor.read(word, ORDER)
            tier, place, years_back, key = cursor.values
            at = int(tier), int(place), int(years_back), key
        except (ValueError, RecursionError) as error:
            raise ValidationError({CURSOR_WORD: "Not a cursor of this list. Follow next or previous."}) from error
        if cursor.backwards:
            end = bisect_left(self._matches, at, key=_place)
            return max(0, end - size), end
        start = bisect_right(self._matches, at, key=_place)
        return start, min(start + size, len(self._matches))

    def _link(self, match: Match, *, backwards: bool = False) -> str:
        query = self._request.query_params.copy()
        query[CURSOR_WORD] = str(Cursor(ORDER, tuple(map(str, _place(match))), backwards))
        return self._request.build_absolute_uri(f"{self._request.path}?{query.urlencode()}")
