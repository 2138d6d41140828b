"""The data dictionary is whole."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import TextChoices

import agencies.vocabularies
import campaigns.vocabularies
from campaigns.builder.rows import FILES
from qualitymonth.models import NaturalKeyed, Status

BASE = Path(settings.BASE_DIR)
DICTIONARY = (BASE / "docs" / "data.md").read_text(encoding="utf-8")
MODELS = [model for model in apps.get_models() if issubclass(model, NaturalKeyed)]
VOCABULARIES = [Status] + [
    words
    for module in (agencies.vocabularies, campaigns.vocabularies)
    for words in vars(module).values()
    if isinstance(words, type) and issubclass(words, TextChoices) and words is not TextChoices
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_dictionary_lists_exactly_the_columns_of_each_model(model):
    chapter = DICTIONARY.split(f"## {model.__name__}\n")[1].split("\n## ")[0]
    columns = {column.name for column in [*model._meta.fields, *model._meta.many_to_many]} - {"id"}
    assert set(re.findall(r"^\| `(\w+)` \|", chapter, re.MULTILINE)) == columns


@pytest.mark.parametrize("words", VOCABULARIES, ids=lambda words: words.__name__)
def test_the_dictionary_lists_every_word_of_each_vocabulary(words):
    row = f"| {words.__name__} | " + ", ".join(f"`{word}`" for word in words.values) + " |"
    assert row in DICTIONARY


def test_the_dictionary_names_the_fixture_files_in_the_order_in_which_they_load():
    assert re.findall(r"`(\w+)\.json`", DICTIONARY) == list(FILES.values())


@pytest.mark.parametrize("page", [*sorted(BASE.glob("docs/*.md")), BASE / "README.md"], ids=lambda page: page.name)
def test_every_link_within_the_documentation_leads_to_a_file(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
