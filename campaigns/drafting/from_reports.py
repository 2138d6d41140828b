"""Draft news: a source for each report, and what each tells of: campaign, launch, activities, figures, people."""

from collections.abc import Sequence
from dataclasses import replace

from campaigns.documents.files import Document
from campaigns.documents.passages import Passage
from campaigns.drafting.activities import launch, listed_activities, quoted_activities
from campaigns.drafting.campaign import (
    Edition,
    add_held,
    campaign_table,
    edition,
    figure_tables,
    need_year,
    put_counts,
    put_theme,
    year_table,
    year_words,
)
from campaigns.drafting.ground import CHINESE, Ground, said_lines
from campaigns.drafting.layout import Part
from campaigns.drafting.model import Draft, Table
from campaigns.drafting.people import people
from campaigns.drafting.sources import part_table, put_posted, recorded, recorded_part, source_table


def draft_reports(found: Draft, document: Document, ground: Ground, parts: Sequence[Part]) -> None:
    """Add to ``found`` what news give; without a byline the whole file is one report."""
    whole = source_table(document, ground, "news")
    whole.doubts.append("no title stands in the text")
    put_posted(whole, ground, ground.passages)
    found.tables.append(whole)
    if not parts:
        whole.doubts.append("taken for news because of a province or a launch; it has no byline")
        _draft_report(found, ground, edition(ground))
        return
    common, records = edition(ground).year, ground.known.records
    for number, part in enumerate(parts, 1):
        own = ground.only([passage for passage in ground.passages if part.first <= passage.line < part.last])
        about = edition(own)
        if not about.year and common:
            about.year = common
            about.doubts["year"] = "the report names no year; the others in the file name this one"
        if len(parts) > 1:
            known = recorded_part(records, recorded(records, document.sha256), part)
            own = replace(own, slug=_slug(found, ground, known, about, number))
            found.tables.append(part_table(own, ground.slug, part))
        else:
            whole.put("byline", part.byline)
            whole.claims.append(own.claim("byline", part.byline, Passage(part.byline, part.last, part.last, CHINESE)))
        _draft_report(found, own, about)
    if left := [passage for passage in ground.passages if passage.line > parts[-1].last]:
        found.doubts.append(f"after the last byline: {said_lines(left[0].line, left[-1].line_end)}, not drafted")


def _slug(found: Draft, ground: Ground, known: str, about: Edition, number: int) -> str:
    """Return the slug of a report: the ``known`` one, or one of year and province, numbered where that is taken."""
    if known:
        return known
    slug = f"{about.year or 'undated'}-report-{about.whose}"
    taken = slug in {table.get("slug") for table in found.of("source")} or ground.known.holds("source", slug)
    return f"{slug}-{number}" if taken else slug


def _draft_report(found: Draft, ground: Ground, about: Edition) -> None:
    """Add what one report tells of; a campaign of which an earlier report tells keeps its table and gains claims."""
    need_year(found, about)
    where = year_words(ground, about, ground.passages)
    year = next((table for table in found.of("year") if table.get("number") == int(about.year)), None)
    if year is None:
        year = year_table(ground, about, [])
        found.tables.append(year)
    add_held(year, [ground.claim("held", where[1], where[0])] if where else [])
    campaign = campaign_table(ground, about, ground.passages)
    put_counts(campaign, ground, ground.passages)
    put_theme(campaign, ground, ground.passages)
    begun = launch(ground, about.slug, str(campaign.get("province") or ""), about.year, ground.passages)
    if begun:
        campaign.put("launch", f"{about.slug}-launch", "the first launch that the text names")
        title = next(claim for claim in begun.claims if claim.field == "title_zh")
        campaign.claims.append(replace(title, field="launch"))
        found.tables.append(begun)
    earlier = next((table for table in found.of("campaign") if table.get("slug") == about.slug), None)
    if earlier:
        campaign.doubts.append(f"a second table of campaign {about.slug}: another report tells of it too; merge them")
    found.tables.append(campaign)
    found.tables += _activities(ground, about)
    figures = figure_tables(ground, about.slug, ground.passages)
    found.tables += figures
    known = {table.get("slug") for table in found.of("person")}
    named = people(ground, f"{about.slug}-launch" if begun else "", ground.passages)
    found.tables += [table for table in named if table.kind != "person" or table.get("slug") not in known]


def _activities(ground: Ground, about: Edition) -> list[Table]:
    """Return the candidates for activities, each name once: members of lists, and quoted names that are in none."""
    field = f"title{ground.side}"
    found: dict[str, Table] = {}
    for table in listed_activities(ground, about.slug, ground.passages):
        found.setdefault(str(table.get(field)), table)
    listed = "\n".join(found)
    for table in quoted_activities(ground, about.slug, [(passage, "") for passage in ground.passages]):
        if str(table.get(field)) not in listed:
            found.setdefault(str(table.get(field)), table)
    return list(found.values())
