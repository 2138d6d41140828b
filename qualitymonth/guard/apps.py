"""Django's admin, with our site in the place of its own."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """The admin app, whose site asks for a second factor where there is one."""

    default_site = "qualitymonth.guard.site.Desk"
