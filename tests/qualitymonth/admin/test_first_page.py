"""The first page of the desk: what waits for attention, and what was done last, for who may see it."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import RequestFactory
from django.urls import reverse

from campaigns.models import Signature
from qualitymonth.admin import first_page
from qualitymonth.admin.first_page import FirstPage
from qualitymonth.history import changing
from qualitymonth.models import Report
from tests import factories
from tests.qualitymonth.test_admin import KINDS, address, make

pytestmark = pytest.mark.django_db

#: Beside the session and the user: three for each kind, one for each kind named, and a handful.
LIMIT = 75


@pytest.fixture
def admin_user():
    """Nobody logs in by password here."""
    return User.objects.create_superuser("admin")


def staff(*permissions):
    user = User.objects.create_user("editor", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return User.objects.get(pk=user.pk)


def page(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return FirstPage(request, admin.site)


def counts(tallies):
    return {tally.url: tally.count for tally in tallies}


def test_drafts_are_counted_by_kind_and_the_latest_are_named(admin_user):
    for _ in range(2):
        factories.make_person(status="draft")
    notice = factories.make_notice(status="draft", title_en="The new notice")
    shown = page(admin_user)
    assert counts(shown.drafts()) == {
        f"{address('person', 'changelist')}?status__exact=draft": 2,
        f"{address('notice', 'changelist')}?status__exact=draft": 1,
    }
    latest, *_ = shown.latest_drafts()
    assert (latest.kind, latest.name, latest.url) == (
        "notice", "The new notice", address("notice", "change", notice.pk),
    )  # fmt: skip
    assert latest.beside == notice.updated_at


def test_facts_without_a_claim_and_unconfirmed_fields_are_counted_by_kind(admin_user):
    person = factories.make_person()
    assert counts(page(admin_user).uncited()) == {f"{address('person', 'changelist')}?claims=missing": 1}
    factories.make_claim(person, field="name_zh", rank="normal")
    assert counts(page(admin_user).uncited()) == {}
    assert counts(page(admin_user).unconfirmed()) == {f"{address('person', 'changelist')}?unconfirmed=yes": 1}


def test_disagreements_are_counted_by_record_and_the_first_are_named(admin_user):
    activity = factories.make_activity(title_en="Launch")
    for field, values in (("starts_on", ("2023-09-01", "2023-09-02")), ("place_zh", ("广场", "会堂"))):
        for value in values:
            factories.make_claim(activity, field=field, value=value)
    found = page(admin_user).disagreements()
    assert counts(found["tallies"]) == {f"{address('activity', 'changelist')}?disagreement=yes": 1}
    assert [(one.name, one.beside) for one in found["first"]] == [("Launch", "place in Chinese"), ("Launch", "begins")]


def test_beyond_the_cap_the_page_says_more_than(admin_client, admin_user, monkeypatch):
    monkeypatch.setattr(first_page, "CAP", 2)
    for _ in range(4):
        factories.make_person()
    (tally,) = page(admin_user).uncited()
    assert (tally.count, tally.shown, tally.more) == (3, 2, True)
    assert "People: more than 2" in admin_client.get("/admin/").content.decode()


def test_the_last_edits_say_who_why_and_what(admin_user):
    agency = factories.make_agency(name_en="Bureau")
    with changing("edit", user=admin_user, reason="a slip of the pen"):
        agency.save()
        agency.names.create(language="en", type="variant", name="Bureau of Quality")
    with changing("import", user=admin_user):
        people = [factories.make_person(), factories.make_person()]
    edits = page(admin_user).edits()
    assert [(edit.change.get_kind_display(), edit.change.user, edit.change.reason) for edit in edits[:2]] == [
        ("import of a file", admin_user, ""), ("edit", admin_user, "a slip of the pen"),
    ]  # fmt: skip
    assert counts(edits[0].tallies) == {address("person", "changelist"): len(people)}
    assert edits[1].tallies == []
    assert [(one.kind, one.name, one.url) for one in edits[1].records] == [
        ("agency", "Bureau", address("agency", "change", agency.pk))
    ]


def test_an_edit_of_what_a_record_owns_names_the_record(admin_user):
    notice = factories.make_notice(title_en="The notice")
    notice.signatures.create(agency=factories.make_agency(), position=1)
    with changing("edit", user=admin_user):
        Signature.objects.get().delete()
    edit, *_ = page(admin_user).edits()
    assert [one.name for one in edit.records] == ["The notice"]


def test_a_removed_record_is_named_by_its_key_and_leads_nowhere(admin_user):
    factories.make_person(slug="gone").delete()
    removed, made = page(admin_user).edits()
    assert removed.records == made.records == [first_page.Mention("person", "gone")]


def test_one_great_load_is_not_read_whole(admin_user, monkeypatch):
    monkeypatch.setattr(first_page, "CAP", 2)
    with changing("load"):
        for _ in range(5):
            factories.make_person()
    (tally,) = page(admin_user).edits()[0].tallies
    assert (tally.shown, tally.more) == (2, True)


def test_open_reports_are_for_who_may_see_reports(admin_user):
    for state in ("open", "done"):
        Report.objects.create(kind="notice", key="2023-national", message="The date is wrong.", sender="x", state=state)
    reports = page(admin_user).reports()
    assert reports["tally"].count == 1
    assert [(one.kind, one.name, one.beside) for one in reports["first"]] == [
        ("notice", "2023-national", "The date is wrong.")
    ]
    assert page(staff("view_notice")).reports() is None


def test_each_sees_what_they_may_view_and_no_more(client):
    for kind in KINDS:
        make(kind, status="draft")
    user = staff("view_person")
    shown = page(user)
    assert counts(shown.drafts()) == {f"{address('person', 'changelist')}?status__exact=draft": 1}
    assert {one.kind for one in shown.latest_drafts()} == {"person"}
    assert {one.kind for edit in shown.edits() for one in edit.records} == {"person"}
    assert (shown.uncited(), shown.unconfirmed(), shown.disagreements()["tallies"]) == ([], [], [])
    client.force_login(user)
    html = client.get("/admin/").content.decode()
    assert "Drafts" in html
    assert "Disagreements" not in html
    assert "Reports from readers" not in html


def test_staff_without_any_permission_see_a_page_without_records(client):
    factories.make_person(status="draft")
    client.force_login(staff())
    html = client.get("/admin/").content.decode()
    assert "No drafts." in html
    assert "Nothing has been changed yet." in html


def test_the_page_takes_no_more_queries_for_more_records(admin_client, django_assert_max_num_queries):
    def fill():
        for kind in KINDS:
            made = make(kind, status="draft")
            if kind not in ("claim", "source"):
                factories.make_claim(made, field="name_zh", value="甲", rank="normal")
                factories.make_claim(made, field="name_zh", value="乙", rank="normal", status="draft")

    fill()
    with django_assert_max_num_queries(LIMIT):
        assert admin_client.get("/admin/").status_code == 200
    fill()
    fill()
    with django_assert_max_num_queries(LIMIT):
        admin_client.get("/admin/")


@pytest.mark.parametrize(
    ("here", "there"), [("/admin/", "/zh-hans/admin/"), ("/admin/campaigns/notice/?q=x&claims=none", "")]
)
def test_every_page_switches_the_language_and_keeps_the_place(admin_client, here, there):
    there = there or f"/zh-hans{here}".replace("&", "&amp;")
    html = admin_client.get(here).content.decode()
    assert f'<a href="{there}" lang="zh-Hans" hreflang="zh-Hans">简体中文</a>' in html
    assert 'lang="en" hreflang="en" aria-current="true">English</a>' in html


def test_a_visitor_switches_the_language_before_logging_in(client):
    html = client.get(reverse("admin:login")).content.decode()
    assert '<a href="/zh-hans/admin/login/" lang="zh-Hans"' in html
