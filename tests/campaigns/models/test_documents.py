"""What the database itself refuses of texts and of passages set aside."""

import pytest
from django.db import IntegrityError, transaction

from campaigns.models import SetAside, SourceText
from tests import factories

pytestmark = pytest.mark.django_db


def refused(constraint, **fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        factories.make_set_aside(factories.make_source(), **fields)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"line": 0}, "set_aside_lines_in_order"),
        ({"line": 5, "line_end": 4}, "set_aside_lines_in_order"),
        ({"line": 5, "quote_end": "words"}, "set_aside_from_somewhere"),
    ],
)
def test_a_passage_that_cannot_be_is_refused(fields, constraint):
    refused(constraint, **fields)


def test_the_same_words_of_a_line_are_set_aside_once():
    source = factories.make_source()
    factories.make_set_aside(source, 5)
    factories.make_set_aside(source, 5, quote="words")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_set_aside(source, 5, quote="words", reason="name")


def test_a_source_has_one_text():
    text = factories.make_source_text("one\n")
    with pytest.raises(IntegrityError), transaction.atomic():
        SourceText.objects.create(source=text.source, content="other\n", sha256="0" * 64)


def test_a_text_and_what_was_set_aside_go_with_their_source():
    text = factories.make_source_text("one\n")
    factories.make_set_aside(text.source, 1)
    text.source.delete()
    assert not SourceText.objects.exists()
    assert not SetAside.objects.exists()


@pytest.mark.parametrize(
    ("content", "lines"),
    [("one\ntwo\n", ["one", "two"]), ("one\ntwo", ["one", "two"]), ("one\n\n\n", ["one", "", ""]), ("one", ["one"])],
)
def test_a_line_ends_at_each_newline_and_the_last_one_opens_no_further_line(content, lines):
    assert factories.make_source_text(content).lines == lines


def test_a_passage_set_aside_is_named_by_source_line_and_words():
    passage = factories.make_set_aside(factories.make_source(slug="leaflet"), 5, quote="words")
    assert passage.natural_key() == ("leaflet", 5, "words")
    assert SetAside.objects.get_by_natural_key("leaflet", 5, "words") == passage
    assert str(passage) == "leaflet / 5 / words"


def test_a_text_is_called_as_its_source_is():
    assert str(factories.make_source_text("one\n", short_en="A leaflet")) == "A leaflet"
