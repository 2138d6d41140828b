"""Notices, who signed them, and their outline."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from campaigns.models.editions import Campaign
from campaigns.querysets import NoticeQuerySet, SectionQuerySet
from qualitymonth.bilingual import Bilingual
from qualitymonth.fields import PRINTED_HELP, SLUG_HELP, EdtfField, Summary, TextLine
from qualitymonth.models import RECORD_PERMISSIONS, Owned, Record


class Notice(Record):
    """A document that announces or forwards a campaign."""

    dated_by = ("issued_on", "published_on")

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=SLUG_HELP)
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        related_name="notices",
        verbose_name=_("campaign"),
        help_text=_("the campaign that it announces, or that the forwarded notice announces"),
    )
    title_zh = TextLine(_("title in Chinese"))
    title_en = models.TextField(_("title in English"), blank=True, default="")
    document_number = TextLine(_("document number"), help_text=_("发文字号, such as 国市监质发〔2023〕73号"))
    issued_on = EdtfField(
        _("issued"),
        help_text=_("the date below the signatures, as precise as the document: 2023, 2023-09 or 2023-09-01"),
    )
    published_on = EdtfField(
        _("published"), help_text=_("when it was made public, as precise as the document: 2023, 2023-09 or 2023-09-01")
    )
    sort_on = models.DateField(_("sortable day"), editable=False, db_index=True)
    forwards = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="forwarded_by",
        verbose_name=_("forwards"),
        help_text=_("the notice that this one passes on"),
    )
    issuers = models.ManyToManyField(
        Agency, through="Signature", blank=True, related_name="notices", verbose_name=_("issuers")
    )
    summary_zh = Summary(_("summary in Chinese"))
    summary_en = Summary(_("summary in English"))

    title = Bilingual("title")
    summary = Bilingual("summary")
    objects = NoticeQuerySet.as_manager()

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = ["-sort_on", "slug"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.CheckConstraint(condition=~Q(title_zh="") | ~Q(title_en=""), name="notice_has_a_title")]

    def __str__(self) -> str:
        return self.title.plain

    def undated_year(self) -> int:
        """Return the year of the campaign."""
        return self.campaign.year.number

    def get_absolute_url(self) -> str:
        """Return the address of the notice's page."""
        return reverse("notice-detail", args=[self.slug])


class Signature(Owned):
    """One issuer of a notice: its place in the order, and its name as printed in each language."""

    natural_key_fields = ("notice__slug", "position")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="signatures", verbose_name=_("notice"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="signatures", verbose_name=_("agency"))
    position = models.PositiveSmallIntegerField(_("position"), help_text=_("its place among the issuers, from 1"))
    name_zh = TextLine(_("name as printed in Chinese"), help_text=PRINTED_HELP)
    name_en = TextLine(_("name as printed in English"), help_text=PRINTED_HELP)

    class Meta:
        ordering = ["notice", "position"]
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.UniqueConstraint(fields=["notice", "position"], name="signature_position_once"),
            models.UniqueConstraint(fields=["notice", "agency"], name="signature_once_an_agency"),
        ]


class Section(Record):
    """A part of a notice's outline: a heading, an item, an annex or an annex's item."""

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=SLUG_HELP)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="sections", verbose_name=_("notice"))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent section"),
        help_text=_("the section directly above it in the outline; empty for a part or an annex"),
    )
    path = models.CharField(_("path"), max_length=40, help_text=_("such as 3.1 or annex-1.17"))
    position = models.PositiveSmallIntegerField(
        _("position in the notice"),
        help_text=_("its place among all sections of the notice, from 1; what follows makes room"),
    )
    label = models.CharField(
        _("label as printed"),
        max_length=40,
        blank=True,
        default="",
        help_text=_("the number before the heading, such as 三、 or （一）"),
    )
    heading_zh = TextLine(_("heading in Chinese"))
    heading_en = TextLine(_("heading in English"))
    summary_zh = Summary(_("summary in Chinese"))
    summary_en = Summary(_("summary in English"))
    text_known = models.BooleanField(_("text known"), default=True, help_text=_("whether its body survives anywhere"))

    heading = Bilingual("heading")
    summary = Bilingual("summary")
    objects = SectionQuerySet.as_manager()

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = ["notice", "position"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.UniqueConstraint(fields=["notice", "path"], name="section_path_once"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")), name="section_within_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label or self.place} {self.heading.plain}".strip()

    @property
    def place(self) -> str:
        """Where the section stands in the notice, in the reader's language: made from its path."""
        first, *rest = self.path.removeprefix("annex-").split(".")
        names = {"part": first, "item": ".".join(rest)}
        if self.path.startswith("annex-"):
            return (gettext("annex %(part)s, item %(item)s") if rest else gettext("annex %(part)s")) % names
        return (gettext("part %(part)s, item %(item)s") if rest else gettext("part %(part)s")) % names

    @property
    def depth(self) -> int:
        """How deep the section stands, from its path: 0 for a part or an annex."""
        return self.path.count(".")

    def get_absolute_url(self) -> str:
        """Return the address of the section on its notice's page."""
        return f"{self.notice.get_absolute_url()}#section-{self.path}"
