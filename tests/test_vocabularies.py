"""The schema of dossiers and the models use the same words: of vocabularies, and of fields."""

from typing import Literal, get_args, get_origin

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from campaigns.builder import schema, values
from campaigns.builder.claims import MEMBERS
from campaigns.builder.columns import OWNED
from campaigns.builder.records import reference_of
from campaigns.builder.rows import app_of
from campaigns.models import QUOTE_LIMIT

ENTRIES = [getattr(schema, kind.capitalize()) for kind in schema.KINDS]
MODELS = {entry: apps.get_model(app_of(entry.kind), entry.kind) for entry in ENTRIES}
MODELS |= {
    schema.Name: apps.get_model("agencies.AgencyName"),
    schema.Issuer: apps.get_model("campaigns.Signature"),
    schema.Organiser: apps.get_model("campaigns.Participation"),
    schema.TopClaim: apps.get_model("campaigns.Claim"),
    schema.SetAside: apps.get_model("campaigns.SetAside"),
}

#: Columns that no dossier types: housekeeping, and what the builder derives (campaigns.builder.rows).
HOUSEKEEPING = {"id", "status", "version", "created_at", "updated_at"}
#: The columns that a dossier writes as one word, ``at``: ``2023-notice-zh:33-41``.
PLACE = {"source", "line", "line_end"}
DERIVED = {
    "section": {"slug", "parent", "position"}, "slogan": {"slug", "position"}, "appearance": {"slug", "position"},
    "agencyname": {"agency", "position"}, "signature": {"notice", "position"},
    "participation": {"activity", "position"},
}  # fmt: skip


def literal(annotation):
    """Return the words of the Literal within an annotation."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return next((words for inner in get_args(annotation) if (words := literal(inner))), ())


WORDS = [
    (table, info.alias or name, literal(info.annotation))
    for table in MODELS
    for name, info in table.model_fields.items()
    if literal(info.annotation)
]


@pytest.mark.parametrize(
    ("table", "field", "words"), WORDS, ids=[f"{table.__name__}.{field}" for table, field, _ in WORDS]
)
def test_the_words_that_a_dossier_may_use_are_those_of_the_vocabulary(table, field, words):
    assert list(words) == [word for word, _ in MODELS[table]._meta.get_field(field).choices]


def test_every_column_with_a_vocabulary_is_a_field_with_those_words():
    columns = {
        (table, column.name)
        for table, model in MODELS.items()
        for column in model._meta.concrete_fields
        if column.choices and column.name != "status"
    }
    assert columns == {(table, field) for table, field, _ in WORDS}


@pytest.mark.parametrize("table", [table for table in MODELS if table is not schema.TopClaim], ids=lambda t: t.__name__)
def test_the_fields_of_a_dossier_are_the_columns_of_the_model(table):
    model = MODELS[table]
    typed = {info.alias or name for name, info in table.model_fields.items()} - {"claims", *OWNED, "party"}
    typed = typed - {"at"} | PLACE if "at" in typed else typed
    derived = DERIVED.get(model._meta.model_name, set()) | ({"sort_on"} if getattr(model, "dated_by", ()) else set())
    assert typed == {column.name for column in model._meta.concrete_fields} - HOUSEKEEPING - derived


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.kind)
def test_references_dates_and_keys_are_the_models_own(entry):
    model = MODELS[entry]
    for name, info in entry.model_fields.items():
        if name in OWNED:
            continue
        reference = reference_of(info)
        column = next((c for c in model._meta.concrete_fields if c.name == (info.alias or name)), None)
        target = column.related_model._meta.model_name if isinstance(column, ForeignKey) else None
        assert target == (reference.kind if reference else None), name
    assert entry.dated_by == tuple(getattr(model, "dated_by", ()))
    assert (entry.key_name,) == model.natural_key_fields


def test_lists_have_the_names_of_the_relations_through_which_they_go():
    lists = {(MODELS[entry], name) for entry in ENTRIES for name in entry.lists}
    assert {name for _, name in lists} == set(OWNED) >= set(MEMBERS)
    assert all(model._meta.get_field(name).one_to_many or model._meta.get_field(name).many_to_many
               for model, name in lists)  # fmt: skip


def test_a_quotation_is_as_long_at_most_in_dossier_and_database():
    assert values.QUOTE_LIMIT == QUOTE_LIMIT == 40
