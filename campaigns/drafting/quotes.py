"""Find words of the clean text on the lines as printed: which lines they stand on, and how they are printed there."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from campaigns.builder.values import QUOTE_LIMIT
from campaigns.documents.glosses import HAN
from qualitymonth.fold import fold

#: A gloss that may follow a character: short, in brackets, without Chinese characters in it.
_GLOSS = rf"(?:\s*[(\[〔【][^()\[\]〔〕【】{HAN}]{{1,12}}[)\]〕】])?"
#: What may stand after a character: a gloss, the blanks of a name printed wide (公 安 部), the end of the line.
_AFTER_HAN = rf"{_GLOSS}\s*"
_HAN = re.compile(f"[{HAN}]")
_QUOTATION_MARKS = "“”„‟‘’‚‛「」『』＂'\""
#: A shorter beginning locates nothing.
_SHORTEST = {True: 2, False: 6}


@dataclass(frozen=True, slots=True)
class Found:
    """Where words stand: first and last line, as printed on the first of them, and whether all of them were found."""

    line: int
    line_end: int
    quote: str
    whole: bool


@cache
def _alike(character: str) -> str:
    """Return one character for all that print the same: scripts, widths and quotation marks do not count."""
    if character in _QUOTATION_MARKS:
        return '"'
    folded = fold(character) or unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def skeleton(text: str) -> str:
    """Return ``text``, of the same length, with one character for all that print the same."""
    return "".join(_alike(character) for character in text)


def _pattern(value: str) -> str:
    """Return what finds ``value`` in the skeleton of printed lines: blanks, line ends and glosses do not count."""
    parts = [
        "".join(re.escape(_alike(letter)) + (_AFTER_HAN if _HAN.match(letter) else "") for letter in word)
        for word in value.split()
    ]
    return (r"(?<!\d)" if value[:1].isdigit() else "") + r"\s*".join(parts)


def find_printed(value: str, lines: Sequence[str], first: int, last: int) -> Found | None:
    """Return where ``value`` stands on the lines from ``first`` to ``last`` (counted from 1), or its longest beginning.

    None where not even its first words stand there.
    """
    printed = "\n".join(lines[first - 1 : last])
    searched = skeleton(printed)
    wanted = value.strip()
    shortest = min(_SHORTEST[bool(_HAN.search(wanted))], len(wanted))
    while wanted and len(wanted) >= shortest:
        if match := re.search(_pattern(wanted), searched):
            start = first + printed.count("\n", 0, match.start())
            end = first + printed.count("\n", 0, match.end())
            quote = _shortened(printed[match.start() : match.end()].split("\n")[0].rstrip())
            return Found(start, end, quote, wanted == value.strip())
        wanted = wanted[:-1].rstrip() if _HAN.match(wanted[-1]) else re.sub(rf"\s*[^\s{HAN}]+$", "", wanted)
    return None


def _shortened(printed: str) -> str:
    """Return the beginning of ``printed`` that a quotation may hold, cut neither within a word nor within a gloss."""
    if len(printed) <= QUOTE_LIMIT:
        return printed
    cut = printed[:QUOTE_LIMIT]
    if re.match(r"[A-Za-z0-9]", printed[QUOTE_LIMIT]) and (words := re.match(r"(.+)\s+\S*$", cut)):
        cut = words[1]
    if match := re.search(r"[(（\[〔【][^)）\]〕】]*$", cut):
        cut = cut[: match.start()] or cut
    return cut.rstrip()
