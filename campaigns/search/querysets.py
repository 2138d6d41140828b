"""Every question to the search index, by name."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from campaigns.search.question import Question

if TYPE_CHECKING:
    from campaigns.models import SearchEntry  # noqa: F401 - named in the generic base


def in_texts(word: str) -> Q:
    """Return the condition that the folded ``word`` stands in any text."""
    return Q(names__contains=word) | Q(texts__contains=word)


def in_all_texts(words: Iterable[str]) -> Q:
    """Return the condition that each of the folded ``words`` stands in some text."""
    condition = Q()
    for word in words:
        condition &= in_texts(word)
    return condition


class SearchEntryQuerySet(QuerySet["SearchEntry"]):
    """Questions to the index, which knows nothing of drafts: ``published()`` of each kind has the last word."""

    def holding(self, kind: str, text: str) -> Self:
        """Keep the entries of one kind that hold all words of ``text``; none where it has no words."""
        return self.filter(kind=kind).asked(Question.read(text))

    def asked(self, question: Question) -> Self:
        """Keep the entries that hold all words of ``question``; none where it has none."""
        return self.filter(in_all_texts(question.folded)) if question.words else self.none()

    def ranked(self, question: Question) -> Self:
        """Add ``tier``: 0 a name is the phrase, 1 begins with it, 2 names hold all words, 3 other texts are needed."""
        in_names = Q()
        for word in question.folded:
            in_names &= Q(names__contains=word)
        return self.annotate(
            tier=Case(
                When(names__contains=f"\n{question.phrase}\n", then=Value(0)),
                When(names__contains=f"\n{question.phrase}", then=Value(1)),
                When(in_names, then=Value(2)),
                default=Value(3),
                output_field=IntegerField(),
            )
        )
