"""Publishers rename, merge and remove records, each with a reason; former addresses lead on or say what was there."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from agencies.models import Agency
from campaigns.models import Series, Signature
from qualitymonth.history import changing
from qualitymonth.models import Change
from qualitymonth.moving import merge, remove, rename
from tests import factories
from tests.factories import empty_archive
from tests.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty():
    empty_archive()


def staff(client, group):
    user = User.objects.create_user(group.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return client


@pytest.fixture
def publisher(client):
    return staff(client, "Publisher")


def page_of(record, page):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk])


def test_a_publisher_renames_a_record_and_its_former_address_leads_to_the_new_one(publisher, client):
    agency = factories.make_agency(slug="aqsiq")
    address = page_of(agency, "rename")
    assert "aqsiq" in publisher.get(address).content.decode()
    assert publisher.post(address, {"key": "quality-supervision", "reason": ""}).status_code == 200
    publisher.post(address, {"key": "quality-supervision", "reason": "clearer"})
    change = Change.objects.latest("number")
    assert (change.kind, change.reason, str(change.user)) == ("rename", "clearer", "publisher")
    for old, new in (
        ("/agencies/aqsiq/", "/agencies/quality-supervision/"),
        ("/zh-hans/agencies/aqsiq/", "/zh-hans/agencies/quality-supervision/"),
        ("/agencies/aqsiq/cite.bib", "/agencies/quality-supervision/cite.bib"),
        ("/api/v1/agencies/aqsiq/", "/api/v1/agencies/quality-supervision/"),
    ):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)


def test_a_key_that_is_taken_is_refused_with_what_was_typed(publisher):
    agency = factories.make_agency(slug="one")
    factories.make_agency(slug="two")
    page = publisher.post(page_of(agency, "rename"), {"key": "two", "reason": "why"}).content.decode()
    assert "already exists" in page
    assert 'value="two"' in page


def test_a_publisher_merges_two_agencies(publisher, client):
    gone, kept = factories.make_agency(slug="gone"), factories.make_agency(slug="kept")
    notice = factories.make_notice()
    Signature.objects.create(notice=notice, agency=gone, position=1)
    address = page_of(gone, "merge")
    assert publisher.get(address).status_code == 200
    response = publisher.post(address, {"into": kept.pk, "reason": "one body"})
    assert response.url == page_of(kept, "change")
    assert notice.signatures.get().agency == kept
    assert client.get("/agencies/gone/")["Location"] == "/agencies/kept/"


def test_a_removed_record_says_what_it_was(publisher, client):
    series = factories.make_series(slug="quiz", name_zh="质量知识竞赛", name_en="Quality quiz")
    factories.make_claim(series, field="name_zh")
    asked = Page(publisher.get(page_of(series, "delete"))).text("main")
    assert "Claims: 1" in asked
    publisher.post(page_of(series, "delete"), {"reason": "no such series"})
    assert not Series.objects.exists()
    for address, words in (("/series/quiz/", "This record was removed"), ("/zh-hans/series/quiz/", "质量知识竞赛")):
        response = client.get(address)
        assert (response.status_code, words in response.content.decode()) == (410, True)
        assert "Quality quiz" in response.content.decode()
        assert "no such series" not in response.content.decode()
    answer = client.get("/api/v1/series/quiz/")
    assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")
    assert "质量知识竞赛 / Quality quiz was removed on" in answer.json()["detail"]


def test_what_is_referred_to_is_not_removed_and_links_lead_to_what_refers(publisher):
    agency, notice = factories.make_agency(slug="bureau"), factories.make_notice()
    child = factories.make_agency(parent=agency, name_zh="", name_en="Branch")
    Signature.objects.create(notice=notice, agency=agency, position=1)
    page = Page(publisher.get(page_of(agency, "delete")))
    assert page_of(child, "change") in page.links()
    response = publisher.post(page_of(agency, "delete"), {"reason": "why"})
    assert response.status_code == 200
    assert "It is referred to by" in response.content.decode()
    assert Agency.objects.filter(slug="bureau").exists()


@pytest.mark.parametrize("page", ["rename", "merge", "delete"])
@pytest.mark.parametrize("group", ["Editor", "Reader"])
def test_only_publishers_move_records(client, group, page):
    staff(client, group)
    agency = factories.make_agency()
    assert client.get(page_of(agency, page)).status_code == 403
    assert client.post(page_of(agency, page), {"key": "x", "reason": "why"}).status_code == 403


def test_no_list_offers_to_remove_many_without_a_reason(publisher):
    factories.make_agency()
    assert "delete_selected" not in publisher.get(reverse("admin:agencies_agency_changelist")).content.decode()


def test_former_addresses_of_a_chain_lead_straight_to_the_record(client):
    first, second = factories.make_agency(slug="first"), factories.make_agency(slug="second")
    rename(Agency, first.pk, "renamed")
    merge(Agency, first.pk, second.pk)
    assert client.get("/agencies/first/")["Location"] == "/agencies/second/"
    with changing("removal"):
        remove(Agency, second.pk)
    assert client.get("/agencies/first/").status_code == 410


def test_where_nothing_ever_stood_there_is_nothing(client):
    assert client.get("/agencies/never/").status_code == 404
    assert client.get("/api/v1/agencies/never/").status_code == 404


def test_a_draft_that_is_gone_was_never_there(client):
    series = factories.make_series(status="draft", slug="draft")
    series.delete()
    assert client.get("/series/draft/").status_code == 404
