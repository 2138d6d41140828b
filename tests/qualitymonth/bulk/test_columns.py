"""Files hold what records hold, and the database's checks are said in sentences."""

from itertools import product

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, UniqueConstraint

from qualitymonth.bulk.columns import COLUMNS, LISTS
from qualitymonth.bulk.rules import RULES, surely_holds
from qualitymonth.models import Record

KINDS = {model._meta.model_name: model for model in apps.get_models() if issubclass(model, Record)}
CHECKS = [(model, rule) for model in KINDS.values() for rule in model._meta.constraints]


def test_every_kind_has_its_columns():
    assert COLUMNS.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_holds_every_column_that_is_edited_the_key_first(kind):
    model = KINDS[kind]
    edited = {field.name for field in [*model._meta.fields, *model._meta.many_to_many] if field.editable} - {"id"}
    if kind == "claim":
        about = {field.name for field in model._meta.fields if field.is_relation and field.null}
        edited = (edited - about) | {"record"}
    assert set(COLUMNS[kind]) == edited
    assert (COLUMNS[kind][0],) == model.natural_key_fields
    assert {name for other, name in LISTS if other == kind} == {field.name for field in model._meta.many_to_many}


def test_every_rule_has_a_sentence():
    assert {rule.name for _model, rule in CHECKS} == RULES.keys()
    assert {type(rule) for _model, rule in CHECKS} == {CheckConstraint, UniqueConstraint}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "rule"),
    [pytest.param(*check, id=check[1].name) for check in CHECKS if isinstance(check[1], CheckConstraint)],
)
def test_what_surely_holds_holds_in_the_database(model, rule):
    names = sorted(rule.condition.referenced_base_fields)
    choices = [_choices(model._meta.get_field(name)) for name in names]
    if rule.name == "claim_about_exactly_one_record":
        choices = [choice[:2] if place < 3 else choice[:1] for place, choice in enumerate(choices)]
    seen = set()
    for values in product(*choices):
        record = model(
            **{model._meta.get_field(name).attname: value for name, value in zip(names, values, strict=True)}
        )
        held = {field.name: getattr(record, field.attname) for field in model._meta.concrete_fields}
        try:
            rule.validate(model, record)
        except ValidationError:
            assert not surely_holds(rule.condition, held), values
            seen.add(False)
        else:
            seen.add(surely_holds(rule.condition, held))
    assert seen == {True, False}


def _choices(field):
    if field.is_relation or field.primary_key:
        return [None, 1, 2]
    if field.choices:
        return [word for word, _name in field.choices]
    if field.get_internal_type() in ("CharField", "TextField"):
        return ["", "text"]
    return [*([None] if field.null else []), 0, 1, 2000]
