"""The notice: title, number, dates and issuers, and its outline as sections."""

import re
from collections.abc import Sequence
from dataclasses import replace

from campaigns.documents.numbering import read_label
from campaigns.documents.passages import Passage
from campaigns.drafting.find import ENGLISH_NUMBER, NUMBER, TITLE, english_title, only_date
from campaigns.drafting.ground import CHINESE, Ground, held, is_sentence
from campaigns.drafting.issuers import issuers, named_issuers
from campaigns.drafting.layout import SignOff
from campaigns.drafting.model import LONGEST, Table
from qualitymonth.fold import fold


def head_of(ground: Ground) -> list[Passage]:
    """Return the passages before the text: before the first label and the first sentence."""
    head = []
    for passage in ground.passages:
        if read_label(passage.text) or (passage.language == CHINESE and passage.text.endswith(("。", ":", "："))):
            break
        if passage.language == "en" and passage.text.endswith((".", ":")):
            break
        head.append(passage)
    return head


def titles(ground: Ground) -> list[tuple[str, str, Passage]]:
    """Return the titles at the head of the text: field, title, passage; the one that stands alone first."""
    alone: list[tuple[str, str, Passage]] = []
    within: list[tuple[str, str, Passage]] = []
    for passage in _joined(head_of(ground)):
        if passage.language == CHINESE and (found := TITLE.search(passage.text)):
            whole = passage.text.endswith(found["form"])
            (alone if whole and "《" not in passage.text else within).append(("title_zh", found["title"], passage))
        elif passage.language == "en" and english_title(passage.text):
            alone.append(("title_en", passage.text, passage))
    return alone + within


def _joined(head: Sequence[Passage]) -> list[Passage]:
    """Join a title that was broken after 关于… to the next line, where that line ends it."""
    joined: list[Passage] = []
    for passage in head:
        before = joined[-1] if joined else None
        if (
            before
            and "关于" in before.text
            and not TITLE.search(before.text)
            and TITLE.search(before.text + passage.text)
        ):
            joined[-1] = replace(before, text=before.text + passage.text, line_end=passage.line_end)
        else:
            joined.append(passage)
    return joined


def notice_table(
    ground: Ground, slug: str, campaign: str, end: SignOff, found_titles: Sequence[tuple[str, str, Passage]]
) -> Table:
    """Return the notice with what stands at its head and under its text."""
    table = Table("notice").put("slug", slug).put("campaign", campaign)
    _put_titles(table, ground, found_titles)
    _put_number(table, ground)
    _put_dates(table, ground, end)
    table.lists["issuers"] = issuers(ground, end.rows, table)
    return held(table, ground.known, slug)


def _put_titles(table: Table, ground: Ground, found_titles: Sequence[tuple[str, str, Passage]]) -> None:
    """Set the title, with a claim for each line that holds it; another wording is a claim of its own."""
    for field, title, passage in found_titles:
        stated = table.get(field)
        if stated is None:
            table.put(field, title)
        other = title if stated is not None and fold(str(stated)) != fold(title) else ""
        doubt = "another wording of the title" if other else ""
        table.claims.append(
            ground.claim(field, title, passage, value=other, rank="normal" if other else "", doubt=doubt)
        )
    if found_titles:
        return
    first = ground.passages[0]
    if is_sentence(first.text.rstrip("!！")) or len(first.text) > LONGEST:
        table.doubts.append("no title stands in the text")
        return
    field = "title_zh" if first.language == CHINESE else "title_en"
    doubt = "the first line; perhaps the headline of a page and not the title of the notice"
    table.put(field, first.text, doubt)
    table.claims.append(ground.claim(field, first.text, first))


def _put_number(table: Table, ground: Ground) -> None:
    """Set the document number: the first at the head of the text; without a Chinese one, the English one, in doubt."""
    head = head_of(ground)
    for passage in head or ground.passages[:1]:
        if passage.language == CHINESE and (found := NUMBER.search(passage.text)):
            table.put("document_number", found[0])
            table.claims.append(ground.claim("document_number", found[0], passage))
            return
    for passage in head:
        if found := ENGLISH_NUMBER.search(passage.text):
            table.put("document_number", found[0], "in English; the Chinese number is not in the text")
            table.claims.append(ground.claim("document_number", found[0], passage))
            return


def _put_dates(table: Table, ground: Ground, end: SignOff) -> None:
    """Set the signed date, and list every date alone on a line before the text as an uncertain claim."""
    signed = ""
    lines: set[int] = set()
    for passage, date in end.dated:
        if not signed:
            signed = date.edtf
            table.put("issued_on", signed)
        if date.edtf != signed:
            said = f"the same line says {signed} in the other language"
            claim = ground.claim("issued_on", date.printed, passage, value=date.edtf, rank="normal", doubt=said)
            table.claims.append(claim)
        elif passage.line not in lines:
            lines.add(passage.line)
            table.claims.append(ground.claim("issued_on", date.printed, passage))
    alone = [(passage, only_date(passage.text)) for passage in head_of(ground)]
    early = [(passage, stray) for passage, stray in alone if stray and not stray.stamped]
    for passage, stray in early:
        said = "the only date before the text; stray?" if len(early) == 1 else "a date before the text; stray?"
        if signed and signed != stray.edtf:
            said += f" it is not the signed date, {signed}"
        claim = ground.claim("issued_on", stray.printed, passage, value=stray.edtf, rank="normal", doubt=said)
        table.claims.append(claim)


def cited_notices(ground: Ground, passages: Sequence[Passage], edition_slug: str) -> list[Table]:
    """Return the notice that a text cites by title, with its number and those whom it names as issuers."""
    for passage in passages:
        for found in re.finditer(rf"《{TITLE.pattern}》", passage.text):
            table = Table("notice", doubts=["cited by the text, not printed in it"])
            table.put("slug", edition_slug).put("campaign", edition_slug).put("title_zh", found["title"])
            table.claims.append(ground.claim("title_zh", found["title"], passage))
            after = passage.text[found.end() :]
            if (number := NUMBER.search(after)) and number.start() <= 1:
                table.put("document_number", number[0])
                table.claims.append(ground.claim("document_number", number[0], passage))
            before = re.split("[。；,，]", passage.text[: found.start()])[-1]
            table.lists["issuers"] = named_issuers(ground, before, passage)
            return [held(table, ground.known, edition_slug)]
    return []
