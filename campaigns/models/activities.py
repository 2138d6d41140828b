"""Activities, who took part in them and where, the figures that documents state, and people."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Province
from campaigns.models.editions import Campaign, Series
from campaigns.models.notices import Section
from campaigns.querysets import ActivityQuerySet, AppearanceQuerySet, FigureQuerySet, PersonQuerySet
from campaigns.vocabularies import ActivityKind, AppearanceRole, Basis, ParticipationRole, Qualifier
from qualitymonth.bilingual import Bilingual
from qualitymonth.fields import POSITION_HELP, PRINTED_HELP, SLUG_HELP, EdtfField, Summary, TextLine
from qualitymonth.models import RECORD_PERMISSIONS, Owned, Record


class Activity(Record):
    """One thing done in a campaign."""

    dated_by = ("starts_on", "ends_on")

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=SLUG_HELP)
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        related_name="activities",
        verbose_name=_("campaign"),
        help_text=_("the campaign in which it was done"),
    )
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("section"),
        help_text=_("the item of the notice that lists it"),
    )
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("series"),
        help_text=_("what recurs from year to year, such as a contest or an award"),
    )
    edition = models.PositiveSmallIntegerField(
        _("edition"), null=True, blank=True, help_text=_("the number the document gives it within its series")
    )
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("took place within"),
        help_text=_("the activity in the course of which it took place"),
    )
    same_as = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="retellings",
        verbose_name=_("same as"),
        help_text=_("the same event told elsewhere; totals count it once"),
    )
    organisers = models.ManyToManyField(
        Agency, through="Participation", blank=True, related_name="activities", verbose_name=_("organisers")
    )
    provinces = models.ManyToManyField(
        Province, through="Location", blank=True, related_name="activities", verbose_name=_("provinces")
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=ActivityKind, help_text=_("what was done: the archive's own classification")
    )
    title_zh = TextLine(_("title in Chinese"))
    title_en = TextLine(_("title in English"))
    summary_zh = Summary(_("summary in Chinese"))
    summary_en = Summary(_("summary in English"))
    starts_on = EdtfField(_("begins"))
    ends_on = EdtfField(
        _("ends"), help_text=_("the last day, only where it lasted longer than one; as precise as the document")
    )
    sort_on = models.DateField(_("sortable day"), editable=False, db_index=True)
    place_zh = TextLine(_("place in Chinese"), help_text=_("as the document names it"))
    place_en = TextLine(_("place in English"))

    title = Bilingual("title")
    summary = Bilingual("summary")
    place = Bilingual("place")
    objects = ActivityQuerySet.as_manager()

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = ["-sort_on", "slug"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(condition=~Q(title_zh="") | ~Q(title_en=""), name="activity_has_a_title"),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | ~Q(same_as=models.F("id")), name="activity_same_as_another"
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=models.F("id")), name="activity_within_another"
            ),
            models.CheckConstraint(
                condition=Q(edition__isnull=True) | Q(series__isnull=False), name="activity_edition_of_a_series"
            ),
        ]

    def __str__(self) -> str:
        return self.title.plain

    def undated_year(self) -> int:
        """Return the year of the campaign."""
        return self.campaign.year.number

    def get_absolute_url(self) -> str:
        """Return the address of the activity's page."""
        return reverse("activity-detail", args=[self.slug])


class Participation(Owned):
    """An agency's part in an activity: its role, its name as printed, and whether a document states it."""

    natural_key_fields = ("activity__slug", "agency__slug", "role")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="participations", verbose_name=_("activity"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="participations", verbose_name=_("agency"))
    role = models.CharField(
        _("role"),
        max_length=12,
        choices=ParticipationRole,
        default=ParticipationRole.ORGANISER,
        help_text=_("the part that the agency took"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1, help_text=POSITION_HELP)
    name_zh = TextLine(_("name as printed in Chinese"), help_text=PRINTED_HELP)
    name_en = TextLine(_("name as printed in English"), help_text=PRINTED_HELP)
    basis = models.CharField(
        _("basis"),
        max_length=8,
        choices=Basis,
        default=Basis.STATED,
        help_text=_("whether a document states the part, or the archive infers it"),
    )

    class Meta:
        ordering = ["activity", "position", "pk"]
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [models.UniqueConstraint(fields=["activity", "agency", "role"], name="participation_once_a_role")]


class Location(Owned):
    """A province in which, or for which, an activity took place; several share an event."""

    natural_key_fields = ("activity__slug", "province__code")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="locations", verbose_name=_("activity"))
    province = models.ForeignKey(Province, models.PROTECT, related_name="locations", verbose_name=_("province"))
    position = models.PositiveSmallIntegerField(_("position"), default=1, help_text=POSITION_HELP)

    class Meta:
        ordering = ["activity", "position", "pk"]
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        constraints = [models.UniqueConstraint(fields=["activity", "province"], name="location_once_a_province")]


class Figure(Record):
    """A number that a document states about a campaign or a province."""

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=SLUG_HELP)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="figures", verbose_name=_("campaign"))
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("province"),
        help_text=_("the province that the number is about; empty for the whole campaign"),
    )
    name_zh = TextLine(_("name in Chinese"))
    name_en = TextLine(_("name in English"))
    value = models.DecimalField(
        _("value"), max_digits=20, decimal_places=4, help_text=_("the number alone; its unit has a field of its own")
    )
    qualifier = models.CharField(
        _("qualifier"),
        max_length=8,
        choices=Qualifier,
        default=Qualifier.EXACT,
        help_text=_("how the document states it: exactly, at least, or about"),
    )
    unit_zh = TextLine(_("unit in Chinese"))
    unit_en = TextLine(_("unit in English"))

    name = Bilingual("name")
    unit = Bilingual("unit")
    objects = FigureQuerySet.as_manager()

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = ["campaign", "slug"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [models.CheckConstraint(condition=~Q(name_zh="") | ~Q(name_en=""), name="figure_has_a_name")]

    def __str__(self) -> str:
        return self.name.plain

    def get_absolute_url(self) -> str:
        """Return the address of the figure on its campaign's page."""
        return f"{self.campaign.get_absolute_url()}#figure-{self.slug}"


class Person(Record):
    """A person whom a document names: an official, a speaker, a laureate."""

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=SLUG_HELP)
    name_zh = TextLine(_("name in Chinese"))
    name_en = TextLine(_("name in English"))

    name = Bilingual("name")
    objects = PersonQuerySet.as_manager()

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = ["slug"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.CheckConstraint(condition=~Q(name_zh="") | ~Q(name_en=""), name="person_has_a_name")]

    def __str__(self) -> str:
        return self.name.plain

    def get_absolute_url(self) -> str:
        """Return the address of the person's page."""
        return reverse("person-detail", args=[self.slug])


class Appearance(Record):
    """Somebody at an activity in one role: a person, an agency, or a party named only by description."""

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=SLUG_HELP)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="appearances", verbose_name=_("activity"))
    position = models.PositiveSmallIntegerField(_("position"), default=1, help_text=POSITION_HELP)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appearances",
        verbose_name=_("person"),
        help_text=_("exactly one of person, agency and party is given"),
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appearances",
        verbose_name=_("agency"),
        help_text=_("exactly one of person, agency and party is given"),
    )
    party_zh = TextLine(_("party in Chinese"), help_text=_("for those a document describes but does not name"))
    party_en = TextLine(_("party in English"))
    role = models.CharField(
        _("role"), max_length=8, choices=AppearanceRole, help_text=_("what they did there, as the document says")
    )
    posts_zh = TextLine(
        _("posts as printed, in Chinese"), help_text=_("the posts that the document gives beside the name")
    )
    posts_en = TextLine(_("posts in English"))

    party = Bilingual("party")
    posts = Bilingual("posts")
    objects = AppearanceQuerySet.as_manager()

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = ["activity", "position", "slug"]
        verbose_name = _("appearance")
        verbose_name_plural = _("appearances")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, agency__isnull=True, party_zh="", party_en="")
                | Q(person__isnull=True, agency__isnull=False, party_zh="", party_en="")
                | (Q(person__isnull=True, agency__isnull=True) & (~Q(party_zh="") | ~Q(party_en=""))),
                name="appearance_of_exactly_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who} ({self.get_role_display()})"

    @property
    def who(self) -> str:
        """The person's, agency's or party's name in the reader's language."""
        if self.person:
            return self.person.name
        return self.agency.name if self.agency else self.party

    def get_absolute_url(self) -> str:
        """Return the address of the appearance on its activity's page."""
        return f"{self.activity.get_absolute_url()}#appearance-{self.slug}"
