"""A source's text, line by line as its page shows it: what is quoted, what each line supports, what was repaired."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from campaigns.claimed import claimed_values
from campaigns.documents.coverage import SURVIVAL
from campaigns.documents.glosses import strip_glosses
from campaigns.documents.passages import Passage, ReadLine, Repair
from campaigns.documents.reading import read
from campaigns.models import Claim, Person, Section, SetAside, Source, SourceText
from campaigns.vocabularies import Script
from qualitymonth.bilingual import reader_suffix
from qualitymonth.fold import fold

#: Beyond these a line does not fit beside its claims, or on the rest of a sheet of paper.
FEW_CLAIMS, FEW_CHARACTERS = 6, 500

REPAIRS = {
    Repair.GLOSS: _("pinyin glosses removed"),
    Repair.SCRIPT: _("script restored to simplified characters"),
    Repair.JOINED: _("broken lines joined"),
    Repair.SPLIT: _("fused items separated"),
    Repair.NUMBERING: _("numbering mended"),
}

#: A stretch of a line, from the first character to before the last.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line that are quoted by a claim, or those between."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Column:
    """What a line prints in one language, each stretch of it in pieces."""

    language: str
    stretches: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One claim beside its line: the words it rests on, unless the line has no others, and what it takes from them.

    ``value`` is None where the line says it in the same words.
    """

    claim: Claim
    quote: str
    value: Any


@dataclass(frozen=True, slots=True)
class Support:
    """What a line says about one record."""

    record: Any
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Repaired:
    """A passage as repaired, with the last of the lines it was read together with and what was done to it."""

    text: str
    language: str
    following: int | None
    last: int
    repairs: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page; without columns it is blank, or one that claims name and the document does not have."""

    number: int
    columns: tuple[Column, ...] = ()
    bilingual: bool = False
    repaired: tuple[Repaired, ...] = ()
    continues: int | None = None
    supports: tuple[Support, ...] = ()
    cited_with: int | None = None
    aside: tuple[SetAside, ...] = ()
    aside_with: int | None = None
    missing: bool = False

    @property
    def damaged(self) -> bool:
        """Whether the line is shown as repaired, too."""
        return bool(self.repaired) or self.continues is not None

    @property
    def accounted(self) -> bool:
        """Whether something was taken from the line, or all of it was set aside."""
        taken = any(said.claim.field not in SURVIVAL for support in self.supports for said in support.said)
        return taken or bool(self.cited_with or self.aside_with) or any(not passage.quote for passage in self.aside)

    @property
    def blank(self) -> bool:
        """Whether there is nothing to show but the number."""
        return not (self.columns or self.damaged or self.supports or self.aside)

    @property
    def wholly_aside(self) -> bool:
        """Whether all of the line is set aside."""
        return not self.supports and (bool(self.aside_with) or any(not passage.quote for passage in self.aside))

    @property
    def many(self) -> bool:
        """Whether its claims are too many to stand beside it."""
        return sum(len(support.said) for support in self.supports) > FEW_CLAIMS

    @property
    def short(self) -> bool:
        """Whether it is short enough to be kept on one sheet of paper."""
        length = sum(len(piece.text) for column in self.columns for pieces in column.stretches for piece in pieces)
        return length <= FEW_CHARACTERS and not self.many


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """The lines of a source, and what the page says of them once."""

    lines: tuple[Line, ...]
    missing: tuple[Line, ...]

    @property
    def bilingual(self) -> bool:
        """Whether the document is printed in two languages."""
        return any(line.bilingual for line in self.lines)

    @property
    def damaged(self) -> bool:
        """Whether any line is shown as repaired."""
        return any(line.damaged for line in self.lines)


def standing_in(source: Source, parts: Iterable[Source]) -> Q:
    """Return the condition that a row with source and line stands in ``source``: its own, its parts', its whole's."""
    condition = Q(source__in=[source, *parts])
    if source.part_of:
        within = Q(line__gte=source.first_line) | Q(line_end__gte=source.first_line)
        condition |= Q(source=source.part_of, line__lte=source.last_line) & within
    return condition


def text_of(source: Source) -> SourceText | None:
    """Return the text that ``source`` is, or is a part of, where somebody imported the recorded document."""
    whole = source.part_of or source
    text = SourceText.objects.filter(source=whole).first()
    return text if text and {source.sha256, whole.sha256} <= {text.sha256, ""} and whole.sha256 else None


def outline(claims: Iterable[Claim]) -> list[tuple[Section, int]]:
    """Return the sections of notices that ``claims`` find in a source, each with the line of its heading, by line."""
    found: dict[int, tuple[bool, int, int, Section]] = {}
    for claim in claims:
        if claim.section and claim.line:
            other = not claim.field.startswith("heading")
            entry = (other, claim.line, claim.section.position, claim.section)
            found[claim.section.pk] = min(found.get(claim.section.pk, entry), entry, key=lambda one: one[:3])
    return [(section, line) for _, line, _, section in sorted(found.values(), key=lambda one: one[1:3])]


def reading_page(
    source: Source, text: SourceText, claims: Sequence[Claim], set_aside: Sequence[SetAside]
) -> ReadingPage:
    """Return the page of ``source``, whose lines are all of ``text`` or those of the part, with their own numbers."""
    first, last = source.first_line or 1, source.last_line
    read_lines = read(
        text.lines[first - 1 : last], language=source.language, script=source.script, condition=source.condition,
        names=_kept_names(source), first=first,
    ).lines  # fmt: skip
    apparatus = _Apparatus(read_lines, claims, set_aside)
    numbers = {line.number for line in read_lines}
    return ReadingPage(
        tuple(apparatus.line(line) for line in read_lines),
        tuple(
            Line(number, supports=apparatus.supports(number), aside=apparatus.aside(number), missing=True)
            for number in sorted(apparatus.numbers - numbers)
        ),
    )


def supports_of(claims: Iterable[Claim]) -> tuple[Support, ...]:
    """Return what ``claims`` on a source as a whole say, by record."""
    given = list(claims)
    values = claimed_values(given)
    return _grouped(Said(claim, claim.quote, values[claim.pk]) for claim in given)


def _kept_names(source: Source) -> list[str]:
    """Return the names that the restoring of a script must leave alone; none where no script is restored."""
    if source.script != Script.HANT_SPUN:
        return []
    kinds: tuple[Any, ...] = (Person, Agency)
    return [name for kind in kinds for name in kind.objects.published().values_list("name_zh", flat=True)]


def _grouped(said: Iterable[Said]) -> tuple[Support, ...]:
    """Group by record, in the order in which the records come first."""
    groups: dict[tuple[str, int], list[Said]] = {}
    for one in said:
        groups.setdefault((one.claim.record_kind, one.claim.record.pk), []).append(one)
    return tuple(Support(group[0].claim.record, tuple(group)) for group in groups.values())


class _Apparatus:
    """The claims on a document's lines and the passages set aside, found again in what is printed."""

    def __init__(self, lines: Sequence[ReadLine], claims: Iterable[Claim], set_aside: Iterable[SetAside]) -> None:
        self._lines = {line.number: line for line in lines}
        self._first, self._last = (lines[0].number, lines[-1].number) if lines else (1, 0)
        self._claims: dict[int, list[tuple[int, Claim]]] = {}
        self._aside: dict[int, list[SetAside]] = {}
        self._marks: dict[int, list[Span]] = {}
        self._folded: dict[Span, str] = {}
        standing = [claim for claim in claims if claim.line]
        self._values = claimed_values(standing)
        for claim in standing:
            self._claims.setdefault(self._at(claim), []).append((self._mark(claim), claim))
        for passage in set_aside:
            self._aside.setdefault(self._at(passage), []).append(passage)
        self._cited = dict(self._following(claim for claim in standing if claim.field not in SURVIVAL))
        self._set_aside = dict(self._following(passage for passage in set_aside if not passage.quote))

    @property
    def numbers(self) -> set[int]:
        """The lines on which claims or passages set aside stand."""
        return self._claims.keys() | self._aside.keys()

    def line(self, line: ReadLine) -> Line:
        """Return ``line`` as the page shows it."""
        number, printed = line.number, bool(line.printed.strip())
        supports, aside = self.supports(number), self.aside(number)
        return Line(
            number,
            self._columns(line) if printed else (),
            bilingual=bool(line.halves),
            repaired=tuple(self._repaired(passage) for passage in line.repaired),
            continues=line.continues,
            supports=supports,
            cited_with=self._cited.get(number) if printed and not supports else None,
            aside=aside,
            aside_with=self._set_aside.get(number) if printed and not aside else None,
        )

    def supports(self, number: int) -> tuple[Support, ...]:
        """Return what line ``number`` says, by record, in the order of the words it rests on."""
        standing = sorted(self._claims.get(number, []), key=lambda found: (found[0], found[1].key))
        return _grouped(self._said(claim) for _, claim in standing)

    def aside(self, number: int) -> tuple[SetAside, ...]:
        """Return the passages that begin on line ``number`` and are set aside."""
        return tuple(self._aside.get(number, ()))

    def _at(self, standing: Claim | SetAside) -> int:
        """Return the line beside which a claim or a passage is shown: the part's first, where it began before."""
        return max(standing.line or 0, self._first)

    def _range(self, standing: Claim | SetAside) -> list[ReadLine]:
        """Return the lines on which a claim or a passage stands, as far as the document has them."""
        first = self._at(standing)
        last = min(max(first, standing.line_end or 0), self._last)
        return [self._lines[number] for number in range(first, last + 1)]

    def _following(self, ranges: Iterable[Claim | SetAside]) -> Iterator[tuple[int, int]]:
        """Yield each line after the first of a range of lines, with that first line."""
        for standing in ranges:
            yield from ((line.number, self._at(standing)) for line in self._range(standing)[1:])

    def _mark(self, claim: Claim) -> int:
        """Mark the quotation of ``claim`` on its line, and return where it begins: at the end if it is not found."""
        before = 0
        for line in self._range(claim) if claim.quote else []:
            start = line.printed.find(claim.quote)
            if start >= 0:
                self._marks.setdefault(line.number, []).append((start, start + len(claim.quote)))
                return before + start
            before += len(line.printed)
        return before or 2**31

    def _said(self, claim: Claim) -> Said:
        """Return ``claim`` as it stands beside its line."""
        lines = self._range(claim)
        alone = lines if len(lines) == 1 else ()
        stretches = {line.printed[half.start : half.end].strip() for line in alone for half in line.halves}
        stretches |= {line.printed.strip() for line in alone}
        folded, quoted = fold(claim.value), fold(strip_glosses(claim.quote))
        in_these_words = quoted and quoted in folded and folded in self._fold(lines)
        quote = "" if claim.quote in stretches else claim.quote
        return Said(claim, quote, None if in_these_words else self._values[claim.pk])

    def _fold(self, lines: list[ReadLine]) -> str:
        """Return ``lines`` folded for comparison; each range once, since many claims may stand on one line."""
        if not lines:
            return ""
        span = lines[0].number, lines[-1].number
        if span not in self._folded:
            self._folded[span] = fold(strip_glosses(" ".join(line.printed for line in lines)))
        return self._folded[span]

    def _columns(self, line: ReadLine) -> tuple[Column, ...]:
        """Return what is printed: all of it in one column, or a column for each language, the reader's first."""
        marks = list(_merged(self._marks.get(line.number, [])))
        if not line.halves:
            return (Column(line.language, (tuple(_pieces(line.printed, 0, len(line.printed), marks)),)),)
        by_language: dict[str, list[tuple[Piece, ...]]] = {}
        for half in line.halves:
            pieces = tuple(_pieces(line.printed, half.start, half.end, marks))
            by_language.setdefault(half.language, []).append(pieces)
        columns = [Column(language, tuple(stretches)) for language, stretches in by_language.items()]
        return tuple(sorted(columns, key=lambda column: not column.language.startswith(reader_suffix())))

    def _repaired(self, passage: Passage) -> Repaired:
        """Return ``passage`` with the lines it was read together with: those after its first that are not blank."""
        others = (
            number
            for number in range(passage.line + 1, passage.line_end + 1)
            if number in self._lines and self._lines[number].printed.strip()
        )
        repairs = tuple(said for repair, said in REPAIRS.items() if repair in passage.repairs)
        return Repaired(passage.text, passage.language, next(others, None), passage.line_end, repairs)


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield ``spans`` in order, those that touch or overlap as one."""
    current: Span | None = None
    for start, end in sorted(spans):
        if current and start <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current


def _pieces(text: str, start: int, end: int, marks: Iterable[Span]) -> Iterator[Piece]:
    """Yield ``text`` from ``start`` to ``end`` in pieces: those within ``marks``, in order, and the rest."""
    at = start
    for begins, ends in marks:
        if ends <= at or begins >= end:
            continue
        if begins > at:
            yield Piece(text[at:begins], quoted=False)
        yield Piece(text[max(at, begins) : min(ends, end)], quoted=True)
        at = min(ends, end)
    if at < end:
        yield Piece(text[at:end], quoted=False)
