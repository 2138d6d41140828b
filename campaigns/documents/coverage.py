"""Account for a document: each line is cited, boilerplate or left; each detail is in a claim, set aside or left."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from campaigns.documents.details import Detail, DetailKind, details
from campaigns.documents.glosses import strip_glosses
from qualitymonth import edtf
from qualitymonth.fold import fold, simplify

Stated = TypeVar("Stated", "Cited", "Aside")

#: Claims on these fields say that a text survives, not what it says: they account for no line.
SURVIVAL = frozenset({"text_known"})

#: A quotation of this length or more may be the cut-off beginning of a longer name.
_CUT_OFF = 25


@dataclass(frozen=True, slots=True)
class Cited:
    """What a claim takes from a line: the lines, the words as printed (may be ''), and the value."""

    line: int
    line_end: int
    quote: str
    value: str


@dataclass(frozen=True, slots=True)
class Aside:
    """What was read and set aside: lines, or words on them, or all from ``quote`` to ``quote_end``."""

    line: int
    line_end: int
    quote: str = ""
    quote_end: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A detail that stands in no claim of its line and is not set aside."""

    line: int
    detail: Detail


@dataclass(slots=True)
class Account:
    """How far a document is transcribed: the numbers of its lines, and its details, by what became of them."""

    cited: list[int] = field(default_factory=list)
    boilerplate: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    in_claims: int = 0
    set_aside: int = 0
    details_left: list[Left] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether nothing is left."""
        return not (self.left or self.details_left)


def clean(text: str) -> str:
    """Return printed text for comparison: without pinyin glosses, in simplified script."""
    return simplify(strip_glosses(text))


def account(lines: Sequence[str], cited: Iterable[Cited], asides: Iterable[Aside]) -> Account:
    """Account for a whole document, whose first line is line 1. Blank lines are boilerplate.

    The details of lines that are not accounted for count as left, so that citing a line never leaves more than before.
    """
    claims, passages = _by_line(cited), _by_line(asides)
    found = Account()
    for number, printed in enumerate(lines, 1):
        claims_here, asides_here = claims.get(number, []), passages.get(number, [])
        if not claims_here and (not printed.strip() or any(not aside.quote for aside in asides_here)):
            found.boilerplate.append(number)
            continue
        (found.cited if claims_here else found.left).append(number)
        _account_details(found, number, clean(printed), claims_here, asides_here)
    return found


def _by_line(statements: Iterable[Stated]) -> dict[int, list[Stated]]:
    by_line: dict[int, list[Stated]] = {}
    for statement in statements:
        for number in range(statement.line, statement.line_end + 1):
            by_line.setdefault(number, []).append(statement)
    return by_line


def _account_details(found: Account, number: int, line: str, cited: list[Cited], asides: list[Aside]) -> None:
    """Account for the details of one line."""
    claimed = _spans(line, [word for claim in cited for word in (claim.quote, claim.value)])
    away = [span for aside in asides for span in _aside_spans(line, aside)]
    for detail in details(line):
        if _stands(detail, line, claimed) or _stated(detail, cited):
            found.in_claims += 1
        elif _stands(detail, line, away):
            found.set_aside += 1
        else:
            found.details_left.append(Left(number, detail))


def _spans(line: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return where in a clean line the words stand, each time they do."""
    cleaned = {clean(word) for word in words if word}
    return [match.span() for word in cleaned for match in re.finditer(_bounded(word), line)]


def _bounded(word: str) -> str:
    """Return a pattern for a word; a number must not be part of a longer one."""
    before = r"(?<!\d)" if word[0].isdigit() else ""
    after = r"(?!\d)" if word[-1].isdigit() else ""
    return f"{before}{re.escape(word)}{after}"


def _aside_spans(line: str, aside: Aside) -> list[tuple[int, int]]:
    """Return the part of a clean line that is set aside: all of it where no words are named."""
    if not aside.quote:
        return [(0, len(line))]
    if not aside.quote_end:
        return _spans(line, [aside.quote])
    start, end = line.find(clean(aside.quote)), line.rfind(clean(aside.quote_end))
    return [(start, end + len(clean(aside.quote_end)))] if 0 <= start <= end else []


def _stands(detail: Detail, line: str, spans: list[tuple[int, int]]) -> bool:
    """Tell whether a detail lies within the spans: a list member in part, anything else with every letter and digit."""
    covered = [
        any(start <= position < end for start, end in spans)
        for position in range(detail.start, detail.end)
        if line[position].isalnum()
    ]
    return any(covered) if detail.kind is DetailKind.MEMBER else all(covered)


def _stated(detail: Detail, cited: list[Cited]) -> bool:
    """Tell whether a claim states a detail in another form: a date as EDTF, a number by its value, a name in full."""
    if detail.kind is DetailKind.DATE:
        return any(_is_date(detail.date, claim.value) for claim in cited)
    if detail.kind is DetailKind.NUMBER:
        digits = re.sub(r"[^\d.]", "", detail.text)
        return bool(digits) and any(claim.value == digits for claim in cited)
    if detail.kind is DetailKind.NAME:
        name = fold(detail.text)
        return any(
            name in fold(claim.value) or (len(claim.quote) >= _CUT_OFF and name.startswith(fold(clean(claim.quote))))
            for claim in cited
        )
    return False


def _is_date(date: str, value: str) -> bool:
    """Tell whether a claimed value is the date, or one that agrees with it; a day without a year must be its end."""
    try:
        claimed = edtf.parse(value)
        return value.endswith(date) if date[2:3] == "-" else edtf.parse(date).agrees_with(claimed)
    except ValueError:
        return False
