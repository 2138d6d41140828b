"""How each operation is named and told; its words, fields and answers are described by the other modules here."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from qualitymonth.schema import fields, words
from qualitymonth.schema.answers import ProblemSerializer


class ArchiveSchema(AutoSchema):
    """Describes the operations of a kind by what the kind is called."""

    #: The modules whose extensions must be known before anything is described.
    extensions = (fields, words)

    def get_operation(self, *args: Any, **options: Any) -> dict[str, Any] | None:
        """Describe an operation, and the problems that it shares with all others."""
        operation: dict[str, Any] | None = super().get_operation(*args, **options)
        self.resolve_serializer(ProblemSerializer, "response")
        return operation

    def get_summary(self) -> str | None:
        """Say in a few words what is answered."""
        if (summary := super().get_summary()) is not None:
            return summary
        names = self._names()
        if names is None:
            return None
        return {"list": f"List {names[1]}", "retrieve": f"One {names[0]}"}.get(self._action())

    def get_description(self) -> str:  # type: ignore[override]
        """Say what is answered."""
        names = self._names()
        if names is None or self._action() not in ("list", "retrieve"):
            return plain(super().get_description())
        if self._action() == "retrieve":
            return (
                f"The published {names[0]} with this key, with the claims of sources about it. Where it was renamed or "
                "merged, 301 leads to where it stands; where it was removed, 410 says what it was."
                if names[0] != "claim"
                else "The published claim with this key."
            )
        return f"The published {names[1]} that the words ask for, page after page; all of them without a word."

    def _action(self) -> str:
        """Return what the view does here: ``list``, ``retrieve`` …"""
        return str(getattr(self.view, "action", ""))

    def _names(self) -> tuple[str, str] | None:
        """Return what one record of the view's kind and many of them are called."""
        queryset = getattr(self.view, "queryset", None)
        if queryset is None:
            return None
        meta = queryset.model._meta
        return str(meta.verbose_name), str(meta.verbose_name_plural)


def plain(text: str | None) -> str:
    """Return a docstring's text as Markdown."""
    return (text or "").replace("``", "`")
