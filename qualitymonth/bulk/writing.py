"""Write what a plan says, in the caller's change: records first, then what they own; many rows at a time."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, F, Max, QuerySet
from django.utils import timezone

from qualitymonth import tombstones
from qualitymonth.bulk.columns import LISTS, OwnedList
from qualitymonth.bulk.fields import key_of, role_of
from qualitymonth.bulk.resources import Outcome, Plan, generations
from qualitymonth.history import record_rows
from qualitymonth.models import Status
from qualitymonth.querysets import records_updated

#: So many rows are written at once.
BATCH = 250


def write(plan: Plan) -> None:
    """Add and change the records of ``plan``."""
    rows = plan.changing
    if not rows:
        return
    model = type(rows[0].instance)
    stored = [row for row in rows if not row.instance._state.adding]
    new = [row.instance for row in rows if row.instance._state.adding]
    # Said before, too: a claim may leave the record that it is about.
    records_updated.send(sender=model, keys=[row.instance.pk for row in stored])
    _make_room(model, stored)
    _create(model, new)
    _update(model, stored)
    _write_lists(model, rows, fresh={id(instance) for instance in new})
    records_updated.send(sender=model, keys=[row.instance.pk for row in rows])
    for row in rows:
        if row.instance.status == Status.PUBLISHED and any(name == "status" for name, _old, _new in row.changes):
            _publish_claims(row.instance)


def _create(model: Any, instances: list[Any]) -> None:
    """Write new records, after those new ones to which they refer."""
    for generation in generations(instances):
        for instance in generation:
            instance.pk = None
            _renew_references(instance)
            if instance.dated_by:
                instance.sort_on = instance.sortable_day()
        model._base_manager.bulk_create(generation, batch_size=BATCH)
    record_rows(model, instances, created=True)
    tombstones.clear(model, [key_of(instance) for instance in instances])


def _update(model: Any, rows: list[Outcome]) -> None:
    """Write the columns that change, with the next version."""
    for row in rows:
        instance = row.instance
        _renew_references(instance)
        instance.version += 1
        instance.updated_at = timezone.now()
        if instance.dated_by:
            instance.sort_on = instance.sortable_day()
        changed = {"version", "updated_at", *(["sort_on"] if instance.dated_by else []), *row.written}
        values = {name: getattr(instance, name) for name in changed}
        QuerySet(model).filter(pk=instance.pk).update(**values)
    record_rows(model, [row.instance for row in rows], created=False)


def _renew_references(instance: Any) -> None:
    """Let ``instance`` refer to records of its kind by the ids that they have now."""
    for field in instance._meta.fields:
        if field.related_model is type(instance) and field.is_cached(instance):
            setattr(instance, field.name, field.get_cached_value(instance))


def _make_room(model: Any, stored: list[Outcome]) -> None:
    """Move records whose places change out of the way, so that two can trade theirs."""
    rows: QuerySet[Any] = QuerySet(model)
    for rule in model._meta.total_unique_constraints:
        moving = [row.instance.pk for row in stored if not row.written.isdisjoint(rule.fields)]
        places = [model._meta.get_field(name) for name in rule.fields]
        if empty := [place.name for place in places if place.null]:
            rows.filter(pk__in=moving).update(**dict.fromkeys(empty))
        elif moving:
            place = places[-1]
            beyond = 0 if isinstance(place, CharField) else 1 + (rows.aggregate(last=Max(place.name))["last"] or 0)
            for number, pk in enumerate(moving):
                free = f"~{pk}" if isinstance(place, CharField) else beyond + number
                rows.filter(pk=pk).update(**{place.name: free})


def _publish_claims(record: Any) -> None:
    """Publish what sources say about a record that is published."""
    if hasattr(record, "claims"):
        record.claims.filter(status=Status.DRAFT).update(status=Status.PUBLISHED)


def _write_lists(model: Any, rows: list[Outcome], fresh: set[int]) -> None:
    """Let the records own just the members that the file lists; the ``fresh`` ones own nothing yet."""
    for (kind, name), owned in LISTS.items():
        if kind == model._meta.model_name:
            added = [
                made
                for row in rows
                if name in row.instance.lists_read
                for made in _write_list(
                    row.instance,
                    owned,
                    row.instance.lists_read[name],
                    [] if id(row.instance) in fresh else getattr(row.instance, owned.relation).all(),
                )
            ]
            if added:
                QuerySet(type(added[0])).bulk_create(added, batch_size=BATCH)
                record_rows(type(added[0]), added, created=True)


def _write_list(record: Any, owned: OwnedList, members: list[tuple[Any, Any]], rows: Iterable[Any]) -> list[Any]:
    """Let ``record``, which owns ``rows``, own the ``members`` in this order; return the rows to be added for that.

    Rows that stay keep all else that they say.
    """
    relation = type(record)._meta.get_field(owned.relation)
    model = relation.related_model
    standing = {(getattr(row, f"{owned.member}_id"), role_of(row, owned)): row for row in rows}
    wanted = {(member.pk, role): place for place, (member, role) in enumerate(members, 1)}
    for entry in standing.keys() - wanted.keys():
        standing.pop(entry).delete()
    if owned.ordered:
        moving = [(row, wanted[entry]) for entry, row in standing.items() if row.position != wanted[entry]]
        # No two may stand in one place, not even while they trade places.
        beyond = 1 + len(wanted) + max((row.position for row in standing.values()), default=0)
        if moving:
            QuerySet(model).filter(pk__in=[row.pk for row, _place in moving]).update(position=F("position") + beyond)
        for row, place in moving:
            row.position = place
            row.save()
    added = []
    for member, role in members:
        if (member.pk, role) not in standing:
            said = {owned.role: role} if owned.role else {}
            position = {"position": wanted[member.pk, role]} if owned.ordered else {}
            added.append(model(**{relation.field.name: record, owned.member: member}, **said, **position))
    return added
