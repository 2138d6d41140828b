"""What a document is, told from its text: language, script and condition, each by a rule that is stated here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from opencc import OpenCC

from campaigns.documents.glosses import HAN, strip_glosses
from campaigns.documents.headings import mend
from campaigns.drafting.model import DraftError
from qualitymonth.fold import simplify

_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
_ADDRESS = re.compile(r"https?://\S+")
#: A language counts where it has at least one word (or Chinese character) to so many of the other.
_MINORITY = 10
#: So many glosses are no accident: a text explains one rare character, not three.
_GLOSSES = 3
#: A converter leaves more than one character behind; a person's name may be printed with one.
_LEFT_BEHIND = 2
#: A person may break one line; a machine breaks several.
_BROKEN = 2


@dataclass(slots=True)
class Detected:
    """The words for a source's ``language``, ``script`` and ``condition``, and why each might be wrong."""

    language: str
    script: str
    condition: str
    doubts: dict[str, str] = field(default_factory=dict)


@cache
def _to_traditional() -> OpenCC:
    """Return the converter that knows words: 云南 becomes 雲南, and 子曰诗云 keeps its 云."""
    return OpenCC("s2tw")


def detect(lines: Sequence[str]) -> Detected:
    """Return what the document on ``lines`` is; raise DraftError where it holds no words."""
    printed = "\n".join(lines)
    text = strip_glosses(printed)
    characters, words = len(_HAN.findall(text)), len(_WORD.findall(_ADDRESS.sub("", text)))
    if not characters and not words:
        raise DraftError("neither Chinese nor English was found")
    detected = Detected(_language(characters, words), "Latn", "clean")
    if min(characters, words) * 3 > max(characters, words) and detected.language != "en-zh":
        detected.doubts["language"] = f"{characters} Chinese characters, {words} English words"
    if detected.language == "en":
        _detect_translation(detected, lines)
        return detected
    _detect_script(detected, text)
    glosses = len(re.findall(r"[(（\[〔【]", printed)) - len(re.findall(r"[(（\[〔【]", text))
    if glosses >= _GLOSSES:
        detected.condition = "glossed"
    elif detected.script == "Hant-spun":
        detected.condition = "converted"
    return detected


def _language(characters: int, words: int) -> str:
    """Return the language: two languages where neither is a trace in the other."""
    if words * _MINORITY < characters:
        return "zh"
    return "en" if characters * _MINORITY < words else "en-zh"


def _detect_script(detected: Detected, text: str) -> None:
    """Set the script of a text with Chinese in it.

    Traditional is what has more characters that are only Traditional than such that are only Simplified. A converter
    made it where at least two characters stand simplified in words that Traditional writes otherwise, and the other
    form is never printed: 云 for 雲, 并 for 並.
    """
    simplified = simplify(text)
    traditional = _to_traditional().convert(simplified)
    pairs = list(zip(text, simplified, traditional, strict=False)) if len(simplified) == len(traditional) else []
    only_traditional = sum(printed != plain for printed, plain, _ in pairs)
    only_simplified = {printed + full for printed, plain, full in pairs if printed == plain != full}
    count = sum(printed == plain != full for printed, plain, full in pairs)
    if only_traditional <= count:
        detected.script = "Hans"
        if only_traditional * _MINORITY > count:
            detected.doubts["script"] = f"{only_traditional} characters are Traditional"
        return
    left = sorted(pair for pair in only_simplified if pair[1] not in text)
    detected.script = "Hant-spun" if len(left) >= _LEFT_BEHIND else "Hant"
    if left:
        said = ", ".join(f"{pair[0]} for {pair[1]}" for pair in left)
        detected.doubts["script"] = f"left simplified: {said}; by a converter?"


def _detect_translation(detected: Detected, lines: Sequence[str]) -> None:
    """Set the condition of an English text: a machine's where several headings or items are broken or fused."""
    broken = [passage.line for passage in mend(lines) if passage.repairs]
    if len(broken) >= _BROKEN:
        detected.condition = "machine-translated"
        places = ", ".join(str(line) for line in broken[:5])
        detected.doubts["condition"] = f"{len(broken)} headings or items are broken or fused (lines {places})"
    else:
        detected.doubts["condition"] = "no heading is broken; whether a machine translated the text cannot be told"
