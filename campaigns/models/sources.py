"""Sources, and the claims they make about records."""

from typing import Any
from uuid import uuid4

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Province
from campaigns.models.activities import Activity, Appearance, Figure, Person
from campaigns.models.editions import Campaign, Precedent, Series, Slogan, Year
from campaigns.models.notices import Notice, Section
from campaigns.querysets import ClaimQuerySet, SourceQuerySet
from campaigns.vocabularies import Condition, Rank, Script, SourceKind, SourceLanguage
from qualitymonth.bilingual import Bilingual, Text
from qualitymonth.fields import NOTES_HELP, SLUG_HELP, EdtfField, Summary, TextLine, WebAddressField
from qualitymonth.models import RECORD_PERMISSIONS, Record

QUOTE_LIMIT = 40


class Source(Record):
    """A document, or a part of one from its first to its last line."""

    dated_by = ("published_on",)

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=SLUG_HELP)
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("for a part of a document: the whole"),
    )
    first_line = models.PositiveIntegerField(
        _("first line"), null=True, blank=True, help_text=_("of a part: where it begins in the whole")
    )
    last_line = models.PositiveIntegerField(
        _("last line"), null=True, blank=True, help_text=_("of a part: where it ends in the whole")
    )
    title_zh = TextLine(_("title in Chinese"))
    title_en = TextLine(_("title in English"))
    short_zh = TextLine(_("short title in Chinese"), help_text=_("a few words for citations beside a fact"))
    short_en = TextLine(_("short title in English"), help_text=_("a few words for citations beside a fact"))
    publisher_zh = TextLine(_("publisher in Chinese"))
    publisher_en = TextLine(_("publisher in English"))
    byline = TextLine(_("byline as printed"), help_text=_("the author or the office, as printed"))
    published_on = EdtfField(_("published"))
    sort_on = models.DateField(_("sortable day"), editable=False, db_index=True)
    kind = models.CharField(
        _("kind"), max_length=12, choices=SourceKind, help_text=_("who speaks in it, and so how far it can be trusted")
    )
    primary = models.BooleanField(
        _("primary"), null=True, blank=True, help_text=_("whether it tells first hand, or passes on what another told")
    )
    language = models.CharField(_("language"), max_length=5, choices=SourceLanguage)
    script = models.CharField(_("script"), max_length=9, choices=Script)
    condition = models.CharField(
        _("condition"),
        max_length=18,
        choices=Condition,
        default=Condition.CLEAN,
        help_text=_("in what state the text was received"),
    )
    web_address = WebAddressField(_("address on the web"), help_text=_("where it stands on the web; http or https"))
    file = models.CharField(
        _("file as received"),
        max_length=200,
        blank=True,
        default="",
        help_text=_("the name of the file as received; a part has that of the whole"),
    )
    sha256 = models.CharField(
        "SHA-256",
        max_length=64,
        blank=True,
        default="",
        validators=[RegexValidator(r"\A[0-9a-f]{64}\Z")],
        help_text=_("the file's checksum: 64 hexadecimal digits"),
    )
    line_count = models.PositiveIntegerField(
        _("lines"), null=True, blank=True, help_text=_("how many lines the file has; only of a whole document")
    )
    notes_zh = Summary(_("notes in Chinese"), help_text=NOTES_HELP)
    notes_en = Summary(_("notes in English"), help_text=NOTES_HELP)

    title = Bilingual("title")
    short = Bilingual("short")
    publisher = Bilingual("publisher")
    notes = Bilingual("notes")
    objects = SourceQuerySet.as_manager()

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = ["slug"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.CheckConstraint(condition=~Q(title_zh="") | ~Q(title_en=""), name="source_has_a_title"),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True, first_line__isnull=True, last_line__isnull=True)
                | Q(
                    part_of__isnull=False,
                    first_line__isnull=False,
                    first_line__gte=1,
                    last_line__isnull=False,
                    last_line__gte=F("first_line"),
                ),
                name="source_part_has_lines",
            ),
            models.CheckConstraint(
                condition=Q(file="", sha256="") | ~Q(file="") & ~Q(sha256=""), name="source_file_has_a_checksum"
            ),
            models.CheckConstraint(
                condition=Q(line_count__isnull=True) | Q(part_of__isnull=True) & ~Q(file=""),
                name="source_file_has_lines",
            ),
        ]

    def __str__(self) -> str:
        return self.label.plain

    @property
    def label(self) -> Text:
        """The short title, or the title where there is none."""
        return self.short or self.title

    def undated_year(self) -> int:
        """Return the last possible year: what has no date sorts last."""
        return 9999

    def get_absolute_url(self) -> str:
        """Return the address of the source's page."""
        return reverse("source-detail", args=[self.slug])


#: The kinds of record that a claim can be about, by the noun that the API uses.
SUBJECTS: dict[str, type[Record]] = {
    "year": Year, "campaign": Campaign, "notice": Notice, "section": Section, "slogan": Slogan, "series": Series,
    "activity": Activity, "figure": Figure, "person": Person, "appearance": Appearance, "agency": Agency,
    "province": Province, "precedent": Precedent, "source": Source,
}  # fmt: skip


def subject_column(kind: str) -> str:
    """Return the column of ``Claim`` for subjects of ``kind``: the noun, but ``of_source`` for sources."""
    return "of_source" if kind == "source" else kind


def _exactly_one_subject() -> Q:
    """Return the condition that one subject column is filled and all others are empty."""
    condition = Q()
    for filled in SUBJECTS:
        condition |= Q(**{f"{subject_column(name)}__isnull": name != filled for name in SUBJECTS})
    return condition


def _subject(kind: str) -> Any:
    """Return the foreign key column for subjects of ``kind``: claims go with the record they are about."""
    model = SUBJECTS[kind]
    return models.ForeignKey(
        model,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name=model._meta.verbose_name,
    )


def staff_claim_key() -> str:
    """Return a key for a claim made by hand; those of the dossiers are built from source, line, record and field."""
    return str(uuid4())


class Claim(Record):
    """What a source says, on one line, about one field of one record."""

    natural_key_fields = ("key",)

    key = models.CharField(_("key"), max_length=400, unique=True, default=staff_claim_key)
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        related_name="claims_made",
        verbose_name=_("source"),
        help_text=_("the document that says so"),
    )
    line = models.PositiveIntegerField(
        _("line"),
        null=True,
        blank=True,
        help_text=_("counted from 1 in the file as received; empty for the document as a whole"),
    )
    line_end = models.PositiveIntegerField(
        _("last line"), null=True, blank=True, help_text=_("only where the statement runs over several lines")
    )
    quote = models.CharField(
        _("quotation as printed"),
        max_length=QUOTE_LIMIT,
        blank=True,
        default="",
        help_text=_("at most 40 characters, copied as printed, damage included"),
    )
    field = models.CharField(
        _("field"), max_length=40, help_text=_("the name of the record's field that it is about, such as issued_on")
    )
    value = models.TextField(
        _("value"),
        blank=True,
        default="",
        help_text=_("what the source says, written as the field holds it; of a list, the key of one member"),
    )
    rank = models.CharField(
        _("rank"),
        max_length=10,
        choices=Rank,
        default=Rank.NORMAL,
        help_text=_("preferred: the record follows it; deprecated: known to be wrong"),
    )
    note_zh = TextLine(_("note in Chinese"))
    note_en = TextLine(_("note in English"))

    year = _subject("year")
    campaign = _subject("campaign")
    notice = _subject("notice")
    section = _subject("section")
    slogan = _subject("slogan")
    series = _subject("series")
    activity = _subject("activity")
    figure = _subject("figure")
    person = _subject("person")
    appearance = _subject("appearance")
    agency = _subject("agency")
    province = _subject("province")
    precedent = _subject("precedent")
    of_source = _subject("source")

    note = Bilingual("note")
    objects = ClaimQuerySet.as_manager()

    class Meta:
        default_permissions = RECORD_PERMISSIONS
        ordering = ["source", "line", "key"]
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.CheckConstraint(condition=_exactly_one_subject(), name="claim_about_exactly_one_record"),
            models.CheckConstraint(
                condition=Q(line__isnull=True, line_end__isnull=True)
                | Q(line__isnull=False, line__gte=1, line_end__isnull=True)
                | Q(line__isnull=False, line__gte=1, line_end__isnull=False, line_end__gte=F("line")),
                name="claim_lines_in_order",
            ),
        ]

    @property
    def record_kind(self) -> str:
        """The noun of the kind of record the claim is about."""
        return next(kind for kind in SUBJECTS if getattr(self, f"{subject_column(kind)}_id"))

    @property
    def record(self) -> Any:
        """The record the claim is about."""
        return getattr(self, subject_column(self.record_kind))

    def get_absolute_url(self) -> str:
        """Return the address of the claimed line on the source's page."""
        address = self.source.get_absolute_url()
        return f"{address}#L{self.line}" if self.line else address
