"""Signature blocks: names printed in columns, read across, each with its line."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from campaigns.documents.glosses import HAN
from qualitymonth.fold import fold

#: What parts two names: any blanks, but not a single one between Latin words.
_GAP = re.compile(r"(?<!\s)((?<![A-Za-z])\s++|\s++(?![A-Za-z])|\s{2,}+)")
_SINGLE = re.compile(rf"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Signatory:
    """A name in a signature block: as printed but for blanks within it, its line, and whether it is a known one."""

    name: str
    line: int
    known: bool


def read_signatures(lines: Iterable[tuple[int, str]], known: Collection[str]) -> list[Signatory]:
    """Return the names on ``lines`` (number and text), row by row from left to right.

    Blanks part the columns, the wider ones first. Where a known name is printed with blanks inside it (公 安 部), it is
    put together, and so are single characters in a row, which are no names; a name in Latin script is a whole line.
    """
    folded = {fold(name) for name in known} - {""}
    found: list[Signatory] = []
    for number, text in lines:
        if not re.search(rf"[{HAN}]", text):
            found += [Signatory(text.strip(), number, fold(text) in folded)] if text.strip() else []
            continue
        names = [name for column in _columns(text.strip()) for name in _names(column, folded)]
        found += [Signatory(name, number, fold(name) in folded) for name in names]
    return found


def _columns(text: str) -> Iterator[list[str]]:
    """Yield the columns of a line, each parted at its blanks; two blanks or more part columns.

    Single characters that stand as near as any two words of the line are one column however wide their blanks are.
    """
    parts = _GAP.split(text)
    narrowest = min((len(gap) for gap in parts[1::2]), default=0)
    column = parts[:1]
    for gap, part in zip(parts[1::2], parts[2::2], strict=True):
        spaced = len(gap) == narrowest and _SINGLE.fullmatch(column[-1]) and _SINGLE.fullmatch(part)
        if len(gap) > 1 and not spaced:
            yield column
            column = []
        column.append(part)
    yield column


def _names(parts: Sequence[str], known: Collection[str]) -> Iterator[str]:
    """Yield the names that ``parts`` make: each as many as make a known one, or a row of single characters, or one."""
    folded = [fold(part) for part in parts]
    longest = max(map(len, known), default=0)
    start = 0
    while start < len(parts):
        ends = range(min(start + longest, len(parts)), start, -1)
        # Signs, which fold to nothing, are no part of a name.
        worded = (end for end in ends if folded[start] and folded[end - 1])
        end = next((end for end in worded if "".join(folded[start:end]) in known), None)
        if end is None:
            others = (index for index in range(start, len(parts)) if not _SINGLE.fullmatch(parts[index]))
            end = max(next(others, len(parts)), start + 1)
        yield "".join(parts[start:end])
        start = end
