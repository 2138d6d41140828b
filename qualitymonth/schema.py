"""How the API describes itself: the errors of every operation, beside what REST framework and its filters tell."""

from typing import Any, Literal

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from qualitymonth.problems import MEDIA_TYPE

SHAPING = {
    "fields": "the fields to show, by commas; all of them without the word",
    "expand": "relations to show as records instead of keys, by commas",
    "bom": "1 asks for a byte order mark",
}
Direction = Literal["request", "response"]


class ProblemErrorSerializer(serializers.Serializer[Any]):
    """One faulty parameter."""

    parameter = serializers.CharField()
    detail = serializers.CharField()
    code = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    errors = ProblemErrorSerializer(many=True, required=False)  # type: ignore[assignment]


class ProblemAutoSchema(AutoSchema):
    """Adds the problems that reading can meet."""

    def get_override_parameters(self) -> list[Any]:
        """Return the words that shape an answer, where the operation takes them."""
        words: frozenset[str] = getattr(self.view, "words_beside_the_question", frozenset())
        return [OpenApiParameter(word, str, description=says) for word, says in SHAPING.items() if word in words]

    def _get_response_bodies(self, direction: Direction = "response") -> Any:
        """Return the good answers, and problem details for 400 (lists) or 404 (single records)."""
        code = "400" if self._is_list_view() or "{" not in self.path else "404"
        bodies = super()._get_response_bodies(direction)
        return {**bodies, code: self._get_response_for_code(ProblemSerializer, code, direction=direction)}

    def _get_response_for_code(
        self, serializer: Any, status_code: str, media_types: Any = None, direction: Direction = "response"
    ) -> Any:
        if str(status_code) >= "400":
            media_types = [MEDIA_TYPE]
        return super()._get_response_for_code(serializer, status_code, media_types, direction)  # type: ignore[no-untyped-call]
