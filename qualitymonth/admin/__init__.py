"""The editor's desk: what the admin pages of every kind share, and the admin site's own headings."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from qualitymonth.admin import devices
from qualitymonth.admin.base import HOUSEKEEPING, FreshReads, RecordAdmin, RecordForm, RowInline, WholeRowForm

__all__ = ["HOUSEKEEPING", "FreshReads", "RecordAdmin", "RecordForm", "RowInline", "WholeRowForm", "devices"]

admin.site.site_title = _("Quality Month Archive")
admin.site.site_header = _("Quality Month Archive: the editor's desk")
admin.site.index_title = _("Records")
