"""The claims of accepted candidates: drafts, ranked as the builder ranks those of the dossiers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.agreement import agree
from campaigns.builder.built import BuiltClaim
from campaigns.builder.ranks import Written, settle
from campaigns.builder.records import Placed
from campaigns.drafting.model import Claim as Candidate
from campaigns.evidence import LIST_FIELDS, claimed_form
from campaigns.models import Claim, Source, subject_column
from campaigns.review.reading import lines_of
from qualitymonth.history import record_rows
from qualitymonth.querysets import records_updated

_NOWHERE = Placed("", None, "", "")
#: The rows of a record by which claims on its lists name their members.
_MEMBERS = {
    "issuers": ("signatures", "agency__slug"),
    "organisers": ("participations", "agency__slug"),
    "provinces": ("locations", "province__code"),
    "names": ("names", "name"),
}


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A claim to be made: the source, the record, the candidate that says where it stands, the field and the value."""

    source: Source
    kind: str
    record: Any
    candidate: Candidate
    field: str
    value: str


def write_claims(claims: Sequence[NewClaim]) -> int:
    """Store ``claims``, with their history and in the search, and return how many they are.

    They are written all at once: one by one, several hundred would make an editor wait.
    """
    ranks = _ranks(claims)
    rows = []
    for new, rank in zip(claims, ranks, strict=True):
        first, last = lines_of(new.candidate)
        row = Claim(
            source=new.source, line=first, line_end=last if last > first else None, quote=new.candidate.quote,
            field=new.field, value=new.value, rank=rank, **{subject_column(new.kind): new.record},
        )  # fmt: skip
        row.clean_fields(exclude=[field.name for field in Claim._meta.fields if field.is_relation])
        rows.append(row)
    stored = Claim.objects.bulk_create(rows)
    record_rows(Claim, stored, created=True)
    records_updated.send(sender=Claim, keys=[claim.pk for claim in stored])
    return len(stored)


def _ranks(claims: Sequence[NewClaim]) -> list[str]:
    """Return the rank of each of ``claims`` by the builder's rules, beside what other sources say already."""
    beside = [_written(old, _subject(old), rank=old.rank) for old in _standing(claims)]
    members = _Members()
    new = [
        _written(one, (one.kind, one.record.pk), rank=one.candidate.rank or _rank_against(one, members))
        for one in claims
    ]
    settled, _faults = settle([*beside, *new])
    return [claim.rank for claim in settled[len(beside) :]]


def _subject(claim: Claim) -> tuple[str, int]:
    kind = claim.record_kind
    return kind, getattr(claim, f"{subject_column(kind)}_id")


def _standing(claims: Iterable[NewClaim]) -> list[Claim]:
    """Return the claims that the records have already."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for one in claims:
        wanted[one.kind].add(one.record.pk)
    return [
        claim
        for kind, keys in wanted.items()
        for claim in Claim.objects.filter(**{f"{subject_column(kind)}__in": keys}).select_related("source")
    ]


def _rank_against(one: NewClaim, members: "_Members") -> str:
    """Return the rank that what the record holds decides: what contradicts it is not preferred."""
    if one.field in LIST_FIELDS:
        return "" if one.value in members.of(one.record, one.field) else "normal"
    return "" if agree(one.field, one.value, claimed_form(getattr(one.record, one.field))) else "normal"


class _Members:
    """The members of records' lists, each list read once."""

    def __init__(self) -> None:
        self._read: dict[tuple[type, int, str], set[str]] = {}

    def of(self, record: Any, field: str) -> set[str]:
        """Return the values by which claims name the members of the list ``field`` of ``record``."""
        key = (type(record), record.pk, field)
        if key not in self._read:
            rows, column = _MEMBERS[field]
            self._read[key] = set(getattr(record, rows).values_list(column, flat=True))
        return self._read[key]


def _written(claim: Claim | NewClaim, subject: tuple[str, int], *, rank: str) -> Written:
    """Return a claim as the builder's rules take it."""
    kind, record = subject
    built = BuiltClaim(
        "", kind, record, claim.source.slug, None, None, "", claim.field, claim.value, rank, "", "", _NOWHERE, "",
    )  # fmt: skip
    return Written(built, claim.source.kind, claim.source.primary, claim.field in LIST_FIELDS, "")
