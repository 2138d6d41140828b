"""The lines of a document under review: what stands on each, and what became of it so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.documents.coverage import SURVIVAL, Account, Aside, Cited, account
from campaigns.documents.reading import LANGUAGES
from campaigns.models import SetAside, Source
from campaigns.review.candidates import CandidateForm
from campaigns.review.matching import claims_of
from campaigns.review.review import Review


class LineState(StrEnum):
    """What became of a line."""

    CITED = "cited"
    ASIDE = "aside"
    OFFERED = "offered"
    LEFT = "left"
    BLANK = "blank"


STATES = {
    LineState.CITED: _("cited"),
    LineState.ASIDE: _("set aside"),
    LineState.OFFERED: "",
    LineState.LEFT: _("not covered"),
    LineState.BLANK: "",
}


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A line with its number, its state, the candidates that stand on it, and the details that no claim has yet."""

    number: int
    text: str
    lang: str
    state: LineState
    candidates: list[CandidateForm] = field(default_factory=list)
    details: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        """The state in words."""
        return str(STATES[self.state])


def account_for(source: Source, lines: list[str]) -> Account:
    """Return how far ``lines`` of ``source`` are covered by the archive's claims, drafts included, and set aside."""
    passages = SetAside.objects.filter(Q(source=source) | Q(source__part_of=source))
    return account(
        lines,
        [
            Cited(claim.line, claim.line_end or claim.line, claim.quote, claim.value)
            for claim in claims_of(source)
            if claim.line and claim.field not in SURVIVAL
        ],
        [
            Aside(passage.line, passage.line_end or passage.line, passage.quote, passage.quote_end)
            for passage in passages
        ],
    )


def review_lines(source: Source, lines: list[str], review: Review, found: Account) -> Iterable[ReviewLine]:
    """Yield the lines of a document as its review shows them."""
    cited, boilerplate = set(found.cited), set(found.boilerplate)
    details: dict[int, list[str]] = {}
    for left in found.details_left:
        details.setdefault(left.line, []).append(left.detail.text)
    lang = LANGUAGES[source.script]
    candidates = review.by_line()
    for number, text in enumerate(lines, 1):
        offered = candidates.get(number, [])
        if not text.strip():
            state = LineState.BLANK
        elif number in cited:
            state = LineState.CITED
        elif number in boilerplate:
            state = LineState.ASIDE
        else:
            state = LineState.OFFERED if offered else LineState.LEFT
        shown = details.get(number, []) if state == LineState.CITED else []
        yield ReviewLine(number, text, lang, state, offered, list(dict.fromkeys(shown)))
