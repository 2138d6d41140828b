"""Draft a dossier from a document: what kind of text it is decides which tables it gives."""

import re
from collections.abc import Sequence
from dataclasses import replace

from campaigns.builder.records import Records
from campaigns.documents.files import Document
from campaigns.drafting.activities import launch
from campaigns.drafting.campaign import edition
from campaigns.drafting.detect import detect
from campaigns.drafting.from_notice import draft_notice
from campaigns.drafting.from_reports import draft_reports
from campaigns.drafting.from_text import draft_text
from campaigns.drafting.ground import Ground, read_ground
from campaigns.drafting.layout import SignOff, reports, sign_off
from campaigns.drafting.model import Draft, DraftError, Table
from campaigns.drafting.names import known_names
from campaigns.drafting.notice import titles
from campaigns.drafting.outline import Outline, read_outline
from campaigns.drafting.sources import recorded

#: The order of the tables in a dossier.
_ORDER = ("source", "year", "person", "campaign", "notice", "section", "slogan", "activity", "figure", "appearance")
#: So many numbered parts make an outline, and a text with an outline and no title is a notice that lost it.
_PARTS = 3
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def draft(document: Document, records: Records, slug: str = "") -> Draft:
    """Return the draft of a dossier of ``document``; the same document and archive give the same draft.

    A notice has a title or numbered parts, or is signed; news are reports with bylines, or tell of a province or of a
    launch; anything else is a text. Raises DraftError where the text has other line endings than the archive's, or no
    words, or where ``slug`` is none.
    """
    if slug and not _SLUG.fullmatch(slug):
        raise DraftError(f"{slug!r} is no slug: small letters, digits and single hyphens were expected")
    if "\r" in document.content:
        ending = "CRLF" if "\r\n" in document.content else "CR"
        raise DraftError(f"{document.name} has line endings {ending}; LF was expected, as in the file as received")
    found = Draft(document.name)
    held = recorded(records, document.sha256)
    if held:
        found.remarks.append(f"The file is recorded: {held.file} has it as source {held.key}, with the same SHA-256.")
    known = known_names(records)
    ground = read_ground(slug or (str(held.key) if held else ""), document.lines, detect(document.lines), known)
    outline, end = _structure(ground)
    parts = reports(document.lines)
    is_notice = _is_notice(ground, outline, end)
    is_news = not is_notice and (bool(parts) or _is_report(ground))
    if not ground.slug:
        kind = _notice_kind(ground) if is_notice else f"report{'s' if len(parts) > 1 else ''}" if is_news else "text"
        ground = replace(ground, slug=_slug(ground, kind))
    if is_notice:
        draft_notice(found, document, ground, outline, end)
    elif is_news:
        draft_reports(found, document, ground, parts)
    else:
        draft_text(found, document, ground)
    found.tables.sort(key=lambda table: _ORDER.index(table.kind))
    _make_slugs_unique(found.tables)
    return found


def _structure(ground: Ground) -> tuple[Outline, SignOff]:
    """Return the outline and the end of the text."""
    end = sign_off(ground.passages, ground.language)
    aside = {passage.line for passage in (*end.rows, *(passage for passage, _ in end.dated), *end.tail)}
    return read_outline([passage for passage in ground.main() if passage.line not in aside]), end


def _is_notice(ground: Ground, outline: Outline, end: SignOff) -> bool:
    titled = bool(titles(ground)) and bool(outline.body or end.rows)
    return titled or sum(item.depth == 1 for item in outline.body) >= _PARTS


def _is_report(ground: Ground) -> bool:
    return edition(ground).scope == "provincial" or launch(ground, "", "", "", ground.passages) is not None


def _notice_kind(ground: Ground) -> str:
    language = {"en-zh": "bilingual", "zh": "zh", "en": "en"}[ground.detected.language]
    return f"notice-{'mt' if ground.detected.condition == 'machine-translated' else language}"


def _slug(ground: Ground, kind: str) -> str:
    """Return a slug for the source that the archive does not use yet: its year, and what the text is."""
    year = edition(ground, " ".join(title for _, title, _ in titles(ground))).year or "undated"
    slug, number = f"{year}-{kind}", 1
    while ground.known.holds("source", slug):
        number += 1
        slug = f"{year}-{kind}-{number}"
    return slug


def _make_slugs_unique(tables: Sequence[Table]) -> None:
    """Add numbers to the slugs of activities and figures that would bear the same one."""
    seen: dict[tuple[str, object], int] = {}
    for table in tables:
        key = (table.kind, table.get("slug"))
        seen[key] = seen.get(key, 0) + 1
        if table.kind in ("activity", "figure") and seen[key] > 1:
            table.fields = [
                replace(held, value=f"{held.value}-{seen[key]}") if held.name == "slug" else held
                for held in table.fields
            ]
