"""Check the quotations of claims and passages set aside against the documents themselves, where somebody holds them."""

from pathlib import Path

from campaigns.builder.build import Built
from campaigns.builder.edits import EDITS
from campaigns.builder.errors import DossierError, Problem
from campaigns.documents.files import Document, DocumentError, read_recorded


def read_documents(built: Built, folder: Path) -> dict[str, Document]:
    """Return the document of each source that names a file, by the source's slug.

    Each must be in ``folder``, with the recorded SHA-256; raises DossierError with all that are missing or changed.
    """
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for placed in built.records.of("source"):
        source = placed.entry
        if source.file and not source.part_of:
            try:
                documents[str(placed.key)] = read_recorded(folder / source.file, source.sha256, source.line_count)
            except DocumentError as error:
                problems.append(placed.problem("file", str(error)))
    if problems:
        raise DossierError(problems)
    return documents


def check_quotations(built: Built, documents: dict[str, Document]) -> int:
    """Return how many quotations stand on their lines; raise DossierError with those that do not.

    The words with which a passage set aside ends must come after those with which it begins.
    """
    problems: list[Problem] = []
    standing = 0
    placed = {claim.key: claim for claim in built.claims}
    for key, row in ((name[1][0], row) for name, row in built.rows.items() if name[0] == "claim"):
        source, quote, line = row["source"][0], row.get("quote"), row.get("line")
        text = _text(built, documents, source, line, row.get("line_end"))
        if text is None or not quote:
            continue
        standing += 1
        if quote not in text:
            claim, said = placed.get(str(key)), _missing(quote, source, line)
            problems.append(claim.place.problem(claim.where, said) if claim else Problem(EDITS, str(key), said))
    for passage in built.set_aside:
        text = _text(built, documents, passage.source, passage.line, passage.line_end)
        for name, quote in (("quote", passage.quote), ("quote_end", passage.quote_end)):
            if text is None or not quote:
                continue
            standing += 1
            if quote not in text:
                problems.append(passage.problem(name, _missing(quote, passage.source, passage.line)))
            elif name == "quote_end" and passage.quote in text and text.rfind(quote) < text.find(passage.quote):
                problems.append(passage.problem(name, f"{quote!r} does not come after {passage.quote!r}"))
    if problems:
        raise DossierError(problems)
    return standing


def _text(
    built: Built, documents: dict[str, Document], slug: str, line: int | None, line_end: int | None
) -> str | None:
    """Return the named lines of the document of a source, None where it has none or no line is named."""
    document = documents.get(*(built.rows["source", (slug,)]["part_of"] or [slug]))
    return "\n".join(document.lines[line - 1 : line_end or line]) if document and line else None


def _missing(quote: str, slug: str, line: int | None) -> str:
    return f"{quote!r} does not stand on {slug}:{line}"
