"""Claims: from the short form in which dossiers write them to full rows, with rank and key derived."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from campaigns.agreement import agree
from campaigns.builder.built import BuiltClaim
from campaigns.builder.errors import DossierError, Problem
from campaigns.builder.places import line_faults, read_at
from campaigns.builder.ranks import Written, settle
from campaigns.builder.records import Placed, Records
from campaigns.builder.schema import Dossier, FieldClaim, MemberClaim, TopClaim

#: The member tables of lists, and the key of a member by which a claim's value names it.
MEMBERS = {"issuers": "agency", "organisers": "agency", "names": "name"}


def value_text(value: Any) -> str:
    """Write a field's value as a claim does: yes and no for flags, numbers without trailing zeros."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def list_members(entry: Any, field: str) -> set[str]:
    """Return the values by which claims name the members of the list ``field``."""
    attribute = MEMBERS.get(field)
    return {str(getattr(member, attribute) if attribute else member) for member in getattr(entry, field)}


def stated_field(entry: Any, field: str) -> str | None:
    """Return the attribute of ``entry`` that dossiers call ``field``, None where a claim cannot be about it."""
    for name, info in type(entry).model_fields.items():
        if (info.alias or name) == field and name != "claims":
            return str(name)
    return None


def build_claims(dossiers: dict[str, Dossier], records: Records) -> list[BuiltClaim]:
    """Return every claim of ``dossiers``; raise DossierError with all that is wrong with them."""
    written: dict[str, Written] = {}
    problems: list[Problem] = []
    for subject, where, short, member in _written(dossiers, records, problems):
        one, faults = _complete(subject, where, short, member, records)
        problems.extend(faults)
        if one and (first := written.get(one.claim.key)):
            other = f"{first.claim.place.file} {first.claim.place.path} {first.claim.where}".strip()
            problems.append(subject.problem(where, f"duplicate claim {one.claim.key!r}: also at {other}"))
        elif one:
            written[one.claim.key] = one
    claims, faults = settle(list(written.values()))
    if problems := problems + faults:
        raise DossierError(problems)
    return claims


def _written(
    dossiers: dict[str, Dossier], records: Records, problems: list[Problem]
) -> Iterator[tuple[Placed, str, MemberClaim, tuple[str, str] | None]]:
    """Yield each claim as written: its subject, its place there, and the list member it is about, if any."""
    for kind in records.by_kind:
        for placed in records.of(kind):
            for index, claim in enumerate(placed.entry.claims):
                yield placed, f"claims[{index}]", claim, None
            for name, attribute in MEMBERS.items():
                for number, member in enumerate(getattr(placed.entry, name, ())):
                    for index, claim in enumerate(member.claims):
                        yield placed, f"{name}[{number}].claims[{index}]", claim, (name, getattr(member, attribute))
    for file, dossier in dossiers.items():
        for index, top in enumerate(dossier.claim):
            kind, _, key = top.on.partition(":")
            subject = records.find(kind, int(key) if kind == "year" and key.isdecimal() else key)
            if subject is None:
                problems.append(Problem(file, f"claim[{index}].on", f"refers to {top.on!r}, which no dossier holds"))
            else:
                yield Placed(subject.key, subject.entry, file, f"claim[{index}]"), "", top, None


def _complete(
    subject: Placed, where: str, short: MemberClaim, member: tuple[str, str] | None, records: Records
) -> tuple[Written | None, list[Problem]]:
    """Return the full claim but for a rank that follows from others, or what is wrong with it."""
    place, source, line, line_end = read_at(short.at, records)
    if source is None:
        faults = [("at", f"refers to source {place!r}, which no dossier holds")]
    else:
        faults = [("at", fault) for fault in line_faults(short.at, source.entry, line, line_end)]
        if short.quote and not line and (source.entry.file or source.entry.part_of):
            faults.append(("at", "a quotation from a file stands on a line; none is named"))
    attribute = stated_field(subject.entry, short.field) if isinstance(short, FieldClaim) else None
    if member is None and attribute is None:
        faults.append(("field", f"{getattr(short, 'field', '')!r} is no field of {subject.entry.kind}"))
    elif source:
        field, given, listed, contradicts = _statement(subject.entry, short, member, attribute or "")
        faults.extend(_value_faults(field, given, listed=listed))
    if short.rank == "deprecated" and not (short.note_zh and short.note_en):
        faults.append(("note_en", "a deprecated claim gives its reason in both languages"))
    if faults or source is None:
        return None, [subject.problem(f"{where}.{part}".strip("."), message) for part, message in faults]
    claim = BuiltClaim(
        key=f"{place}:{line or 0}:{subject.entry.kind}:{subject.key}:{field}" + (f":{given}" if listed else ""),
        kind=subject.entry.kind,
        record=subject.key,
        source=place,
        line=line,
        line_end=line_end,
        quote=short.quote or "",
        field=field,
        value=given,
        rank=short.rank or "",
        note_zh=short.note_zh or "",
        note_en=short.note_en or "",
        place=subject,
        where=where,
    )
    return Written(claim, source.entry.type, source.entry.primary, listed, contradicts), []


def _statement(
    entry: Any, short: MemberClaim, member: tuple[str, str] | None, attribute: str
) -> tuple[str, str, bool, str]:
    """Return the field that a claim is about, its value, whether it is a list, and what the value contradicts."""
    if member:
        return *member, True, ""
    if not isinstance(short, FieldClaim):  # pragma: no cover - the schema lets no other class in
        raise TypeError(short)
    field = short.field
    if attribute in entry.lists:
        given = short.value or ""
        return field, given, True, "" if given in list_members(entry, field) else "the list"
    stated = value_text(getattr(entry, attribute))
    given = short.value or stated
    return field, given, False, "" if agree(field, given, stated) else repr(stated)


def _value_faults(field: str, given: str, *, listed: bool) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the value that a claim gives."""
    if listed and not given:
        yield "value", "a claim on a list names its member"
    elif not given:
        yield "value", f"the record has no {field}, so the claim must say what the source says"


__all__ = ["BuiltClaim", "TopClaim", "build_claims", "list_members", "value_text"]
