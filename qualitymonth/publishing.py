"""Publishing records, and taking them back to draft: together with their claims, and never ahead of what they need."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models import CASCADE

from qualitymonth.history import changing
from qualitymonth.models import ChangeKind, Owned, Record, Status


class Published(NamedTuple):
    """What became of records that somebody wanted to publish."""

    #: The records that were published, or whose claims were.
    records: list[Any]
    #: How many draft claims were published with them.
    claims: int
    #: The records that were not, each with the drafts that it needs.
    refused: list[tuple[Any, list[Any]]]


def rows_of(model: Any) -> Any:
    """Return all records of ``model``, drafts included, as they stand in the default database."""
    return model._default_manager.using(DEFAULT_DB_ALIAS)


def drafts_needed(record: Any) -> Iterator[Any]:
    """Yield the drafts to which ``record`` belongs, and to which these belong: while one is hidden, so is it."""
    for name in rows_of(type(record)).all().belongs_to:
        owner = getattr(record, name)
        if owner is not None:
            if owner.status != Status.PUBLISHED:
                yield owner
            yield from drafts_needed(owner)


def draft_claims(record: Any) -> Any:
    """Return the draft claims about ``record``."""
    if not hasattr(record, "claims"):
        return []
    return record.claims.using(DEFAULT_DB_ALIAS).filter(status=Status.DRAFT).select_related("source__part_of")


def drafts_referred_to(record: Any) -> list[Any]:
    """Return the drafts that ``record``, or a row that it owns, names without needing them: the public sees a gap."""
    needed = rows_of(type(record)).all().belongs_to
    found = [getattr(record, field.name) for field in _references(type(record)) if field.name not in needed]
    for relation in record._meta.related_objects:
        owned = relation.related_model
        if issubclass(owned, Owned) and relation.on_delete is CASCADE:
            for field in _references(owned):
                rows = owned._default_manager.using(DEFAULT_DB_ALIAS).filter(**{relation.field.name: record})
                found += [getattr(row, field.name) for row in rows.select_related(field.name)]
    return list(dict.fromkeys(one for one in found if one not in (None, record) and one.status != Status.PUBLISHED))


def _references(model: Any) -> list[Any]:
    """Return the foreign keys of ``model`` to records."""
    return [field for field in model._meta.fields if field.is_relation and issubclass(field.related_model, Record)]


def publish(model: Any, keys: Collection[int], user: Any, reason: str = "") -> Published:
    """Publish the records of ``model`` with these ids, and their draft claims; none whose owner stays a draft."""
    with changing(ChangeKind.PUBLICATION, user=user, reason=reason) as change:
        records = list(rows_of(model).filter(pk__in=keys).order_by("pk"))
        claims = {record: list(draft_claims(record)) for record in records}
        needs = {
            record: list(
                dict.fromkeys(
                    need for one in (record, *claims[record]) for need in drafts_needed(one) if need != record
                )
            )
            for record in records
        }
        ready = set(records)
        while stuck := {record for record in ready if not ready.issuperset(needs[record])}:
            ready -= stuck
        done, told = [], 0
        for record in (record for record in records if record in ready):
            changed = [one for one in (record, *claims[record]) if one.status != Status.PUBLISHED]
            for one in changed:
                one.status = Status.PUBLISHED
                one.save(update_fields=["status"])
            told += sum(one is not record for one in changed)
            if changed:
                done.append(record)
        _call_it_a_publication(change, written=bool(done))
    refused = [
        (record, [need for need in needs[record] if need not in ready]) for record in records if record not in ready
    ]
    return Published(done, told, refused)


def unpublish(model: Any, keys: Collection[int], user: Any, reason: str) -> list[Any]:
    """Take the published ones among the records of ``model`` with these ids back to draft, and return them."""
    with changing(ChangeKind.PUBLICATION, user=user, reason=reason) as change:
        records = list(rows_of(model).filter(pk__in=keys, status=Status.PUBLISHED).order_by("pk"))
        for record in records:
            record.status = Status.DRAFT
            record.save(update_fields=["status"])
        _call_it_a_publication(change, written=bool(records))
    return records


def _call_it_a_publication(change: Any, *, written: bool) -> None:
    """Name the change under way, be it begun as an edit, after the more that it became."""
    if written and change.kind == ChangeKind.EDIT:
        change.kind = ChangeKind.PUBLICATION
        change.save(update_fields=["kind"])


def hidden_along(model: Any, keys: Iterable[int]) -> Counter[Any]:
    """Count, by kind, the published records that the public would no longer see without those of ``model``."""
    found: dict[Any, set[int]] = {}
    waiting: list[tuple[Any, set[int]]] = [(model, set(keys))]
    while waiting:
        owner, hidden = waiting.pop()
        for kind in apps.get_models():
            if not issubclass(kind, Record):
                continue
            for name in rows_of(kind).all().belongs_to:
                if kind._meta.get_field(name).related_model is owner:
                    rows = rows_of(kind).published().filter(**{f"{name}__in": hidden})
                    new = set(rows.order_by().values_list("pk", flat=True)) - found.setdefault(kind, set())
                    found[kind] |= new
                    if new:
                        waiting.append((kind, new))
    return Counter({kind: len(rows - (set(keys) if kind is model else set())) for kind, rows in found.items()})
