"""The campaigns app: keeps the search index in step with every record."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """What happened, and how we know."""

    name = "campaigns"
    verbose_name = _("Campaigns and their sources")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for changes of records."""
        from campaigns.search import index  # noqa: PLC0415 - models load after the app registry
        from qualitymonth.history import change_ending  # noqa: PLC0415
        from qualitymonth.loading import archive_loaded  # noqa: PLC0415
        from qualitymonth.querysets import records_updated  # noqa: PLC0415

        pre_save.connect(index.before_save, dispatch_uid="search_before_save")
        post_save.connect(index.after_save, dispatch_uid="search_after_save")
        post_delete.connect(index.after_delete, dispatch_uid="search_after_delete")
        records_updated.connect(index.after_update, dispatch_uid="search_after_update")
        change_ending.connect(index.at_end, dispatch_uid="search_at_end")
        archive_loaded.connect(index.after_load, dispatch_uid="search_after_load")
