"""Edits of editors applied to what the dossiers give: moves, removals, edits, lists, additions, and their faults."""

import json

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from campaigns.builder.build import build
from campaigns.builder.columns import columns_of, shape_of
from campaigns.builder.edits import EDITS
from campaigns.builder.errors import DossierError
from qualitymonth import reading
from qualitymonth.models import NaturalKeyed, Owned
from tests.campaigns.builder.dossiers import DOSSIER, write_dossier

MODELS = [model for model in apps.get_models() if issubclass(model, NaturalKeyed)]


def built(folder, edits):
    write_dossier(folder, DOSSIER)
    (folder / EDITS).write_text(edits, encoding="utf-8")
    return build(folder).files


def rows(files, name, model):
    return [row["fields"] for row in json.loads(files[f"{name}.json"]) if row["model"] == model]


def said(folder, edits):
    with pytest.raises(DossierError) as caught:
        built(folder, edits)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_builder_knows_the_columns_keys_and_references_of_each_model(model):
    columns = columns_of(model._meta.model_name)
    stored = reading.columns_of(model)
    assert columns
    assert columns.kinds.keys() == stored.keys()
    assert {name for name, kind in columns.kinds.items() if kind} == {
        name for name, column in stored.items() if isinstance(column, ForeignKey)
    }
    assert all(stored[name].related_model._meta.model_name == kind for name, kind in columns.kinds.items() if kind)
    assert columns.key == tuple(name.partition("__")[0] for name in model.natural_key_fields)
    assert bool(shape_of(model._meta.model_name).own) != issubclass(model, Owned)


def test_fields_are_changed_and_emptied(tmp_path):
    files = built(tmp_path, """
[[edits]]
kind = "campaign"
key = ["2023-national"]
empty = ["department_count"]
[edits.fields]
theme_en = "Awareness"
""")  # fmt: skip
    (row,) = rows(files, "campaigns", "campaigns.campaign")
    assert (row["theme_en"], row["theme_zh"], row["department_count"]) == ("Awareness", "增强质量意识", None)


def test_rows_are_added_and_removed_and_stand_sorted_with_the_others(tmp_path):
    files = built(tmp_path, """
[[removals]]
kind = "location"
key = ["launch", "CN-HE"]

[[additions]]
kind = "year"
fields = { number = 1978, held = "yes", status = "published", notes_zh = "", notes_en = "" }
""")  # fmt: skip
    assert rows(files, "activities", "campaigns.location") == []
    assert [row["number"] for row in rows(files, "years", "campaigns.year")] == [1978, 2023]


def test_a_list_is_replaced_whole(tmp_path):
    files = built(tmp_path, """
[[lists]]
kind = "signature"
of = "notice"
rows = [
    { agency = ["caqi"], position = 1, name_zh = "协会", name_en = "" },
    { agency = ["samr"], position = 2, name_zh = "总局", name_en = "" },
]
""")  # fmt: skip
    signed = rows(files, "notices", "campaigns.signature")
    assert [(row["position"], row["agency"]) for row in signed] == [(1, ["caqi"]), (2, ["samr"])]


def test_a_renamed_record_is_named_so_wherever_it_stands(tmp_path):
    files = built(tmp_path, '[[moves]]\nkind = "agency"\nkey = "samr"\nto = "administration"\n')
    assert {row["slug"] for row in rows(files, "agencies", "agencies.agency")} == {"administration", "caqi"}
    assert [row["agency"] for row in rows(files, "notices", "campaigns.signature")] == [["administration"]]
    values = [row["value"] for row in rows(files, "claims", "campaigns.claim") if row["field"] == "issuers"]
    assert values == ["administration"]
    assert b'"samr"' not in b"".join(files.values())


def test_what_belonged_to_a_merged_record_belongs_to_the_other(tmp_path):
    files = built(tmp_path, '[[moves]]\nkind = "agency"\nkey = "samr"\nto = "caqi"\nmerged = true\n')
    assert [row["slug"] for row in rows(files, "agencies", "agencies.agency")] == ["caqi"]
    assert [row["agency"] for row in rows(files, "activities", "campaigns.participation")] == [["caqi"]]
    assert {tuple(row["agency"]) for row in rows(files, "agencies", "agencies.agencyname")} == {("caqi",)}


@pytest.mark.parametrize(
    ("edits", "problem"),
    [
        ('[[edits]]\nkind = "year"\nkey = [1999]\n', "edits[0].key: no dossier holds year 1999"),
        ('[[edits]]\nkind = "festival"\nkey = ["x"]\n', "edits[0].kind: 'festival' is no kind of row"),
        ('[[edits]]\nkind = "year"\nkey = [2023]\nfields = { colour = "red" }\n',
         "edits[0].fields.colour: no such field"),
        ('[[edits]]\nkind = "year"\nkey = [2023]\nempty = ["colour"]\n', "edits[0].fields.colour: no such field"),
        ('[[edits]]\nkind = "year"\nkey = [2023]\nfields = { number = 2024 }\n',
         "edits[0].fields.number: is part of the key: see moves"),
        ('[[edits]]\nkind = "campaign"\nkey = ["2023-national"]\nfields = { series = "x" }\n',
         "edits[0].fields.series: 'x' is not what the field holds"),
        ('[[edits]]\nkind = "campaign"\nkey = ["2023-national"]\nfields = { series = ["x"] }\n',
         "edits[0]: campaign 2023-national: series refers to series x, which no dossier holds"),
        ('[[removals]]\nkind = "source"\nkey = ["reports"]\n',
         "removals[0]: source report-hebei refers to source reports"),
        ('[[removals]]\nkind = "year"\nkey = [1999]\n', "removals[0].key: no dossier holds year 1999"),
        ('[[moves]]\nkind = "agency"\nkey = "x"\nto = "y"\n', "moves[0].key: no dossier holds agency x"),
        ('[[moves]]\nkind = "agency"\nkey = "samr"\nto = "caqi"\n', "moves[0].to: there is agency caqi already"),
        ('[[lists]]\nkind = "location"\nof = "launch"\nrows = []\n',
         "lists[0].kind: 'location' is no list that is kept in order"),
        ('[[lists]]\nkind = "signature"\nof = "x"\nrows = []\n', "lists[0].of: no dossier holds notice x"),
        ('[[additions]]\nkind = "year"\nfields = { held = "yes" }\n', "additions[0].fields: number is missing"),
        ('[[additions]]\nkind = "year"\nfields = { number = 2023 }\n',
         "additions[0].fields: a dossier holds year 2023 already: export the edits anew"),
        ('[[additions]]\nkind = "festival"\nfields = {}\n', "additions[0].kind: 'festival' is no kind of row"),
    ],
    ids=lambda text: text.split(":")[0] if text[0] != "[" else "",
)  # fmt: skip
def test_each_fault_is_named_with_its_file_and_place(tmp_path, edits, problem):
    assert f"{EDITS}: {problem}" in said(tmp_path, edits)
