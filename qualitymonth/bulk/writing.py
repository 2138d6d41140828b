"""Write what a plan says: records first, then what they own, in the caller's change."""

from typing import Any

from django.db.models import CharField, F, Max, QuerySet

from qualitymonth.bulk.columns import LISTS, OwnedList
from qualitymonth.bulk.fields import role_of
from qualitymonth.bulk.resources import Plan, in_order
from qualitymonth.models import Status


def write(plan: Plan) -> None:
    """Add and change the records of ``plan``."""
    rows = plan.changing
    new = list(in_order(row.instance for row in rows))
    stored = [row.instance for row in rows if not row.instance._state.adding]
    _make_room(stored)
    for instance in new:
        instance.pk = None
        _renew_references(instance)
        instance.save(force_insert=True)
    for instance in stored:
        _renew_references(instance)
        instance.save()
    for instance in (*new, *stored):
        for name, members in instance.__dict__.get("lists_read", {}).items():
            write_list(instance, LISTS[instance._meta.model_name, name], members)
    for row in rows:
        if row.instance.status == Status.PUBLISHED and any(name == "status" for name, _old, _new in row.changes):
            _publish_claims(row.instance)


def _renew_references(instance: Any) -> None:
    """Let ``instance`` refer to records of its kind by the ids that they have now."""
    for field in instance._meta.fields:
        if field.related_model is type(instance) and field.is_cached(instance):
            setattr(instance, field.name, field.get_cached_value(instance))


def _make_room(stored: list[Any]) -> None:
    """Move records whose places change out of the way, so that two can trade theirs."""
    for rule in type(stored[0])._meta.total_unique_constraints if stored else ():
        moving = [
            one.pk for one in stored if not {name for name, _old, _new in one.changes_read}.isdisjoint(rule.fields)
        ]
        if not moving:
            continue
        model = type(stored[0])
        rows = QuerySet(model)
        places = [model._meta.get_field(name) for name in rule.fields]
        if empty := [place.name for place in places if place.null]:
            rows.filter(pk__in=moving).update(**dict.fromkeys(empty))
            continue
        place = places[-1]
        beyond = 0 if isinstance(place, CharField) else 1 + (rows.aggregate(last=Max(place.name))["last"] or 0)
        for number, pk in enumerate(moving):
            free = f"~{pk}" if isinstance(place, CharField) else beyond + number
            rows.filter(pk=pk).update(**{place.name: free})


def _publish_claims(record: Any) -> None:
    """Publish what sources say about a record that is published."""
    if hasattr(record, "claims"):
        record.claims.filter(status=Status.DRAFT).update(status=Status.PUBLISHED)


def write_list(record: Any, owned: OwnedList, members: list[tuple[Any, Any]]) -> None:
    """Let ``record`` own just the ``members``, in this order; rows that stay keep all else that they say."""
    rows: Any = getattr(record, owned.relation)
    model = rows.model
    standing = {(getattr(row, f"{owned.member}_id"), role_of(row, owned)): row for row in rows.order_by("pk")}
    wanted = [(member.pk, role) for member, role in members]
    for entry, row in standing.items():
        if entry not in wanted:
            row.delete()
    own = {rows.field.name: record}
    if owned.ordered:
        # No two may stand in one place, not even while they trade places.
        beyond = 1 + len(wanted) + max((row.position for row in standing.values()), default=0)
        moving = [
            row.pk for place, entry in enumerate(wanted, 1) if (row := standing.get(entry)) and row.position != place
        ]
        QuerySet(model).filter(pk__in=moving).update(position=F("position") + beyond)
    for place, (entry, (member, role)) in enumerate(zip(wanted, members, strict=True), 1):
        position = {"position": place} if owned.ordered else {}
        row = standing.get(entry)
        if row is None:
            said = {owned.role: role} if owned.role else {}
            model(**own, **{owned.member: member}, **said, **position).save(force_insert=True)
        elif owned.ordered and row.position != place:
            row.position = place
            row.save()
