"""Admin pages of years, campaigns, their slogans, series and precedents."""

from django.contrib import admin

from campaigns.admin.claims import ClaimInline
from campaigns.admin.sourcing import SourcedEdits
from campaigns.models import Campaign, Precedent, Series, Slogan, Year
from qualitymonth.admin import PartInline, RecordAdmin, year_at


@admin.register(Year)
class YearAdmin(SourcedEdits, RecordAdmin):
    """Septembers, those without a Quality Month included."""

    fields = ("number", "held", "notes_zh", "notes_en")
    list_display = ("number", "held", "notes_en", "notes_zh", "status")
    list_filter = ("status", "held")
    search_fields = ("number", "notes_zh", "notes_en")
    inlines = (ClaimInline,)


class SloganInline(PartInline):
    """The campaign's slogans, in order."""

    model = Slogan
    fields = ("slug", "position", "text_zh", "text_en", "status")
    ordering = ("position",)
    related = ("campaign",)


@admin.register(Campaign)
class CampaignAdmin(SourcedEdits, RecordAdmin):
    """Editions of Quality Month, each one host's."""

    fields = (
        "slug", "year", "scope", "province", "host", "part_of", "series", ("theme_zh", "theme_en"),
        ("department_count", "associations_counted", "activity_count"), "launch", "summary_zh", "summary_en",
    )  # fmt: skip
    autocomplete_fields = ("year", "province", "host", "part_of", "series", "launch")
    related = (
        "year", "province", "host__province", "series", "launch__campaign__year", "launch__campaign__province",
        "launch__campaign__host", "launch__campaign__series", "part_of__year", "part_of__province", "part_of__host",
        "part_of__series",
    )  # fmt: skip
    told_apart_by = ("slug",)
    list_display = ("__str__", "slug", "year", "theme_zh", "scope", "province", "host", "status")
    list_filter = ("status", "scope", "year", "province")
    search_fields = (
        "slug", "theme_zh", "theme_en", "summary_zh", "summary_en", "year__number", "province__name_zh",
        "province__name_en", "host__name_zh", "host__name_en", "series__name_zh", "series__name_en",
    )  # fmt: skip
    inlines = (SloganInline, ClaimInline)


@admin.register(Slogan)
class SloganAdmin(SourcedEdits, RecordAdmin):
    """Slogans in the order in which they were printed."""

    fields = ("slug", "campaign", "position", "text_zh", "text_en")
    autocomplete_fields = ("campaign",)
    related = ("campaign__year", "campaign__province", "campaign__host", "campaign__series")
    list_display = ("__str__", "slug", year_at("campaign__year"), "campaign", "position", "status")
    list_filter = ("status", "campaign__scope", "campaign__year")
    search_fields = ("slug", "text_zh", "text_en", "campaign__slug")
    inlines = (ClaimInline,)


@admin.register(Series)
class SeriesAdmin(SourcedEdits, RecordAdmin):
    """What recurs from year to year."""

    fields = ("slug", ("name_zh", "name_en"), "since", "summary_zh", "summary_en")
    list_display = ("__str__", "slug", "name_zh", "since", "status")
    search_fields = ("slug", "name_zh", "name_en", "summary_zh", "summary_en")
    inlines = (ClaimInline,)


@admin.register(Precedent)
class PrecedentAdmin(SourcedEdits, RecordAdmin):
    """Quality Months elsewhere."""

    fields = ("slug", "country_code", ("country_zh", "country_en"), "began_on", "summary_zh", "summary_en")
    list_display = ("__str__", "slug", "country_code", "began_on", "status")
    search_fields = ("slug", "country_code", "country_zh", "country_en", "summary_zh", "summary_en")
    inlines = (ClaimInline,)
