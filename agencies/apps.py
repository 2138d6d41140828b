"""The agencies app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    """Who and where."""

    name = "agencies"
    verbose_name = _("Agencies and provinces")
    default_auto_field = "django.db.models.BigAutoField"
