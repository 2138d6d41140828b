"""The labels of headings and items, in every form that the documents print, and what is wrong with their sequence."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

_DIGITS = "一二三四五六七八九"
_UNITS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", *(f"{unit}th" for unit in _UNITS[12:])),
)
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50}
_WORD = rf"(?:(?:{'|'.join(_TENS)})(?:y|ieth))?-?(?:{'|'.join([*reversed(_UNITS), *reversed(_ORDINALS)])})?"
#: A number below a hundred; two digits without ten between them are none.
_CHINESE = rf"[{_DIGITS}]?十[{_DIGITS}]?|[{_DIGITS}]"
_ROMAN = {"I": 1, "V": 5, "X": 10}


class Form(StrEnum):
    """How a label is printed."""

    CHINESE = "一、"
    CHINESE_BRACKETED = "(一)"
    ARABIC = "1."
    BRACKETED = "(1)"
    ROMAN = "I."
    WORD = "First,"


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the beginning of a text: its number, its form, as printed, and how it is written when sound."""

    number: int
    form: Form
    printed: str
    sound: str

    @property
    def misspelt(self) -> bool:
        """Whether it is printed otherwise than a sound label of its form."""
        return self.printed.strip() != self.sound


_PATTERNS = {
    Form.CHINESE_BRACKETED: re.compile(rf"[(（]({_CHINESE})[)）]+[、.]?"),
    Form.CHINESE: re.compile(rf"第?({_CHINESE})、"),
    Form.BRACKETED: re.compile(r"[(（](\d{1,2})[)）]+"),
    # A point with a digit after it is a decimal, unless the digits are a year; a quotation mark in the air is a stray.
    Form.ARABIC: re.compile(r"(\d{1,2})[.．、](?:[\"”'](?=\s|$)|(?=\s|[^\d\s.]|(?:19|20)\d\d\s*年|$))"),
    Form.ROMAN: re.compile(r"(?=[IVX])(X{0,3}(?:IX|IV|V?I{0,3}))[.、](?=\s)"),
    Form.WORD: re.compile(rf"({_WORD}),(?=\s)", re.IGNORECASE),
}


def read_label(text: str) -> Label | None:
    """Return the label with which ``text`` begins, None where it begins with none."""
    for form, pattern in _PATTERNS.items():
        if (found := pattern.match(text)) and (number := _number(found[1])):
            return Label(number, form, found[0], _sound(form, found[1], found[0]))
    return None


def without_label(text: str) -> str:
    """Return ``text`` after its label."""
    label = read_label(text)
    return text[len(label.printed) :].strip() if label else text


def _sound(form: Form, number: str, printed: str) -> str:
    """Write the label as it would be printed without fault; words and Roman numbers are as they are."""
    if form in (Form.ROMAN, Form.WORD):
        return printed.strip()
    if form is Form.ARABIC:
        return printed[: len(number) + 1]
    if form is Form.CHINESE:
        return printed
    return re.sub(r"([)）])[)）]+", r"\1", printed)


def _number(written: str) -> int:
    """Return the number that Arabic, Chinese or Roman digits or an English word write; 0 for none."""
    if written.isdecimal():
        return int(written)
    if re.fullmatch(_CHINESE, written):
        tens, ten, ones = written.rpartition("十")
        return (_DIGITS.find(tens) + 1 or 1) * 10 * bool(ten) + (_DIGITS.find(ones) + 1 if ones else 0)
    if re.fullmatch("[IVX]+", written):
        values = [_ROMAN[letter] for letter in written]
        return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
    word = written.lower()
    tens_found = next((name for name in _TENS if word.startswith((f"{name}y", f"{name}ieth"))), "")
    rest = word.removeprefix(tens_found).removeprefix("ieth").removeprefix("y").removeprefix("-")
    names = _UNITS if rest in _UNITS else _ORDINALS
    return _TENS.get(tens_found, 0) + (names.index(rest) + 1 if rest in names else 0)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a label in its sequence: where it stands among the labels, and in words."""

    index: int
    message: str


def sequence_faults(labels: Iterable[Label]) -> Iterator[Fault]:
    """Yield each label that does not follow the one before it in its list, and each that is misspelt.

    A list may begin anew with 1; any other number must be one more than the last.
    """
    listed = list(labels)
    for index, label in enumerate(listed):
        if label.misspelt:
            yield Fault(index, f"printed {label.printed.strip()!r} for {label.sound!r}")
    for index, (before, label) in enumerate(pairwise(listed), 1):
        if label.number not in (1, before.number + 1):
            first = before.number + 1 if label.number > before.number else 1
            missing = f"{first} to {label.number - 1}" if first < label.number - 1 else f"{first}"
            yield Fault(index, f"{label.printed.strip()!r} follows {before.printed.strip()!r}: {missing} not found")
