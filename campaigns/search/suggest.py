"""What to look for instead, where a question finds nothing: only questions that find something."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from campaigns.models import SearchEntry
from campaigns.search.find import KINDS, Results, public
from campaigns.search.querysets import in_all_texts
from campaigns.search.question import Question
from qualitymonth.fold import fold_words

#: The kinds whose names are suggested.
NAMED = ("agency", "province", "series", "campaign")
#: Fields that hold keys, which are no names.
KEYS = ("slug", "code")
#: How alike a name must be, of 1, and how many are suggested.
ALIKE, MOST = 0.3, 5
#: How many words may be left out one by one.
MANY = 8
#: How long a phrase may be that is taken apart, and how many parts there may be.
LONGEST, PARTS = 24, 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another question, and how many records it finds."""

    text: str
    total: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Names that are nearly what was typed, and the question with fewer or shorter words."""

    names: list[Suggestion]
    fewer: list[Suggestion]


def suggestions(results: Results) -> Suggestions:
    """Return what to look for instead of a question that found nothing."""
    return Suggestions(_names(results.question), _fewer(results.question))


def _names(question: Question) -> list[Suggestion]:
    """Return the names most like the question, by the pairs of characters that they share; one of each record."""
    wanted = _pairs(question.phrase)
    nearest = sorted(
        (-alike, key, name, kind)
        for kind, key, names in public(NAMED).values_list("kind", "key", "names")
        for alike, name in [max((_alike(wanted, name), name) for name in names.split("\n"))]
        if alike >= ALIKE
    )[:MOST]
    stored = {
        (entry.kind, entry.key): entry.stored
        for entry in SearchEntry.objects.filter(key__in=[key for _, key, *_ in nearest])
    }
    texts = dict.fromkeys(
        text
        for _, key, name, kind in nearest
        for field, _, text, _, is_name in stored.get((kind, key), ())
        if is_name and field not in KEYS and len(text) <= settings.SEARCH_LIMIT and fold_words(text).text == name
    )
    totals = _totals([Question.read(text).folded for text in texts])
    return [Suggestion(text, total) for text, total in zip(texts, totals, strict=True) if total]


def _pairs(folded: str) -> Counter[str]:
    return Counter(folded[place : place + 2] for place in range(max(1, len(folded) - 1)))


def _alike(wanted: Counter[str], folded: str) -> float:
    """Return the share of pairs of characters that two texts have in common (Dice's coefficient)."""
    other = _pairs(folded)
    return 2 * (wanted & other).total() / (wanted.total() + other.total())


def _fewer(question: Question) -> list[Suggestion]:
    """Return the question without the words that are nowhere, or without one of words that never stand together."""
    words = question.words
    if len(words) == 1:
        # A word with blanks when folded has letters or figures, which are not to be cut.
        return _parts(words[0].folded) if len(words[0].folded) <= LONGEST and " " not in words[0].folded else []
    alone = _totals([[word.folded] for word in words])
    kept = [word for word, total in zip(words, alone, strict=True) if total]
    if len(kept) < len(words):
        trials = [kept] if kept else []
    elif len(words) > MANY:
        return []
    else:
        trials = [[other for other in words if other is not word] for word in words]
    totals = _totals([[word.folded for word in trial] for trial in trials])
    found = [
        Suggestion(" ".join(word.typed for word in trial), total)
        for trial, total in zip(trials, totals, strict=True)
        if total
    ]
    return sorted(found, key=lambda suggestion: -suggestion.total)[:MOST]


def _parts(phrase: str) -> list[Suggestion]:
    """Return the folded phrase taken apart into the longest pieces that stand somewhere, which must all occur."""
    parts: list[str] = []
    while phrase and len(parts) < PARTS:
        beginnings = [phrase[:length] for length in range(len(phrase), 1, -1)]
        totals = _totals([[beginning] for beginning in beginnings])
        longest = next((one for one, total in zip(beginnings, totals, strict=True) if total), "")
        parts += [longest] if longest else []
        phrase = phrase[len(longest) or 1 :]
    totals = _totals([parts] if parts else [])
    return [Suggestion(" ".join(parts), total) for total in totals if total]


def _totals(trials: Sequence[Iterable[str]]) -> list[int]:
    """Return how many public records hold all words of each of ``trials``, in one query."""
    if not trials:
        return []
    counted = public(KINDS).aggregate(
        **{f"trial_{n}": Count("pk", filter=in_all_texts(trial)) for n, trial in enumerate(trials)}
    )
    return [counted[f"trial_{n}"] for n in range(len(trials))]
