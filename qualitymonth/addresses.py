"""Which public addresses there are, and with which change what the public sees there changed last.

Kept at the end of each change, in its transaction. What a record shows follows from its row, from the rows and claims
that go with it, and from what it refers to: whether the public sees that, and under which key.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS

from qualitymonth.history import changing, current_change, written_within
from qualitymonth.models import Address, ChangeKind, Record, Revision, Status, Tombstone
from qualitymonth.owners import Records, batches, owner_columns, owners_of

#: How many addresses are written at once.
BATCH = 500


@cache
def kinds() -> dict[str, type[Record]]:
    """Return the kinds of records by the nouns that name them."""
    return {str(model._meta.model_name): model for model in apps.get_models() if issubclass(model, Record)}


def rows_of(model: Any) -> Any:
    """Return all rows of ``model`` as they stand in the default database, in no order."""
    return model._base_manager.using(DEFAULT_DB_ALIAS).order_by()


def public_keys(model: Any, ids: Iterable[int] | None = None) -> dict[int, str]:
    """Return the keys of the records of ``model`` that the public may see, by their ids; of all without ``ids``."""
    records = model._default_manager.using(DEFAULT_DB_ALIAS).published().order_by()
    asked = [records] if ids is None else [records.filter(pk__in=batch) for batch in batches(ids)]
    return {pk: str(key) for rows in asked for pk, key in rows.values_list("pk", model.natural_key_fields[0])}


def at_end(change: Any, **_: Any) -> None:
    """Say of each address at which the public sees something else since ``change`` that it changed with it."""
    written = written_within(change)
    touched, stood = owners_of(written), Records()
    for model, how, row in written:
        if issubclass(model, Record):
            touched.setdefault(model, set()).add(row.id)
            if how == "~":
                stood.setdefault(model, set()).add(row.id)
    written_ids = {
        model: {row.id for other, _how, row in written if other is model} - stood.get(model, set()) for model in touched
    }
    reckoning = _Reckoning(change, touched, written_ids)
    reckoning.write()


class _Reckoning:
    """What a change does to addresses, beginning with the records that it touched.

    Nothing leans on the ``passing`` ones, made or removed by it, that was not written within it as well.
    """

    def __init__(self, change: Any, touched: Records, passing: Records) -> None:
        self.change = change
        self.seen: Records = {}
        #: Where something stands, with the id of the record; and where it stood until this change.
        self.standing: dict[tuple[str, str], int] = {}
        self.left: dict[tuple[str, str], int] = {}
        #: Where these records stood before that.
        self.former: dict[tuple[str, str], Address] = {}
        waiting = {model: set(ids) for model, ids in touched.items()}
        while waiting:
            model, ids = waiting.popitem()
            first = ids - self.seen.setdefault(model, set())
            self.seen[model] |= first
            if not first:
                continue
            shown, moved = self._look(model, first)
            leaning = _leaning(model, moved - passing.get(model, set()))
            for other, found in (*leaning, *_showing(model, first), *_owning(model, shown - touched.get(model, set()))):
                waiting.setdefault(other, set()).update(found)

    def _look(self, model: Any, ids: set[int]) -> tuple[set[int], set[int]]:
        """Return which of the records are or were public, and which became so with the change, ceased or moved."""
        kind, now, before = str(model._meta.model_name), public_keys(model, ids), dict[int, str]()
        for batch in batches(ids):
            for address in Address.objects.using(DEFAULT_DB_ALIAS).filter(kind=kind, record_id__in=batch):
                if address.gone:
                    self.former[kind, address.key] = address
                elif address.record_id is not None:
                    before[address.record_id] = address.key
        for pk, key in now.items():
            self.standing[kind, key] = pk
        moved = {pk for pk in ids if before.get(pk) != now.get(pk)}
        for pk in moved & before.keys():
            self.left[kind, before[pk]] = pk
        return now.keys() | before.keys(), moved

    def write(self) -> None:
        """Write the addresses."""
        gone = {*self.left, *self.former} - self.standing.keys()
        moved_to = _tombstones(gone)
        told = [
            Address(kind=kind, key=key, change=self.change, record_id=pk) for (kind, key), pk in self.standing.items()
        ]
        for kind, key in gone:
            former, where = self.former.get((kind, key)), moved_to.get((kind, key), "")
            if former is None or former.moved_to != where:
                pk = self.left[kind, key] if former is None else former.record_id
                told.append(Address(kind=kind, key=key, change=self.change, record_id=pk, gone=True, moved_to=where))
        write(told)


def write(addresses: list[Address]) -> None:
    """Write the addresses, over what was said of them before."""
    Address.objects.using(DEFAULT_DB_ALIAS).bulk_create(
        addresses, update_conflicts=True, unique_fields=["kind", "key"],
        update_fields=["change", "gone", "moved_to", "record_id"], batch_size=BATCH,
    )  # fmt: skip


def _tombstones(addresses: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return where those of the ``addresses`` lead that lead on."""
    found: dict[tuple[str, str], str] = {}
    for kind in {kind for kind, _ in addresses}:
        keys = sorted(key for other, key in addresses if other == kind)
        for start in range(0, len(keys), BATCH):
            stones = Tombstone.objects.using(DEFAULT_DB_ALIAS).filter(kind=kind, key__in=keys[start : start + BATCH])
            found |= {(kind, key): where for key, where in stones.values_list("key", "moved_to")}
    return found


def _leaning(model: Any, ids: set[int]) -> Iterator[tuple[Any, set[int]]]:
    """Yield the records that refer to one of ``model``, or own a row that does, by their kinds."""
    for relation in model._meta.related_objects if ids else ():
        other, column = relation.related_model, relation.field
        if relation.many_to_many:
            continue
        if issubclass(other, Record):
            for batch in batches(ids):
                yield other, set(rows_of(other).filter(**{f"{column.name}__in": batch}).values_list("pk", flat=True))
        elif hasattr(other, "history"):
            for owner in owner_columns(other):
                for batch in batches(ids) if owner is not column else ():
                    rows = rows_of(other).filter(**{f"{column.name}__in": batch})
                    yield owner.related_model, set(rows.values_list(owner.attname, flat=True))


def _showing(model: Any, ids: set[int]) -> Iterator[tuple[Any, set[int]]]:
    """Yield the records that show more of one of ``model`` than its key, by their kinds."""
    for relation in model._meta.related_objects:
        other, name = relation.related_model, relation.field.name
        if issubclass(other, Record) and name in other._default_manager.all().shows:
            for batch in batches(ids):
                yield other, set(rows_of(other).filter(**{f"{name}__in": batch}).values_list("pk", flat=True))


def _owning(model: Any, ids: set[int]) -> Iterator[tuple[Any, set[int]]]:
    """Yield the records with which those of ``model`` go: a claim stands on the record that it is about, too."""
    if columns := owner_columns(model):
        for batch in batches(ids):
            rows = list(rows_of(model).filter(pk__in=batch).values_list(*(column.attname for column in columns)))
            for column, keys in zip(columns, zip(*rows, strict=True), strict=False):
                yield column.related_model, {key for key in keys if key}


def outdated() -> bool:
    """Tell whether no address is known though there is something to be seen."""
    return not Address.objects.exists() and Revision.current().number > 0


def _once_published(model: Any, keys: Iterable[str]) -> set[str]:
    """Return which of the former ``keys`` were those of published records: of others the public never knew."""
    name = model.natural_key_fields[0]
    rows = model.history.using(DEFAULT_DB_ALIAS).filter(**{f"{name}__in": list(keys)}, status=Status.PUBLISHED)
    return {str(key) for key in rows.order_by().values_list(name, flat=True)}


def rebuild() -> dict[str, int]:
    """Bring all addresses in step with the records; what differs changed with the change that this is.

    Return how many that were, by kind.
    """
    with changing(ChangeKind.OTHER, reason="The public addresses were brought in step with the records."):
        differing = {kind: found for kind, model in kinds().items() if (found := _differing(kind, model))}
        if differing:
            change = current_change()
            for address in chain.from_iterable(differing.values()):
                address.change = change
            write([*chain.from_iterable(differing.values())])
    return {kind: len(found) for kind, found in differing.items()}


def _differing(kind: str, model: Any) -> list[Address]:
    """Return the addresses of ``kind`` as they are, where something else is said of them."""
    known = {address.key: address for address in Address.objects.using(DEFAULT_DB_ALIAS).filter(kind=kind)}
    standing = {key: pk for pk, key in public_keys(model).items()}
    former = dict(Tombstone.objects.using(DEFAULT_DB_ALIAS).filter(kind=kind).values_list("key", "moved_to"))
    found = []
    for key in {*known, *standing, *_once_published(model, former.keys() - known.keys())}:
        said, pk = known.get(key), standing.get(key)
        record = pk or (said.record_id if said else None)
        there = (pk is None, "" if pk else former.get(key, ""), record)
        if said is None or (said.gone, said.moved_to, said.record_id) != there:
            found.append(Address(kind=kind, key=key, gone=there[0], moved_to=there[1], record_id=record))
    return found
