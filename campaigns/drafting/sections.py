"""The outline of a notice as sections: body, annexes, and the items of each annex's text."""

import re
from collections.abc import Sequence

from campaigns.builder.records import section_slug
from campaigns.documents.numbering import read_label
from campaigns.documents.passages import Passage, Repair
from campaigns.drafting.ground import CHINESE, Ground, place, said_lines
from campaigns.drafting.headings import annex_head, heading, theme_within
from campaigns.drafting.model import LONGEST, Claim, Table
from campaigns.drafting.outline import OMITTED, Item, Outline
from qualitymonth.fold import fold


def sections(ground: Ground, notice: str, outline: Outline) -> list[Table]:
    """Return the sections: body, annexes, and the items of each annex's text."""
    found = [_section(ground, notice, item) for item in outline.body]
    annexes = {int(re.findall(r"\d+", item.path)[0]): item for item in outline.listed}
    numbers = sorted(annexes.keys() | outline.headed.keys() | outline.annexes.keys())
    found.extend(_annex(ground, notice, number, outline) for number in numbers)
    for number, items in sorted(outline.annexes.items()):
        found.extend(_section(ground, notice, item) for item in items if number not in outline.slogans)
    return found


def _section(ground: Ground, notice: str, item: Item) -> Table:
    """Return the section that an item makes; an item of an annex is headed by whom it begins with."""
    table = Table("section", doubts=list(item.doubts)).put("notice", notice).put("path", item.path)
    _put_label(table, ground, item)
    if item.label is None:
        _put_lost_label(table, ground, item)
        return table
    _doubt_repairs(table, item.passage)
    of_annex = item.path.startswith("annex-") and item.depth == 2  # noqa: PLR2004 - what stands right in an annex
    head = annex_head(item.text, ground.language, ground.known) if of_annex else heading(item.text, ground.language)
    text, doubt = head.text, head.doubt
    if within := theme_within(text):
        text, doubt = within[0], "the sentence goes on with the theme"
    if doubt:
        table.doubts.append(doubt)
    if text[:1].islower():
        table.doubts.append("the heading begins in the middle of a sentence")
    if head.key:
        table.remarks.append(f"{head.kind} {head.key}")
    _put_heading(table, ground, text, item.passage)
    if not of_annex and (beside := ground.beside(item.passage)):
        label = read_label(beside.text)
        translated = heading(beside.text[len(label.printed) :].strip() if label else beside.text, beside.language)
        if translated.doubt:
            table.doubts.append(translated.doubt)
        _put_heading(table, ground, translated.text, beside)
    return table


def _doubt_repairs(table: Table, passage: Passage) -> None:
    """Say that a broken or fused item was put together by a rule."""
    lines = said_lines(passage.line, passage.line_end)
    if Repair.JOINED in passage.repairs:
        table.doubts.append(f"put together from {lines}")
    elif Repair.SPLIT in passage.repairs:
        table.doubts.append(f"{lines} holds more than this item; cut by its label")


def _put_lost_label(table: Table, ground: Ground, item: Item) -> None:
    """Add the number that stands before an item and belongs to another."""
    if label := read_label(ground.lines[item.passage.line - 1][item.passage.start :]):
        printed = label.printed.strip()
        said = "the number before the item is that of the annex"
        claim = ground.claim("label", printed, item.passage, value=printed, rank="normal", doubt=said)
        table.claims.append(claim)


def _put_heading(table: Table, ground: Ground, text: str, passage: Passage) -> None:
    if text:
        field = "heading_zh" if passage.language == CHINESE else "heading_en"
        table.put(field, text)
        if len(text) > LONGEST:
            return
        table.claims.append(ground.claim(field, text, passage))


def _put_label(table: Table, ground: Ground, item: Item) -> None:
    """Set the label as printed; where the reader mended it, the doubt says what was read."""
    passage = item.passage
    if item.label is None:
        return
    printed = ground.lines[passage.line - 1][passage.start :]
    as_printed = read_label(printed) or item.label
    label = as_printed.printed.strip()
    if label != item.label.printed.strip():
        said = f"printed {label!r}, read as {item.label.printed.strip()!r}"
        table.put("label", label, said)
    else:
        table.put("label", label)
    claim = ground.claim("label", label, passage)
    table.claims.append(Claim("label", f"{ground.slug}:{passage.line}", claim.quote, doubt=claim.doubt))


def _annex(ground: Ground, notice: str, number: int, outline: Outline) -> Table:
    """Return an annex: its heading in the list and over its text, and whether the text is here."""
    listed = next((item for item in outline.listed if item.path == f"annex-{number}"), None)
    headed = outline.headed.get(number)
    table = Table("section", doubts=list(listed.doubts) if listed else ["not in the list of annexes"])
    table.put("notice", notice).put("path", f"annex-{number}")
    omitted = []
    if listed:
        _doubt_repairs(table, listed.passage)
        _put_label(table, ground, listed)
        pairs = [(listed.text, listed.passage)]
        if beside := ground.beside(listed.passage):
            label = read_label(beside.text)
            pairs.append((beside.text[len(label.printed) :].strip() if label else beside.text, beside))
        for text, passage in pairs:
            omitted += [(mark[0].strip(), passage) for mark in [OMITTED.search(text)] if mark]
            _put_heading(table, ground, OMITTED.sub("", text).strip(), passage)
    if headed:
        _put_second_heading(table, ground, headed)
    _put_text_known(table, ground, outline, number, omitted)
    return table


def _put_second_heading(table: Table, ground: Ground, headed: Item) -> None:
    """Set the heading over the annex's text; another wording than the list's is a claim beside it."""
    field = f"heading{ground.side}"
    stated = table.get(field)
    if stated is None:
        _put_heading(table, ground, headed.text, headed.passage)
        return
    other = headed.text if fold(str(stated)) != fold(headed.text) else ""
    doubt = "the heading over the text is another than in the list" if other else ""
    rank = "normal" if other else ""
    table.claims.append(ground.claim(field, headed.text, headed.passage, value=other, rank=rank, doubt=doubt))


def _put_text_known(
    table: Table, ground: Ground, outline: Outline, number: int, omitted: Sequence[tuple[str, Passage]]
) -> None:
    """Say whether the annex's text stands in the document; a mark such as (Omitted) says that it does not."""
    items = outline.annexes.get(number, [])
    lines = [item.passage for item in items] or outline.unlabelled.get(number, [])
    if lines:
        first = next((item.passage for item in items if item.label), lines[0])
        claim = ground.claim("text_known", ground.lines[first.line - 1][first.start :].partition("。")[0], first)
        at = f"{ground.slug}:{place(lines[0].line, lines[-1].line_end)}"
        table.claims.append(Claim("text_known", at, claim.quote, doubt=claim.doubt))
        return
    table.put("text_known", value=False, doubt="" if omitted else "the annex is listed; its text was not found here")
    table.claims.extend(ground.claim("text_known", mark, passage) for mark, passage in omitted)


def arrangements(notice: str, outline: Outline) -> list[tuple[Passage, str]]:
    """Return the items of the body that arrange something in particular, each with the slug of its section.

    They stand under a heading such as 重点安排 or “Key arrangements”; where there is none, no item does.
    """
    part = next(
        (
            item.path
            for item in outline.body
            if item.depth == 1 and re.search("重点|arrangement", item.text, re.IGNORECASE)
        ),
        None,
    )
    return [
        (item.passage, section_slug(notice, item.path))
        for item in outline.body
        if part and item.path.startswith(f"{part}.")
    ]
