"""A reader reports a problem on a page of its own: no cookie, nothing typed is lost, and no flood gets through."""

import time
from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone, translation

from qualitymonth.models import Report
from qualitymonth.reports import limits
from qualitymonth.reports.forms import make_token
from tests import factories
from tests.reading import Page

pytestmark = pytest.mark.django_db

MESSAGE = "The date is wrong: line 5 says 28 August."
PAGE = "/report/series/contest/"


@pytest.fixture(autouse=True)
def _series():
    factories.empty_archive()
    factories.make_series(slug="contest", name_en="Contest", name_zh="竞赛")


def token(about=("series", "contest"), age=10):
    with mock.patch("django.core.signing.time.time", return_value=time.time() - age):
        return make_token(*about)


def send(client, page=PAGE, address="192.0.2.1", **fields):
    data = {"message": MESSAGE, "contact": "", "website": "", "token": token(), **fields}
    return client.post(page, data, REMOTE_ADDR=address)


def make_report(**fields):
    return Report.objects.create(**{"kind": "series", "key": "contest", "message": MESSAGE, "sender": "x", **fields})


def errors(response):
    return response.context["form"].errors


def test_the_page_of_each_record_leads_to_the_form_and_the_form_back(client):
    for record in (
        factories.make_year(), factories.make_campaign(), factories.make_notice(), factories.make_activity(),
        factories.make_series(), factories.make_person(), factories.make_source(), factories.make_agency(),
        factories.make_province(),
    ):  # fmt: skip
        with translation.override("en"):
            home = record.get_absolute_url()
        for prefix in ("", "/zh-hans"):
            address = f"{prefix}/report/{record._meta.model_name}/{record.natural_key()[0]}/"
            assert address in Page(client.get(prefix + home)).links("a", rel="nofollow")
            response = client.get(address)
            assert response.status_code == 200
            assert prefix + home in Page(response).links()


def test_the_form_sets_no_cookie_and_stays_out_of_caches_and_search_engines(client):
    response = client.get(PAGE)
    assert response.cookies == {}
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex"
    assert {"name": "robots", "content": "noindex"} in [attrs for name, attrs, _ in Page(response).elements]
    assert "report" not in client.get("/sitemap.xml").content.decode()


def test_what_no_reader_sees_keeps_out_of_the_way_of_those_who_hear_the_page(client):
    elements = Page(client.get(PAGE)).elements
    (trap,) = [attrs for _, attrs, _ in elements if attrs.get("name") == "website"]
    assert (trap["tabindex"], trap["autocomplete"]) == ("-1", "off")
    assert {"class": "visually-hidden", "aria-hidden": "true"} in [attrs for name, attrs, _ in elements]


def test_a_report_is_stored_and_the_reader_thanked():
    visitor = Client(enforce_csrf_checks=True)
    response = send(visitor, contact="reader@example.org")
    assert (response.status_code, response["Location"]) == (303, f"{PAGE}sent/")
    assert response.cookies == {}
    report = Report.objects.get()
    assert (report.kind, report.key, report.message) == ("series", "contest", MESSAGE)
    assert (report.contact, report.language, report.state) == ("reader@example.org", "en", "open")
    thanks = visitor.get(f"{PAGE}sent/")
    assert Page(thanks).text("h1") == "Thank you"
    assert thanks.cookies == {}


def test_the_language_of_the_page_is_noted(client):
    assert send(client, f"/zh-hans{PAGE}")["Location"] == f"/zh-hans{PAGE}sent/"
    assert Report.objects.get().language == "zh-hans"


def test_no_address_of_a_sender_is_stored_and_its_digest_changes_every_day(client):
    send(client)
    send(client, address="192.0.2.2")
    with mock.patch("qualitymonth.reports.limits.timezone.localdate", return_value="2030-01-01"):
        send(client)
    kept = Report.objects.values_list("sender", flat=True)
    assert len(set(kept)) == 3
    assert not [sender for sender in kept if "192" in sender and len(sender) != 64]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"message": "too short"}, "message"),
        ({"message": "x" * 4001}, "message"),
        ({"message": " " * 50}, "message"),
        ({"message": "NUL \0 within it"}, "message"),
        ({"contact": "nobody"}, "contact"),
        ({"website": "https://spam.example"}, "website"),
        ({"token": ""}, "token"),
        ({"token": "made:up:by me"}, "token"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(client, fields, named):
    response = send(client, **{"contact": "reader@example.org", **fields})
    assert response.status_code == 400
    assert set(errors(response)) == {named}
    form = response.context["form"]
    assert form["message"].value() == fields.get("message", MESSAGE)
    assert form["contact"].value() == fields.get("contact", "reader@example.org")
    assert response.cookies == {}
    assert not Report.objects.exists()


def test_a_message_may_have_four_thousand_characters_line_ends_counting_once(client):
    assert send(client, message="x\r\n" * 2000).status_code == 303
    assert len(Report.objects.get().message) == 3999


def test_a_refused_form_can_be_sent_again_with_the_token_that_came_with_it(client):
    response = send(client, token="")
    (fresh,) = [attrs["value"] for _, attrs, _ in Page(response).elements if attrs.get("name") == "token"]
    assert "too quick" in errors(send(client, token=fresh))["token"][0]
    with mock.patch("django.core.signing.time.time", return_value=time.time() + 4):
        assert send(client, token=fresh).status_code == 303


@pytest.mark.parametrize(("age", "status"), [(1, 400), (5, 303), (86_000, 303), (86_500, 400)])
def test_a_page_is_sent_neither_at_once_nor_after_more_than_a_day(client, age, status):
    assert send(client, token=token(age=age)).status_code == status


@pytest.mark.parametrize("about", [("series", "other"), ("person", "contest"), ("series", "")])
def test_a_token_is_good_for_its_own_record_alone(client, about):
    assert "did not come from the page" in errors(send(client, token=token(about)))["token"][0]


def test_the_sixth_report_of_an_hour_waits_and_keeps_what_was_typed(client):
    assert [send(client).status_code for _ in range(5)] == [303] * 5
    response = send(client, message="The sixth one of the hour")
    assert response.status_code == 429
    assert 3590 <= int(response["Retry-After"]) <= 3601
    assert response.context["form"]["message"].value() == "The sixth one of the hour"
    assert "several reports within the hour" in Page(response).text("div", role="alert")
    assert send(client, address="192.0.2.2").status_code == 303
    Report.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert send(client).status_code == 303


def test_fifty_open_reports_about_one_record_are_enough(client):
    Report.objects.bulk_create(
        Report(kind="series", key="contest", message=MESSAGE, sender="x") for _ in range(limits.A_RECORD)
    )
    assert send(client)["Retry-After"] == "86400"
    Report.objects.filter(pk=Report.objects.all()[0].pk).update(state="done")
    assert send(client).status_code == 303


def test_a_day_has_an_end_for_the_whole_site(client, monkeypatch):
    monkeypatch.setattr(limits, "A_DAY", 2)
    make_report(key="other")
    make_report(key="another")
    assert send(client).status_code == 429
    Report.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert send(client).status_code == 303


@pytest.mark.parametrize(
    "address",
    [
        "/report/series/nothing/", "/report/year/abc/", "/report/year/99999999999999999999/", "/report/claim/x/",
        "/report/user/admin/", "/report/nothing/x/", "/report/series/nothing/sent/",
    ],
)  # fmt: skip
def test_there_is_no_form_for_what_has_no_page(client, address):
    assert client.get(address).status_code == 404
    assert client.post(address).status_code in (404, 405)


def test_there_is_no_form_for_a_draft_nor_for_what_belongs_to_one(client):
    notice = factories.make_notice(campaign=factories.make_campaign(status="draft"))
    assert client.get(f"/report/notice/{notice.slug}/").status_code == 404
    assert send(client, f"/report/notice/{notice.slug}/").status_code == 404


def test_nothing_of_a_report_is_public(client):
    make_report(message="A secret message", contact="secret@example.org", answer="A secret answer")
    for address in ("/series/contest/", "/api/v1/series/contest/", "/series.csv", "/search/?q=secret", PAGE):
        response = client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert "A secret" not in content.decode()
        assert "secret@example.org" not in content.decode()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_report_is_sent_by_one_method_alone(client, method):
    assert client.generic(method, PAGE).status_code == 405


def test_words_that_the_page_does_not_know_are_refused(client):
    assert client.get(f"{PAGE}?message=x").status_code == 400
    assert client.get(f"{PAGE}?utm_source=x")["Location"] == PAGE
