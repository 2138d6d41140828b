"""How each operation is named and told; its words, fields and answers are described by the other modules here."""

import re
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_doc

from qualitymonth.models import Record
from qualitymonth.schema import fields, words
from qualitymonth.schema.answers import ProblemSerializer
from qualitymonth.schema.shapes import shaping_words
from qualitymonth.writing.inputs import input_of

#: What a kind answers with.
ACTIONS = ("list", "retrieve", "facets", "csv", "jsonl", "create", "partial_update", "destroy")
#: What staff do with it.
WRITING = ("create", "partial_update", "destroy")
SCHEME = "staffToken"


class ArchiveSchema(AutoSchema):
    """Describes the operations of a kind by what the kind is called."""

    #: The modules whose extensions must be known before anything is described.
    extensions = (fields, words)

    def get_operation(self, *args: Any, **options: Any) -> dict[str, Any] | None:
        """Describe an operation, and the problems that it shares with all others."""
        operation: dict[str, Any] | None = super().get_operation(*args, **options)
        self.resolve_serializer(ProblemSerializer, "response")
        return operation

    def get_auth(self) -> list[dict[str, Any]]:
        """Say that writing takes a token; reading needs nobody to say who they are."""
        return [{SCHEME: []}] if self._action() in WRITING else []

    def get_request_serializer(self) -> Any:
        """Return what reads the body, where there is one."""
        return input_of(self._single()) if self._action() in WRITING[:2] else None

    def get_response_serializers(self) -> Any:
        """Return what is answered: to who adds a record, that one."""
        return self._single() if self._action() == "create" else super().get_response_serializers()

    def _single(self) -> Any:
        """Return the serializer of a single record."""
        view: Any = self.view
        return view.detail_serializer_class or view.serializer_class

    def get_override_parameters(self) -> list[Any]:
        """Return the words that shape an answer, where the operation takes them."""
        return [*super().get_override_parameters(), *shaping_words(self.view)]

    def get_summary(self) -> str | None:
        """Say in a few words what is answered."""
        names = self._names()
        if names is None:
            return re.split(r"[.;]", get_doc(self.view.__class__), maxsplit=1)[0]
        return {
            "list": f"List {names[1]}",
            "retrieve": f"One {names[0]}",
            "facets": f"Count {names[1]} by facets",
            "csv": f"All {names[1]} as CSV",
            "jsonl": f"All {names[1]} as JSON Lines",
            "create": f"Add {_one(names[0])}",
            "partial_update": f"Change {_one(names[0])}",
            "destroy": f"Remove {_one(names[0])}",
        }[self._action()]

    def get_description(self) -> str:  # type: ignore[override]
        """Say what is answered."""
        names = self._names()
        if names is None:
            return plain(super().get_description())
        if self._action() == "list":
            return f"The published {names[1]} that the words ask for, page after page; all of them without a word."
        if self._action() in WRITING:
            return f"{plain(super().get_description())} For staff, with the permissions that the desk asks for."
        if self._action() != "retrieve":
            return plain(super().get_description())
        return (
            f"The published {names[0]} with this key, with the claims of sources about it. Where it was renamed or "
            "merged, 301 leads to where it stands; where it was removed, 410 says what it was."
        )

    def _action(self) -> str:
        """Return what the view does here, such as ``list`` or ``retrieve``."""
        return str(getattr(self.view, "action", ""))

    def _names(self) -> tuple[str, str] | None:
        """Return what one record of the kind and many are called; None where the view answers otherwise."""
        model = getattr(getattr(self.view, "queryset", None), "model", None)
        if model is None or not issubclass(model, Record) or self._action() not in ACTIONS:
            return None
        return str(model._meta.verbose_name), str(model._meta.verbose_name_plural)


def _one(noun: str) -> str:
    """Return a noun with its article."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def plain(text: str | None) -> str:
    """Return a docstring's text as Markdown."""
    return (text or "").replace("``", "`")
