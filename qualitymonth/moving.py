"""Renaming, merging and removing records: references move along, and former addresses stay known."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from qualitymonth import tombstones
from qualitymonth.bulk.rules import RULES
from qualitymonth.history import changing
from qualitymonth.models import Change, ChangeKind, LoadBaseline, NaturalKeyed, Record, Status, Tombstone
from qualitymonth.moves import LISTED
from qualitymonth.rings import above_in_archive, closes_ring, ways_up

#: How many rows that stand in the way are named.
NAMED = 10


class MoveError(Exception):
    """A record cannot be renamed, merged or removed; ``problems`` says why. Nothing was changed."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(self.problems))


def rename(model: type[Record], pk: int, key: str, *, user: Any = None, reason: str = "") -> Change:
    """Give a record another public key; raise MoveError where it is none, or another record's."""
    with changing(ChangeKind.RENAME, user=user, reason=reason) as change:
        record = _standing(model, pk)
        name, old = model.natural_key_fields[0], str(record.natural_key()[0])
        if key == old:
            raise MoveError([_("That is its key already.")])
        setattr(record, name, key)
        try:
            column: Any = record._meta.get_field(name)
            setattr(record, name, column.clean(key, record))
            record.validate_unique(exclude={field.name for field in record._meta.fields if field.name != name})
        except ValidationError as error:
            raise MoveError(error.messages) from error
        key = str(record.natural_key()[0])
        record.save()
        tombstones.clear(model, [key])
        _follow(record, old, key)
    return change  # type: ignore[no-any-return]


def merge(model: type[Record], pk: int, into: int, *, user: Any = None, reason: str = "") -> Change:
    """Make two records one: what refers to the one, or belongs to it, moves to the other, whose empty fields it fills.

    Rows that would stand there twice are dropped. Raises MoveError where the two cannot be one.
    """
    with changing(ChangeKind.MERGE, user=user, reason=reason) as change:
        gone, kept = _standing(model, pk), _standing(model, into)
        if gone == kept:
            raise MoveError([_("A record cannot be merged with itself.")])
        old, key = str(gone.natural_key()[0]), str(kept.natural_key()[0])
        values = {field.attname: getattr(gone, field.attname) for field in gone._meta.concrete_fields}
        try:
            with transaction.atomic():
                _keep_names(gone, kept)
                for row, column in _referring(gone):
                    _point(row, column, kept)
                # Before its values are taken over: some of them only one record may have.
                gone.delete()
                kept.refresh_from_db()
                if _fill(kept, values):
                    kept.save()
        except ProtectedError as error:
            raise MoveError([_held(error)]) from error
        except IntegrityError as error:
            raise MoveError([_refused(error)]) from error
        _follow(kept, old, key, label=tombstones.label_of(gone), public=gone.status == Status.PUBLISHED)
    return change  # type: ignore[no-any-return]


def remove(model: type[Record], pk: int, *, user: Any = None, reason: str = "") -> Change:
    """Remove a record with what it owns and the claims about it; raise MoveError where others refer to it."""
    with changing(ChangeKind.REMOVAL, user=user, reason=reason) as change:
        try:
            with transaction.atomic():
                _standing(model, pk).delete()
        except ProtectedError as error:
            raise MoveError([_held(error)]) from error
    return change  # type: ignore[no-any-return]


def in_the_way(record: Record) -> list[Any]:
    """Return what refers to ``record`` so that it cannot be removed, as far as it is named."""
    found: list[Any] = []
    for relation in record._meta.related_objects:
        if relation.on_delete is models.PROTECT and issubclass(relation.related_model, NaturalKeyed):
            rows = relation.related_model._default_manager.filter(**{relation.field.attname: record.pk})
            found += rows[: NAMED - len(found)]
    return found


def going_along(record: Record) -> list[tuple[str, int]]:
    """Return what would go with ``record``: the kinds of rows that it owns and claims, each with its number."""
    counted = [
        (relation.related_model._meta.verbose_name_plural, rows.count())
        for relation in record._meta.related_objects
        if relation.on_delete is models.CASCADE
        for rows in [relation.related_model._base_manager.filter(**{relation.field.attname: record.pk})]
    ]
    return [(str(name), number) for name, number in counted if number]


def _standing(model: type[Record], pk: int) -> Any:
    """Return the record; raise MoveError where somebody removed it meanwhile."""
    record = model._default_manager.filter(pk=pk).first()
    if record is None:
        raise MoveError([_("The record was removed meanwhile.")])
    return record


def _refused(error: IntegrityError) -> str:
    """Return what the database insists on, in a sentence where there is one."""
    said = str(error).strip()
    rule = next((sentence for name, sentence in RULES.items() if name in said), None)
    return str(rule or _("The database refuses it: %(error)s") % {"error": said})


def _held(error: ProtectedError) -> str:
    rows = sorted(error.protected_objects, key=str)
    names = ", ".join(f"{row._meta.verbose_name} “{row}”" for row in rows[:NAMED])
    return _("It is referred to by %(names)s.") % {"names": names + (", …" if len(rows) > NAMED else "")}


def _referring(record: Record) -> Iterator[tuple[Any, str]]:
    """Yield each row that refers to ``record`` or belongs to it, with the column that does so."""
    for relation in record._meta.related_objects:
        if not relation.auto_created or relation.many_to_many:
            continue
        column = relation.field.attname
        for row in relation.related_model._base_manager.filter(**{column: record.pk}).order_by("pk"):
            yield row, column


def _point(row: Any, column: str, record: Record) -> None:
    """Let ``row`` refer to ``record``; drop it where such a row is there or it would tie the record to itself."""
    setattr(row, column, record.pk)
    if row == record:
        setattr(row, column, None)
    elif isinstance(row, type(record)):
        ways = [way for way in ways_up(type(record)) if way.attname == column]
        if any(closes_ring(row.pk, record.pk, above_in_archive(way)) for way in ways):
            raise MoveError([_("“%(row)s” stands between the two: they cannot be one.") % {"row": row}])
    if "position" in {field.name for field in row._meta.fields} and _clashes(row, only_position=True):
        row.position = _last_position(row, column) + 1
    clashes = _clashes(row)
    if clashes and isinstance(row, Record):
        named = {"kind": row._meta.verbose_name, "row": row}
        raise MoveError([_("Both have the %(kind)s “%(row)s”: merge these first.") % named])
    if clashes or _ties_to_itself(row):
        row.delete()
    else:
        row.save()


def _last_position(row: Any, column: str) -> int:
    rows = type(row)._base_manager.filter(**{column: getattr(row, column)})
    return int(rows.aggregate(last=models.Max("position"))["last"] or 0)


def _clashes(row: Any, *, only_position: bool = False) -> bool:
    """Tell whether another row stands where ``row`` would."""
    for fields in _unique_together(type(row)):
        if only_position is not ("position" in fields):
            continue
        values = {name: getattr(row, row._meta.get_field(name).attname) for name in fields}
        if None not in values.values() and type(row)._base_manager.filter(**values).exclude(pk=row.pk).exists():
            return True
    return False


def _unique_together(model: Any) -> Iterator[tuple[str, ...]]:
    for constraint in model._meta.total_unique_constraints:
        yield constraint.fields
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key and field.is_relation:
            yield (field.name,)


def _ties_to_itself(row: Any) -> bool:
    """Tell whether an owned row ties a record to itself, such as an agency that took over from itself."""
    kinds: dict[Any, list[Any]] = {}
    for field in row._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not isinstance(row, Record):
            kinds.setdefault(field.related_model, []).append(getattr(row, field.attname))
    return any(len(keys) > 1 and len(set(keys)) < len(keys) for keys in kinds.values())


def _keep_names(gone: Any, kept: Any) -> None:
    """Let a record that has a list of names keep those by which the other was headed."""
    if not hasattr(kept, "names"):
        return
    position = kept.names.aggregate(last=models.Max("position"))["last"] or 0
    for language, name in (("zh-Hans", gone.name_zh), ("en", gone.name_en)):
        if name and name != getattr(kept, f"name_{language[:2]}"):
            known = gone.names.filter(language=language, name=name) | kept.names.filter(language=language, name=name)
            if not known.exists():
                position += 1
                kept.names.create(language=language, name=name, type="variant", position=position)


def _fill(kept: Any, values: dict[str, Any]) -> bool:
    """Give ``kept`` those of ``values`` that it has none of; tell whether there were any.

    What a rule ties together, such as an edition to its series, comes together or not at all.
    """
    ways = {column.attname: above_in_archive(column) for column in ways_up(type(kept))}
    wanted = {
        field.attname: value
        for field in kept._meta.concrete_fields
        if field.editable and not field.unique and (value := values[field.attname]) not in (None, "")
        and getattr(kept, field.attname) in (None, "")
        and not (field.attname in ways and closes_ring(kept.pk, value, ways[field.attname]))
    }  # fmt: skip
    for tied in _tied(type(kept)):
        own = {name: getattr(kept, name) for name in tied if getattr(kept, name) not in (None, "")}
        if any(value != values[name] for name, value in own.items()):
            wanted = {name: value for name, value in wanted.items() if name not in tied}
    for name, value in wanted.items():
        setattr(kept, name, value)
    return bool(wanted)


def _tied(model: Any) -> list[set[str]]:
    """Return the columns of ``model`` that rules of the database tie together, but for twins in two languages."""
    groups: list[set[str]] = []
    for rule in model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint):
            names = set(rule.fields)
        else:
            condition: Any = rule.condition
            names = condition.referenced_base_fields
        if len({name.removesuffix("_zh").removesuffix("_en") for name in names}) > 1:
            tied = {model._meta.get_field(name).attname for name in names}
            apart = [group for group in groups if not group & tied]
            groups = [*apart, tied.union(*(group for group in groups if group & tied))]
    return groups


def _follow(
    record: Record, old: str, key: str, *, label: dict[str, str] | None = None, public: bool | None = None
) -> None:
    """Leave word at the former key, and let claims that name the record by it name it by the one it has now."""
    model = type(record)
    if public is None:
        public = record.status == Status.PUBLISHED
    loaded = LoadBaseline.objects.filter(model=model._meta.label_lower, key__in=[f'["{old}"]', f"[{old}]"]).exists()
    if public or loaded:
        tombstones.leave(model, old, label or tombstones.label_of(record), moved_to=key)
    kind = str(model._meta.model_name)
    claims: Any = apps.get_model("campaigns", "Claim")._default_manager
    naming = models.Q()
    for listed, member in LISTED.items():
        if member == kind:
            naming |= models.Q(field=listed)
    for relation in model._meta.related_objects:
        subject = relation.related_model
        if issubclass(subject, Record) and not relation.many_to_many and hasattr(subject, "claims"):
            column = "of_source" if subject._meta.model_name == "source" else subject._meta.model_name
            naming |= models.Q(**{"field": relation.field.name, f"{column}__isnull": False})
    if naming:
        claims.filter(naming, value=old).update(value=key)


def standing_address(kind: str, key: str) -> Tombstone | None:
    """Return the last tombstone on the way from a former address: it leads to a record, or says what was there."""
    seen: set[str] = set()
    stone = found = Tombstone.objects.select_related("change").filter(kind=kind, key=key).first()
    while stone is not None and stone.moved_to and stone.key not in seen:
        found = stone
        seen.add(stone.key)
        stone = Tombstone.objects.select_related("change").filter(kind=kind, key=stone.moved_to).first()
    return stone or found


def former_addresses(kind: str, key: str) -> list[str]:
    """Return the keys at which the record that stands at ``key`` stood before, over any number of ways."""
    found, waiting = list[str](), [key]
    while waiting:
        stones = Tombstone.objects.filter(kind=kind, moved_to__in=waiting).exclude(key__in=[key, *found])
        waiting = list(stones.order_by("key").values_list("key", flat=True))
        found += waiting
    return found
