"""Passages set aside: from the short form in which dossiers write them to full rows."""

from dataclasses import dataclass

from campaigns.builder.errors import DossierError, Problem
from campaigns.builder.places import line_faults, read_at
from campaigns.builder.records import Records
from campaigns.builder.schema import Dossier


@dataclass(frozen=True, slots=True)
class BuiltSetAside:
    """One passage set aside, with its place in the dossiers; ``line_end`` is the last line, also of a single one."""

    source: str
    line: int
    line_end: int
    quote: str
    quote_end: str
    reason: str
    note_zh: str
    note_en: str
    file: str
    path: str

    def problem(self, where: str, message: str) -> Problem:
        """Make a problem at ``where`` within this passage."""
        return Problem(self.file, f"{self.path}.{where}", message)


def build_set_aside(dossiers: dict[str, Dossier], records: Records) -> list[BuiltSetAside]:
    """Return every passage that ``dossiers`` set aside; raise DossierError with all that is wrong with them."""
    built: dict[tuple[str, int, str], BuiltSetAside] = {}
    problems: list[Problem] = []
    for file, dossier in dossiers.items():
        for index, short in enumerate(dossier.set_aside):
            slug, source, line, line_end = read_at(short.at, records)
            if source is None:
                faults = [f"refers to source {slug!r}, which no dossier holds"]
            else:
                faults = list(line_faults(short.at, source.entry, line, line_end))
            passage = BuiltSetAside(
                slug, line or 0, line_end or line or 0, short.quote or "", short.quote_end or "", short.reason,
                short.note_zh or "", short.note_en or "", file, f"set_aside[{index}]",
            )  # fmt: skip
            if passage.quote_end and not passage.quote:
                problems.append(passage.problem("quote_end", "a passage that ends at words begins at words"))
            if first := built.get(key := (slug, passage.line, passage.quote)):
                faults.append(f"duplicate passage: also at {first.file} {first.path}")
            built[key] = passage
            problems.extend(passage.problem("at", fault) for fault in faults)
    if problems:
        raise DossierError(problems)
    return list(built.values())
