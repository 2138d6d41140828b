"""The editor's desk: what the admin pages of every kind share, and the admin site's own headings."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from qualitymonth.admin import borrowed, changes, devices
from qualitymonth.admin.base import (
    HOUSEKEEPING,
    FreshReads,
    PartInline,
    RecordAdmin,
    RecordForm,
    RowInline,
    WholeRowForm,
    year_at,
)
from qualitymonth.admin.choices import Suggestions

__all__ = [
    "HOUSEKEEPING",
    "FreshReads",
    "PartInline",
    "RecordAdmin",
    "RecordForm",
    "RowInline",
    "WholeRowForm",
    "borrowed",
    "changes",
    "devices",
    "year_at",
]

admin.site.site_title = _("Quality Month Archive")
admin.site.site_header = _("Quality Month Archive: the editor's desk")
admin.site.index_title = _("Records")
# An attribute and not a class of its own, so that the site stays free to be of any class.
admin.site.autocomplete_view = Suggestions.as_view(admin_site=admin.site)  # type: ignore[method-assign,assignment]
