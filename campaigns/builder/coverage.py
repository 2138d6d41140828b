"""Account for a document with what the dossiers say of it: its claims, those of its parts, and what is set aside."""

from campaigns.builder.build import Built
from campaigns.documents.coverage import SURVIVAL, Account, Aside, Cited, account
from campaigns.documents.files import Document


def account_for(built: Built, slug: str, document: Document) -> Account:
    """Return how far the document of the source ``slug`` is transcribed."""
    sources = {slug} | {str(part.key) for part in built.records.of("source") if part.entry.part_of == slug}
    cited = [
        Cited(claim.line, claim.line_end or claim.line, claim.quote, claim.value)
        for claim in built.claims
        if claim.source in sources and claim.line and claim.field not in SURVIVAL
    ]
    asides = [
        Aside(passage.line, passage.line_end, passage.quote, passage.quote_end)
        for passage in built.set_aside
        if passage.source in sources
    ]
    return account(document.lines, cited, asides)
