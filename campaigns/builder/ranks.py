"""How ranks follow from the kinds of sources: the rule of docs/sources.md."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from campaigns.agreement import agree, is_translation
from campaigns.builder.built import BuiltClaim
from campaigns.builder.errors import Problem

#: How far each kind of source is followed; a translation stands for the official document it translates.
GRADES = {"official": 3, "association": 3, "translation": 3, "news": 2, "secondary": 1, "content-farm": 0}
LEAST_PREFERRED = GRADES["news"]


@dataclass(frozen=True, slots=True)
class Written:
    """A claim as a dossier writes it: its rank may still be ''.

    ``kind`` and ``primary`` are its source's, and ``contradicts`` what of the record it contradicts, or ''.
    """

    claim: BuiltClaim
    kind: str
    primary: bool | None
    listed: bool
    contradicts: str


def settle(written: list[Written]) -> tuple[list[BuiltClaim], list[Problem]]:
    """Return the claims, each with its rank, and what is wrong with the ranks that the dossiers give.

    Preferred is what official and association sources, translations and news say, but for what a better graded source
    on the same field contradicts: one of a better kind, or of the same that tells first hand. Another rank may be given
    by hand; to prefer against the rule takes a reason in both languages, and a content farm is never preferred.
    """
    groups: dict[tuple[object, ...], list[Written]] = {}
    for one in written:
        groups.setdefault((one.claim.kind, one.claim.record, one.claim.field), []).append(one)
    claims: list[BuiltClaim] = []
    problems: list[Problem] = []
    for one in written:
        better = _better(one, groups[one.claim.kind, one.claim.record, one.claim.field])
        rule = "normal" if better or GRADES[one.kind] < LEAST_PREFERRED else "preferred"
        claim = replace(one.claim, rank=one.claim.rank or rule)
        claims.append(claim)
        problems += [
            claim.place.problem(f"{claim.where}.{where}".strip("."), said) for where, said in _faults(one, claim, rule)
        ]
    return claims, problems


def _better(one: Written, group: list[Written]) -> bool:
    """Tell whether a better graded source contradicts a claim; members of lists and translations contradict nobody."""
    if one.listed or is_translation(one.claim.field):
        return False
    return any(
        _grade(other) > _grade(one) and not agree(one.claim.field, one.claim.value, other.claim.value)
        for other in group
    )


def _grade(one: Written) -> tuple[int, int]:
    """Return what orders claims by their sources: the kind first, then whether they tell first hand."""
    return GRADES[one.kind], {True: 1, None: 1, False: 0}[one.primary]


def _faults(one: Written, claim: BuiltClaim, rule: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the rank of a claim."""
    if claim.rank != "preferred":
        return
    if one.contradicts:
        field = claim.field
        yield "value", f"{claim.value!r} contradicts {one.contradicts}, the record's own {field}, yet is preferred"
    if GRADES[one.kind] == GRADES["content-farm"]:
        yield "rank", "a content farm is never preferred"
    elif rule != "preferred" and not (claim.note_zh and claim.note_en):
        yield "note_en", "a claim preferred against the rule gives its reason in both languages"
