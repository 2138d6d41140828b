"""The details of a line that nobody may pass over: dates, numbers, quoted and bracketed names, list members."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from campaigns.documents.glosses import HAN
from campaigns.documents.numbering import read_label


class DetailKind(StrEnum):
    """What a detail is."""

    DATE = "date"
    NUMBER = "number"
    NAME = "name"
    MEMBER = "list member"


@dataclass(frozen=True, slots=True)
class Detail:
    """One detail: where it stands in the clean line, its words there, and, of a date, its EDTF form.

    A day without a year is ``09-01``.
    """

    kind: DetailKind
    start: int
    end: int
    text: str
    date: str = ""


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTH = f"(?P<name>{'|'.join(MONTHS)})"
_DATES = (
    re.compile(r"(?P<year>(?:19|20)\d\d)年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?"),
    re.compile(r"(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日"),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?: \d\d:\d\d(?::\d\d)?)?"),
    re.compile(rf"\b(?P<day>\d{{1,2}}) {_MONTH} (?P<year>(?:19|20)\d\d)\b"),
    re.compile(rf"\b{_MONTH} (?:(?P<day>\d{{1,2}}), )?(?P<year>(?:19|20)\d\d)\b"),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)"),
)
_MEASURES = "个项条家届次名种类位级省市"
_WORDS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
_NUMBERS = (
    re.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?(?:余|多|万|亿)*"),
    re.compile(rf"首届|第?[二三四五六七八九十百]+[{_MEASURES}]|第一[{_MEASURES}]"),
    re.compile(rf"\b(?:{_WORDS}|{_ORDINALS})\b(?!-class)", re.IGNORECASE),
)
_QUOTED = (
    re.compile("“([^“”]*(?:“[^“”]*”[^“”]*)*)”"),
    re.compile('"([^"]+)"'),
    re.compile("[《〈「『]([^》〉」』]+)[》〉」』]"),
)
_BRACKETED = re.compile(r"[(（\[〔【]([^()（）\[\]〔〕【】]+)[)）\]〕】]")
#: What the whole archive is about is no detail of any line.
_SUBJECT = re.compile(r"(?:全国)?质量月(?:活动)?|(?:national )?quality month", re.IGNORECASE)
_CLAUSE = re.compile(r"[。；;：:!?！？，,]|\. ")
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+")
_COMMA = re.compile(r",\s+(?:and\s+)?|\s+and\s+(?=[^,]*$)")
_FEWEST_COMMAS = 2


def details(line: str) -> list[Detail]:
    """Return the details of a clean line (simplified, without glosses), by kind and then in order.

    The label with which a line begins is none, nor is the name of the month itself.
    """
    label = read_label(line)
    body = len(label.printed) if label else 0
    found = list(_dates(line, body))
    taken = [(detail.start, detail.end) for detail in found]
    found += [detail for detail in _numbers(line, body) if not _within(detail.start, taken)]
    counted = [(detail.start, detail.end) for detail in found]
    found += [detail for detail in _names(line) if not _covered(detail, counted)]
    found += [*_members(line), *_english_members(line)]
    return found


def _dates(line: str, body: int) -> Iterator[Detail]:
    """Yield the dates, the longest form first where forms overlap."""
    taken: list[tuple[int, int]] = []
    for pattern in _DATES:
        for found in pattern.finditer(line, body):
            if _within(found.start(), taken):
                continue
            taken.append(found.span())
            parts = found.groupdict()
            name = parts.get("name")
            month = MONTHS.index(name) + 1 if name else int(parts.get("month") or 0)
            written = [parts.get("year"), month and f"{month:02d}", parts.get("day") and f"{int(parts['day']):02d}"]
            date = "-".join(str(part) for part in written if part)
            yield Detail(DetailKind.DATE, found.start(), found.end(), found[0], date)


def _numbers(line: str, body: int) -> Iterator[Detail]:
    """Yield the numbers, in digits and in words."""
    for pattern in _NUMBERS:
        for found in pattern.finditer(line, body):
            yield Detail(DetailKind.NUMBER, found.start(), found.end(), found[0])


def _names(line: str) -> Iterator[Detail]:
    """Yield what stands in quotation marks or brackets, but labels and the name of the month itself."""
    for pattern in (*_QUOTED, _BRACKETED):
        for found in pattern.finditer(line):
            text = found[1].strip()
            labelled = pattern is _BRACKETED and read_label(found[0])
            if len(text) > 1 and not labelled and not _SUBJECT.fullmatch(text):
                start = found.start(1)
                yield Detail(DetailKind.NAME, start, start + len(found[1]), found[1])


def _members(line: str) -> Iterator[Detail]:
    """Yield the members of lists parted by 、 (the first from the clause's beginning, the last to its end)."""
    clauses = [0, *(found.end() for found in _CLAUSE.finditer(line)), len(line)]
    for start, end in pairwise(clauses):
        clause = line[start:end]
        if "、" not in clause:
            continue
        offset = start
        for member in clause.split("、"):
            if text := member.strip():
                yield Detail(DetailKind.MEMBER, offset, offset + len(member), text)
            offset += len(member) + 1


def _english_members(line: str) -> Iterator[Detail]:
    """Yield the members of English sentences with two commas or more: A, B and C."""
    offset = 0
    for sentence in _SENTENCE.split(line):
        offset = line.index(sentence, offset)
        if re.search(f"[{HAN}]", sentence) or len(re.findall(r",\s", sentence)) < _FEWEST_COMMAS:
            continue
        start = 0
        for comma in [*_COMMA.finditer(sentence), None]:
            end = comma.start() if comma else len(sentence)
            if text := sentence[start:end].strip():
                yield Detail(DetailKind.MEMBER, offset + start, offset + end, text)
            start = comma.end() if comma else end


def _within(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def _covered(detail: Detail, spans: list[tuple[int, int]]) -> bool:
    """Tell whether a name is nothing but dates and numbers."""
    rest = "".join(
        character
        for position, character in enumerate(detail.text, detail.start)
        if character.isalnum() and not _within(position, spans)
    )
    return not rest
