"""Pinyin glosses: 質(zhì)量 is read as 質量, and a bracket that spells nothing stays where it is."""

import re
import unicodedata
from functools import cache

from pypinyin import Style, pinyin

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: A bracket behind a Chinese character that holds nothing but letters, tones and what parts syllables.
_GLOSS = re.compile(rf"(?<=[{HAN}])[(（\[〔【]((?:[^\W\d_{HAN}]|[\s'’·:\u0300-\u036f1-5-])++)[)）\]〕】]")
_SEPARATORS = re.compile(r"[\s'’·1-5-]")
#: A digit that is no tone: one that stands in front, or behind anything but a letter.
_NO_TONE = re.compile(r"(?:^|[\s'’·1-5-])[1-5]")
_HAN = re.compile(f"[{HAN}]")


def strip_glosses(text: str) -> str:
    """Return ``text`` without the bracketed pinyin that spells the characters just before it.

    Brackets with capital letters and no tone, such as (ISO) or （Beijing）, are names in Latin script and stay.
    """
    return _GLOSS.sub(lambda match: "" if _is_gloss(match) else match[0], text)


def _is_gloss(match: re.Match[str]) -> bool:
    """Tell whether a bracket spells one or more of the characters before it."""
    spelt = unicodedata.normalize("NFD", match[1])
    toned = any(unicodedata.combining(character) for character in spelt)
    numbered = bool(re.search(r"\d", spelt)) and not spelt.isupper()
    if _NO_TONE.search(spelt) or not (toned or numbered or spelt.islower()):
        return False
    letters = _SEPARATORS.sub("", _letters(spelt))
    # How many letters may be left to spell before each character, going back from the bracket.
    left, position = {len(letters)}, match.start() - 1
    while left and position >= 0 and _HAN.match(match.string, position):
        readings = _readings(match.string[position])
        left = {end - len(spelling) for end in left for spelling in readings if letters.endswith(spelling, 0, end)}
        if 0 in left:
            return True
        position -= 1
    return False


@cache
def _readings(character: str) -> tuple[str, ...]:
    """Return every reading of a character, in letters without tones."""
    (readings,) = pinyin(character, style=Style.NORMAL, heteronym=True)
    return tuple(sorted({_letters(reading) for reading in readings}))


def _letters(spelt: str) -> str:
    """Return pinyin in lower case without tones, with v for ü."""
    decomposed = unicodedata.normalize("NFD", spelt.lower()).replace("u\u0308", "v").replace("u:", "v")
    return "".join(character for character in decomposed if not unicodedata.combining(character))
