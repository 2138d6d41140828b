"""The text of a document where somebody holds it, and what of it was set aside as stating no fact."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.sources import QUOTE_LIMIT, Source
from campaigns.vocabularies import SetAsideReason
from qualitymonth.bilingual import Bilingual
from qualitymonth.fields import TextLine
from qualitymonth.models import Owned


class SourceText(models.Model):
    """The text of a whole document, as ``import_documents`` read it; it stands in no fixture and is never exported."""

    source = models.OneToOneField(Source, models.CASCADE, related_name="text", verbose_name=_("source"))
    content = models.TextField(_("text as received"))
    sha256 = models.CharField("SHA-256", max_length=64, validators=[RegexValidator(r"\A[0-9a-f]{64}\Z")])

    class Meta:
        verbose_name = _("text of a source")
        verbose_name_plural = _("texts of sources")

    def __str__(self) -> str:
        return str(self.source)

    @property
    def lines(self) -> list[str]:
        """The lines of the document, the first of which is line 1."""
        return self.content.removesuffix("\n").split("\n")


class SetAside(Owned):
    """Lines of a source, or words on a line, that were read and state no fact, with the reason.

    Without ``quote`` whole lines are set aside; with it those words; with ``quote_end`` all from the one to the other.
    """

    natural_key_fields = ("source__slug", "line", "quote")

    source = models.ForeignKey(Source, models.CASCADE, related_name="set_aside", verbose_name=_("source"))
    line = models.PositiveIntegerField(_("line"), help_text=_("counted from 1 in the file as received"))
    line_end = models.PositiveIntegerField(_("last line"), null=True, blank=True)
    quote = models.CharField(
        _("words as printed"),
        max_length=QUOTE_LIMIT,
        blank=True,
        default="",
        help_text=_("empty to set the whole line aside"),
    )
    quote_end = models.CharField(_("up to these words"), max_length=QUOTE_LIMIT, blank=True, default="")
    reason = models.CharField(
        _("reason"), max_length=10, choices=SetAsideReason, help_text=_("why it states no fact of the archive's")
    )
    note_zh = TextLine(_("note in Chinese"))
    note_en = TextLine(_("note in English"))

    note = Bilingual("note")

    class Meta:
        ordering = ["source", "line", "quote"]
        verbose_name = _("passage set aside")
        verbose_name_plural = _("passages set aside")
        constraints = [
            models.UniqueConstraint(fields=["source", "line", "quote"], name="set_aside_once"),
            models.CheckConstraint(
                condition=Q(line__gte=1) & (Q(line_end__isnull=True) | Q(line_end__gte=F("line"))),
                name="set_aside_lines_in_order",
            ),
            models.CheckConstraint(condition=Q(quote_end="") | ~Q(quote=""), name="set_aside_from_somewhere"),
        ]
