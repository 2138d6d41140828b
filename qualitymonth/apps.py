"""The shared app: moves the revision whenever a record or what it owns changes."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class QualityMonthConfig(AppConfig):
    """What both apps share."""

    name = "qualitymonth"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for changes of records, and register the start-up checks."""
        from qualitymonth import checks  # noqa: F401, PLC0415 - importing registers

        post_save.connect(_bump, dispatch_uid="revision_after_save")
        post_delete.connect(_bump, dispatch_uid="revision_after_delete")


def _bump(sender: Any, **_: Any) -> None:
    """Move the revision in the transaction of the change itself."""
    from qualitymonth.models import NaturalKeyed, Revision  # noqa: PLC0415 - models load after the app registry

    if issubclass(sender, NaturalKeyed):
        Revision.bump()
