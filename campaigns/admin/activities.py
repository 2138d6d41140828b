"""Admin pages of activities, with who took part and where, of figures, people and appearances."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from campaigns.admin.claims import ClaimInline
from campaigns.admin.sourcing import SourcedEdits
from campaigns.models import Activity, Appearance, Figure, Location, Participation, Person
from qualitymonth.admin import PartInline, RecordAdmin, RowInline, year_at


class ParticipationInline(RowInline):
    """The agencies that took part, each with its role and its name as printed."""

    model = Participation
    fields = ("position", "agency", "role", "basis", "name_zh", "name_en")
    autocomplete_fields = ("agency",)
    ordering = ("position", "pk")
    related = ("activity", "agency__province")


class LocationInline(RowInline):
    """The provinces that share the activity."""

    model = Location
    fields = ("position", "province")
    autocomplete_fields = ("province",)
    ordering = ("position", "pk")
    related = ("activity", "province")


class AppearanceInline(PartInline):
    """Who appeared at the activity, in order."""

    model = Appearance
    fields = (
        "slug", "position", "person", "agency", "party_zh", "party_en", "role", "posts_zh", "posts_en", "status",
    )  # fmt: skip
    autocomplete_fields = ("person", "agency")
    ordering = ("position", "slug")
    related = ("activity", "person", "agency__province")


@admin.register(Activity)
class ActivityAdmin(SourcedEdits, RecordAdmin):
    """What was done."""

    fields = (
        "slug", "campaign", "kind", ("title_zh", "title_en"), ("starts_on", "ends_on"), ("place_zh", "place_en"),
        "section", ("series", "edition"), "part_of", "same_as", "summary_zh", "summary_en",
    )  # fmt: skip
    autocomplete_fields = ("campaign", "section", "series", "part_of", "same_as")
    related = ("campaign__year", "campaign__province", "campaign__host", "campaign__series")
    told_apart_by = ("campaign", "starts_on")
    list_display = ("__str__", "slug", "kind", year_at("campaign__year"), "campaign", "starts_on", "status")
    list_filter = ("status", "kind", "campaign__scope", "campaign__year", "provinces", "series")
    search_fields = ("slug", "title_zh", "title_en", "place_zh", "place_en", "summary_zh", "summary_en")
    inlines = (ParticipationInline, LocationInline, AppearanceInline, ClaimInline)


@admin.register(Figure)
class FigureAdmin(SourcedEdits, RecordAdmin):
    """Numbers that documents state."""

    fields = (
        "slug", "campaign", "province", ("name_zh", "name_en"), ("qualifier", "value"), ("unit_zh", "unit_en"),
    )  # fmt: skip
    autocomplete_fields = ("campaign", "province")
    related = ("campaign__year", "campaign__province", "campaign__host", "campaign__series", "province")
    list_display = (
        "__str__",
        "slug",
        "qualifier",
        "plain_value",
        "unit_en",
        year_at("campaign__year"),
        "campaign",
        "province",
        "status",
    )
    list_filter = ("status", "qualifier", "campaign__year", "province")
    search_fields = ("slug", "name_zh", "name_en", "unit_zh", "unit_en", "campaign__slug")
    inlines = (ClaimInline,)

    @admin.display(description=_("value"), ordering="value")
    def plain_value(self, figure: Figure) -> str:
        """Return the number without trailing zeros."""
        return f"{figure.value.normalize():f}"


@admin.register(Person)
class PersonAdmin(SourcedEdits, RecordAdmin):
    """People whom documents name."""

    fields = ("slug", ("name_zh", "name_en"))
    told_apart_by = ("name_zh", "name_en")
    list_display = ("__str__", "slug", "name_zh", "name_en", "status")
    search_fields = ("slug", "name_zh", "name_en")
    inlines = (ClaimInline,)


@admin.register(Appearance)
class AppearanceAdmin(SourcedEdits, RecordAdmin):
    """Somebody in one role at an activity."""

    fields = (
        "slug", "activity", "position", "person", "agency", ("party_zh", "party_en"), "role", ("posts_zh", "posts_en"),
    )  # fmt: skip
    autocomplete_fields = ("activity", "person", "agency")
    related = (
        "activity__campaign__year", "activity__campaign__province", "activity__campaign__host",
        "activity__campaign__series", "person", "agency__province",
    )  # fmt: skip
    list_display = ("__str__", "slug", year_at("activity__campaign__year"), "activity", "role", "posts_zh", "status")
    list_filter = ("status", "role", "activity__campaign__year")
    search_fields = (
        "slug", "person__name_zh", "person__name_en", "agency__name_zh", "agency__name_en", "party_zh", "party_en",
        "posts_zh", "posts_en", "activity__title_zh", "activity__title_en",
    )  # fmt: skip
    inlines = (ClaimInline,)
