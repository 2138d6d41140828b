"""Draft a text that is neither notice nor news: its month, the notice it cites, an association's own campaign."""

import re

from campaigns.documents.files import Document
from campaigns.drafting.campaign import (
    Edition,
    campaign_table,
    edition,
    figure_tables,
    need_year,
    put_counts,
    put_theme,
    slogans,
    year_table,
    year_words,
)
from campaigns.drafting.find import dates
from campaigns.drafting.ground import Ground, held, is_sentence
from campaigns.drafting.model import Draft, Table
from campaigns.drafting.notice import cited_notices
from campaigns.drafting.people import people
from campaigns.drafting.sources import put_posted, source_table


def draft_text(found: Draft, document: Document, ground: Ground) -> None:
    """Add to ``found`` what such a text gives; dates of other years are listed, since no table takes them."""
    about = edition(ground)
    need_year(found, about)
    agency = _association(ground)
    source = source_table(document, ground, "association" if agency else "secondary")
    put_posted(source, ground, ground.passages)
    campaign = campaign_table(ground, about, ground.passages)
    put_counts(campaign, ground, ground.passages)
    lines = [passage for passage in ground.passages if not is_sentence(passage.text.rstrip(":："))]
    put_theme(campaign, ground, lines if agency else ground.passages)
    where = year_words(ground, about, ground.passages)
    claims = [ground.claim("held", where[1], where[0])] if where else []
    found.tables += [source, year_table(ground, about, claims), campaign]
    found.tables += cited_notices(ground, ground.passages, about.slug)
    found.tables += slogans(ground, about.slug, ground.passages)
    if agency:
        found.tables.append(_association_campaign(ground, about, agency))
    found.tables += figure_tables(ground, about.slug, ground.passages)
    found.tables += people(ground, "", ground.passages)
    found.doubts += _other_times(ground, about.year)


def _other_times(ground: Ground, year: str) -> list[str]:
    """Say which dates and years the text names that no table has."""
    said = []
    for passage in ground.passages:
        named = [date.printed for date in dates(passage.text) if not date.edtf.startswith(year)]
        alone = re.findall(r"(?<!\d)(?:19|20)\d\d年(?!\d)", passage.text)
        named += [stated for stated in dict.fromkeys(alone) if not stated.startswith(year)]
        said += [f"line {passage.line} names {stated}, which no table has" for stated in named]
    return said


def _association(ground: Ground) -> str:
    """Return the association that the text names most often, empty where it names none."""
    text = "\n".join(passage.text for passage in ground.passages)
    counted = {
        str(placed.key): sum(text.count(name.name) for name in placed.entry.names if name.language == "zh-Hans")
        for placed in ground.known.records.of("agency")
        if placed.entry.type == "association"
    }
    best = max(counted, key=lambda key: counted[key], default="")
    return best if best and counted[best] else ""


def _association_campaign(ground: Ground, about: Edition, agency: str) -> Table:
    """Return the association's own campaign within the month, with the theme that the text quotes."""
    table = Table("campaign", doubts=["the text names this association most often; a campaign of its own?"])
    slug = f"{about.year}-{agency}"
    table.put("slug", slug).put("year", int(about.year)).put("scope", "association").put("host", agency)
    table.put("part_of", about.slug)
    naming = [passage for passage in ground.passages if agency in ground.known.within("agency", passage.text)]
    names = [name.name for name in ground.known.records.by_kind["agency"][agency].entry.names]
    for passage in naming:
        if printed := next((name for name in names if name in passage.text), ""):
            table.claims.append(ground.claim("host", printed, passage))
    put_theme(table, ground, naming)
    return held(table, ground.known, slug)
