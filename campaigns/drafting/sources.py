"""The source tables: the file, and each report in it."""

import re
from collections.abc import Sequence

from campaigns.builder.records import Placed, Records
from campaigns.documents.files import Document
from campaigns.documents.passages import Passage
from campaigns.drafting.find import only_date
from campaigns.drafting.ground import CHINESE, Ground
from campaigns.drafting.layout import Part
from campaigns.drafting.model import LONGEST, Table


def recorded(records: Records, sha256: str) -> Placed | None:
    """Return the source that records a file with this SHA-256, None where none does."""
    return next(
        (placed for placed in records.of("source") if placed.entry.sha256 == sha256 and not placed.entry.part_of), None
    )


def recorded_part(records: Records, whole: Placed | None, part: Part) -> str:
    """Return the slug of the source that records a report on these lines, empty where none does."""
    return next(
        (
            str(placed.key)
            for placed in records.of("source")
            if whole
            and placed.entry.part_of == whole.key
            and (placed.entry.first_line, placed.entry.last_line) == (part.first, part.last)
        ),
        "",
    )


def source_table(document: Document, ground: Ground, kind: str) -> Table:
    """Return the source of a whole file."""
    table = Table("source").put("slug", ground.slug)
    name = re.sub(r"[^\w.-]", "_", document.name)
    table.put("file", name, "" if name == document.name else "a dossier cannot hold the name; rename the file so")
    table.put("sha256", document.sha256).put("line_count", len(document.lines))
    return _described(table, ground, kind)


def part_table(ground: Ground, whole: str, part: Part) -> Table:
    """Return the source of one report in a file."""
    table = Table("source").put("slug", ground.slug).put("part_of", whole)
    table.put("first_line", part.first).put("last_line", part.last).put("byline", part.byline)
    last = Passage(part.byline, part.last, part.last, CHINESE)
    table.claims.append(ground.claim("byline", part.byline, last))
    table.doubts.append("no title stands in the text")
    table.put("kind", "news").put("language", ground.detected.language).put("script", ground.detected.script)
    condition = ground.detected.condition
    return table.put("condition", "" if condition == "clean" else condition)


def _described(table: Table, ground: Ground, kind: str) -> Table:
    """Set what the text is; who published it does not stand in it, so the kind is always in doubt."""
    detected = ground.detected
    table.put("kind", kind, "who published this copy does not stand in the text")
    table.put("language", detected.language, detected.doubts.get("language", ""))
    table.put("script", detected.script, detected.doubts.get("script", ""))
    doubt = detected.doubts.get("condition", "")
    stated = detected.condition if doubt or detected.condition != "clean" else ""
    return table.put("condition", stated, doubt)


def put_headline(table: Table, ground: Ground, first: Passage | None) -> None:
    """Set the source's title from the first line of the page, without what follows 》 at its end."""
    if first is None or ground.known.find("agency", first.text.split()[0]):
        return
    field = "title_zh" if first.language == CHINESE else "title_en"
    text, suffix = first.text, ""
    if (found := re.fullmatch(r"(.*》)([^《》]+)", text)) and re.search(r"[-_|—]", found[2]):
        text, suffix = found[1], found[2]
    doubt = f"the first line, without {suffix!r}, which reads as the page's own" if suffix else "the first line"
    if len(text) <= LONGEST:
        table.put(field, text, doubt)
        table.claims.append(ground.claim(field, text, first))


def put_posted(table: Table, ground: Ground, passages: Sequence[Passage]) -> None:
    """Set the day on which a page put the text up: a date alone on a line, with the time of day or 发布日期."""
    for passage in passages:
        if (date := only_date(passage.text)) and date.stamped:
            stated = table.get("published_on")
            if stated is None:
                table.put("published_on", date.edtf, "a page's time stamp; the day this copy was published?")
            other = date.edtf if stated not in (None, date.edtf) else ""
            doubt = "another time stamp" if other else ""
            claim = ground.claim(
                "published_on", date.printed, passage, value=other, rank="normal" if other else "", doubt=doubt
            )
            table.claims.append(claim)
