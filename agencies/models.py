"""Agencies under every name they are given, and provinces."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.querysets import AgencyQuerySet, ProvinceQuerySet
from agencies.vocabularies import AgencyKind, NameLanguage, NameType, ProvinceKind, Region
from qualitymonth.bilingual import Bilingual
from qualitymonth.fields import SLUG_HELP, TextLine
from qualitymonth.models import RECORD_PERMISSIONS, Owned, Record

__all__ = ["Agency", "AgencyName", "Province", "Succession"]


class Province(Record):
    """A unit of the annexes' regional lists: ISO 3166-2 and GB/T 2260 codes; the Xinjiang Corps is ``XPCC``."""

    natural_key_fields = ("code",)

    code = models.CharField(
        _("code"),
        max_length=5,
        unique=True,
        validators=[RegexValidator(r"\A(CN-[A-Z]{2}|XPCC)\Z")],
        help_text=_("ISO 3166-2, such as CN-HE; XPCC for the Xinjiang Production and Construction Corps"),
    )
    gb_code = models.CharField(
        _("GB/T 2260 code"),
        max_length=6,
        blank=True,
        default="",
        validators=[RegexValidator(r"\A[0-9]{6}\Z")],
        help_text=_("six digits, such as 130000; the Xinjiang Corps has none"),
    )
    kind = models.CharField(_("kind"), max_length=32, choices=ProvinceKind)
    region = models.CharField(_("region"), max_length=32, choices=Region)
    name_zh = TextLine(_("name in simplified Chinese"), blank=False)
    name_en = TextLine(_("name in English"), blank=False)
    name_hant = TextLine(_("name in traditional Chinese"), blank=False)
    pinyin = TextLine(_("name in pinyin"), blank=False)
    short_zh = TextLine(_("short name in Chinese"), blank=False)
    tile_row = models.PositiveSmallIntegerField(
        _("row on the tile map"),
        null=True,
        blank=True,
        help_text=_("with the column, or both empty for what stands beside the map"),
    )
    tile_column = models.PositiveSmallIntegerField(_("column on the tile map"), null=True, blank=True)

    name = Bilingual("name")
    objects = ProvinceQuerySet.as_manager()

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = ["code"]
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        constraints = [
            models.UniqueConstraint(fields=["tile_row", "tile_column"], name="province_tile_once"),
            models.CheckConstraint(
                condition=models.Q(tile_row__isnull=True, tile_column__isnull=True)
                | models.Q(tile_row__isnull=False, tile_column__isnull=False),
                name="province_tile_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name.plain

    def get_absolute_url(self) -> str:
        """Return the address of the province's page."""
        return reverse("province-detail", args=[self.code])


class Agency(Record):
    """A body that signs, organises or takes part; ``names`` holds every name in use, these two the headings."""

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=SLUG_HELP)
    kind = models.CharField(_("kind"), max_length=32, choices=AgencyKind)
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agencies",
        verbose_name=_("province"),
        help_text=_("the province whose agency it is; empty for one of the whole nation"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent agency"),
        help_text=_("the agency of which it is a part"),
    )
    predecessors = models.ManyToManyField(
        "self",
        through="Succession",
        symmetrical=False,
        blank=True,
        related_name="successors",
        verbose_name=_("predecessors"),
    )
    name_zh = TextLine(
        _("name in simplified Chinese"), help_text=_("the heading; every other name in use is listed below")
    )
    name_en = TextLine(_("name in English"))

    name = Bilingual("name")
    objects = AgencyQuerySet.as_manager()

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = ["slug"]
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = [
            models.CheckConstraint(condition=~models.Q(name_zh="") | ~models.Q(name_en=""), name="agency_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name.plain

    def get_absolute_url(self) -> str:
        """Return the address of the agency's page."""
        return reverse("agency-detail", args=[self.slug])


class AgencyName(Owned):
    """One name of an agency in one language, with its standing and the years in which it was in use."""

    natural_key_fields = ("agency__slug", "language", "name")

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="names", verbose_name=_("agency"))
    position = models.PositiveSmallIntegerField(
        _("position"), default=1, help_text=_("its place in the list of names, from 1")
    )
    language = models.CharField(_("language"), max_length=8, choices=NameLanguage)
    type = models.CharField(
        _("type"),
        max_length=16,
        choices=NameType,
        help_text=_("its standing: official, short, former, variant or mistranslation"),
    )
    name = TextLine(_("name"), blank=False)
    from_year = models.PositiveSmallIntegerField(
        _("in use from"), null=True, blank=True, help_text=_("empty where no source tells")
    )
    to_year = models.PositiveSmallIntegerField(
        _("in use until"),
        null=True,
        blank=True,
        help_text=_("empty where it is still in use, or where no source tells"),
    )

    class Meta:
        ordering = ["agency", "position", "pk"]
        verbose_name = _("agency name")
        verbose_name_plural = _("agency names")
        constraints = [
            models.UniqueConstraint(fields=["agency", "language", "name"], name="agency_name_once"),
            models.CheckConstraint(
                condition=models.Q(from_year__isnull=True)
                | models.Q(to_year__isnull=True)
                | models.Q(to_year__gte=models.F("from_year")),
                name="agency_name_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Succession(Owned):
    """One agency took over from another."""

    natural_key_fields = ("agency__slug", "predecessor__slug")

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="successions", verbose_name=_("agency"))
    predecessor = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="superseded_by",
        verbose_name=_("predecessor"),
        help_text=_("the agency whose work it took over"),
    )

    class Meta:
        ordering = ["agency", "predecessor"]
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(fields=["agency", "predecessor"], name="succession_once"),
            models.CheckConstraint(condition=~models.Q(agency=models.F("predecessor")), name="succession_of_another"),
        ]
