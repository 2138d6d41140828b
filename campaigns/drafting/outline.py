"""The outline of a notice: its labelled items with their paths, the list of annexes, and the items of annex texts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from campaigns.documents.numbering import Form, Label, read_label, sequence_faults
from campaigns.documents.passages import Passage

#: 附件: or Annexes: opens the list of annexes; its first item may follow on the same line.
_LIST = re.compile(
    r"(?:附件|附)\s*[:：]\s*|(?:Annex(?:es)?|Attachments?|Appendix|Appendices)\s*[:：]\s*", re.IGNORECASE
)
#: 附件1 or Annex 2 opens an annex's text; its heading may follow on the same line.
_TEXT = re.compile(
    r"(?:附件|附)\s*(?P<zh>\d{1,2}|[一二三四五六七八九十])(?:\s*[:：]|\s+|$)|(?:Annex|Attachment|Appendix)\s+(?P<en>\d{1,2})(?:\s*[:：.]|\s|$)",
    re.IGNORECASE,
)
#: 附件 alone: the list again where none was read yet, else the text of the only annex.
_BARE = re.compile(r"(?:附件|Annex|Attachment)\s*[:：]?$", re.IGNORECASE)
_CHINESE_NUMBERS = "一二三四五六七八九十"
#: The 年 after a year, translated as a word of its own.
_TRAILING_YEAR = re.compile(r"(?<=\d{4})\s+Year$")
OMITTED = re.compile(r"\s*[(（](?:Omitted|omitted|略|从略)[)）]\s*$")


@dataclass(slots=True)
class Item:
    """A section: its path, what stands after its label, the passage it begins, and the reasons to doubt it."""

    path: str
    text: str
    passage: Passage
    label: Label | None = None
    doubts: list[str] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """1 for a part and an annex, 2 for what stands in one."""
        return self.path.count(".") + 1


@dataclass(slots=True)
class Outline:
    """The sections of a notice in order: of the body, the annexes as listed, the headings and items of their texts."""

    body: list[Item] = field(default_factory=list)
    listed: list[Item] = field(default_factory=list)
    headed: dict[int, Item] = field(default_factory=dict)
    annexes: dict[int, list[Item]] = field(default_factory=dict)
    #: The lines of annex texts that bear no label.
    unlabelled: dict[int, list[Passage]] = field(default_factory=dict)
    #: The annexes whose items are slogans and no sections.
    slogans: set[int] = field(default_factory=set)


class _Numbering:
    """Turns the labels of one part (the body, or one annex) into paths, and finds what is wrong with their sequence."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.forms: list[Form] = []
        self.numbers: list[int] = []
        self.taken: set[str] = set()
        self.lists: dict[str, list[tuple[Label, Item]]] = {}
        #: The number with which a list begins: 2 where the first item has lost its label.
        self.begins_with = 1

    def add(self, label: Label, text: str, passage: Passage) -> Item:
        """Return the item that ``label`` begins: a form seen before goes on its list, a new one opens a list within."""
        if label.form in self.forms:
            level = self.forms.index(label.form)
        else:
            level = len(self.forms)
            self.forms.append(label.form)
            self.numbers.append(0)
        del self.forms[level + 1 :], self.numbers[level + 1 :]
        parent = self._path(self.numbers[:level])
        number, doubts = label.number, []
        while f"{parent}.{number}" in self.taken:
            number += 1
        if number != label.number:
            doubts.append(f"number {label.number} stands twice; placed as {number}")
        self.numbers[level] = number
        path = self._path(self.numbers)
        self.taken.add(f"{parent}.{number}")
        item = Item(path, text, passage, label, doubts)
        self.lists.setdefault(f"{parent} {label.form}", []).append((label, item))
        return item

    def skip_first(self, form: Form) -> None:
        """Go on with the second item of a list whose first has lost its label."""
        self.forms, self.numbers, self.begins_with = [form], [1], 2
        self.taken.add(f"{self.prefix}.1")

    def _path(self, numbers: Sequence[int]) -> str:
        dotted = ".".join(str(number) for number in numbers)
        return ".".join(part for part in (self.prefix, dotted) if part)

    def mark_faults(self) -> None:
        """Give each item the reasons to doubt its number."""
        for members in self.lists.values():
            if members[0][0].number != self.begins_with:
                members[0][1].doubts.append(f"the list begins with {members[0][0].printed.strip()!r}")
            for fault in sequence_faults(label for label, _ in members):
                members[fault.index][1].doubts.append(fault.message)


def read_outline(passages: Sequence[Passage]) -> Outline:
    """Return the outline that the labels in ``passages`` make."""
    reader = _Reader()
    for passage in passages:
        reader.take(passage)
    for part in reader.parts:
        part.mark_faults()
    return reader.outline


class _Reader:
    """Reads passages in order: first the body, then the list of annexes, then the text of each annex."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.numbering = _Numbering("")
        self.parts = [self.numbering]
        #: The annex whose text is read, 0 before the first; and whether its heading is still to come.
        self.annex = 0
        self.awaits_heading = False
        self.in_list = False

    def take(self, passage: Passage) -> None:
        """Enter one passage."""
        if opening := _TEXT.match(passage.text):
            self._open_annex(_annex_number(opening))
            rest = _TRAILING_YEAR.sub("", passage.text[opening.end() :].strip())
            if rest:
                self._head(rest, passage)
            return
        text = passage.text
        if _BARE.match(text):
            if self.outline.listed:
                self._open_annex(1)
            self.in_list = not self.outline.listed
            return
        if opening := _LIST.match(text):
            self.in_list, text = True, text[opening.end() :].strip()
        if text and not self._take_listed(read_label(text), text, passage):
            self._take_item(read_label(text), text, passage)

    def _open_annex(self, number: int) -> None:
        self.annex, self.in_list, self.awaits_heading = number, False, True
        self.numbering = _Numbering(f"annex-{number}")
        self.parts.append(self.numbering)
        self.outline.annexes.setdefault(number, [])

    def _head(self, text: str, passage: Passage) -> None:
        self.outline.headed[self.annex] = Item(f"annex-{self.annex}", text, passage)
        self.awaits_heading = False

    def _take_listed(self, label: Label | None, text: str, passage: Passage) -> bool:
        """Enter an annex of the list, and tell whether the passage was one.

        A number out of sequence ends the list: the text of annex 1 began within the last entry, its heading lost.
        """
        listed = self.outline.listed
        if not self.in_list or (label is None and listed):
            return False
        if label and listed and label.number != len(listed) + 1:
            self._open_lost_annex(listed[-1])
            return False
        item = Item(
            f"annex-{label.number if label else 1}", text[len(label.printed) :].strip() if label else text, passage
        )
        item.label = label
        item.doubts += [] if label else ["the only annex, without a number"]
        listed.append(item)
        return True

    def _open_lost_annex(self, last: Item) -> None:
        """Begin annex 1 within the last annex of the list: its heading and the number of its first item are lost."""
        self._open_annex(1)
        self.awaits_heading = False
        number = re.findall(r"\d+", last.path)[0]
        said = f"number and heading lost: annex 1 begins inside item {number} of the list above"
        self.outline.annexes[1].append(Item("annex-1.1", last.text, last.passage, None, [said]))
        self.numbering.skip_first(last.label.form if last.label else Form.ARABIC)
        last.text = ""
        last.doubts.append(f"what follows number {number} reads as the first item of annex 1; the heading is lost")

    def _take_item(self, label: Label | None, text: str, passage: Passage) -> None:
        """Enter an item of the body or of an annex's text; a line without a label may be the annex's heading."""
        if label is None:
            if self.awaits_heading:
                self._head(text, passage)
            elif self.annex:
                self.outline.unlabelled.setdefault(self.annex, []).append(passage)
            return
        self.awaits_heading = False
        item = self.numbering.add(label, text[len(label.printed) :].strip(), passage)
        (self.outline.annexes[self.annex] if self.annex else self.outline.body).append(item)


def _annex_number(opening: re.Match[str]) -> int:
    written = opening["zh"] or opening["en"]
    return int(written) if written.isdecimal() else _CHINESE_NUMBERS.index(written) + 1
