"""Writing what a plan says: removals, then rows many at a time, with their history and versions."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import ForeignKey, ProtectedError

from qualitymonth import tombstones
from qualitymonth.history import record_rows
from qualitymonth.loading.plan import Plan
from qualitymonth.loading.states import loaded_models, model_of, references, stored_key, target
from qualitymonth.models import LoadBaseline, NaturalKeyed, Owned, Record
from qualitymonth.reading import Address, LoadError, Row, columns_of

Progress = Callable[[str, int, int], None]

#: How many rows are written at once.
BATCH = 250


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
    LoadBaseline.objects.bulk_create(
        [
            LoadBaseline(model=model, key=key, fields=fields)
            for (model, key), fields in ((stored_key(address), fields) for address, fields in plan.baseline.items())
        ],
        update_conflicts=True, unique_fields=["model", "key"], update_fields=["fields"], batch_size=500,
    )  # fmt: skip
    for address in plan.forget:
        model, key = stored_key(address)
        LoadBaseline.objects.filter(model=model, key=key).delete()


def _find(address: Address) -> Any:
    return model_of(address)._default_manager.get_by_natural_key(*address[1])


def _part(addresses: Iterable[Address]) -> None:
    """Let go of what loads later, such as a campaign's launch: rows that refer to each other could not be removed."""
    for address in addresses:
        model = model_of(address)
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
    waiting = sorted(addresses, key=lambda address: _load_position(model_of(address)), reverse=True)
    while waiting:
        held = [address for address in waiting if not _removed(_find(address))]
        if len(held) == len(waiting):
            break
        waiting = held
    return waiting


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
        instance, model = _find(address), model_of(address)
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
                if waiting.keys().isdisjoint(target for _, target in references(address, row.fields))
            } or waiting
            waiting = {address: row for address, row in waiting.items() if address not in ready}
            batch = list(ready.values())
            yield from (batch[start : start + BATCH] for start in range(0, len(batch), BATCH))


def _keys() -> dict[Address, int]:
    """Return the primary key of every row that a fixture can name."""
    return {
        (model._meta.label_lower, tuple(key)): pk
        for model in loaded_models()
        for *key, pk in model._default_manager.order_by().values_list(*model.natural_key_fields, "pk")
    }


def _instance(row: Row, found: dict[Address, int]) -> Any:
    """Return the row as it is to be saved, without the references to what is not ``found`` yet."""
    values = {
        column.attname: found.get(target(column, row.fields[name]))
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
        for column, target in references(row.address, row.fields)
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


def _load_position(model: Any) -> tuple[bool, bool, int]:
    """Sort models so that what is referred to comes first: agencies before campaigns, owned rows late, claims last."""
    order = [*apps.get_app_config("agencies").get_models(), *apps.get_app_config("campaigns").get_models()]
    return model._meta.model_name == "claim", issubclass(model, Owned), order.index(model)
