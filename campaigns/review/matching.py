"""Which candidates the archive holds already: accepted from this document before, or known by key or name."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q

from campaigns.drafting.model import Claim as Candidate
from campaigns.drafting.model import Table
from campaigns.models import SUBJECTS, Activity, Campaign, Claim, Notice, Slogan, Source, subject_column
from campaigns.review.kinds import key_of
from campaigns.review.reading import is_document, lines_of

#: Of these a document may tell in several places; any other record is what one candidate became.
_SEVERAL = frozenset({"source", "year", "agency", "campaign"})


@dataclass(slots=True)
class Accepted:
    """What became of a candidate: the record, and which of its claims, and of its members' claims, are made."""

    record: Any
    claims: set[int] = field(default_factory=set)
    members: set[tuple[str, int]] = field(default_factory=set)


def claims_of(source: Source) -> list[Claim]:
    """Return all claims that ``source``, or a part of it, makes, drafts included."""
    made = Claim.objects.using(DEFAULT_DB_ALIAS).filter(Q(source=source) | Q(source__part_of=source))
    return list(made.order_by("line", "pk"))


def subject_of(claim: Claim) -> int:
    """Return the id of the record that ``claim`` is about."""
    key: int = getattr(claim, f"{subject_column(claim.record_kind)}_id")
    return key


def accepted(source: Source, tables: Sequence[Table], claims: Iterable[Claim]) -> dict[int, Accepted]:
    """Return what became of each of ``tables`` whose claims are among ``claims``, by its index."""
    standing: dict[tuple[str, str, int], list[Claim]] = defaultdict(list)
    for claim in claims:
        standing[claim.record_kind, claim.field, claim.line or 0].append(claim)
    ballots = sorted(
        (
            (-votes, index, record)
            for index, table in enumerate(tables)
            for record, votes in _votes(table, standing).items()
        ),
    )
    chosen: dict[int, int] = {}
    taken: set[tuple[str, int]] = set()
    for _, index, record in ballots:
        kind = tables[index].kind
        if index not in chosen and (kind in _SEVERAL or (kind, record) not in taken):
            chosen[index] = record
            taken.add((kind, record))
    records = _fetched((tables[index].kind, record) for index, record in chosen.items())
    found = {index: _accepted(tables[index], records[tables[index].kind, pk], standing) for index, pk in chosen.items()}
    for index, table in enumerate(tables):
        if is_document(table):
            found[index] = _accepted(table, source, standing)
    return found


def _same(candidate: Candidate, claim: Claim) -> bool:
    """Tell whether a claim of the archive is what became of ``candidate``, on the same line and field."""
    return (bool(candidate.quote) and candidate.quote == claim.quote) or (
        bool(claim.value) and candidate.value == claim.value
    )


def _votes(table: Table, standing: dict[tuple[str, str, int], list[Claim]]) -> Counter[int]:
    """Count the claims of a candidate that each record has."""
    votes: Counter[int] = Counter()
    for claim in table.claims:
        here = standing.get((table.kind, claim.field, lines_of(claim)[0]), ())
        votes.update({subject_of(made) for made in here if _same(claim, made)})
    for name, members in table.lists.items():
        for claim in (claim for member in members for claim in member.claims):
            here = standing.get((table.kind, name, lines_of(claim)[0]), ())
            votes.update({subject_of(made) for made in here if claim.quote == made.quote})
    return votes


def _accepted(table: Table, record: Any, standing: dict[tuple[str, str, int], list[Claim]]) -> Accepted:
    def stands(claim: Candidate, name: str) -> bool:
        here = standing.get((table.kind, name, lines_of(claim)[0]), ())
        return any(subject_of(made) == record.pk and _same(claim, made) for made in here)

    done = Accepted(record, {number for number, claim in enumerate(table.claims) if stands(claim, claim.field)})
    for name, members in table.lists.items():
        done.members |= {
            (name, number)
            for number, member in enumerate(members)
            if any(stands(claim, name) for claim in member.claims)
        }
    return done


def _fetched(subjects: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Any]:
    """Return the records by kind and id, with one query a kind."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for kind, key in subjects:
        wanted[kind].add(key)
    return {
        (kind, record.pk): record
        for kind, keys in wanted.items()
        for record in SUBJECTS[kind]._default_manager.using(DEFAULT_DB_ALIAS).labelled().filter(pk__in=keys)  # type: ignore[attr-defined]
    }


def proposed(tables: Sequence[Table], done: dict[int, Accepted]) -> dict[int, str]:
    """Return the key of the record that each other candidate seems to be, by its index.

    A record has the same key, or the same name: a campaign its year, scope and province; a notice its number or title;
    an activity and a slogan their words within the campaign. Of candidates with one key the later ones are the first.
    """
    found: dict[int, str] = {}
    for kind, model in SUBJECTS.items():
        mine = {index: table for index, table in enumerate(tables) if table.kind == kind and index not in done}
        keys = {index: key_of(table) for index, table in mine.items()}
        column = model.natural_key_fields[0]
        stored = model._default_manager.using(DEFAULT_DB_ALIAS).filter(**{f"{column}__in": {*keys.values()} - {""}})
        held = {str(key) for key in stored.values_list(column, flat=True)}
        alike = dict(_NAMED[kind](mine)) if kind in _NAMED and mine else {}
        seen: set[str] = set()
        for index, key in keys.items():
            if other := key if key in held else alike.get(index, ""):
                found[index] = other
            elif key and key in seen:
                found[index] = key
            seen.add(key)
    return found


#: What tells campaigns apart, and where the database has it.
_OF_A_CAMPAIGN = {"year": "year__number", "scope": "scope", "province": "province__code", "host": "host__slug"}


def _campaigns(tables: dict[int, Table]) -> Iterable[tuple[int, str]]:
    for index, table in tables.items():
        alike = Campaign.objects.using(DEFAULT_DB_ALIAS).filter(
            **{column: table.get(name) for name, column in _OF_A_CAMPAIGN.items()}
        )
        yield index, _only(alike.order_by("slug").values_list("slug", flat=True)[:2])


def _notices(tables: dict[int, Table]) -> Iterable[tuple[int, str]]:
    for index, table in tables.items():
        for name in ("document_number", "title_zh"):
            if value := table.get(name):
                alike = Notice.objects.using(DEFAULT_DB_ALIAS).filter(**{name: value})
                yield index, _only(alike.order_by("slug").values_list("slug", flat=True)[:2])
                break


def _within_campaign(model: Any, base: str) -> Callable[[dict[int, Table]], Iterable[tuple[int, str]]]:
    """Return what finds the records of ``model`` that have a candidate's words, in either language, and campaign."""

    def look_up(tables: dict[int, Table]) -> Iterable[tuple[int, str]]:
        campaigns = {str(table.get("campaign")) for table in tables.values()}
        stored = model._default_manager.using(DEFAULT_DB_ALIAS).filter(campaign__slug__in=campaigns)
        by_words: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        columns = ("slug", "campaign__slug", f"{base}_zh", f"{base}_en")
        for slug, campaign, zh, en in stored.order_by("slug").values_list(*columns):
            by_words[campaign, "zh", zh].append(slug)
            by_words[campaign, "en", en].append(slug)
        for index, table in tables.items():
            for side in ("zh", "en"):
                if words := table.get(f"{base}_{side}"):
                    yield index, _only(by_words.get((str(table.get("campaign")), side, str(words)), ()))
                    break

    return look_up


def _only(slugs: Iterable[str]) -> str:
    """Return the one slug among ``slugs``, empty where there are none or several."""
    found = list(slugs)
    return found[0] if len(found) == 1 else ""


_NAMED: dict[str, Callable[[dict[int, Table]], Iterable[tuple[int, str]]]] = {
    "campaign": _campaigns,
    "notice": _notices,
    "slogan": _within_campaign(Slogan, "text"),
    "activity": _within_campaign(Activity, "title"),
}
