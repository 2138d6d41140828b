"""The search index: for each record, all texts under which it is found."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.search.querysets import SearchEntryQuerySet


class SearchEntry(models.Model):
    """The texts of one record, folded for search; made from the record, never edited, in no fixture."""

    kind = models.CharField(_("kind"), max_length=16)
    record_id = models.PositiveBigIntegerField(_("record"))
    key = models.CharField(_("key"), max_length=400)
    year = models.PositiveSmallIntegerField(_("year"), default=0, help_text=_("0 for records of no year"))
    names = models.TextField(_("names and titles, folded"), help_text=_("each between line ends"))
    texts = models.TextField(_("other texts, folded"), help_text=_("each between line ends"))
    #: All texts as they are read, the names first: each with its field, language and, of an agency's name, the type.
    stored = models.JSONField(_("texts as stored"))
    scheme = models.PositiveSmallIntegerField(_("way of folding"), help_text=_("entries of an older one are made anew"))

    objects: ClassVar[SearchEntryQuerySet] = SearchEntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="search_entry_once_a_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
