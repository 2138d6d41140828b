"""What every kind's queryset can say."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self, TypeVar

from django.apps import apps
from django.db import models, transaction
from django.db.models.query import ModelIterable
from django.dispatch import Signal
from django.utils import timezone

from qualitymonth.history import changing, record_rows

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)

#: The word in ``status`` of what the public may see.
PUBLISHED = "published"

#: Kinds whose drafts are shown as if they were published: none, but for one who looks at a preview.
_previewed: ContextVar[frozenset[Any]] = ContextVar("previewed", default=frozenset())


@contextmanager
def previewing(kinds: Iterable[Any]) -> Iterator[None]:
    """Show drafts of ``kinds`` as if they were published, to staff who look at a page before the public does."""
    token = _previewed.set(frozenset(kinds))
    try:
        yield
    finally:
        _previewed.reset(token)


def status_shown(model: Any, path: str = "") -> models.Q:
    """Return the condition that the own status of records of ``model``, reached over ``path``, lets them be seen."""
    if model in _previewed.get():
        return models.Q(**{f"{path}status__isnull": False})
    return models.Q(**{f"{path}status": PUBLISHED})


#: Columns that say nothing of a record itself.
HOUSEKEEPING = frozenset({"version", "updated_at"})

#: Sent after ``update()`` on records, with their ``keys``: Django itself tells nobody, and the search must know.
records_updated = Signal()


class NaturalKeyQuerySet(models.QuerySet[Row_co]):
    """A queryset whose rows fixtures address by natural key."""

    def get_by_natural_key(self, *key: object) -> Row_co:
        """Find the row that a fixture means by ``key``."""
        names: tuple[str, ...] = self.model.natural_key_fields  # type: ignore[attr-defined]
        return self.get(**dict(zip(names, key, strict=True)))


class OwnedManager(models.Manager[Any]):
    """The manager of rows that a record owns: names, signatures, participations, locations."""

    def get_by_natural_key(self, *key: object) -> Any:
        """Find the row that a fixture means by ``key``."""
        return NaturalKeyQuerySet(self.model, using=self._db).get_by_natural_key(*key)


def is_public(record: Any) -> bool:
    """Tell whether the public may see ``record``, by its own status and that of the owners fetched with it."""
    if record.status != PUBLISHED and type(record) not in _previewed.get():
        return False
    fetched = record._state.fields_cache
    owners = (fetched.get(name) for name in type(record)._default_manager.all().belongs_to)
    return all(owner is None or is_public(owner) for owner in owners)


def hide_drafts(record: Any) -> None:
    """Let ``record``, and what was fetched with it, look as if the drafts that it refers to were not there.

    Only what was fetched is forgotten, not the column: a record that is saved after all keeps its reference.
    """
    for name, other in record._state.fields_cache.items():
        field = record._meta.get_field(name)
        if other is None or not field.concrete or not hasattr(other, "status"):
            continue
        if field.null and not is_public(other):
            field.set_cached_value(record, None)
        else:
            hide_drafts(other)


class PublicIterable(ModelIterable):  # type: ignore[type-arg]
    """Rows as the public sees them: a published record shows no draft that it refers to."""

    def __iter__(self) -> Iterator[Any]:
        """Yield the records, each without its drafts."""
        for record in super().__iter__():
            hide_drafts(record)
            yield record


class RecordQuerySet(NaturalKeyQuerySet[Row_co]):
    """A queryset of records: the one place that decides what the public sees."""

    #: Foreign keys to what a record is a part of: it is public only where these, as far as it has them, are too.
    belongs_to: tuple[str, ...] = ()

    #: Foreign keys to records of which the API shows more than the key.
    shows: tuple[str, ...] = ()

    def public(self, path: str = "") -> models.Q:
        """Return the condition that records of this kind, reached over ``path`` (``activities__``), are public."""
        condition = status_shown(self.model, path)
        for name in self.belongs_to:
            field: Any = self.model._meta.get_field(name)
            owners: RecordQuerySet[Any] = field.related_model._default_manager.all()
            if not field.null:
                condition &= owners.public(f"{path}{name}__")
            elif field.related_model is self.model:
                # One step up is enough: a part of a part of a draft is rare, and its whole is hidden in any case.
                drafts = owners.exclude(status_shown(self.model)).order_by()
                condition &= ~models.Q(**{f"{path}{name}__in": drafts.values("pk")})
            else:
                condition &= ~models.Q(**{f"{path}{name}__in": owners.hidden().values("pk")})
        return condition

    def published(self) -> Self:
        """Keep what the public may see; every page, API answer, feed and file starts here."""
        kept = self.filter(self.public())
        kept._iterable_class = PublicIterable  # noqa: SLF001 - the way Django itself chooses what rows become
        return kept

    def hidden(self) -> Self:
        """Keep what the public may not see: drafts, and what belongs to them."""
        return self.exclude(self.public()).order_by()

    def matching(self, text: str) -> Self:
        """Keep records in whose texts the search finds ``text``."""
        entries: Any = apps.get_model("campaigns", "SearchEntry")._default_manager
        found = entries.holding(str(self.model._meta.model_name), text)
        return self.filter(pk__in=found.order_by().values("record_id"))

    def update(self, **values: Any) -> int:
        """Change the records at once, with their versions and history, and say which they were."""
        if values.keys() <= HOUSEKEEPING:
            return super().update(**values)
        self._for_write = True
        values = {"version": models.F("version") + 1, "updated_at": timezone.now(), **values}
        with transaction.atomic(using=self.db):
            keys = list(self.order_by().values_list("pk", flat=True))
            changed = super().update(**values)
            record_rows(self.model, self.model._default_manager.filter(pk__in=keys), created=False)
            records_updated.send(sender=self.model, keys=keys)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the records and what they own, in one change."""
        with changing("removal"):
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def labelled(self) -> Self:
        """Fetch what a record's name is made of, where that is more than the record itself."""
        return self

    def for_list(self) -> Self:
        """All that a list row shows; kinds that refer to others say what to fetch."""
        return self

    def for_api(self) -> Self:
        """All that the API and the files show; kinds that show more than a list row say what to fetch."""
        return self.for_list()


def count_public(relation: str, records: Any, extra: models.Q | None = None) -> models.Count:
    """Return a count of the public ones among ``records``, a queryset of the kind at the other end of ``relation``."""
    condition = records.public(f"{relation}__")
    return models.Count(relation, filter=condition & extra if extra else condition, distinct=True)
