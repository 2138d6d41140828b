"""Draft a notice: source, year, campaign, the notice with its outline, slogans, arrangements and figures."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from campaigns.builder.records import section_slug
from campaigns.documents.files import Document
from campaigns.documents.passages import Passage
from campaigns.drafting.activities import put_doer, quoted_activities
from campaigns.drafting.campaign import (
    campaign_table,
    edition,
    figure_tables,
    need_year,
    put_counts,
    put_theme,
    slogan,
    slogans,
    year_table,
    year_words,
)
from campaigns.drafting.find import only_date
from campaigns.drafting.ground import Ground, said_lines
from campaigns.drafting.headings import annex_head
from campaigns.drafting.layout import SignOff
from campaigns.drafting.model import Draft, Table
from campaigns.drafting.notice import head_of, notice_table, titles
from campaigns.drafting.outline import Outline
from campaigns.drafting.sections import arrangements, sections
from campaigns.drafting.sources import put_headline, put_posted, source_table


def draft_notice(found: Draft, document: Document, ground: Ground, outline: Outline, end: SignOff) -> None:
    """Add to ``found`` what a notice gives."""
    found_titles = titles(ground)
    about = edition(ground, " ".join(title for _, title, _ in found_titles))
    need_year(found, about)
    furniture = {passage.line for passage in end.tail}
    titled = {passage.line for passage in head_of(ground)}
    kept = [passage for passage in ground.passages if passage.line not in furniture]
    text = [passage for passage in kept if passage.line not in titled]
    campaign = campaign_table(ground, about, text, [passage for passage in kept if passage.line in titled])
    put_counts(campaign, ground, kept, signed=True)
    put_theme(campaign, ground, text)
    notice = notice_table(ground, about.slug, about.slug, end, found_titles)
    _doubt_signatures(notice, campaign, titled=bool(found_titles))
    where = year_words(ground, about, text)
    claims = [ground.claim("held", where[1], where[0])] if where else []
    found.tables += [_source(document, ground, end), year_table(ground, about, claims), campaign, notice]
    signed = {row.line for row in (*end.rows, *(passage for passage, _ in end.dated))}
    unsigned = [passage for passage in text if passage.line not in signed]
    found.tables += _slogans(ground, about.slug, outline, unsigned)
    found.tables += sections(ground, about.slug, outline)
    found.tables += _activities(ground, about.slug, outline)
    found.tables += figure_tables(ground, about.slug, unsigned)
    for number, lines in outline.unlabelled.items():
        if outline.annexes[number] or number not in outline.slogans:
            said = said_lines(lines[0].line, lines[-1].line_end)
            found.doubts.append(f"without a number in or after annex {number}: {said}; not drafted")
    if end.tail:
        said = said_lines(end.tail[0].line, end.tail[-1].line_end)
        found.doubts.append(f"after the signed date: {said}; no annex, read as the page's own, not drafted")


def _source(document: Document, ground: Ground, end: SignOff) -> Table:
    """Return the source; a headline of the page is its title."""
    kind = "translation" if ground.detected.language != "zh" else "official" if end.rows else "secondary"
    source = source_table(document, ground, kind)
    first = ground.passages[0]
    alone = [title for _, title, _ in titles(ground) if title == first.text]
    if first in head_of(ground) and not alone and only_date(first.text) is None:
        put_headline(source, ground, first)
    else:
        source.doubts.append("no title of the copy stands in the text; the notice's may serve")
    put_posted(source, ground, ground.passages)
    return source


def _doubt_signatures(notice: Table, campaign: Table, *, titled: bool) -> None:
    """Say where the number of signatures is not the number stated, and where a notice has no title."""
    if not titled:
        notice.doubts.append("taken for a notice because of its numbered parts")
    count, names = campaign.get("department_count"), len(notice.lists["issuers"])
    if names and count and count != names:
        notice.doubts.append(f"{count} departments are stated, {names} names signed")


def _slogans(ground: Ground, campaign: str, outline: Outline, text: Sequence[Passage]) -> list[Table]:
    """Return the slogans: the items of an annex of slogans, which are then no sections, else the lines after 口号."""
    found = []
    for number, items in outline.annexes.items():
        headed = (outline.headed.get(number), *(item for item in outline.listed if item.path == f"annex-{number}"))
        if any("口号" in item.text or "slogan" in item.text.lower() for item in headed if item):
            lines = [item.passage for item in items] or outline.unlabelled.get(number, [])
            found += [slogan(ground, campaign, line) for line in lines]
            outline.slogans.add(number)
    return found or slogans(ground, campaign, text)


def _activities(ground: Ground, campaign: str, outline: Outline) -> Iterator[Table]:
    """Yield the quoted names in the arrangements and in the items of annexes, these with whom they begin with."""
    yield from quoted_activities(ground, campaign, arrangements(campaign, outline))
    for number, items in outline.annexes.items():
        for item in items if number not in outline.slogans else []:
            passage = replace(item.passage, text=item.text)
            head = annex_head(item.text, ground.language, ground.known)
            for table in quoted_activities(ground, campaign, [(passage, section_slug(campaign, item.path))]):
                if item.label:
                    put_doer(table, ground, passage, head)
                yield table
