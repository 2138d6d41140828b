"""What a reader makes of a document: clean passages that know on which lines they stand, and what was repaired."""

from dataclasses import dataclass
from enum import StrEnum


class Repair(StrEnum):
    """What was done to the printed text."""

    GLOSS = "gloss"
    SCRIPT = "script"
    JOINED = "joined"
    SPLIT = "split"
    NUMBERING = "numbering"


@dataclass(frozen=True, slots=True)
class Passage:
    """A clean line: its text, its language (BCP 47), and the first and last line of the document it stands on.

    ``start`` is where it begins on its first line as printed, counted in characters from 0.
    """

    text: str
    line: int
    line_end: int
    language: str
    start: int = 0
    repairs: frozenset[Repair] = frozenset()


@dataclass(frozen=True, slots=True)
class Half:
    """One language's part of a line that is printed in two: ``printed[start:end]`` of that line."""

    language: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line of the document: as printed, in what languages, and as repaired.

    ``halves`` is filled where two languages share the document, and together covers all of the line but blanks.
    ``repaired`` holds the clean passages that begin on a damaged line. ``continues`` is the line with which a damaged
    line is read whose words all belong to a passage begun earlier; None for any other line.
    """

    number: int
    printed: str
    language: str
    halves: tuple[Half, ...] = ()
    repaired: tuple[Passage, ...] = ()
    continues: int | None = None

    @property
    def damaged(self) -> bool:
        """Whether the line reads otherwise than it is printed."""
        return bool(self.repaired) or self.continues is not None
