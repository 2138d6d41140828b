"""Years, the campaigns held in them, their slogans, what recurs in series, and precedents abroad."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Province
from campaigns.querysets import CampaignQuerySet, PrecedentQuerySet, SeriesQuerySet, SloganQuerySet, YearQuerySet
from campaigns.vocabularies import Held, Scope
from qualitymonth.bilingual import LANGUAGES, Bilingual, Text, reader_suffix
from qualitymonth.fields import NOTES_HELP, POSITION_HELP, PRINTED_HELP, SLUG_HELP, EdtfField, Summary, TextLine
from qualitymonth.models import RECORD_PERMISSIONS, Record


class Year(Record):
    """One September: whether a Quality Month was held, and what is to be said about that."""

    natural_key_fields = ("number",)

    number = models.PositiveSmallIntegerField(_("year"), unique=True, help_text=_("of the September, in four digits"))
    held = models.CharField(
        _("held"),
        max_length=7,
        choices=Held,
        default=Held.UNKNOWN,
        help_text=_("whether there was a Quality Month that September; unknown where no source tells"),
    )
    notes_zh = Summary(_("notes in Chinese"), help_text=NOTES_HELP)
    notes_en = Summary(_("notes in English"), help_text=NOTES_HELP)

    notes = Bilingual("notes")
    objects = YearQuerySet.as_manager()

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = ["-number"]
        verbose_name = _("year")
        verbose_name_plural = _("years")
        constraints = [models.CheckConstraint(condition=Q(number__range=(1900, 2999)), name="year_of_four_digits")]

    def get_absolute_url(self) -> str:
        """Return the address of the year's page."""
        return reverse("year-detail", args=[self.number])


class Series(Record):
    """What recurs from year to year: a contest, an award, a pledge."""

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=SLUG_HELP)
    name_zh = TextLine(_("name in Chinese"))
    name_en = TextLine(_("name in English"))
    since = EdtfField(
        _("since"), help_text=_("when it took place first, as precise as the document: 2023, 2023-09 or 2023-09-01")
    )
    summary_zh = Summary(_("summary in Chinese"))
    summary_en = Summary(_("summary in English"))

    name = Bilingual("name")
    summary = Bilingual("summary")
    objects = SeriesQuerySet.as_manager()

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = ["slug"]
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [models.CheckConstraint(condition=~Q(name_zh="") | ~Q(name_en=""), name="series_has_a_name")]

    def __str__(self) -> str:
        return self.name.plain

    def get_absolute_url(self) -> str:
        """Return the address of the series' page."""
        return reverse("series-detail", args=[self.slug])


class Campaign(Record):
    """One host's edition of Quality Month in one year."""

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=SLUG_HELP)
    year = models.ForeignKey(Year, models.PROTECT, related_name="campaigns", verbose_name=_("year"))
    scope = models.CharField(
        _("scope"),
        max_length=11,
        choices=Scope,
        help_text=_("whose campaign it is: the nation's, a province's, an association's or a locality's"),
    )
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("province"),
        help_text=_("needed for a provincial campaign; a national one has none"),
    )
    host = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_campaigns",
        verbose_name=_("host"),
        help_text=_("the agency that held it; empty where no source names one"),
    )
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("the wider campaign that it belongs to, such as the year's national one"),
    )
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("series"),
        help_text=_("for a campaign that recurs under a name of its own"),
    )
    theme_zh = TextLine(_("theme in Chinese"), help_text=_("as announced"))
    theme_en = TextLine(_("theme in English"))
    department_count = models.PositiveSmallIntegerField(
        _("number of departments"),
        null=True,
        blank=True,
        help_text=_("how many departments held it together, as documents state"),
    )
    associations_counted = models.BooleanField(
        _("associations counted"), null=True, blank=True, help_text=_("whether the number counts associations, too")
    )
    activity_count = models.PositiveSmallIntegerField(
        _("number of activities"), null=True, blank=True, help_text=_("how many activities it had, as documents state")
    )
    launch = models.ForeignKey(
        "campaigns.Activity",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="launched",
        verbose_name=_("launch"),
        help_text=_("the activity that opened it; its day and place are those of the launch"),
    )
    summary_zh = Summary(_("summary in Chinese"))
    summary_en = Summary(_("summary in English"))

    theme = Bilingual("theme")
    summary = Bilingual("summary")
    objects = CampaignQuerySet.as_manager()

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = ["-year__number", "slug"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(
                condition=~Q(scope=Scope.NATIONAL) | Q(province__isnull=True), name="national_campaign_has_no_province"
            ),
            models.CheckConstraint(
                condition=~Q(scope=Scope.PROVINCIAL) | Q(province__isnull=False),
                name="provincial_campaign_has_a_province",
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=models.F("id")), name="campaign_part_of_another"
            ),
        ]

    def __str__(self) -> str:
        return self.title.plain

    @property
    def title(self) -> Text:
        """The campaign's heading in the reader's language, made from its year, scope, province and host."""
        if self.scope == Scope.NATIONAL:
            heading = gettext("National Quality Month %(year)s") % {"year": self.year.number}
        elif self.province and self.scope == Scope.PROVINCIAL:
            heading = gettext("Quality Month in %(province)s, %(year)s") % {
                "province": self.province.name,
                "year": self.year.number,
            }
        elif self.series:
            heading = gettext("%(series)s, Quality Month %(year)s") % {
                "series": self.series.name,
                "year": self.year.number,
            }
        else:
            heading = gettext("Quality Month of %(host)s, %(year)s") % {
                "host": self.host.name if self.host else gettext("an unknown host"),
                "year": self.year.number,
            }
        return Text(heading, LANGUAGES[reader_suffix()])

    def get_absolute_url(self) -> str:
        """Return the address of the campaign's page."""
        return reverse("campaign-detail", args=[self.slug])


class Slogan(Record):
    """One of a campaign's slogans, in the order in which they were printed."""

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=SLUG_HELP)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="slogans", verbose_name=_("campaign"))
    position = models.PositiveSmallIntegerField(_("position"), help_text=POSITION_HELP)
    text_zh = TextLine(_("text in Chinese"), help_text=PRINTED_HELP)
    text_en = TextLine(_("text in English"))

    text = Bilingual("text")
    objects = SloganQuerySet.as_manager()

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = ["campaign", "position"]
        verbose_name = _("slogan")
        verbose_name_plural = _("slogans")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "position"], name="slogan_position_once"),
            models.CheckConstraint(condition=~Q(text_zh="") | ~Q(text_en=""), name="slogan_has_a_text"),
        ]

    def __str__(self) -> str:
        return self.text.plain

    def get_absolute_url(self) -> str:
        """Return the address of the slogan on its campaign's page."""
        return f"{self.campaign.get_absolute_url()}#slogan-{self.position}"


class Precedent(Record):
    """A Quality Month elsewhere."""

    dated_by = ("began_on",)

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=SLUG_HELP)
    country_code = models.CharField(
        _("ISO 3166 country code"), max_length=2, help_text=_("two capital letters, such as JP")
    )
    country_zh = TextLine(_("country in Chinese"), blank=False)
    country_en = TextLine(_("country in English"), blank=False)
    began_on = EdtfField(_("began"))
    sort_on = models.DateField(_("sortable day"), editable=False, db_index=True)
    summary_zh = Summary(_("summary in Chinese"))
    summary_en = Summary(_("summary in English"))

    country = Bilingual("country")
    summary = Bilingual("summary")
    objects = PrecedentQuerySet.as_manager()

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = ["sort_on", "slug"]
        verbose_name = _("precedent")
        verbose_name_plural = _("precedents")

    def __str__(self) -> str:
        return self.country.plain

    def undated_year(self) -> int:
        """Return the last possible year: what has no date sorts last."""
        return 9999

    def get_absolute_url(self) -> str:
        """Return the address of the precedent on the page of years."""
        return f"{reverse('year-list')}#precedent-{self.slug}"
