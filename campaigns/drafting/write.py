"""Write a draft as TOML in the house form: comments above what they are about, claims as lines of an array."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import tomlkit

from campaigns.drafting.model import Claim, Draft, Field, Member, Table, Value

_BY_HAND = (
    "To do by hand: summaries and notes in both languages, translations of titles, headings and names, the kind of",
    "each activity (all stand as other), publisher and short titles of the source, what other records repeat, and what",
    "is set aside.",
)
_MARKS = (
    "A line with “# ?” says why what follows it may be wrong; what has no such mark stands in the text in so many",
    "words.",
)
_MARK = "? "


def write(draft: Draft, name: str) -> str:
    """Return the dossier as TOML; the same draft gives the same text."""
    document = tomlkit.document()
    for line in (f"Drafted by manage.py draft_dossier from {name}; nobody has checked it yet.", *_MARKS):
        document.add(tomlkit.comment(line))
    for line in (*_BY_HAND, *draft.remarks):
        document.add(tomlkit.comment(line))
    for doubt in draft.doubts:
        document.add(tomlkit.comment(_MARK + doubt))
    document.add(tomlkit.nl())
    text = tomlkit.dumps(document)
    return text + "\n".join(_table(table) for table in draft.tables)


def _table(table: Table) -> str:
    """Return one table with its header."""
    written = tomlkit.table()
    for remark in table.remarks:
        written.add(tomlkit.comment(remark))
    for doubt in table.doubts:
        written.add(tomlkit.comment(_MARK + doubt))
    for held in table.fields:
        _add_field(written, held)
    for name, members in table.lists.items():
        if members:
            written.add(name, _array(((_member(member), member.doubt) for member in members), ""))
    if table.claims:
        written.add("claims", _array(((_claim(claim), claim.doubt) for claim in table.claims), ""))
    tables = tomlkit.aot()
    tables.append(written)
    document = tomlkit.document()
    document.add(table.kind, tables)
    return tomlkit.dumps(document)


def _add_field(written: tomlkit.items.Table, held: Field) -> None:
    if held.doubt:
        written.add(tomlkit.comment(_MARK + held.doubt))
    written.add(held.name, tomlkit.value(_value(held.value)))


def _value(value: Value) -> str:
    """Write a value; a text with straight quotation marks as a literal, as the dossiers have it."""
    if isinstance(value, str) and '"' in value and "'" not in value:
        return tomlkit.string(value, literal=True).as_string()
    return tomlkit.item(value).as_string()


def _inline(pairs: Iterable[tuple[str, str]]) -> str:
    """Write an inline table with blanks within its braces."""
    return "{ " + ", ".join(f"{name} = {value}" for name, value in pairs) + " }"


def _claim(claim: Claim) -> str:
    parts = {"field": claim.field, "value": claim.value, "at": claim.at, "quote": claim.quote, "rank": claim.rank}
    return _inline((name, _value(value)) for name, value in parts.items() if value)


def _member(member: Member) -> str:
    claims = _array(((_claim(claim), claim.doubt) for claim in member.claims), "    ").as_string()
    pairs = [(name, _value(value)) for name, value in member.fields.items()]
    return _inline([*pairs, ("claims", claims)])


def _array(lines: Iterable[tuple[str, str]], indent: str) -> Any:
    """Return an array with a line for each member, under the reason to doubt it."""
    array = tomlkit.array()
    for line, doubt in lines:
        if doubt:
            array.add_line(indent=f"{indent}    ", comment=_MARK + doubt)
        array.add_line(tomlkit.value(line), indent=f"{indent}    ")
    array.add_line(indent=indent)
    return array


def summary(draft: Draft) -> list[str]:
    """Return how many of each thing the draft holds, and how many are marked, a line for each kind."""
    counts: Counter[str] = Counter(table.kind for table in draft.tables)
    marked = Counter(table.kind for table in draft.tables if any(table.said()))
    claims = [claim for table in draft.tables for claim in table.claims]
    members = [member for table in draft.tables for list_of in table.lists.values() for member in list_of]
    claims += [claim for member in members for claim in member.claims]
    lines = [f"{kind}: {count}, {marked[kind]} marked" for kind, count in counts.items()]
    lines.append(f"issuers and organisers: {len(members)}, {sum(bool(member.doubt) for member in members)} marked")
    lines.append(f"claims: {len(claims)}, {sum(bool(claim.doubt) for claim in claims)} marked")
    return lines
