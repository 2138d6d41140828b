"""Staff find readers' reports in a queue and beside the record, and close them with an answer."""

import pytest
from django.contrib.auth.models import Group, User
from django.utils import translation

from qualitymonth.history import changing
from qualitymonth.models import Report, Tombstone
from qualitymonth.moving import rename
from tests import factories
from tests.factories import empty_archive, form_data
from tests.reading import Page

pytestmark = pytest.mark.django_db

QUEUE = "/admin/qualitymonth/report/"


@pytest.fixture(autouse=True)
def _plain_start():
    with translation.override("en"):
        empty_archive()
        yield


@pytest.fixture
def series():
    return factories.make_series(slug="contest", name_en="Contest")


@pytest.fixture
def report(series):
    return make_report(series, contact="reader@example.org")


def make_report(record, **fields):
    about = {"kind": record._meta.model_name, "key": record.natural_key()[0]}
    return Report.objects.create(**{**about, "message": "The date is wrong.", "sender": "x", **fields})


@pytest.fixture
def sign_in(client):
    def signed_in(group):
        user = User.objects.create_user(group.lower(), is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return signed_in


def shown(client, query=""):
    return set(client.get(f"{QUEUE}{query}").context["cl"].queryset)


def test_the_queue_is_filtered_by_state_and_kind(sign_in, report):
    editor = sign_in("Editor")
    done = make_report(factories.make_person(), state="done")
    assert shown(editor) == {report, done}
    assert shown(editor, "?state__exact=open") == {report}
    assert shown(editor, "?record_kind=person") == {done}
    assert editor.get(f"{QUEUE}?contact__startswith=a").status_code == 400


def test_the_queue_takes_as_many_queries_for_many_reports_as_for_one(sign_in, series, django_assert_max_num_queries):
    editor = sign_in("Editor")
    make_report(series)
    with django_assert_max_num_queries(12) as one:
        editor.get(QUEUE)
    for _ in range(3):
        make_report(factories.make_campaign(), handled_by=User.objects.get())
    with django_assert_max_num_queries(len(one)):
        editor.get(QUEUE)


def test_a_report_leads_to_its_record_also_where_that_moved(sign_in, report, series):
    editor = sign_in("Editor")
    assert editor.get(f"{QUEUE}{report.pk}/record/")["Location"] == f"/admin/campaigns/series/{series.pk}/change/"
    with changing("rename"):
        type(series).objects.filter(pk=series.pk).update(slug="renamed")
        change = type(series).history.latest().change
        Tombstone.objects.create(kind="series", key="contest", moved_to="renamed", change=change)
    assert editor.get(f"{QUEUE}{report.pk}/record/")["Location"] == f"/admin/campaigns/series/{series.pk}/change/"
    assert "1 open report by readers" in editor.get(f"/admin/campaigns/series/{series.pk}/change/").content.decode()
    rename(type(series), series.pk, "renamed-again")
    assert editor.get(f"{QUEUE}{report.pk}/record/")["Location"] == f"/admin/campaigns/series/{series.pk}/change/"
    assert "1 open report by readers" in editor.get(f"/admin/campaigns/series/{series.pk}/change/").content.decode()
    type(series).objects.all().delete()
    gone = editor.get(f"{QUEUE}{report.pk}/record/", follow=True)
    assert [str(message) for message in gone.context["messages"]] == ["The record is gone: series contest."]
    assert editor.get(f"{QUEUE}999999/record/").status_code == 404


def test_open_reports_stand_on_the_page_of_their_record_and_closed_ones_do_not(sign_in, report, series):
    editor = sign_in("Editor")
    make_report(series, state="done", message="Long ago")
    page = Page(editor.get(f"/admin/campaigns/series/{series.pk}/change/"))
    said = page.text("aside", class_="open-reports")
    assert said.startswith("1 open report by readers")
    assert "The date is wrong." in said
    assert "Long ago" not in said
    assert f"{QUEUE}{report.pk}/change/" in page.links()


def test_a_record_with_many_open_reports_names_ten_and_leads_to_all(sign_in, series):
    editor = sign_in("Editor")
    for _ in range(12):
        make_report(series)
    page = Page(editor.get(f"/admin/campaigns/series/{series.pk}/change/"))
    assert page.text("aside", class_="open-reports").startswith("Many open reports by readers")
    assert f"{QUEUE}?state__exact=open&q=contest" in page.links()


@pytest.mark.parametrize(("action", "state"), [("deal_with", "done"), ("dismiss", "dismissed")])
def test_reports_are_closed_together_with_an_answer(sign_in, report, series, action, state):
    editor = sign_in("Editor")
    data = {"action": action, "_selected_action": [report.pk, make_report(series).pk]}
    asked = editor.post(QUEUE, data)
    assert asked.templates[0].name == "admin/close_reports.html"
    unanswered = editor.post(QUEUE, {**data, "confirmed": "yes", "answer": " "})
    assert unanswered.context["form"].errors == {"answer": ["This field is required."]}
    assert editor.post(QUEUE, {**data, "confirmed": "yes", "answer": "Corrected."}).status_code == 302
    for closed in Report.objects.select_related("handled_by"):
        assert (closed.state, closed.answer, str(closed.handled_by)) == (state, "Corrected.", "editor")
        assert closed.handled_at


def test_one_report_is_closed_and_opened_again_on_its_page(sign_in, report):
    editor = sign_in("Editor")
    page = f"{QUEUE}{report.pk}/change/"
    data = form_data(editor.get(page))
    assert set(data) == {"state", "answer"}
    refused = editor.post(page, {**data, "state": "done"})
    assert refused.context["adminform"].form.errors == {"answer": ["Say what was done, or why nothing was."]}
    editor.post(page, {"state": "done", "answer": "Corrected.", "message": "Forged"})
    report.refresh_from_db()
    assert (report.state, report.handled_by.username, report.message) == ("done", "editor", "The date is wrong.")
    editor.post(page, {"state": "open", "answer": "Corrected."})
    report.refresh_from_db()
    assert (report.handled_by, report.handled_at) == (None, None)


def test_a_reader_of_staff_sees_the_reports_but_neither_answers_them_nor_sees_who_sent_them(sign_in, report):
    reader = sign_in("Reader")
    page = reader.get(f"{QUEUE}{report.pk}/change/")
    assert "The date is wrong." in page.content.decode()
    assert "reader@example.org" not in page.content.decode()
    assert reader.post(f"{QUEUE}{report.pk}/change/", {"state": "done", "answer": "x"}).status_code == 403
    reader.post(QUEUE, {"action": "dismiss", "_selected_action": [report.pk], "confirmed": "yes", "answer": "x"})
    report.refresh_from_db()
    assert report.state == "open"


def test_nobody_makes_up_a_report_here(sign_in):
    assert sign_in("Publisher").get(f"{QUEUE}add/").status_code == 403


def test_a_message_is_text_and_nothing_else(sign_in, series):
    report = make_report(series, message="<script>alert(1)</script> is wrong")
    editor = sign_in("Editor")
    for page in (QUEUE, f"{QUEUE}{report.pk}/change/", f"/admin/campaigns/series/{series.pk}/change/"):
        assert "<script>alert" not in editor.get(page).content.decode()
