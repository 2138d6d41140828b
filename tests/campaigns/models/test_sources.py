"""What the database itself refuses of sources and claims."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from campaigns.models import SUBJECTS, Claim, subject_column
from qualitymonth.models import NaturalKeyed
from tests import factories

pytestmark = pytest.mark.django_db

MAKE = {kind: getattr(factories, f"make_{kind}") for kind in SUBJECTS}


def refused(constraint, make, **fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(**fields)


def bare(claim):
    """The columns of a claim that is about nothing yet."""
    return {"source": claim.source, "field": "title_zh", "value": "x", "line": 1}


@pytest.mark.parametrize("kind", SUBJECTS)
def test_a_claim_can_be_about_a_record_of_every_kind_and_goes_with_it(kind):
    record = MAKE[kind]()
    claim = factories.make_claim(record)
    assert (claim.record_kind, claim.record) == (kind, record)
    record.delete()
    assert not Claim.objects.exists()


def test_a_claim_about_nothing_is_refused_by_the_database():
    claim = factories.make_claim()
    refused("claim_about_exactly_one_record", Claim.objects.create, **bare(claim))
    with pytest.raises(IntegrityError, match="claim_about_exactly_one_record"), transaction.atomic():
        Claim.objects.update(campaign=None)


@pytest.mark.parametrize("kind", [kind for kind in SUBJECTS if kind != "year"])
def test_a_claim_about_two_records_is_refused_by_the_database(kind):
    claim = factories.make_claim(factories.make_year())
    two = {"year": claim.year, subject_column(kind): MAKE[kind]()}
    refused("claim_about_exactly_one_record", Claim.objects.create, **bare(claim), **two)
    with pytest.raises(IntegrityError, match="claim_about_exactly_one_record"), transaction.atomic():
        Claim.objects.update(**two)


def test_every_kind_of_record_but_the_claim_can_be_the_subject_of_one():
    columns = {column.name for column in Claim._meta.fields if column.is_relation} - {"source"}
    assert columns == {subject_column(kind) for kind in SUBJECTS}
    assert all(issubclass(model, NaturalKeyed) for model in SUBJECTS.values())


@pytest.mark.parametrize(("line", "line_end"), [(None, 3), (0, None), (3, 2), (0, 2)])
def test_lines_that_cannot_be_are_refused(line, line_end):
    refused("claim_lines_in_order", factories.make_claim, line=line, line_end=line_end)


@pytest.mark.parametrize(("line", "line_end"), [(None, None), (1, None), (3, 3), (3, 12)])
def test_a_claim_stands_on_no_line_one_or_several(line, line_end):
    claim = factories.make_claim(line=line, line_end=line_end)
    assert (claim.line, claim.line_end) == (line, line_end)


def test_a_claim_made_by_staff_gets_a_key_of_its_own():
    claim = factories.make_claim()
    keys = {Claim.objects.create(campaign=claim.campaign, **bare(claim)).key for _ in range(2)}
    assert {len(key) for key in keys} == {36}
    assert len(keys) == 2


def test_a_source_that_claims_something_is_not_removed():
    claim = factories.make_claim()
    with pytest.raises(ProtectedError):
        claim.source.delete()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"title_zh": "", "title_en": ""}, "source_has_a_title"),
        ({"first_line": 1, "last_line": 2}, "source_part_has_lines"),
        ({"first_line": 1}, "source_part_has_lines"),
        ({"file": "000.txt"}, "source_file_has_a_checksum"),
        ({"sha256": "0" * 64}, "source_file_has_a_checksum"),
    ],
)
def test_a_source_that_cannot_be_is_refused(fields, constraint):
    refused(constraint, factories.make_source, **fields)


@pytest.mark.parametrize(("first", "last"), [(None, None), (1, None), (None, 1), (0, 3), (4, 3)])
def test_a_part_without_sound_lines_is_refused(first, last):
    whole = factories.make_source()
    refused("source_part_has_lines", factories.make_source, part_of=whole, first_line=first, last_line=last)


def test_the_label_is_the_short_title_or_else_the_title():
    assert factories.make_source(title_en="A long title", short_en="Short", short_zh="").label == "Short"
    assert factories.make_source(title_en="A long title").label == "A long title"
