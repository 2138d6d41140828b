"""Check the claims' quotations against the documents themselves, where somebody holds them."""

import hashlib
from pathlib import Path

from campaigns.builder.claims import BuiltClaim
from campaigns.builder.errors import DossierError, Problem
from campaigns.builder.records import Placed, Records


def check_quotations(records: Records, claims: list[BuiltClaim], folder: Path) -> int:
    """Return how many quotations stand where they are said to; raise DossierError with those that do not.

    Every document that a source names must be in ``folder`` with the recorded SHA-256. Lines count from 1 and end at
    each newline of the file as received.
    """
    problems: list[Problem] = []
    standing = 0
    lines: dict[str, list[str]] = {}
    for placed in records.of("source"):
        if placed.entry.file and not placed.entry.part_of:
            if isinstance(found := _lines(placed, folder), Problem):
                problems.append(found)
            else:
                lines[str(placed.key)] = found
    for claim in claims:
        source = records.by_kind["source"][claim.source].entry
        text = lines.get(source.part_of or claim.source)
        if claim.line is None or text is None:
            continue
        last = claim.line_end or claim.line
        if last > len(text):
            problems.append(claim.place.problem(claim.where, f"{claim.source} has no line {last}"))
        elif claim.quote and claim.quote not in "\n".join(text[claim.line - 1 : last]):
            problems.append(
                claim.place.problem(claim.where, f"{claim.quote!r} does not stand on {claim.source}:{claim.line}")
            )
        elif claim.quote:
            standing += 1
    if problems:
        raise DossierError(problems)
    return standing


def _lines(placed: Placed, folder: Path) -> list[str] | Problem:
    """Return the lines of a source's document, or what is wrong with the file."""
    path = folder / str(placed.entry.file)
    try:
        content: bytes = path.read_bytes()
    except OSError as error:
        return placed.problem("file", f"{path.name} cannot be read: {error.strerror}")
    digest = hashlib.sha256(content).hexdigest()
    if digest != placed.entry.sha256:
        return placed.problem("sha256", f"{path.name} has SHA-256 {digest}, but {placed.entry.sha256} is recorded")
    try:
        return content.decode("utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        return placed.problem("file", f"{path.name} is not UTF-8: {error}")
