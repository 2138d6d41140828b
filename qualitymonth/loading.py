"""Load fixtures over a database that staff may have edited: all of it or nothing, and no edit overwritten.

Three states of each row are compared: the fixture, the database, and the baseline, which is the fixture as it was
loaded last. A row that staff changed or removed since then is kept as it is and listed, and so is whatever could only
be written at its cost.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.serializers import serialize
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, ForeignKey, ProtectedError
from django.dispatch import Signal
from django.utils import timezone

from qualitymonth import tombstones
from qualitymonth.history import changing, record_rows
from qualitymonth.models import ChangeKind, LoadBaseline, NaturalKeyed, Owned, Record, Revision
from qualitymonth.reading import (
    Address,
    Fields,
    LoadError,
    Row,
    check_rows,
    columns_of,
    comparable,
    digest,
    read_rows,
    say_address,
)

__all__ = ["LoadError", "Plan", "digest", "load"]

Progress = Callable[[str, int, int], None]

#: Sent in the transaction of a load that changed something, when all is written: rows written at once send no signals.
archive_loaded = Signal()

#: How many rows are written at once.
BATCH = 250


@dataclass(slots=True)
class Plan:
    """What a load will do, and then what it did; ``kept`` names what staff changed and why it stays."""

    create: dict[Address, Row] = field(default_factory=dict)
    update: dict[Address, Row] = field(default_factory=dict)
    delete: list[Address] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    baseline: dict[Address, Fields] = field(default_factory=dict)
    forget: list[Address] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.create or self.update or self.delete or self.baseline or self.forget)

    @property
    def writing(self) -> dict[Address, Row]:
        """The rows to create or update."""
        return self.create | self.update

    def withhold(self, address: Address, why: str) -> None:
        """Leave the row at ``address`` as it is, or absent."""
        self.create.pop(address, None)
        self.update.pop(address, None)
        self.baseline.pop(address)
        self.kept.append(f"{say_address(address)}: {why}; not written")

    def retain(self, address: Address, why: str) -> None:
        """Do not remove the row at ``address``, though it left the fixtures."""
        self.delete.remove(address)
        self.kept.append(f"{say_address(address)}: gone from the fixtures, but {why}; not removed")


def database_state() -> dict[Address, Fields]:
    """Return every row that could be loaded from a fixture, as a fixture would hold it."""
    state: dict[Address, Fields] = {}
    for model in apps.get_models():
        if not issubclass(model, NaturalKeyed):
            continue
        relations = [column.name for column in model._meta.fields if isinstance(column, ForeignKey)]
        found = list(model._default_manager.select_related(*relations).order_by("pk"))
        written = serialize("python", found, use_natural_foreign_keys=True, use_natural_primary_keys=True)
        for instance, item in zip(found, json.loads(json.dumps(written, cls=DjangoJSONEncoder)), strict=True):
            state[model._meta.label_lower, tuple(instance.natural_key())] = comparable(item["fields"])
    return state


def _stored_key(address: Address) -> tuple[str, str]:
    return address[0], json.dumps(address[1], ensure_ascii=False)


def _references(address: Address, fields: Fields) -> Iterator[tuple[ForeignKey[Any, Any], Address]]:
    """Yield each filled foreign key of a row, with the address it holds."""
    for name, column in columns_of(_model(address)).items():
        if isinstance(column, ForeignKey) and fields.get(name) is not None:
            yield column, _target(column, fields[name])


def _target(column: ForeignKey[Any, Any], key: Iterable[Any]) -> Address:
    return column.related_model._meta.label_lower, tuple(key)


def _model(address: Address) -> Any:
    return apps.get_model(address[0])


def make_plan(rows: list[Row], state: dict[Address, Fields]) -> Plan:
    """Compare fixtures, database and baseline; raise LoadError where two rows of the fixtures exclude each other."""
    stored = {(item.model, tuple(json.loads(item.key))): item.fields for item in LoadBaseline.objects.order_by("pk")}
    given = {row.address: row for row in rows}
    plan = Plan()
    for row in rows:
        _plan_row(plan, row, state.get(row.address), stored.get(row.address))
    gone = stored.keys() - given.keys()
    for address in sorted(gone):
        if address not in state:
            plan.forget.append(address)
        elif state[address] == stored[address]:
            plan.delete.append(address)
        else:
            plan.kept.append(f"{say_address(address)}: gone from the fixtures, but changed by staff; not removed")
    # What one step keeps may be in the way of what another would write or remove.
    unsettled = True
    while unsettled:
        missing = given.keys() - state.keys() - plan.create.keys()
        unsettled = (
            _keep_referred(plan, state, gone)
            or _withhold_leaning(plan, missing)
            or _withhold_clashing(plan, state, given)
        )
    plan.kept.sort()
    return plan


def _plan_row(plan: Plan, row: Row, found: Fields | None, before: Fields | None) -> None:
    """Plan for one row of the fixtures, as it was found in the database and loaded before."""
    wanted = comparable(row.fields)
    if found is None and before is not None:
        plan.kept.append(f"{say_address(row.address)}: removed by staff; not brought back")
        return
    if found not in (None, wanted, before):
        plan.kept.append(f"{say_address(row.address)}: changed by staff; not overwritten")
        return
    if found is None:
        plan.create[row.address] = row
    elif found != wanted:
        plan.update[row.address] = row
    if before != wanted:
        plan.baseline[row.address] = wanted


def _future(plan: Plan, state: dict[Address, Fields]) -> dict[Address, Fields]:
    """Return the rows as the plan would leave them."""
    leaving = set(plan.delete)
    return {address: fields for address, fields in state.items() if address not in leaving} | {
        address: comparable(row.fields) for address, row in plan.writing.items()
    }


def _keep_referred(plan: Plan, state: dict[Address, Fields], gone: AbstractSet[Address]) -> bool:
    """Keep what would go but others hold on to, and what belongs to a record that stays; tell whether there was any."""
    leaving = set(plan.delete)
    reasons: dict[Address, str] = {}
    for address, fields in _future(plan, state).items():
        for _, target in _references(address, fields):
            if target in leaving:
                reasons.setdefault(target, f"{say_address(address)} refers to it")
    for address in leaving:
        for column, target in _references(address, state[address]):
            if column.remote_field.on_delete is models.CASCADE and target in gone and target not in leaving:
                reasons.setdefault(address, f"{say_address(target)} stays")
    for address, why in reasons.items():
        plan.retain(address, why)
    return bool(reasons)


def _withhold_leaning(plan: Plan, missing: AbstractSet[Address]) -> bool:
    """Withhold what refers to a record that staff removed; tell whether there was any."""
    reasons = {
        address: f"refers to {say_address(target)}, which staff removed"
        for address, row in plan.writing.items()
        for _, target in _references(address, row.fields)
        if target in missing
    }
    for address, why in reasons.items():
        plan.withhold(address, why)
    return bool(reasons)


def _withhold_clashing(plan: Plan, state: dict[Address, Fields], given: dict[Address, Row]) -> bool:
    """Withhold what cannot stand beside a row that staff left so; tell whether there was any.

    Raises LoadError where two rows of the fixtures exclude each other.
    """
    places: dict[tuple[str, str, str], list[Address]] = {}
    future, writing = _future(plan, state), plan.writing
    for address, fields in future.items():
        for constraint in _model(address)._meta.total_unique_constraints:
            values = [fields.get(name) for name in constraint.fields]
            if None not in values:
                places.setdefault((address[0], ", ".join(constraint.fields), json.dumps(values)), []).append(address)
    clashes = {key: members for key, members in places.items() if len(members) > 1}
    problems, reasons = list[str](), dict[Address, str]()
    for (_, names, _), members in clashes.items():
        theirs = [a for a in members if a not in given or future[a] != comparable(given[a].fields)]
        if theirs:
            reasons |= {a: f"{say_address(theirs[0])} has its {names}" for a in members if a in writing}
        else:
            first, *others = (given[address].place for address in members)
            problems += [f"{place}: the same {names} as in {first}" for place in others]
    if problems:
        raise LoadError(problems)
    for address, why in reasons.items():
        plan.withhold(address, why)
    return bool(reasons)


def apply_plan(plan: Plan, progress: Progress) -> None:
    """Carry the plan out, inside the caller's transaction; ``progress`` hears what is done, how many, of how many."""
    _part(plan.delete)
    held = _remove(plan.delete)
    _make_room(plan.update)
    _write(plan, progress)
    for address in _remove(held):
        plan.retain(address, "still referred to")
    if plan.delete:
        progress("removed", len(plan.delete), len(plan.delete))
    _touch_owners(plan)
    LoadBaseline.objects.bulk_create(
        [
            LoadBaseline(model=model, key=key, fields=fields)
            for (model, key), fields in ((_stored_key(address), fields) for address, fields in plan.baseline.items())
        ],
        update_conflicts=True, unique_fields=["model", "key"], update_fields=["fields"], batch_size=500,
    )  # fmt: skip
    for address in (*plan.forget, *plan.delete):
        model, key = _stored_key(address)
        LoadBaseline.objects.filter(model=model, key=key).delete()


def _find(address: Address) -> Any:
    return _model(address)._default_manager.get_by_natural_key(*address[1])


def _part(addresses: Iterable[Address]) -> None:
    """Let go of what loads later, such as a campaign's launch: rows that refer to each other could not be removed."""
    for address in addresses:
        model = _model(address)
        later = [
            column.name
            for column in columns_of(model).values()
            if isinstance(column, ForeignKey)
            and column.null
            and _load_position(column.related_model) > _load_position(model)
        ]
        if later:
            model._default_manager.filter(pk=_find(address).pk).update(**dict.fromkeys(later))


def _remove(addresses: list[Address]) -> list[Address]:
    """Remove the rows, each after those that refer to it; return what other rows still hold on to."""
    waiting = sorted(addresses, key=lambda address: _load_position(_model(address)), reverse=True)
    while waiting:
        held = [address for address in waiting if not _removed(_find(address))]
        if len(held) == len(waiting):
            break
        waiting = held
    return waiting


def analyse() -> None:
    """Let PostgreSQL count what was just written: until it does by itself, its plans are those of empty tables."""
    if connection.vendor == "postgresql":
        written = [*apps.get_app_config("agencies").get_models(), *apps.get_app_config("campaigns").get_models()]
        tables = [model._meta.db_table for model in written]
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")


def _removed(instance: models.Model) -> bool:
    """Remove ``instance`` unless others refer to it; nothing ever goes along with it unasked."""
    owns = (
        relation
        for relation in instance._meta.related_objects
        if relation.on_delete is models.CASCADE and issubclass(relation.related_model, NaturalKeyed)
    )
    if any(owned.related_model._default_manager.filter(**{owned.field.name: instance}).exists() for owned in owns):
        return False
    try:
        with transaction.atomic():
            instance.delete()
    except ProtectedError:
        return False
    return True


def _make_room(changing: dict[Address, Row]) -> None:
    """Clear the places of rows about to change, so that two can trade them in one load.

    Owned rows are written anew instead of updated; of records, places that may be empty are emptied.
    """
    for address in changing:
        instance, model = _find(address), _model(address)
        places = {name for constraint in model._meta.total_unique_constraints for name in constraint.fields}
        if issubclass(model, Owned):
            instance.delete()
        elif empty := [name for name in places if model._meta.get_field(name).null]:
            model._default_manager.filter(pk=instance.pk).update(**dict.fromkeys(empty))


def _write(plan: Plan, progress: Progress) -> None:
    """Create and update rows, many at a time; what refers to a row written later gets that reference in the end."""
    found, written = _keys(), 0
    stood = set(found)
    waiting: list[tuple[Row, Any]] = []
    created: dict[Any, list[Any]] = {}
    rows = sorted(plan.writing.values(), key=lambda row: _load_position(row.model))
    for batch in _batches(rows):
        made = [(row, _instance(row, found)) for row in batch]
        _save(made)
        found |= {row.address: instance.pk for row, instance in made}
        created.setdefault(batch[0].model, []).extend(instance for row, instance in made if row.address not in stood)
        waiting += [(row, instance) for row, instance in made if any(_late(row, instance))]
        written += len(batch)
        progress("written", written, len(rows))
    for row, instance in waiting:
        late = {column.attname: found[target] for column, target in _late(row, instance)}
        stands = row.address in stood and issubclass(row.model, Record)
        rows_of: Any = row.model._default_manager if stands else models.QuerySet(row.model)
        with _naming(row):
            # What was just saved has its new version already.
            rows_of.filter(pk=instance.pk).update(**late, **({"version": instance.version} if stands else {}))
        for name, value in late.items():
            setattr(instance, name, value)
    for model, instances in created.items():
        record_rows(model, instances, created=True)
        if issubclass(model, Record):
            tombstones.clear(model, [str(instance.natural_key()[0]) for instance in instances])


def _batches(rows: list[Row]) -> Iterator[list[Row]]:
    """Yield rows of one model at a time, after those of that model to which they refer, unless these go in circles."""
    for _, listed in groupby(rows, key=lambda row: row.model):
        waiting = {row.address: row for row in listed}
        while waiting:
            ready = {
                address: row
                for address, row in waiting.items()
                if waiting.keys().isdisjoint(target for _, target in _references(address, row.fields))
            } or waiting
            waiting = {address: row for address, row in waiting.items() if address not in ready}
            batch = list(ready.values())
            yield from (batch[start : start + BATCH] for start in range(0, len(batch), BATCH))


def _keys() -> dict[Address, int]:
    """Return the primary key of every row that a fixture can name."""
    return {
        (model._meta.label_lower, tuple(key)): pk
        for model in apps.get_models()
        if issubclass(model, NaturalKeyed)
        for *key, pk in model._default_manager.order_by().values_list(*model.natural_key_fields, "pk")
    }


def _instance(row: Row, found: dict[Address, int]) -> Any:
    """Return the row as it is to be saved, without the references to what is not ``found`` yet."""
    values = {
        column.attname: found.get(_target(column, row.fields[name]))
        if isinstance(column, ForeignKey)
        else column.to_python(row.fields[name])
        for name, column in columns_of(row.model).items()
        if row.fields.get(name) is not None
    }
    instance: Any = row.model(**values | {"pk": found.get(row.address)})
    if isinstance(instance, Record) and instance.pk is not None:
        current = type(instance)._default_manager.get(pk=instance.pk)
        instance.version, instance.created_at = current.version + 1, current.created_at
    return instance


def _late(row: Row, instance: Any) -> Iterator[tuple[ForeignKey[Any, Any], Address]]:
    """Yield the references of ``row`` that ``instance`` was saved without."""
    return (
        (column, target)
        for column, target in _references(row.address, row.fields)
        if getattr(instance, column.attname) is None
    )


def _save(made: list[tuple[Row, Any]]) -> None:
    """Save instances of one model, new ones together; raise LoadError that names the row which the database refuses."""
    for row, instance in made:
        if instance.pk is not None:
            with _naming(row):
                instance.save_base(raw=True, force_update=True)
    new = [(row, instance) for row, instance in made if instance.pk is None]
    try:
        with transaction.atomic():
            made[0][0].model._base_manager.bulk_create([instance for _, instance in new])
    except DatabaseError:
        for row, instance in new:
            instance.pk = None
            with _naming(row):
                instance.save_base(raw=True, force_insert=True)


@contextmanager
def _naming(row: Row) -> Iterator[None]:
    """Turn the database's refusal of a row into an error that names the row."""
    try:
        yield
    except DatabaseError as error:
        raise LoadError([f"{row.place}: the database refuses it: {str(error).strip()}"]) from error


def _touch_owners(plan: Plan) -> None:
    """Move the version of records whose owned rows changed: what they own is part of them."""
    owners: set[Address] = set()
    for address in (*plan.writing, *plan.delete):
        model = _model(address)
        if issubclass(model, Owned):
            column = model._meta.get_field(model.natural_key_fields[0].partition("__")[0])
            owners.add((column.related_model._meta.label_lower, address[1][:1]))
    for owner in owners - plan.writing.keys() - set(plan.delete):
        changes = {"version": F("version") + 1, "updated_at": timezone.now()}
        _model(owner)._default_manager.filter(pk=_find(owner).pk).update(**changes)


def _load_position(model: Any) -> tuple[bool, bool, int]:
    """Sort models so that what is referred to comes first: agencies before campaigns, owned rows late, claims last."""
    order = [*apps.get_app_config("agencies").get_models(), *apps.get_app_config("campaigns").get_models()]
    return model._meta.model_name == "claim", issubclass(model, Owned), order.index(model)


def load(paths: list[Path], progress: Progress) -> Plan:
    """Load the fixture files in one transaction and return what was done.

    Raises LoadError, with nothing changed, on anything wrong in the files or refused by the database.
    """
    rows = read_rows(paths)
    try:
        with changing(ChangeKind.LOAD):
            state = database_state()
            check_rows(rows, state)
            plan = make_plan(rows, state)
            if plan:
                apply_plan(plan, progress)
                archive_loaded.send(sender=Plan)
                analyse()
            seal = digest(paths)
            if Revision.current().fixtures != seal:
                Revision.objects.update_or_create(pk=1, defaults={"fixtures": seal})
    except DatabaseError as error:
        raise LoadError([f"the database refuses the load: {str(error).strip()}"]) from error
    return plan
