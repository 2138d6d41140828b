"""Read a document with the readers that its language, script and condition call for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaigns.documents.glosses import strip_glosses
from campaigns.documents.headings import mend
from campaigns.documents.languages import split_languages
from campaigns.documents.passages import Passage, ReadLine, Repair
from campaigns.documents.scripts import restore

#: The language, in BCP 47, of a document's lines by its script in the archive's words.
LANGUAGES = {"Hans": "zh-Hans", "Hant": "zh-Hant", "Hant-spun": "zh-Hant", "Latn": "en"}
SIMPLIFIED = "zh-Hans"


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read: every line in order, and the clean passages that they make."""

    lines: tuple[ReadLine, ...]
    passages: tuple[Passage, ...]


def read(
    lines: Sequence[str], *, language: str, script: str, condition: str, names: Iterable[str] = (), first: int = 1
) -> Reading:
    """Read ``lines``, the first of which is line ``first``.

    ``language``, ``script`` and ``condition`` are words of the archive's vocabularies (``SourceLanguage``, ``Script``,
    ``Condition``); ``names`` are simplified names whose characters no conversion may change.
    """
    spoken = LANGUAGES[script]
    if language == "en-zh":
        return _bilingual(lines, first)
    if condition == "machine-translated":
        return _joined(lines, spoken, tuple(mend(lines, first, spoken)), first)
    kept = tuple(names) if script == "Hant-spun" else None
    return _line_by_line(lines, first, spoken, glossed=condition == "glossed", names=kept)


def _bilingual(lines: Sequence[str], first: int) -> Reading:
    """Read lines that hold two languages, one after the other: each half is a passage."""
    read_lines = []
    passages = []
    for number, text in enumerate(lines, first):
        halves = tuple(split_languages(text))
        read_lines.append(ReadLine(number, text, halves[0].language if halves else "en", halves))
        passages += [Passage(text[half.start : half.end], number, number, half.language, half.start) for half in halves]
    return Reading(tuple(read_lines), tuple(passages))


def _joined(lines: Sequence[str], language: str, passages: tuple[Passage, ...], first: int) -> Reading:
    """Show for each line the passages that begin on it, where they are not just the line as printed."""
    begun: dict[int, list[Passage]] = {}
    around: dict[int, int] = {}
    for passage in passages:
        begun.setdefault(passage.line, []).append(passage)
        around.update(dict.fromkeys(range(passage.line + 1, passage.line_end + 1), passage.line))
    read_lines = []
    for number, text in enumerate(lines, first):
        beginning = tuple(begun.get(number, ()))
        repaired = beginning if any(passage.repairs for passage in beginning) else ()
        continues = around.get(number) if not beginning and text.strip() else None
        read_lines.append(ReadLine(number, text, language, (), repaired, continues))
    return Reading(tuple(read_lines), passages)


def _line_by_line(
    lines: Sequence[str], first: int, language: str, *, glossed: bool, names: tuple[str, ...] | None
) -> Reading:
    """Repair each line by itself: glosses go, and the script is restored where ``names`` are given, if only none."""
    read_lines = []
    passages = []
    for number, text in enumerate(lines, first):
        clean, repairs, spoken = text.strip(), set[Repair](), language
        if glossed and (without := strip_glosses(clean)) != clean:
            clean, repairs = without, {Repair.GLOSS}
        if names is not None and (restored := restore(clean, names)) != clean:
            clean, spoken, repairs = restored, SIMPLIFIED, repairs | {Repair.SCRIPT}
        start = len(text) - len(text.lstrip())
        passage = Passage(clean, number, number, spoken, start, frozenset(repairs))
        read_lines.append(ReadLine(number, text, language, (), (passage,) if repairs else ()))
        passages += [passage] if clean else []
    return Reading(tuple(read_lines), tuple(passages))
