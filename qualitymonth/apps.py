"""The shared app: ties the history of rows to changes, keeps addresses, and makes the groups of staff."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QualityMonthConfig(AppConfig):
    """What both apps share."""

    name = "qualitymonth"
    verbose_name = _("The desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for changes of records, and register the start-up checks."""
        from django.apps import apps  # noqa: PLC0415
        from django.db.models.signals import post_delete, post_migrate, post_save  # noqa: PLC0415
        from simple_history.signals import (  # noqa: PLC0415
            post_create_historical_record,
            pre_create_historical_record,
        )

        from qualitymonth import addresses, checks, history, owners, tombstones  # noqa: F401, PLC0415 - importing checks registers
        from qualitymonth.guard.groups import make_groups  # noqa: PLC0415

        pre_create_historical_record.connect(history.stamp, dispatch_uid="history_of_change")
        post_create_historical_record.connect(history.stamped, dispatch_uid="end_of_change_of_one_row")
        history.change_ending.connect(owners.at_end, dispatch_uid="owners_at_end")
        history.change_ending.connect(addresses.at_end, dispatch_uid="addresses_at_end")
        post_save.connect(tombstones.after_save, dispatch_uid="tombstone_after_save")
        post_delete.connect(tombstones.after_delete, dispatch_uid="tombstone_after_delete")
        # Once the tables of the last app are there, and with them all that a group may do.
        last = apps.get_app_config("campaigns")
        post_migrate.connect(make_groups, sender=last, dispatch_uid="groups_that_come_with_the_database")
