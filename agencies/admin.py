"""Admin pages of agencies, with all their names, and of provinces."""

from django.contrib import admin

from agencies.models import Agency, AgencyName, Province, Succession
from campaigns.admin.claims import ClaimInline
from campaigns.admin.sourcing import SourcedEdits
from qualitymonth.admin import RecordAdmin, RowInline


class AgencyNameInline(RowInline):
    """Every name in use, with its standing and its years."""

    model = AgencyName
    fields = ("position", "language", "type", "name", "from_year", "to_year")
    ordering = ("position", "pk")
    related = ("agency",)


class SuccessionInline(RowInline):
    """The agencies from which this one took over."""

    model = Succession
    fk_name = "agency"
    fields = ("predecessor",)
    autocomplete_fields = ("predecessor",)
    related = ("agency", "predecessor__province")


@admin.register(Agency)
class AgencyAdmin(SourcedEdits, RecordAdmin):
    """Bodies that sign, organise or take part, found by any of their names."""

    fields = ("slug", "kind", ("name_zh", "name_en"), "province", "parent")
    autocomplete_fields = ("province", "parent")
    related = ("province", "parent__province")
    told_apart_by = ("province",)
    list_display = ("__str__", "slug", "name_zh", "name_en", "kind", "province", "status")
    list_filter = ("status", "kind", "province")
    search_fields = ("slug", "name_zh", "name_en", "names__name")
    inlines = (AgencyNameInline, SuccessionInline, ClaimInline)


@admin.register(Province)
class ProvinceAdmin(SourcedEdits, RecordAdmin):
    """The units of the annexes' regional lists."""

    fields = (
        ("code", "gb_code"), ("kind", "region"), ("name_zh", "name_hant"), ("name_en", "pinyin"), "short_zh",
        ("tile_row", "tile_column"),
    )  # fmt: skip
    list_display = ("__str__", "code", "gb_code", "name_zh", "name_en", "kind", "region", "status")
    list_filter = ("status", "kind", "region")
    search_fields = ("code", "gb_code", "name_zh", "name_hant", "name_en", "pinyin", "short_zh")
    inlines = (ClaimInline,)
