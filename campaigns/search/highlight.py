"""Show where a question's words stand in the texts of a record, in the script of the text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.vocabularies import NameType
from campaigns.models import Claim
from campaigns.search.question import Question
from qualitymonth.bilingual import Text, reader_suffix
from qualitymonth.fold import fold_words

#: About how many characters of a text are shown, and how many of them before the first match.
LENGTH, BEFORE = 120, 40
#: How far a cut may move to leave a word whole.
SLACK = 15
#: How many texts of one record the API shows.
MOST = 5
#: What its title tells of a record: nothing to show, unless it is one of its names.
_UNSHOWN = {"year", "slug"}

_NAMED = {
    NameType.OFFICIAL: gettext_lazy("official name"),
    NameType.SHORT: gettext_lazy("short name"),
    NameType.FORMER: gettext_lazy("former name"),
    NameType.VARIANT: gettext_lazy("variant name"),
    NameType.MISTRANSLATION: gettext_lazy("mistranslation"),
    "pinyin": gettext_lazy("name in pinyin"),
}

Span = tuple[int, int]


class Piece(NamedTuple):
    """Some characters of a text: those of a match, or those between."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Highlight:
    """A text of a record, or as much of it as surrounds the first match, and where in it the matches are."""

    field: str
    lang: str
    text: str
    ranges: tuple[Span, ...]
    type: str = ""
    is_name: bool = False
    words: int = 0

    @property
    def pieces(self) -> list[Piece]:
        """The text in pieces: the matches, in order, and the rest."""
        return list(pieces(self.text, self.ranges))


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows of a result: its title and one more text, each in pieces."""

    title: list[Piece]
    lang: str
    beside: Highlight | None = None
    label: Any = ""


class Highlighter:
    """Marks the words of one question."""

    def __init__(self, question: Question) -> None:
        self._words = question.folded

    def highlights(self, stored: Iterable[Sequence[Any]]) -> list[Highlight]:
        """Return the texts that hold a word: those with most words first, then names, then the reader's language."""
        found = [
            made
            for name, lang, text, type_, is_name in stored
            if (is_name or name not in _UNSHOWN) and (made := self._highlight(name, lang, text, type_, is_name=is_name))
        ]
        own = reader_suffix()
        return sorted(found, key=lambda one: (-one.words, not one.is_name, not one.lang.startswith(own)))[:MOST]

    def shown(self, model: Any, title: Text, highlights: list[Highlight]) -> Shown:
        """Return what the page shows: the best text that is not the title, unless the title says it all by itself."""
        in_title, words = self._spans(title.plain)
        others = [one for one in highlights if one.text != title.plain]
        if words == len(self._words):
            others = [one for one in others if not one.is_name]
        marked = list(pieces(title.plain, in_title))
        if not others:
            return Shown(marked, title.lang)
        return Shown(marked, title.lang, others[0], label_of(model, others[0]))

    def _highlight(self, name: str, lang: str, text: str, type_: str, *, is_name: bool) -> Highlight | None:
        if type_ == "pinyin":
            # Found from any syllable on, so that what matched may begin or end within none of the words shown.
            joined = text.replace(" ", "")
            words = sum(word.strip() in joined for word in self._words)
            return Highlight(name, lang, text, (), type_, is_name, words) if words else None
        spans, words = self._spans(text)
        if not spans:
            return None
        start, end = _window(text, spans[0])
        opening, closing = "…" if start else "", "…" if end < len(text) else ""
        shift = len(opening) - start
        ranges = tuple((a + shift, min(b, end) + shift) for a, b in spans if a >= start and a < end)
        return Highlight(name, lang, f"{opening}{text[start:end]}{closing}", ranges, type_, is_name, words)

    def _spans(self, text: str) -> tuple[list[Span], int]:
        """Return where words stand in ``text``, in order and without overlap, and how many different ones do."""
        folded = fold_words(text)
        by_word = [folded.spans(word) for word in self._words]
        return list(_merged(span for spans in by_word for span in spans)), sum(map(bool, by_word))


def pieces(text: str, ranges: Iterable[Span]) -> Iterable[Piece]:
    """Yield ``text`` in pieces: those of ``ranges``, in order, and the rest."""
    at = 0
    for start, end in ranges:
        if start > at:
            yield Piece(text[at:start], marked=False)
        yield Piece(text[start:end], marked=True)
        at = end
    if at < len(text):
        yield Piece(text[at:], marked=False)


def label_of(model: Any, highlight: Highlight) -> Any:
    """Return what readers call the text: an agency's name by its type, others by their field."""
    if highlight.type:
        return _NAMED[highlight.type]
    if highlight.field == "quote":
        return Claim._meta.get_field("quote").verbose_name
    try:
        column = model._meta.get_field(highlight.field)
    except FieldDoesNotExist:
        return _("heading")
    return getattr(column, "verbose_name", None) or column.related_model._meta.verbose_name


def _merged(spans: Iterable[Span]) -> Iterable[Span]:
    """Yield ``spans`` in order, those that overlap as one."""
    current: Span | None = None
    for start, end in sorted(spans):
        if current and start < current[1]:
            current = current[0], max(current[1], end)
            continue
        if current:
            yield current
        current = start, end
    if current:
        yield current


def _window(text: str, first: Span) -> Span:
    """Return the part of ``text`` to show around its first match; no word is cut where a blank is near."""
    if len(text) <= LENGTH + SLACK:
        return 0, len(text)
    start = max(0, min(first[0] - BEFORE, len(text) - LENGTH))
    if start and (blank := text.find(" ", start - 1, min(start + SLACK, first[0]))) >= 0:
        start = blank + 1
    end = max(start + LENGTH, first[1])
    if end < len(text) and (blank := text.rfind(" ", max(end - SLACK, first[1]), end + 1)) >= 0:
        end = blank
    return start, min(end, len(text))
