"""Lines printed in two languages, one after the other: where the English ends and the Chinese begins."""

import re

from campaigns.documents.glosses import HAN
from campaigns.documents.passages import Half

_HAN = re.compile(rf"[{HAN}]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_ADDRESS = re.compile(r"://|@|^www\.")
_ACRONYM = re.compile(r"[A-Z]{1,4}")
#: What may stand before the first Chinese character and belong to it: an item's number, opening marks, and a figure or
#: capitals without a blank.
_BEFORE_HAN = re.compile(
    r"(?:^|(?<=\s))(?P<label>\d{1,2}[.．、](?:\s+|(?!\d)|(?=(?:19|20)\d\d))|[(（]\d{1,2}[)）]\s*)?"
    r"(?P<rest>[(（《〈“‘\"「『\[〔【]*(?:\d[\d.,:/~～—–-]*[A-Z]{0,2}|[A-Z][A-Z\d]{0,5})?)$"
)
_ITEM = re.compile(r"\s*[(（]?(\d{1,2})[.．、)）]")
#: English again after Chinese: three words at least, so that QC小组 and an address on the web stay where they are.
_ENGLISH = re.compile(
    r"(?<![A-Za-z'’(“\"‘-])[(“\"‘'’-]*+[A-Za-z][A-Za-z'’-]*+(?:[,.;:]? ++[(“\"‘]*+[A-Za-z][A-Za-z'’-]*+){2,}"
)
_SENTENCE_OF_WORDS = 3


def split_languages(text: str) -> list[Half]:
    """Return the halves of a line in order: all of it but the blanks between them, each with its language.

    A line in one language is one half. Latin letters within Chinese, and the numbers of both, stay in their half.
    """
    halves: list[Half] = []
    position = 0
    while position < len(text):
        first_han = _HAN.search(text, position)
        if first_han is None:
            halves.append(_half("en" if _WORD.search(text, position) or not halves else "zh-Hans", text, position))
            break
        chinese = _chinese_begins(text, position, first_han.start())
        if chinese > position:
            halves.append(_half("en", text, position, chinese))
        english = _ENGLISH.search(text, first_han.start())
        position = english.start() if english else len(text)
        halves.append(_half("zh-Hans", text, chinese, position))
    return [half for half in halves if half.start < half.end]


def _chinese_begins(text: str, start: int, han: int) -> int:
    """Return where the Chinese half begins whose first Chinese character is at ``han``."""
    before = text[start:han]
    words = [word for part in before.split() if not _ADDRESS.search(part) for word in _WORD.findall(part)]
    found = _BEFORE_HAN.search(before)
    few = len(words) < _SENTENCE_OF_WORDS
    if not words or (few and (found is None or all(map(_ACRONYM.fullmatch, words)))):
        return start
    if found is None:
        return han
    label, item = _ITEM.match(found["label"] or ""), _ITEM.match(before)
    # A number with a blank behind it may end an English sentence, unless it is the item's own.
    if label and ((item and item[1] == label[1]) or not found["label"][-1].isspace()):
        return start + found.start("label")
    return start + found.start("rest")


def _half(language: str, text: str, start: int, end: int | None = None) -> Half:
    """Return the half of ``text`` from ``start`` to ``end``, without the blanks around it."""
    part = text[start:end]
    return Half(language, start + len(part) - len(part.lstrip()), start + len(part.rstrip()))
