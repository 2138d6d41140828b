"""Readers see what changed in a record and when; not who changed it or why, nor what was a draft then."""

import pytest
from django.contrib.auth.models import User

from campaigns.models import Signature
from qualitymonth.history import changing
from tests import factories
from tests.factories import empty_archive
from tests.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty():
    empty_archive()


def edit(record, **fields):
    with changing("edit", user=User.objects.get_or_create(username="wang")[0], reason="a hint by telephone"):
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()


def read(client, record, prefix=""):
    response = client.get(f"{prefix}{record.get_absolute_url()}history/")
    assert response.status_code == 200
    return Page(response), response.content.decode()


def test_what_changed_is_told_field_by_field_without_who_and_why(client):
    notice = factories.make_notice(document_number="〔2023〕1号")
    edit(notice, document_number="〔2023〕73号")
    agency = factories.make_agency(name_en="Bureau")
    Signature.objects.create(notice=notice, agency=agency, position=1)
    page, html = read(client, notice)
    assert page.texts("del") == ["〔2023〕1号"]
    assert page.texts("ins") == [f"{agency.name_en} · 1", "〔2023〕73号"]
    assert "The record was published." in html
    assert "wang" not in html
    assert "telephone" not in html


def test_what_a_record_was_as_a_draft_is_not_told(client):
    notice = factories.make_notice(status="draft", document_number="secret")
    edit(notice, document_number="also secret")
    edit(notice, status="published", document_number="known")
    edit(notice, document_number="better known")
    page, html = read(client, notice)
    assert "secret" not in html
    assert (page.texts("del"), page.texts("ins")) == (["known"], ["better known"])


def test_draft_claims_and_draft_records_are_not_named(client):
    notice = factories.make_notice()
    claim = factories.make_claim(notice, field="title_zh", value="a first guess", status="draft")
    draft = factories.make_agency(status="draft", name_en="Hidden Bureau", name_zh="")
    Signature.objects.create(notice=notice, agency=draft, position=1)
    _, html = read(client, notice)
    assert "a first guess" not in html
    assert "Hidden Bureau" not in html
    edit(claim, status="published")
    assert "a first guess" in read(client, notice)[1]


def test_a_draft_has_no_history_for_the_public(client):
    notice = factories.make_notice(status="draft")
    assert client.get(f"{notice.get_absolute_url()}history/").status_code == 404


def test_the_history_stands_in_both_languages_and_is_linked_from_the_record(client):
    notice = factories.make_notice()
    edit(notice, document_number="〔2023〕73号")
    assert "条目沿革" in read(client, notice, "/zh-hans")[1]
    assert f"{notice.get_absolute_url()}history/" in Page(client.get(notice.get_absolute_url())).links()
    assert 'content="noindex"' in read(client, notice)[1]


@pytest.mark.parametrize("words", ["?page=x", "?page=0", "?colour=red"])
def test_words_that_mean_nothing_are_refused(client, words):
    notice = factories.make_notice()
    assert client.get(f"{notice.get_absolute_url()}history/{words}").status_code == 400
