"""What an address answers to ``OPTIONS``."""

from typing import Any

from rest_framework.metadata import SimpleMetadata


class NameAndTypes(SimpleMetadata):
    """Says what stands here and in which types; what can be written is told by the description of the API alone."""

    def determine_actions(self, request: Any, view: Any) -> dict[str, Any]:
        """Return nothing: the framework would tell what is read, and call it what can be written."""
        return {}
