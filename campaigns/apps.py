"""The campaigns app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """What happened, and how we know."""

    name = "campaigns"
    verbose_name = _("Campaigns and their sources")
    default_auto_field = "django.db.models.BigAutoField"
