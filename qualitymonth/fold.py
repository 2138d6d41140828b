"""Folding of Chinese and Latin text, so that spellings of one word compare equal. No Django here."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

#: 著 of writing and fame keeps its form in simplified script; elsewhere it is 着, which the library leaves undone.
_ZHU = re.compile(
    "(?<![名显原编专论巨译遗土卓昭拙合撰所知])著(?![名作称述录书者]|有《)"
    "|(?<![显卓昭])著(?=[力重手眼想急陆落实])|(?<=[彰凸突]显)著(?![名作])"
)

#: Characters with two simplified forms, which names and editors choose differently: alike where texts are compared.
_ALIKE = str.maketrans("著乾徵於藉瞭锺馀幺", "着干征于借了钟余么")


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
