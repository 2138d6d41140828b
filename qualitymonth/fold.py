"""Folding of Chinese and Latin text, so that spellings of one word compare equal. No Django here."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC

#: 著 of writing and fame keeps its form in simplified script; elsewhere it is 着, which the library leaves undone.
_ZHU = re.compile(
    "(?<![名显原编专论巨译遗土卓昭拙合撰所知])著(?![名作称述录书者]|有《)"
    "|(?<![显卓昭])著(?=[力重手眼想急陆落实])|(?<=[彰凸突]显)著(?![名作])"
)

#: Characters with two simplified forms, which names and editors choose differently: alike where texts are compared.
_ALIKE = str.maketrans("著乾徵於藉瞭锺馀幺", "着干征于借了钟余么")


#: What is written without blanks between words: Han characters and kana.
_UNSPACED = re.compile("[\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")

#: Signs within words that tell none apart: Xi'an is Xian.
_APOSTROPHES = frozenset("'`\u02bc\u2018\u2019")


@cache
def _converter(direction: str) -> OpenCC:
    return OpenCC(direction)


def simplify(text: str) -> str:
    """Return ``text`` with Traditional characters turned into Simplified ones."""
    return _ZHU.sub("着", _converter("t2s").convert(text))


def alike(text: str) -> str:
    """Return ``text``, which is simplified, with one form of the characters that have two, each in its place."""
    return text.translate(_ALIKE)


def fold(text: str) -> str:
    """Return ``text`` for comparison: NFKC, simplified, lower case, letters and digits only, alike forms as one."""
    folded = alike(simplify(unicodedata.normalize("NFKC", text))).casefold()
    return "".join(character for character in folded if character.isalnum())


def spellings(text: str) -> list[str]:
    """Return the spellings of ``text`` to look for in stored texts: as typed, simplified and traditional.

    Quotations are stored as printed, so some of them are traditional.
    """
    simplified = simplify(unicodedata.normalize("NFKC", text))
    return list(dict.fromkeys([text, simplified, _converter("s2t").convert(simplified)]))


@dataclass(frozen=True, slots=True)
class Folded:
    """A text folded for search, and where in the original each of its characters begins and ends."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def spans(self, wanted: str) -> list[tuple[int, int]]:
        """Return where ``wanted``, which is folded, stands in the original."""
        found, start = [], self.text.find(wanted) if wanted else -1
        while start >= 0:
            end = start + len(wanted)
            found.append((self.starts[start], self.ends[end - 1]))
            start = self.text.find(wanted, end)
        return found


def fold_words(text: str) -> Folded:
    """Return ``text`` folded for search: what is looked for is found when, folded too, it is a part of this.

    Characters fold one by one, whatever stands beside them, so that every part of a text folds to a part of it. Han
    characters stand together; any other word, and any number, begins with a blank and is so found from its beginning.
    """
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    before = ""
    for place, character in enumerate(text):
        plain = _fold_character(character)
        if not plain and ends and ends[-1] == place:
            ends[-1] = place + 1  # an accent written after its letter is marked with it
        for one, sort in plain:
            new = f" {one}" if sort in ("letter", "digit") and sort != before else one
            folded.append(new)
            starts += [place] * len(new)
            ends += [place + 1] * len(new)
            before = sort
    return Folded("".join(folded), tuple(starts), tuple(ends))


@lru_cache(maxsize=50_000)
def _fold_character(character: str) -> tuple[tuple[str, str], ...]:
    """Return one character plain, small and simplified, as pairs with the sort of each.

    A sign that parts words is empty and has no sort; one that does not, such as an accent, is gone.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = "".join(
        one for one in plain if one not in _APOSTROPHES and unicodedata.category(one) not in ("Mn", "Mc", "Me", "Cf")
    )
    sorts = ((one, _sort(one)) for one in alike(_converter("t2s").convert(kept)))
    return tuple((one if sort else "", sort) for one, sort in sorts)


def _sort(character: str) -> str:
    """Return ``unspaced``, ``digit`` or ``letter``, nothing for a sign."""
    if _UNSPACED.match(character):
        return "unspaced"
    if not character.isalnum():
        return ""
    return "digit" if character.isnumeric() else "letter"
