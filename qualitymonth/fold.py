"""Folding of Chinese and Latin text, so that spellings of one word compare equal. No Django here."""

import unicodedata
from functools import cache

from opencc import OpenCC


@cache
def _converter(direction: str) -> OpenCC:
    return OpenCC(direction)


def simplify(text: str) -> str:
    """Return ``text`` with Traditional characters turned into Simplified ones."""
    return _converter("t2s").convert(text)  # type: ignore[no-any-return]


def fold(text: str) -> str:
    """Return ``text`` for comparison: NFKC, simplified, lower case, letters and digits only."""
    folded = simplify(unicodedata.normalize("NFKC", text)).casefold()
    return "".join(character for character in folded if character.isalnum())


def spellings(text: str) -> list[str]:
    """Return the spellings of ``text`` to look for in stored texts: as typed, simplified and traditional.

    Quotations are stored as printed, so some of them are traditional.
    """
    simplified = simplify(unicodedata.normalize("NFKC", text))
    return list(dict.fromkeys([text, simplified, _converter("s2t").convert(simplified)]))
