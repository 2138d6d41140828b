"""What somebody looks for, read from what was typed. No Django here."""

import re
from dataclasses import dataclass
from typing import Self

from qualitymonth.fold import fold_words

_PART = re.compile('"([^"]*)"|“([^”]*)”|「([^」]*)」|([^\\s"“”「」]+)')
_QUOTES = str.maketrans(dict.fromkeys('"“”「」', " "))


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a phrase in quotation marks: as typed, and folded as texts are for search."""

    typed: str
    folded: str


@dataclass(frozen=True, slots=True)
class Question:
    """Words that must all occur, in any order, and the phrase that they make as they stand."""

    words: tuple[Word, ...]
    phrase: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Read ``text``; of signs alone comes a question without words."""
        words: dict[str, Word] = {}
        for match in _PART.finditer(text):
            typed = next(part for part in match.groups() if part is not None).strip()
            if folded := fold_words(typed).text:
                words.setdefault(folded, Word(match.group().strip(), folded))
        return cls(tuple(words.values()), fold_words(text.translate(_QUOTES)).text)

    @property
    def folded(self) -> tuple[str, ...]:
        """The words as they are compared."""
        return tuple(word.folded for word in self.words)
