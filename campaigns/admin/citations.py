"""A source, a line and a quotation, asked for on a form and compared with the text of the source where it is held."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db import DEFAULT_DB_ALIAS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import QUOTE_LIMIT, Claim, Source
from campaigns.reading_page import text_of
from campaigns.vocabularies import Rank, SourceKind
from qualitymonth.admin.choices import ChoiceByTyping

#: How many lines are named where a quotation stands on others than the given one.
NAMED = 5
#: How many sources are suggested where no script completes what is typed.
SUGGESTED = 500


class CitationForm(forms.Form):
    """Asks which source says something, and where."""

    source = forms.ModelChoiceField(Source.objects.none(), label=gettext_lazy("Source"), required=False, blank=True)
    #: In place of the box that completes, for browsers without scripts.
    slug = forms.CharField(label=gettext_lazy("Source, by its slug"), required=False, max_length=120)
    line = forms.IntegerField(
        label=gettext_lazy("Line"), required=False, min_value=1, max_value=2_147_483_647,
        widget=forms.NumberInput(attrs={"size": 6}),
    )  # fmt: skip
    quote = forms.CharField(
        label=gettext_lazy("Quotation as printed"), required=False, max_length=QUOTE_LIMIT,
        widget=forms.TextInput(attrs={"size": 40}),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        column: Any = Claim._meta.get_field("source")
        box: Any = self.fields["source"]
        box.widget = ChoiceByTyping(column, admin.site, using=DEFAULT_DB_ALIAS)
        box.queryset = Source.objects.using(DEFAULT_DB_ALIAS).select_related("part_of")
        box.widget.choices = box.choices
        self.fields["slug"].widget.attrs["list"] = f"{self.add_prefix('slug')}-list"

    def suggestions(self) -> Iterable[Source]:
        """Return sources to suggest where no script does."""
        return Source.objects.using(DEFAULT_DB_ALIAS).order_by("slug")[:SUGGESTED]

    def clean_citation(self, rank: str = "") -> None:
        """Find the source, and the quotation on its line."""
        data = self.cleaned_data
        if not data.get("source") and data.get("slug"):
            data["source"] = self.fields["source"].queryset.filter(slug=data["slug"].strip()).first()  # type: ignore[attr-defined]
            if data["source"] is None:
                self.add_error("slug", _("No source has this slug."))
                return
        source = data.get("source")
        if source is None:
            if "source" not in self.errors:
                self.add_error("source", _("Name the source that says so."))
            return
        if rank == Rank.PREFERRED and source.kind == SourceKind.CONTENT_FARM:
            self.add_error("rank", _("A content farm is never preferred."))
        if "line" not in self.errors and "quote" not in self.errors:
            self._on_its_line(source, data.get("line"), data.get("quote", ""))

    def _on_its_line(self, source: Source, line: int | None, quote: str) -> None:
        """Compare line and quotation with what is known of the source's text."""
        if line is None:
            if source.file or source.part_of:
                self.add_error("line", _("The source has lines: name the one that says so."))
            return
        whole = source.part_of or source
        first, last = source.first_line or 1, source.last_line or whole.line_count
        if line < first or (last and line > last):
            known = {"first": first, "last": last}
            self.add_error("line", _("The source has lines %(first)s to %(last)s.") % known)
            return
        text = text_of(source)
        if text is None:
            return
        lines = text.lines
        if line > len(lines):
            self.add_error("line", _("The source has lines %(first)s to %(last)s.") % {"first": 1, "last": len(lines)})
        elif quote not in lines[line - 1]:
            elsewhere = [
                str(number)
                for number, words in enumerate(lines, 1)
                if quote in words and first <= number <= (last or number)
            ]
            if elsewhere:
                places = ", ".join([*elsewhere[:NAMED], *(["…"] if len(elsewhere) > NAMED else [])])
                self.add_error("quote", _("It does not stand on this line, but on %(lines)s.") % {"lines": places})
            else:
                self.add_error("quote", _("It does not stand in this source; copy it as printed, damage included."))
