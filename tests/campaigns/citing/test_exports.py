"""Citations as files: one record's, a list's, and those of any records."""

import json
from unittest import mock

import pytest
import rispy
from django.db import OperationalError, connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pybtex.database import parse_string

from agencies.models import Agency
from campaigns.citing.exports import citations_response
from campaigns.models import Activity, Notice
from tests import factories
from tests.factories import empty_archive
from tests.qualitymonth.test_views import MODELS, make_world
from tests.reading import LISTS, body, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json",
}
LIST_FORMS = {"bib": "bib", "ris": "ris", "json": "csl.json"}

each_form = pytest.mark.parametrize("form", TYPES)
each_list = pytest.mark.parametrize("plural", LISTS)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def ids(text, form):
    if form == "bib":
        return list(parse_string(text, "bibtex").entries)
    return [one["id"] for one in (rispy.loads(text) if form == "ris" else json.loads(text))]


@each_form
@each_list
def test_each_record_has_its_citation_below_its_page(client, plural, form):
    noun, key = LISTS[plural][0], MODELS[plural].objects.first().natural_key()[0]
    for prefix in ("", "/zh-hans"):
        response = client.get(f"{prefix}/{plural}/{key}/cite.{form}")
        assert response.status_code == 200
        assert response.headers["Content-Type"] == TYPES[form]
        assert response.headers["Content-Disposition"] == f'attachment; filename="{noun}-{key}.{form}"'
        assert ids(body(response), form) == [f"{noun}-{key}"]


@each_form
@each_list
def test_each_list_is_cited_whole_with_keys_that_differ(client, plural, form):
    response = client.get(f"/{plural}.{LIST_FORMS[form]}")
    assert response.headers["Content-Type"] == TYPES[form]
    assert response.headers["Content-Disposition"] == f'attachment; filename="{plural}.{form}"'
    found = ids(body(response), form)
    keys = {f"{LISTS[plural][0]}-{record.natural_key()[0]}" for record in MODELS[plural].objects.all()}
    assert set(found) == keys
    assert len(found) == len(keys)


@each_form
def test_the_list_of_citations_answers_the_lists_question(client, form):
    address = f"/activities.{LIST_FORMS[form]}"
    found = ids(body(client.get(f"{address}?year=2023&kind=forum")), form)
    asked = Activity.objects.filter(campaign__year__number=2023, kind="forum")
    assert set(found) == {f"activity-{one.slug}" for one in asked}
    assert ids(body(client.get(f"{address}?q=zyzzyva")), form) == [] if form != "bib" else True
    refused = client.get(f"{address}?colour=red")
    assert refused.status_code == 400
    assert "colour" in refused.content.decode()


@each_form
def test_a_record_that_is_not_there_has_no_citation_and_a_citation_takes_no_words(client, form):
    draft = factories.make_activity(status="draft")
    for address in (
        f"/activities/nothing/cite.{form}",
        f"/activities/{draft.slug}/cite.{form}",
        f"/years/1700/cite.{form}",
    ):
        assert client.get(address).status_code == 404
    assert client.get(f"/years/2023/cite.{form}?colour=red").status_code == 400
    assert client.get("/years/2023/cite.doc").status_code == 404


def test_citations_ask_the_database_no_more_for_three_records_than_for_one(client):
    empty_archive()
    addresses = [
        address
        for plural, record in make_world().items()
        if plural in LISTS
        for form, ending in LIST_FORMS.items()
        for address in (f"/{plural}.{ending}", f"/{plural}/{record.natural_key()[0]}/cite.{form}")
    ]
    one = [queries(client, address) for address in addresses]
    assert max(one) <= 4
    make_world()
    make_world()
    assert [queries(client, address) for address in addresses] == one


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert body(client.get(address))
    return len(asked)


@each_form
def test_records_of_several_kinds_share_a_file(form):
    records = [Notice.objects.get(slug="2023-national"), factories.make_activity(slug="one")]
    response = citations_response(RequestFactory().get("/"), records, form, "search.bib")
    assert ids(body(response), form) == ["notice-2023-national", "activity-one"]


def test_what_a_citation_says_is_in_the_language_of_its_address(client):
    english, chinese = (body(client.get(f"{prefix}/notices/2023-national/cite.ris")) for prefix in ("", "/zh-hans"))
    assert "AU  - State Administration for Market Regulation\r\n" in english
    assert "AU  - 市场监管总局\r\n" in chinese
    assert english.count("AU  - ") == chinese.count("AU  - ") == 25


def test_a_draft_issuer_is_not_named(client):
    Agency.objects.filter(slug="samr").update(status="draft")
    assert "State Administration for Market Regulation" not in body(client.get("/notices/2023-national/cite.bib"))


def test_a_database_that_fails_at_the_first_record_is_a_503(client):
    with mock.patch("django.db.models.query.ModelIterable.__iter__", side_effect=OperationalError("gone")):
        assert client.get("/activities.bib").status_code == 503


def test_a_list_and_a_record_link_to_their_citations(client):
    links = page(client, "/activities/?year=2023").links()
    assert {f"/activities.{form}?year=2023" for form in LIST_FORMS.values()} <= set(links)
    links = page(client, "/zh-hans/years/2023/").links()
    assert {f"/zh-hans/years/2023/cite.{form}" for form in TYPES} <= set(links)
