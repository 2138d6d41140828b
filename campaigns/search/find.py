"""Find records of every kind that hold a text, in either script."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import SUBJECTS, Source
from qualitymonth.bilingual import LANGUAGES, Text, reader_suffix
from qualitymonth.fold import spellings

#: Kinds in the order in which their results are shown: those that readers look for by name come first.
KINDS: dict[str, Any] = {
    kind: SUBJECTS[kind]
    for kind in (
        "campaign", "agency", "province", "notice", "series", "person", "activity", "section", "slogan", "figure",
        "precedent", "year", "appearance",
    )
} | {"source": Source}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """One result: a record, by kind and key, with its title in the reader's language."""

    kind: str
    record: Any

    @property
    def key(self) -> str:
        """The record's public key."""
        return str(self.record.natural_key()[0])

    @property
    def title(self) -> Text:
        """What the record is called."""
        for name in ("title", "name", "heading", "text", "label"):
            if isinstance(value := getattr(self.record, name, None), Text) and value:
                return value
        return Text(str(self.record), LANGUAGES[reader_suffix()])

    @property
    def kind_name(self) -> Any:
        """The kind, in the reader's language."""
        return self.record._meta.verbose_name

    @property
    def page_url(self) -> str:
        """The address of the record's page."""
        return self.record.get_absolute_url()  # type: ignore[no-any-return]

    @property
    def api_url(self) -> str:
        """The address of the record in the API."""
        return reverse(f"api-{self.kind}-detail", args=[self.key])


class SearchForm(forms.Form):
    """The question: a text, and the kinds to look among."""

    q = forms.CharField(max_length=settings.SEARCH_LIMIT, label=gettext_lazy("Search"))
    kind = forms.MultipleChoiceField(choices=[(kind, kind) for kind in KINDS], required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse words that the search does not know, and a second question."""
        for word in sorted(set(self.data) - set(self.fields)):
            self.errors[word] = self.error_class(
                [_("Unknown word. This list knows: %(words)s.") % {"words": ", ".join(self.fields)}]
            )
        if isinstance(self.data, QueryDict) and len(self.data.getlist("q")) > 1:
            self.add_error("q", _("Give this word once."))
        return self.cleaned_data


def find(text: str, kinds: list[str] | None = None) -> list[Found]:
    """Return every published record of ``kinds`` (all, where none is named) that holds ``text`` in either script."""
    terms = spellings(text.strip())
    return [
        Found(kind, record)
        for kind, model in KINDS.items()
        if not kinds or kind in kinds
        for record in model.objects.published().for_list().matching(terms).order_by(model.natural_key_fields[0])
    ]
