"""What the claims say about a record's fields: how well each is known, and where sources disagree."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations, groupby
from typing import Any

from campaigns.agreement import agree, is_translation
from campaigns.models import Claim
from campaigns.vocabularies import Rank
from qualitymonth.models import NaturalKeyed

#: Fields that hold lists: their claims name members, and different members contradict nobody.
LIST_FIELDS = frozenset({"issuers", "organisers", "names", "provinces", "predecessors"})

RANK_ORDER = {Rank.PREFERRED: 0, Rank.NORMAL: 1, Rank.DEPRECATED: 2}


class State(StrEnum):
    """How well a field is known."""

    STATED = "stated"
    UNCONFIRMED = "unconfirmed"
    OURS = "ours"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The claims on one field of one record, best first, and what follows from them."""

    claims: list[Claim]
    state: State
    disagrees: bool


def ranked(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims by rank, then by source and line."""
    return sorted(claims, key=lambda claim: (RANK_ORDER[Rank(claim.rank)], claim.source.slug, claim.line or 0))


def disagree(field: str, claims: Iterable[Claim]) -> bool:
    """Tell whether two of the claims on ``field`` contradict each other.

    Members of lists do not, and translations of one original do not (docs/sources.md).
    """
    if field in LIST_FIELDS or is_translation(field):
        return False
    return any(not agree(field, one.value, other.value) for one, other in combinations(claims, 2))


def evidence_for(record: Any, field: str, member: str | None = None) -> Evidence:
    """Return the evidence for a field of ``record``, or for one member of a list; its claims are prefetched.

    A value that no source gives in these words is the archive's own, whatever the claims beside it say.
    """
    claims = ranked(
        claim for claim in record.claims.all() if claim.field == field and (member is None or claim.value == member)
    )
    value = getattr(record, field, None) if field not in LIST_FIELDS else claims[0].value if claims else None
    bearing = [claim for claim in claims if field in LIST_FIELDS or agree(field, claim.value, claimed_form(value))]
    if any(claim.rank == Rank.PREFERRED for claim in bearing):
        state = State.STATED
    elif bearing:
        state = State.UNCONFIRMED
    else:
        state = State.UNKNOWN if value is None or value == "" else State.OURS
    return Evidence(claims, state, disagree(field, claims))


def claimed_form(value: Any) -> str:
    """Write a record's value as claims do: keys of records, yes and no, numbers without trailing zeros."""
    if value is None:
        return ""
    if isinstance(value, NaturalKeyed):
        return str(value.natural_key()[0])
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field of a record on which sources contradict each other."""

    record: Any
    field: str
    claims: list[Claim]


def disputed(subject: str) -> set[int]:
    """Return the ids of the records that the column ``subject`` of claims names and on which sources disagree."""
    fields: dict[tuple[int, str], list[Claim]] = {}
    for claim in Claim.objects.published().possibly_disagreeing_on(subject):
        fields.setdefault((getattr(claim, f"{subject}_id"), claim.field), []).append(claim)
    return {record for (record, field), claims in fields.items() if disagree(field, claims)}


def disagreements() -> list[Disagreement]:
    """Return every disagreement among the published claims, by record and field."""
    claims = Claim.objects.published().possibly_disagreeing().for_list()

    def subject(claim: Claim) -> tuple[str, int, str]:
        return claim.record_kind, claim.record.pk, claim.field

    return [
        Disagreement(group[0].record, group[0].field, ranked(group))
        for _, members in groupby(sorted(claims, key=subject), key=subject)
        if disagree((group := list(members))[0].field, group) and group[0].record.status == "published"
    ]
