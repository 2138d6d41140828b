"""What a draft stands on: lines as printed, passages as read, what the archive knows; and how claims are made."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from campaigns.documents.passages import Passage
from campaigns.documents.reading import read
from campaigns.drafting.detect import Detected
from campaigns.drafting.model import Claim, Table
from campaigns.drafting.names import Known
from campaigns.drafting.quotes import find_printed
from qualitymonth.fold import simplify

CHINESE = "zh-Hans"


@dataclass(frozen=True, slots=True)
class Ground:
    """One source (a whole file or one report in it) that is being drafted."""

    slug: str
    lines: Sequence[str]
    passages: tuple[Passage, ...]
    detected: Detected
    known: Known

    @property
    def language(self) -> str:
        """The language in which the outline is read: Chinese, which a translation beside it only follows."""
        return "en" if self.detected.language == "en" else CHINESE

    @property
    def side(self) -> str:
        """The ending of the fields in that language: ``_zh`` or ``_en``."""
        return "_en" if self.language == "en" else "_zh"

    def main(self) -> list[Passage]:
        """Return the passages in the language of the outline."""
        return [passage for passage in self.passages if passage.language == self.language]

    def main_first(self, passages: Sequence[Passage]) -> list[Passage]:
        """Return ``passages`` in order, on each line the one in the language of the outline first."""
        return sorted(passages, key=lambda passage: (passage.line, passage.language != self.language))

    def beside(self, passage: Passage) -> Passage | None:
        """Return the translation on the same line, None where there is none."""
        others = (other for other in self.passages if other.line == passage.line and other.language != passage.language)
        return next(others, None)

    def only(self, passages: Sequence[Passage]) -> "Ground":
        """Return the same ground with some passages alone."""
        return replace(self, passages=tuple(passages))

    def claim(
        self, field: str, words: str, passage: Passage, *, value: str = "", rank: str = "", doubt: str = ""
    ) -> Claim:
        """Return a claim whose quotation is the beginning of ``words`` as printed on the passage's lines.

        A quotation that cannot be found there is left out, and the claim says so.
        """
        found = find_printed(words, self.lines, passage.line, passage.line_end)
        if found is None:
            lost = "the words as read do not stand on the line"
            doubts = "; ".join(filter(None, [doubt, lost]))
            return Claim(field, f"{self.slug}:{place(passage.line, passage.line_end)}", "", value, rank, doubts)
        at = f"{self.slug}:{place(found.line, found.line_end)}"
        if not found.whole:
            doubt = "; ".join(filter(None, [doubt, "only the beginning stands on the lines as read"]))
        return Claim(field, at, found.quote, value, rank, doubt)


def place(line: int, line_end: int) -> str:
    """Write a line, or lines, as claims do."""
    return f"{line}-{line_end}" if line_end > line else f"{line}"


def said_lines(line: int, line_end: int) -> str:
    """Write a line, or lines, in words."""
    return f"line{'s' if line_end > line else ''} {place(line, line_end)}"


def read_ground(slug: str, lines: Sequence[str], detected: Detected, known: Known) -> Ground:
    """Read ``lines`` with the readers that they call for, and simplify what stays Traditional there."""
    reading = read(
        lines,
        language=detected.language,
        script=detected.script,
        condition=detected.condition,
        names=known.people(),
    )
    passages = tuple(
        replace(passage, text=simplify(passage.text), language=CHINESE) if passage.language == "zh-Hant" else passage
        for passage in reading.passages
    )
    return Ground(slug, lines, passages, detected, known)


def held(table: Table, known: Known, key: str | int) -> Table:
    """Add the remark that the archive holds the record already, where it does; return the table."""
    if file := known.holds(table.kind, key):
        table.remarks.append(f"{file} holds {table.kind} {key}: move these claims there, or write them as [[claim]]")
    return table


def is_sentence(text: str) -> bool:
    """Tell whether a passage is running text: it ends as sentences and lists do, or holds a whole sentence."""
    return bool(re.search(r"[。！？；;.!?:：]$|。", text.strip().rstrip("”\"')）")))
