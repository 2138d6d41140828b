"""The parts of a document: reports with their bylines, signatures with their date, and what follows them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from campaigns.documents.glosses import HAN
from campaigns.documents.numbering import read_label
from campaigns.documents.passages import Passage
from campaigns.drafting.find import DateFound, only_date
from campaigns.drafting.ground import CHINESE, is_sentence

_BYLINE = re.compile(
    rf"\s*[(（](?:(?:本报)?(?:记者|通讯员|記者|通訊員)[:：\s]*)?(?P<names>[{HAN}]{{2,4}}(?:[\s、][{HAN}]{{2,4}})*)[)）]\s*"
)
_ANNEX_TEXT = re.compile(
    r"附件\s*[:：]?\s*$|"
    r"(?:附件|附)\s*[\d一二三四五六七八九十]{1,2}(?:\s*[:：]|\s|$)|(?:Annex|Attachment)\s+\d",
    re.IGNORECASE,
)
#: So long may a row of names be.
_LONGEST_ROW = {CHINESE: 60, "en": 120}


@dataclass(frozen=True, slots=True)
class Part:
    """A report: its first and last line, and the names in its byline as printed."""

    first: int
    last: int
    byline: str


def reports(lines: Sequence[str]) -> list[Part]:
    """Return the reports on ``lines``: each ends with a byline in brackets on a line of its own."""
    found = []
    first = 1
    for number, line in enumerate(lines, 1):
        if byline := _BYLINE.fullmatch(line):
            found.append(Part(first, number, byline["names"].strip()))
            first = number + 1
    return found


@dataclass(slots=True)
class SignOff:
    """The end of a notice: the rows of names, the date under them in each language, and what stands after it."""

    rows: list[Passage] = field(default_factory=list)
    dated: list[tuple[Passage, DateFound]] = field(default_factory=list)
    tail: list[Passage] = field(default_factory=list)


def sign_off(passages: Sequence[Passage], language: str) -> SignOff:
    """Return the end of a notice: the first line after running text that is a date alone, and the names above it.

    What follows it, up to the text of an annex, belongs to the page and not to the notice.
    """
    main = [passage for passage in passages if passage.language == language]
    for index, passage in enumerate(main):
        date = only_date(passage.text)
        if date is None or date.stamped or not any(is_sentence(before.text) for before in main[:index]):
            continue
        end = SignOff()
        for before in reversed(main[:index]):
            if not _is_row(before, language):
                break
            end.rows.insert(0, before)
        on_line = [other for other in passages if other.line == passage.line]
        end.dated = [(other, found) for other in on_line if (found := only_date(other.text))]
        end.dated.sort(key=lambda found: found[0].language != language)
        after = [other for other in passages if other.line > passage.line]
        text = next((number for number, other in enumerate(after) if _ANNEX_TEXT.match(other.text)), len(after))
        end.tail = after[:text]
        return end
    return SignOff()


def _is_row(passage: Passage, language: str) -> bool:
    """Tell whether a passage may be a row of signatures: short, without a label, no sentence and no title."""
    text = passage.text
    if len(text) > _LONGEST_ROW[language] or read_label(text) or is_sentence(text) or only_date(text):
        return False
    return not re.search(r"[,，;；《》]|^关于|^附件", text) if language == CHINESE else text[:1].isupper()
