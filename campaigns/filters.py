"""Every question about campaigns and their evidence, by name."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from agencies.filters import AgencyFilter, ProvinceFilter
from agencies.models import Agency, Province
from campaigns import vocabularies
from campaigns.evidence import disputed
from campaigns.models import (
    SUBJECTS,
    Activity,
    Appearance,
    Campaign,
    Claim,
    Figure,
    Notice,
    Person,
    Precedent,
    Section,
    Series,
    Slogan,
    Source,
    Year,
    subject_column,
)
from qualitymonth.filters import ArchiveFilterSet, BoundFilter, KeysFilter, NumberField, WordsFilter, keys, words

DATED = {"date": "sort_on", "slug": "slug", "modified": "updated_at"}


class ClaimedFilter(KeysFilter):
    """Records about which any of the given sources makes a published claim."""

    def referring(self, model: Any, records: Any) -> Any:
        """Return the records of ``model`` about which any of ``records``, which are sources, makes a claim."""
        subject = subject_of(model)
        claims = Claim.objects.published().filter(source__in=records, **{f"{subject}__isnull": False})
        return model._base_manager.filter(pk__in=claims.order_by().values(subject)).order_by()

    def count(self, asked: Any) -> dict[str, int]:
        """Return about how many of the records ``asked`` each source makes a claim, by the source's key."""
        subject = subject_of(asked.model)
        claims = Claim.objects.published().filter(**{f"{subject}__in": asked.values("pk")}).order_by()
        return dict(claims.values_list("source__slug").annotate(total=Count(subject, distinct=True)))


def subject_of(model: Any) -> str:
    """Return the column of claims that names records of ``model``."""
    return str(model._meta.get_field("claims").field.name)


class DisagreementFilter(WordsFilter):
    """Records on which sources disagree, or on which they do not."""

    _disputed: set[int] | None = None

    def filter(self, qs: Any, value: list[str]) -> Any:
        """Keep those records; all of them where both are asked for, or neither."""
        if len(set(value)) != 1:
            return qs
        found = Q(pk__in=self.disputed(qs.model))
        return qs.filter(found if YES in value else ~found)

    def disputed(self, model: Any) -> set[int]:
        """Return the ids of the disputed records of ``model``, worked out once for each question."""
        if self._disputed is None:
            self._disputed = disputed(subject_of(model))
        return self._disputed

    def count(self, asked: Any) -> dict[str, int]:
        """Return how many of the records ``asked`` are disputed and how many are not."""
        total, yes = asked.count(), asked.filter(pk__in=self.disputed(asked.model)).count()
        return {word: number for word, number in ((YES, yes), (NO, total - yes)) if number}


YES, NO = "yes", "no"


def disagreement() -> Any:
    """Return the filter by whether sources disagree on a field of a record."""
    return DisagreementFilter(
        field_name="claims",
        choices=[(YES, _("sources disagree")), (NO, _("no disagreement"))],
        label=_("Disagreement"),
        widget=forms.CheckboxSelectMultiple,
    )


def year(path: str) -> Any:
    """Return the filter by years, reached over ``path``."""
    return keys(Year, path, _("Year"), "number")


def year_min(path: str) -> Any:
    """Return the filter from a first year on."""
    return BoundFilter(field_name=f"{path}__number", lookup_expr="gte", label=_("From year"))


def year_max(path: str) -> Any:
    """Return the filter up to a last year."""
    return BoundFilter(field_name=f"{path}__number", lookup_expr="lte", label=_("To year"))


def province(path: str) -> Any:
    """Return the filter by provinces, reached over ``path``."""
    return keys(Province, path, _("Province"), "code", takes_unknown=True)


def agency(path: str) -> Any:
    """Return the filter by agencies, reached over ``path``."""
    return keys(Agency, path, _("Agency"), takes_unknown=True)


def campaign(path: str) -> Any:
    """Return the filter by campaigns, reached over ``path``."""
    return keys(Campaign, path, _("Campaign"))


def scope(path: str) -> Any:
    """Return the filter by scope, reached over ``path``."""
    return words(vocabularies.Scope.choices, path, _("Scope"))


def source() -> Any:
    """Return the filter by the sources that make claims about a record."""
    return ClaimedFilter(
        field_name="claims",
        to_field_name="slug",
        label=_("Source"),
        queryset=lambda _: Source.objects.published().labelled().order_by("slug"),
        takes_unknown=True,
    )


# Who and where know nothing of claims; what sources say about them can be asked all the same.
for kind in (AgencyFilter, ProvinceFilter):
    kind.also_asks(source=source(), disagreement=disagreement())


class YearFilter(ArchiveFilterSet):
    """Questions about years."""

    facet_words = ("held", "source", "disagreement")
    orderings = {"year": "number", "modified": "updated_at"}
    default_ordering = "-year"

    year = keys(Year, "", _("Year"), "number")
    year_min = BoundFilter(field_name="number", lookup_expr="gte", label=_("From year"))
    year_max = BoundFilter(field_name="number", lookup_expr="lte", label=_("To year"))
    held = words(vocabularies.Held.choices, "held", _("Held"))
    source = source()
    disagreement = disagreement()

    class Meta:
        model = Year
        fields: list[str] = []


class CampaignFilter(ArchiveFilterSet):
    """Questions about campaigns."""

    facet_words = ("year", "scope", "province", "agency", "series", "source", "disagreement")
    default_ordering = "-slug"

    slug = keys(Campaign, "", _("Slug"))
    year = year("year")
    year_min = year_min("year")
    year_max = year_max("year")
    scope = scope("scope")
    province = province("province")
    agency = agency("host")
    series = keys(Series, "series", _("Series"))
    source = source()
    disagreement = disagreement()

    class Meta:
        model = Campaign
        fields: list[str] = []


class NoticeFilter(ArchiveFilterSet):
    """Questions about notices; ``agency`` asks for an issuer."""

    facet_words = ("year", "scope", "province", "agency", "source", "disagreement")
    orderings = DATED
    default_ordering = "-date"

    slug = keys(Notice, "", _("Slug"))
    year = year("campaign__year")
    year_min = year_min("campaign__year")
    year_max = year_max("campaign__year")
    scope = scope("campaign__scope")
    province = province("campaign__province")
    agency = agency("issuers")
    campaign = campaign("campaign")
    source = source()
    disagreement = disagreement()

    class Meta:
        model = Notice
        fields: list[str] = []


class SectionFilter(ArchiveFilterSet):
    """Questions about sections."""

    facet_words = ("year", "notice", "source", "disagreement")

    slug = keys(Section, "", _("Slug"))
    year = year("notice__campaign__year")
    campaign = campaign("notice__campaign")
    notice = keys(Notice, "notice", _("Notice"))
    source = source()
    disagreement = disagreement()

    class Meta:
        model = Section
        fields: list[str] = []


class SloganFilter(ArchiveFilterSet):
    """Questions about slogans."""

    facet_words = ("year", "source", "disagreement")

    slug = keys(Slogan, "", _("Slug"))
    year = year("campaign__year")
    campaign = campaign("campaign")
    source = source()
    disagreement = disagreement()

    class Meta:
        model = Slogan
        fields: list[str] = []


class SeriesFilter(ArchiveFilterSet):
    """Questions about series."""

    facet_words = ("source", "disagreement")

    slug = keys(Series, "", _("Slug"))
    source = source()
    disagreement = disagreement()

    class Meta:
        model = Series
        fields: list[str] = []


class ActivityFilter(ArchiveFilterSet):
    """Questions about activities; ``agency`` asks for anybody who took part in organising."""

    facet_words = ("year", "province", "kind", "agency", "scope", "series", "source", "disagreement")
    orderings = DATED
    default_ordering = "-date"

    slug = keys(Activity, "", _("Slug"))
    year = year("campaign__year")
    year_min = year_min("campaign__year")
    year_max = year_max("campaign__year")
    province = province("provinces")
    agency = agency("organisers")
    kind = words(vocabularies.ActivityKind.choices, "kind", _("Kind"))
    scope = scope("campaign__scope")
    campaign = campaign("campaign")
    series = keys(Series, "series", _("Series"))
    source = source()
    disagreement = disagreement()

    class Meta:
        model = Activity
        fields: list[str] = []


class FigureFilter(ArchiveFilterSet):
    """Questions about figures."""

    facet_words = ("year", "province", "source", "disagreement")

    slug = keys(Figure, "", _("Slug"))
    year = year("campaign__year")
    province = province("province")
    campaign = campaign("campaign")
    source = source()
    disagreement = disagreement()

    class Meta:
        model = Figure
        fields: list[str] = []


class PersonFilter(ArchiveFilterSet):
    """Questions about people."""

    facet_words = ("source", "disagreement")

    slug = keys(Person, "", _("Slug"))
    source = source()
    disagreement = disagreement()

    class Meta:
        model = Person
        fields: list[str] = []


class AppearanceFilter(ArchiveFilterSet):
    """Questions about appearances."""

    facet_words = ("year", "role", "agency", "source", "disagreement")

    slug = keys(Appearance, "", _("Slug"))
    year = year("activity__campaign__year")
    campaign = campaign("activity__campaign")
    activity = keys(Activity, "activity", _("Activity"))
    person = keys(Person, "person", _("Person"))
    agency = agency("agency")
    role = words(vocabularies.AppearanceRole.choices, "role", _("Role"))
    source = source()
    disagreement = disagreement()

    class Meta:
        model = Appearance
        fields: list[str] = []


class PrecedentFilter(ArchiveFilterSet):
    """Questions about precedents."""

    facet_words = ("source", "disagreement")
    orderings = DATED
    default_ordering = "date"

    slug = keys(Precedent, "", _("Slug"))
    source = source()
    disagreement = disagreement()

    class Meta:
        model = Precedent
        fields: list[str] = []


class SourceFilter(ArchiveFilterSet):
    """Questions about sources."""

    facet_words = ("kind", "condition")
    orderings = DATED
    default_ordering = "slug"

    slug = keys(Source, "", _("Slug"))
    kind = words(vocabularies.SourceKind.choices, "kind", _("Kind"))
    condition = words(vocabularies.Condition.choices, "condition", _("Condition"))

    class Meta:
        model = Source
        fields: list[str] = []


class LineFilter(django_filters.Filter):
    """A line number."""

    field_class = NumberField


class ClaimFilter(ArchiveFilterSet):
    """Questions about claims; ``record`` takes the key of the record a claim is about."""

    facet_words = ("rank", "source")
    orderings = {"key": "key", "modified": "updated_at"}
    default_ordering = "key"

    key = keys(Claim, "", _("Key"), "key")
    source = keys(Source, "source", _("Source"))
    line = LineFilter(method="filter_line", label=_("Line"), min_value=1, max_value=2_000_000_000)
    record_kind = words([(kind, kind) for kind in SUBJECTS], "", _("Kind of record"))
    record = django_filters.CharFilter(method="filter_record", label=_("Record"), max_length=120)
    field = django_filters.CharFilter(field_name="field", label=_("Field"), max_length=40)
    rank = words(vocabularies.Rank.choices, "rank", _("Rank"))

    class Meta:
        model = Claim
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.filters["record_kind"].method = self.filter_record_kind

    def filter_line(self, queryset: Any, _name: str, value: int) -> Any:
        """Keep claims on a line, or on lines around it."""
        return queryset.filter(Q(line=value) | Q(line__lte=value, line_end__gte=value))

    def filter_record_kind(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Keep claims about records of any of the kinds."""
        found = Q()
        for kind in value:
            found |= Q(**{f"{subject_column(kind)}__isnull": False})
        return queryset.filter(found)

    def filter_record(self, queryset: Any, _name: str, value: str) -> Any:
        """Keep claims about the record with this key, of whatever kind."""
        found = Q()
        for kind, model in SUBJECTS.items():
            key = model.natural_key_fields[0]
            column = subject_column(kind)
            if key != "number":
                found |= Q(**{f"{column}__{key}": value})
            elif value.isascii() and value.isdigit() and len(value) == len("2023"):
                found |= Q(**{f"{column}__{key}": int(value)})
        return queryset.filter(found)
