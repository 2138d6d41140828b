"""The question put to the search, and what is wrong with it."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.search.find import KINDS
from qualitymonth.filters import SearchField


class SearchForm(forms.Form):
    """A text, and the kinds to look among."""

    q = SearchField(label=gettext_lazy("Search"))
    kind = forms.MultipleChoiceField(choices=[(kind, kind) for kind in KINDS], required=False)

    def __init__(self, *args: Any, paging_words: Collection[str] = (), **options: Any) -> None:
        """Take the words that belong to the asker's way of paging beside the question itself."""
        super().__init__(*args, **options)
        self.paging_words = paging_words

    def clean(self) -> dict[str, Any]:
        """Refuse words that the search does not know, and words given twice that take one value."""
        known = [*self.fields, *self.paging_words]
        for word in sorted(set(self.data) - set(known)):
            self.errors[word] = self.error_class(
                [_("Unknown word. This list knows: %(words)s.") % {"words": ", ".join(known)}]
            )
        for word in known:
            if isinstance(self.data, QueryDict) and word != "kind" and len(self.data.getlist(word)) > 1:
                self.errors.setdefault(word, self.error_class()).append(_("Give this word once."))
        return self.cleaned_data
