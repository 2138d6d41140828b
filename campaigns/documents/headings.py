"""Headings and items that a machine broken over lines or fused into one: put back together, with their lines.

A translation page by page leaves the first words of a paragraph at the end of the line before, runs two items together,
and lets the number of an annex slip into the year. Every letter, number and bracket is kept; only its place changes.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from campaigns.documents.numbering import Form, Label, read_label
from campaigns.documents.passages import Passage, Repair

#: How a line begins that goes on with the sentence of the line before.
_GOES_ON = re.compile(r"[a-z]|[.,;:]\s|[,;:.)]$")
_POINT = re.compile(r"[.,;:](?:\s|$)|\)$")
#: 年 of a year whose digits ended the line before, translated as a word of its own, then the label of an item.
_YEAR = re.compile(r"Year\s+(?=\S)")
#: The end of a sentence, and after it the first few words of another.
_SENTENCE_END = re.compile(r"[.!?][\"”’')]*+\s++(?=[A-Z][a-z]*(?:\s++\S++){0,3}$)")
#: What a point follows that ends no sentence: the number of an item, an initial, a short form.
_POINTED = re.compile(r"(?:^|(?<=[\s(]))(?:\d{1,2}|[IVX]+|[A-Z]|Mr|Mrs|Ms|Dr|Prof|No|St|vs)$")
_INNER_LABEL = re.compile(r"(?<=\s)(?=(?:[(（]\d{1,2}[)）]|\d{1,2}\.)\s+[\"“‘(]?[A-Z])")
_ANNEX = re.compile(r"(?:Annex|Attachment)\s++(?!\d)", re.IGNORECASE)
#: At the end of a heading only: five digits elsewhere are a number.
_YEAR_WITH_NUMBER = re.compile(r"(?<![\d.,])([1-9])((?:19|20)\d\d)(?=(?:\s+Year)?$)")
#: As much of a text as a label takes, in which to look for one within a line.
_LABEL_LENGTH = 40


@dataclass(slots=True)
class _Flow:
    """Lines that are one run of text: the text, where in it each line begins, and its number and indentation."""

    text: str
    starts: list[int]
    lines: list[tuple[int, int]]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line on which ``offset`` lies, and at which of its characters as printed."""
        index = bisect_right(self.starts, offset) - 1
        line, indentation = self.lines[index]
        return line, indentation + offset - self.starts[index]


def mend(lines: Sequence[str], first: int = 1, language: str = "en") -> list[Passage]:
    """Return the passages of a document in English whose headings and items were broken or fused."""
    passages: list[Passage] = []
    labels: dict[Form, int] = {}
    for flow in _flows(lines, first):
        cuts = [0, *_cuts(flow, labels), len(flow.text)]
        for start, end in pairwise(cuts):
            if passage := _passage(flow, start, end, language, fused=len(cuts) > 2):  # noqa: PLR2004 - both ends
                passages.append(passage)
    return _with_sound_labels(_with_brackets(passages))


def _flows(lines: Sequence[str], first: int) -> list[_Flow]:
    """Join each line to the one before where it goes on with its sentence; blank lines between them do not count."""
    flows: list[list[tuple[int, int, str]]] = []
    for number, line in enumerate(lines, first):
        text = line.strip()
        if not text:
            continue
        printed = (number, len(line) - len(line.lstrip()), text)
        if flows and (_GOES_ON.match(text) or _year_goes_on(flows[-1][-1][-1], text)):
            flows[-1].append(printed)
        else:
            flows.append([printed])
    return [_flow(flow) for flow in flows]


def _flow(lines: Iterable[tuple[int, int, str]]) -> _Flow:
    """Join lines (number, indentation, text) with blanks, but for one that begins with the point of the one before."""
    parts: list[str] = []
    flow = _Flow("", [], [])
    length = 0
    for number, indentation, text in lines:
        blank = " " if parts and not _POINT.match(text) else ""
        flow.starts.append(length + len(blank))
        flow.lines.append((number, indentation))
        parts += [blank, text]
        length += len(blank) + len(text)
    flow.text = "".join(parts)
    return flow


def _year_goes_on(before: str, text: str) -> bool:
    """Tell whether a line begins with the 年 of the year that ends the line before."""
    year = _YEAR.match(text)
    return bool(year and re.search(r"\d$", before) and read_label(text[year.end() :]))


def _cuts(flow: _Flow, labels: dict[Form, int]) -> list[int]:
    """Return where new passages begin within a flow: at labels in sequence, and at sentences broken at a line's end.

    ``labels`` holds the number last seen of each form, and is moved on.
    """
    text = flow.text
    after_years = {year.end() for start in flow.starts[1:] if (year := _year_with_label(text, start))}
    found: list[int] = []
    if label := read_label(text):
        labels[label.form] = label.number
    looked = 0
    for position in sorted({*after_years, *(match.start() for match in _INNER_LABEL.finditer(text))}):
        inner = read_label(text[position : position + _LABEL_LENGTH])
        if inner and position in after_years:
            labels[Form.ARABIC] = inner.number
            found.append(position)
        elif inner and _begins(inner, text[looked:position], labels):
            labels[inner.form] = inner.number
            found.append(position)
        looked = position
    return sorted({*found, *_broken_sentences(flow, found)})


def _year_with_label(text: str, start: int) -> re.Match[str] | None:
    """Return the 年 with which a line begins at ``start``, where a digit is before it and a label behind it."""
    year = _YEAR.match(text, start)
    if (
        year
        and text[max(start - 2, 0) : start].rstrip()[-1:].isdigit()
        and read_label(text[year.end() : year.end() + _LABEL_LENGTH])
    ):
        return year
    return None


def _broken_sentences(flow: _Flow, cuts: Sequence[int]) -> Iterator[int]:
    """Yield where a sentence begins whose first words were left at the end of the line before, with no cut in them."""
    for before, start in pairwise(flow.starts):
        end = len(flow.text[before:start].rstrip()) + before
        last_cut = cuts[index - 1] if (index := bisect_left(cuts, start)) else 0
        for match in _SENTENCE_END.finditer(flow.text, before, end):
            if match.end() > last_cut and not _POINTED.search(flow.text, before, match.start()):
                yield match.end()
                break


def _begins(label: Label, before: str, labels: dict[Form, int]) -> bool:
    """Tell whether a label within a line begins an item: it goes on its list, or opens one."""
    if label.number == labels.get(label.form, 0) + 1:
        return True
    return label.number == 1 and (label.form is Form.BRACKETED or before.rstrip().endswith((":", "：")))


def _passage(flow: _Flow, start: int, end: int, language: str, *, fused: bool) -> Passage | None:
    """Return the passage from ``start`` to ``end`` of a flow, None where it holds nothing."""
    raw = flow.text[start:end]
    leading = len(raw) - len(raw.lstrip())
    text = raw.strip()
    if not text:
        return None
    line, begins = flow.place(start + leading)
    line_end, _ = flow.place(start + leading + len(text) - 1)
    repairs = ({Repair.JOINED} if line_end > line else set()) | ({Repair.SPLIT} if fused else set())
    return Passage(text, line, line_end, language, begins, frozenset(repairs))


def _with_brackets(passages: list[Passage]) -> list[Passage]:
    """Give a closing bracket that a label has too many back to the passage before, where one is open."""
    mended = list(passages)
    for index, passage in enumerate(mended):
        label = read_label(passage.text)
        surplus = len(label.printed.strip()) - len(label.sound) if label and label.form is Form.BRACKETED else 0
        if not label or not surplus or not index:
            continue
        before = mended[index - 1].text
        if surplus <= sum(map(before.count, "(（")) - sum(map(before.count, ")）")):
            numbering = {Repair.NUMBERING}
            mended[index - 1] = replace(
                mended[index - 1],
                text=before + label.printed[len(label.sound) :],
                line_end=passage.line,
                repairs=mended[index - 1].repairs | numbering,
            )
            rest = passage.text[len(label.printed) :]
            mended[index] = replace(passage, text=label.sound + rest, repairs=passage.repairs | numbering)
    return mended


def _with_sound_labels(passages: list[Passage]) -> list[Passage]:
    """Write misspelt numbers as their neighbours are written, and take the number of an annex out of its year."""
    labels = [read_label(passage.text) for passage in passages]
    numbers = {(label.form, label.number) for label in labels if label}
    mended = []
    for index, passage in enumerate(passages):
        text = passage.text
        if label := labels[index]:
            listed = numbers & {(label.form, label.number - 1), (label.form, label.number + 1)}
            around = (labels[index - 1] if index else None, *labels[index + 1 : index + 2])
            sound = label.sound if listed else _as_neighbours(label, around)
            # A bracket too many that is not missed before stays.
            if sound != label.printed.strip() and label.form not in (Form.BRACKETED, Form.CHINESE_BRACKETED):
                text = f"{sound} {text[len(label.printed) :].strip()}".strip()
        elif _ANNEX.match(text) and (fused := _YEAR_WITH_NUMBER.search(text)):
            word = text.split()[0]
            text = f"{word} {fused[1]}{text[len(word) : fused.start()]}{fused[2]}{text[fused.end() :]}"
        repairs = passage.repairs | ({Repair.NUMBERING} if text != passage.text else set())
        mended.append(replace(passage, text=text, repairs=repairs))
    return mended


def _as_neighbours(label: Label, around: Sequence[Label | None]) -> str:
    """Return a label as written soundly; in Arabic digits where it is a word or Roman among such."""
    if label.form in (Form.ROMAN, Form.WORD):
        before, after = (*around, None)[:2]
        if (before and before.form is Form.ARABIC and before.number == label.number - 1) or (
            after and after.form is Form.ARABIC and after.number == label.number + 1
        ):
            return f"{label.number}."
    return label.sound
