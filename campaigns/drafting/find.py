"""Find what a text states in a fixed form: titles, document numbers, dates, years, counts, figures, quoted names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.documents.glosses import HAN
from qualitymonth import edtf

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_CHINESE_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}
_WRITTEN = "〇○零一二三四五六七八九十"
_DATES = (
    re.compile(
        rf"(?P<year>(?:19|20)\d\d|[{_WRITTEN}]{{4}})\s*年\s*(?P<month>\d{{1,2}}|[{_WRITTEN}]{{1,2}})\s*月"
        rf"(?:\s*(?P<day>\d{{1,2}}|[{_WRITTEN}]{{1,3}})\s*日)?"
    ),
    re.compile(
        r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"
        r"(?P<time>[ T]+\d{1,2}:\d\d(?::\d\d)?)?"
    ),
    re.compile(rf"\b(?P<name>{'|'.join(_MONTHS)})\s+(?P<day>\d{{1,2}}),?\s+(?P<year>(?:19|20)\d\d)\b"),
    re.compile(rf"\b(?P<day>\d{{1,2}})\s+(?P<name>{'|'.join(_MONTHS)})\s+(?P<year>(?:19|20)\d\d)\b"),
)
#: Words that stand before the date on which a page put a text up.
_POSTED = re.compile(r"^(?:发布(?:日期|时间)|时间|日期|Published(?: on)?|Posted(?: on)?)\s*[:：]?\s*", re.IGNORECASE)

#: 国市监质发〔2023〕73号: who, the year in brackets, the number (GB/T 9704-2012, 7.2.5).
NUMBER = re.compile(rf"[{HAN}]{{2,12}}[〔\[【(（]\s*(?:19|20)\d\d\s*[〕\]】)）]\s*(?:第\s*)?\d{{1,4}}\s*号")
ENGLISH_NUMBER = re.compile(r"No\.\s*\d{1,4}\s*[\[〔(]\s*(?:19|20)\d\d\s*[\]〕)](?:\s+of\s+(?:the\s+)?[A-Z][\w' ,-]+)?")
#: A title names its matter and its kind of document: 关于…的通知 (GB/T 9704-2012, 7.3.1).
TITLE = re.compile(r"(?P<title>[^《》。：:]*关于[^《》。]+?的?(?P<form>通知|函|公告|意见|通报|方案|请示))")
_ENGLISH_TITLE = re.compile(r"(?:Notice|Circular|Announcement|Letter)\b.*[^.:!?]$")

_MARK = r"[“\"'‘「『]?"
_YEARS = (
    re.compile(rf"(?P<year>(?:19|20)\d\d)年[^。；,，“”\"]{{0,14}}{_MARK}质量月"),
    re.compile(rf"(?P<year>(?:19|20)\d\d)年\d{{1,2}}月[^。；,，“”\"]{{0,14}}{_MARK}质量月"),
    re.compile(r"(?P<year>(?:19|20)\d\d) (?:\w+ )?[“\"]?Quality Month", re.IGNORECASE),
    re.compile(r"Quality Month[”\"]?[^.;]{0,30}? in (?:[A-Z][a-z]+ )?(?P<year>(?:19|20)\d\d)", re.IGNORECASE),
)
DEPARTMENTS = re.compile(
    r"(?P<number>\d{1,3})\s*个(?:[省市国]\w{0,3}?)?(?:部门|部委)|"
    r"(?P<en>\d{1,3}) departments"
)
ACTIVITIES = re.compile(r"(?P<number>\d{1,3})\s*项[^。；;,，、\d]{0,16}?活动")
_UNITS = "种|类|家|项|名|个|人次|人|万|件|批次|批|场|次|篇|条"
_FIGURE = re.compile(
    rf"(?<![\d.年第〔-])(?P<about>约|近|超过|超)?(?P<number>\d{{1,7}}(?:\.\d+)?)(?P<over>余|多)?(?P<unit>{_UNITS})"
    rf"(?P<name>[{HAN}“”]{{0,24}})"
)
#: What follows a number that limits a choice or numbers a step, and counts nothing.
_COUNTS_NOTHING = re.compile("以上|以下|以内|层面|方面|阶段|月")
#: What stands before a number with nothing after it: 标准1283项.
_COUNTED_BEFORE = re.compile(rf"([{HAN}]{{1,12}}?)(?:达到|达|共|为)?$")
_ENGLISH_FIGURE = re.compile(r"(?<![\d.\-])\b(?P<number>\d{2,7})\b (?P<name>[a-z-]+(?: [a-z-]+){0,3})")
_WORDS = re.compile(r"(?:and|of|in|or|the|to|for|on|with|was|were|are|is|such|shall|will|by)\b")


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date as stated: in EDTF, as printed, where it stands in the text, and whether the time of day is with it."""

    edtf: str
    printed: str
    start: int
    stamped: bool = False


def dates(text: str) -> list[DateFound]:
    """Return the dates that ``text`` states, at least to the month, in order, without days that do not exist."""
    found = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = _MONTHS.index(parts["name"]) + 1 if parts.get("name") else _number(parts["month"])
            day = f"-{_number(parts['day']):02}" if parts["day"] else ""
            stated = f"{_year(parts['year'])}-{month:02}{day}"
            if _is_date(stated):
                found.append(DateFound(stated, match[0], match.start(), bool(parts.get("time"))))
    return sorted(found, key=lambda date: date.start)


def only_date(text: str) -> DateFound | None:
    """Return the date that is all of ``text`` but for words such as 发布日期, None where there is more or none."""
    bare = _POSTED.sub("", text.strip(" 　()（）"))
    found = dates(bare)
    if len(found) != 1 or found[0].printed.strip() != bare.strip():
        return None
    stamped = found[0].stamped or bool(_POSTED.match(text.strip(" 　()（）")))
    return DateFound(found[0].edtf, found[0].printed, 0, stamped)


def _is_date(stated: str) -> bool:
    try:
        edtf.parse(stated)
    except ValueError:
        return False
    return True


def _year(written: str) -> str:
    return "".join(_CHINESE_DIGITS.get(digit, digit) for digit in written)


def _number(written: str) -> int:
    """Return the number up to 31 that Arabic or Chinese digits write: 三十一 is 31."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    digits = {digit: int(value) for digit, value in _CHINESE_DIGITS.items()}
    return (digits.get(tens, 1) * 10 if ten else 0) + digits.get(ones, 0)


def english_title(text: str) -> bool:
    """Tell whether an English text reads as the title of a notice."""
    return bool(_ENGLISH_TITLE.match(text))


def years(text: str) -> list[tuple[str, str]]:
    """Return each year that ``text`` ties to a Quality Month, with the words that do."""
    return [(match["year"], match[0]) for pattern in _YEARS for match in pattern.finditer(text)]


def quoted(text: str) -> Iterator[tuple[str, int]]:
    """Yield each name in quotation marks, the outermost ones, and where its first mark stands."""
    depth, start = 0, 0
    for place, character in enumerate(text):
        if character in "“「" or (character == '"' and depth == 0):
            start = start if depth else place
            depth += 1
        elif depth and character in '”」"':
            depth -= 1
            if not depth and text[start + 1 : place].strip():
                yield text[start + 1 : place].strip(), start


def edition_number(text: str) -> tuple[int, str] | None:
    """Return which edition 首届 or 第三届 says, and the words; None where neither stands in ``text``."""
    found = re.search(rf"首届|第(\d{{1,3}}|[{_WRITTEN}]{{1,3}})届", text)
    return (_number(found[1]) if found[1] else 1, found[0]) if found else None


@dataclass(frozen=True, slots=True)
class FigureFound:
    """A number with its unit and what is counted; ``printed`` is all of it as the text has it."""

    number: float
    qualifier: str
    unit: str
    name: str
    printed: str


def figures(text: str, language: str) -> Iterator[FigureFound]:
    """Yield the numbers in ``text`` that count something; those that count departments are none of them."""
    if language == "en":
        for match in _ENGLISH_FIGURE.finditer(text):
            if not re.fullmatch(r"(?:19|20)\d\d", match["number"]) and not match["name"].startswith("departments"):
                words = re.split(rf"\s(?={_WORDS.pattern})(?!of\b)", match["name"])[0].removesuffix(" of")
                if not _WORDS.match(words):
                    printed = f"{match['number']} {words}"
                    yield FigureFound(float(match["number"]), "exact", "", words, printed)
        return
    for match in _FIGURE.finditer(text):
        number = match.start("number")
        if DEPARTMENTS.match(text, number) or ACTIVITIES.match(text, number) or _COUNTS_NOTHING.match(match["name"]):
            continue
        qualifier = (
            "about" if match["about"] in ("约", "近") else "at-least" if match["about"] or match["over"] else "exact"
        )
        name = re.split("[“”]", match["name"])[0]
        printed = match[0][: len(match[0]) - len(match["name"]) + len(name)]
        if not name and (before := _COUNTED_BEFORE.search(text[: match.start()])):
            name = before[1]
        yield FigureFound(float(match["number"]), qualifier, match["unit"], name, printed)
