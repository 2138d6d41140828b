"""Files of records: what a row would change, and everything that is wrong with it, before anything is written."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import CheckConstraint, ForeignKey, QuerySet
from django.utils.translation import gettext as _
from import_export.resources import ModelResource, modelresource_factory
from import_export.results import Error, Result, RowResult

from qualitymonth.bulk.columns import COLUMNS, LISTS
from qualitymonth.bulk.fields import Column, columns_of, key_of, required
from qualitymonth.bulk.files import Table
from qualitymonth.bulk.keys import Keys
from qualitymonth.bulk.rules import RULES, surely_holds
from qualitymonth.exports import stored
from qualitymonth.rings import closes_ring, ways_up

#: So many keys are looked for in one query.
BATCH = 500

Errors = dict[str, list[Any]]


class Outcome(RowResult):  # type: ignore[misc]
    """What a row of a file would do: ``changes`` lists the column, what stands there and what the file says."""

    def __init__(self) -> None:
        super().__init__()
        self.number = 0
        self.key = ""
        self.changes: list[tuple[str, str, str]] = []

    @property
    def written(self) -> set[str]:
        """The record's own columns that change."""
        found: set[str] = self.instance.columns_read
        return found


class Plan(Result):  # type: ignore[misc]
    """What a file would do, row by row, or all that is wrong with it."""

    #: The rows of the file, by their place among its records.
    numbers: list[int]

    def __init__(self) -> None:
        super().__init__()
        self.numbers = []

    @property
    def changing(self) -> list[Outcome]:
        """The rows that add or change a record."""
        return [row for row in self.rows if row.is_new() or row.is_update()]

    @property
    def faults(self) -> list[tuple[int | None, str, str]]:
        """What is wrong: the row of the file, the column and the fault; the first two are empty for the file itself."""
        found: list[tuple[int | None, str, str]] = [
            (None, "", message) for error in self.base_errors for message in error.error.messages
        ]
        for row in sorted(self.invalid_rows, key=lambda row: row.number):
            for column, messages in row.error_dict.items():
                place = "" if column == NON_FIELD_ERRORS else column
                found += [(self.numbers[row.number - 1], place, str(message)) for message in messages]
        return found


class RecordResource(ModelResource):  # type: ignore[misc]
    """The records of one kind as rows of a file."""

    def __init__(
        self,
        records: QuerySet[Any],
        checked: Callable[[Any], Any],
        check: Callable[[Any], Any],
        *,
        may_publish: bool = False,
    ) -> None:
        """Take the ``records`` to write or to compare with, and the checks of the admin's forms."""
        super().__init__()
        self.check, self.may_publish = check, may_publish
        self.keys = Keys()
        self.stored: dict[str, Any] = {}
        self.added: dict[str, Any] = {}
        self.standing: Counter[str] = Counter()
        model = self._meta.model
        relations = [field.name for field in model._meta.fields if isinstance(field, ForeignKey)]
        lists = [owned for (kind, _name), owned in LISTS.items() if kind == model._meta.model_name]
        self.records = records.using(DEFAULT_DB_ALIAS)
        if relations:
            self.records = self.records.select_related(*relations)
        self.records = self.records.prefetch_related(*(f"{owned.relation}__{owned.member}" for owned in lists))
        for column in self.fields.values():
            column.widget.keys = self.keys
            if type(column) is Column:
                column.widget.checked = checked(column.widget.column)

    @classmethod
    def get_result_class(cls) -> type[Plan]:
        """Return the class of a plan."""
        return Plan

    @classmethod
    def get_row_result_class(cls) -> type[Outcome]:
        """Return the class of what a row would do."""
        return Outcome

    @property
    def key(self) -> str:
        """The column that holds the key."""
        return str(self._meta.import_id_fields[0])

    def row_of(self, record: Any) -> list[str]:
        """Return what a file says of ``record``, cell by cell."""
        return [self.fields[name].export(record) for name in COLUMNS[self._meta.model._meta.model_name]]

    # Reading.

    def import_data(self, dataset: Table, **options: Any) -> Plan:
        """Return what the rows of ``dataset`` would do; nothing is written."""
        if problems := list(self._header_problems(dataset.headers)):
            wrong = Plan()
            wrong.append_base_error(Error(ValidationError(problems)))
            return wrong
        self._find_records(dataset)
        plan: Plan = self.import_data_inner(
            dataset,
            dry_run=True,
            raise_errors=False,
            using_transactions=False,
            collect_failed_rows=False,
            retain_instance_in_row_result=True,
            **options,
        )
        plan.numbers = dataset.numbers
        for row in plan.error_rows:
            raise row.errors[0].error  # no fault of the file
        for number, outcome in zip(dataset.numbers, plan.rows, strict=True):
            outcome.number = number
        return plan

    def _header_problems(self, headers: list[str]) -> Iterator[str]:
        known = COLUMNS[self._meta.model._meta.model_name]
        for name in headers:
            if name not in known:
                message = _("“%(name)s” is no column of this kind; the columns are %(known)s.")
                yield message % {"name": name, "known": ", ".join(known)}
        for name, times in Counter(headers).items():
            if times > 1:
                yield _("The column “%(name)s” stands there twice.") % {"name": name}
        if self.key not in headers:
            yield _("The column “%(name)s”, which holds the key of each record, is missing.") % {"name": self.key}

    def _find_records(self, dataset: Table) -> None:
        """Find all that the file names, in a few queries for each kind."""
        columns = {name: dataset[name] for name in dataset.headers}
        keys = [text.strip() for text in columns[self.key]]
        self.standing.update(keys)
        model = self._meta.model
        field = model._meta.get_field(self.key)
        for batch in _batches(sorted(set(keys))):
            valid = [key for key in batch if _is_valid(field, key)]
            for record in self.records.filter(**{f"{self.key}__in": valid}).order_by():
                self.stored[key_of(record)] = record
        named: dict[Any, set[str]] = {}
        for name, cells in columns.items():
            for text in set(cells):
                for kind, key in self.fields[name].named(text):
                    named.setdefault(kind, set()).add(key)
        for kind, wanted in named.items():
            self.keys.fetch(kind, wanted)
        for key in dict.fromkeys(keys):
            if key and key not in self.stored and _is_valid(field, key):
                # Until it is written it has an id that no record has, so that others can refer to it.
                self.added[key] = model(**{self.key: field.to_python(key)}, pk=-1 - len(self.added))
                self.keys.add(self.added[key])

    def get_or_init_instance(self, _loader: Any, row: dict[str, str]) -> tuple[Any, bool]:
        """Return the record that a row is about, and whether it is a new one."""
        key = row[self.key].strip()
        if not key:
            raise ValidationError({self.key: required()})
        if self.standing[key] > 1:
            raise ValidationError({self.key: _("“%(key)s” stands in several rows.") % {"key": key}})
        found = self.stored.get(key) or self.added.get(key)
        if found is None:
            raise ValidationError({self.key: _("“%(key)s” can be no key.") % {"key": key}})
        return found, found._state.adding

    def import_instance(self, instance: Any, row: dict[str, str], **_options: Any) -> None:
        """Set what the cells say; one that says what the archive holds is left alone, so that nothing is lost of it."""
        errors: Errors = {}
        instance.changes_read, instance.columns_read, instance.lists_read = [], set(), {}
        for name, text in row.items():
            column = self.fields[name]
            if name == self.key or (instance._state.adding and not text.strip()):
                continue
            shown = column.export(instance)
            if _lines(text) == _lines(shown):
                continue
            try:
                value = column.clean(row)
            except ValidationError as error:
                errors[name] = error.error_list
                continue
            if value != column.get_value(instance):
                if name == "status" and not self.may_publish:
                    errors[name] = [ValidationError(_("Only people who may publish can change this."), code="status")]
                column.put(instance, value)
                instance.columns_read.update(column.columns)
                instance.changes_read.append((name, stored(shown), stored(column.export(instance))))
        if errors:
            raise ValidationError(errors)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Errors | None = None) -> bool:
        """Tell whether there is nothing to be written."""
        return not (instance._state.adding or instance.changes_read or import_validation_errors)

    def validate_instance(
        self, instance: Any, import_validation_errors: Errors | None = None, validate_unique: bool = True
    ) -> None:
        """Raise ValidationError with all that is wrong with the record as a whole."""
        errors: Errors = dict(import_validation_errors or {})
        plain = {name for name, column in self.fields.items() if type(column) is Column} - errors.keys()
        try:
            instance.clean_fields(exclude={field.name for field in instance._meta.fields if field.name not in plain})
        except ValidationError as error:
            errors |= error.error_dict
        for field in instance._meta.fields:
            known = field.name in self.fields and field.name not in errors
            if known and isinstance(field, ForeignKey) and not field.null and getattr(instance, field.attname) is None:
                errors[field.name] = [required()]
        if not errors:
            errors |= self._broken_rules(instance)
        if not errors:
            try:
                self.check(instance)
            except ValidationError as error:
                errors |= error.update_error_dict({})
        if errors:
            raise ValidationError(errors)

    def _broken_rules(self, instance: Any) -> Errors:
        """Return the database's checks that the record would fail, by the columns that they look at."""
        values = {field.name: getattr(instance, field.attname) for field in instance._meta.concrete_fields}
        errors: Errors = {}
        for rule in instance._meta.constraints:
            if not isinstance(rule, CheckConstraint):
                continue
            condition: Any = rule.condition
            if surely_holds(condition, values):
                continue
            try:
                rule.validate(type(instance), instance)
            except ValidationError as error:
                named = [name for name in self.fields if name in condition.referenced_base_fields]
                message = str(RULES.get(rule.name, error.messages[0]))
                errors.setdefault(", ".join(named) or NON_FIELD_ERRORS, []).append(ValidationError(message))
        return errors

    def after_import_row(self, row: dict[str, str], row_result: Outcome, **_options: Any) -> None:
        """Keep what the row changes, for the preview."""
        row_result.key = row[self.key].strip()
        row_result.changes = row_result.instance.changes_read

    def after_import(self, dataset: Table, result: Plan, **_options: Any) -> None:
        """Find what is wrong with several rows together: two in one place, and references in a ring."""
        rows = {id(row.instance): (number, row) for number, row in enumerate(result.rows, 1) if row.instance}
        changing = result.changing
        faulty = [*self._clashes(changing), *self._rings(changing), *self._ways_back(changing)]
        for instance, errors in faulty:
            number, row = rows[id(instance)]
            if not row.is_invalid():
                row.import_type = RowResult.IMPORT_TYPE_INVALID
                result.append_invalid_row(number, {}, ValidationError(errors))

    def _clashes(self, rows: list[Outcome]) -> Iterator[tuple[Any, Errors]]:
        """Yield the records that would stand in the place of another, in the file or in the archive."""
        written = {row.instance.pk for row in rows}
        for rule in self._meta.model._meta.total_unique_constraints:
            names = [self._meta.model._meta.get_field(name).attname for name in rule.fields]
            places = [(row.instance, tuple(getattr(row.instance, name) for name in names)) for row in rows]
            taken = Counter(place for _instance, place in places)
            first = sorted({place[0] for _instance, place in places if place[0] is not None})
            for batch in _batches(first):
                held = self._meta.model._default_manager.using(DEFAULT_DB_ALIAS).filter(**{f"{names[0]}__in": batch})
                for pk, *place in held.order_by().values_list("pk", *names):
                    if pk not in written:
                        taken[tuple(place)] += 1
            for instance, place in places:
                if taken[place] > 1 and None not in place:
                    message = str(RULES.get(rule.name, rule.get_violation_error_message()))
                    yield instance, {", ".join(rule.fields): [ValidationError(message)]}

    def _rings(self, rows: list[Outcome]) -> Iterator[tuple[Any, Errors]]:
        """Yield a ring of new records, none of which could be written first."""
        try:
            tuple(generations(row.instance for row in rows if row.is_new()))
        except CycleError as error:
            new = {id(row.instance): row.instance for row in rows}
            ring = [new[number] for number in error.args[1]]
            message = _("These new records refer to each other in a ring: %(keys)s.")
            for instance in ring[1:]:
                yield instance, {NON_FIELD_ERRORS: [message % {"keys": ", ".join(key_of(one) for one in ring)}]}

    def _ways_back(self, rows: list[Outcome]) -> Iterator[tuple[Any, Errors]]:
        """Yield stored records that would stand above themselves, such as an agency below one of its own parts."""
        for column in ways_up(self._meta.model):
            moved = [row.instance for row in rows if column.name in row.written and not row.is_new()]
            if not moved:
                continue
            referring = column.model._base_manager.using(DEFAULT_DB_ALIAS).exclude(**{column.attname: None})
            above = dict(referring.order_by().values_list("pk", column.attname))
            above |= {row.instance.pk: getattr(row.instance, column.attname) for row in rows}
            for instance in moved:
                if closes_ring(instance.pk, above[instance.pk], above.get):
                    message = _("“%(other)s” leads back to this record: that would be a ring.")
                    other = key_of(getattr(instance, column.name))
                    yield instance, {column.name: [ValidationError(message % {"other": other})]}


def generations(instances: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield new records in groups, each after those to whose records it refers; raise CycleError for a ring."""
    graph: dict[Any, list[Any]] = {one: [] for one in instances}
    for one, targets in graph.items():
        for field in one._meta.fields:
            target = field.get_cached_value(one, None) if field.related_model is type(one) else None
            if target is not None and target._state.adding:
                targets.append(target)
    # Ids change while the records are written, and with them the hashes.
    numbers = {id(one): one for one in graph}
    sorter = TopologicalSorter({id(one): [id(target) for target in targets] for one, targets in graph.items()})
    sorter.prepare()
    while sorter.is_active():
        ready = sorter.get_ready()
        yield [numbers[number] for number in ready if number in numbers]
        sorter.done(*ready)


@cache
def resource_for(model: Any) -> type[RecordResource]:
    """Return the resource of the records of ``model``."""
    options = {
        "fields": COLUMNS[model._meta.model_name],
        "import_id_fields": list(model.natural_key_fields),
        "clean_model_instances": True,
        "skip_unchanged": True,
        "skip_diff": True,
    }
    made: type[RecordResource] = modelresource_factory(model, RecordResource, options, columns_of(model))
    return made


def _batches(keys: list[Any]) -> Iterator[list[Any]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def _is_valid(field: Any, key: str) -> bool:
    """Tell whether the column of the keys could hold ``key``."""
    try:
        value = field.to_python(key)
        field.run_validators(value)
    except ValidationError:
        return False
    return not isinstance(value, int) or str(value) == key


def _lines(text: str) -> str:
    """Return ``text`` with one sign for the end of a line; spreadsheets write another than browsers do."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
