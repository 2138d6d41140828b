"""Staff read what became of a record, and take it, or a whole change, back."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from agencies.models import Agency
from campaigns.models import Notice, Series, Signature
from qualitymonth.history import changing
from qualitymonth.models import Change, Revision
from tests import factories
from tests.factories import empty_archive
from tests.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty():
    empty_archive()


def member_of(group):
    user = User.objects.create_user(group.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def editor(client):
    user = member_of("Editor")
    client.force_login(user)
    return client


@pytest.fixture
def publisher(client):
    client.force_login(member_of("Publisher"))
    return client


def edit(record, kind="edit", **fields):
    with changing(kind, user=User.objects.first(), reason="as printed") as change:
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()
    return change


def history_of(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_history", args=[record.pk])


def revert_of(record, number):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_revert", args=[record.pk, number])


def change_page(change, page="change"):
    return reverse(f"admin:qualitymonth_change_{page}", args=[change.pk])


def test_the_history_tells_who_changed_what_and_why_field_by_field(editor):
    notice, agency = factories.make_notice(document_number="〔2023〕1号"), factories.make_agency(name_en="Bureau")
    edit(notice, document_number="〔2023〕73号")
    with changing("edit", user=User.objects.first()):
        Signature.objects.create(notice=notice, agency=agency, position=1, name_zh="总局")
        factories.make_claim(notice, field="title_zh", value="通知")
    response = editor.get(history_of(notice))
    page = Page(response)
    newest, edited, _made = page.texts("section", class_="module")
    assert "1 · Bureau · 总局" not in edited
    assert "editor · Reason: as printed" in edited
    assert page.texts("del") == ["〔2023〕1号"]
    assert "〔2023〕73号" in page.texts("ins")
    assert f"signature nothing {agency.name_en} · 1 · 总局" in newest
    assert "claim nothing" in newest


def test_the_history_asks_the_database_no_more_for_a_long_record(editor, django_assert_max_num_queries):
    notice = factories.make_notice()
    for number in range(30):
        edit(notice, document_number=str(number))
    with django_assert_max_num_queries(220):
        assert editor.get(history_of(notice)).status_code == 200


def test_an_editor_takes_a_record_back_after_seeing_what_that_does(editor):
    notice = factories.make_notice(document_number="first")
    number = Revision.current().number
    edit(notice, document_number="second")
    page = Page(editor.get(revert_of(notice, number)))
    assert (page.texts("del"), page.texts("ins")) == (["second"], ["first"])
    refused = editor.post(revert_of(notice, number), {"reason": ""})
    assert refused.status_code == 200
    response = editor.post(revert_of(notice, number), {"reason": "misread"})
    assert response.url == history_of(notice)
    notice.refresh_from_db()
    assert notice.document_number == "first"
    assert (Change.objects.latest("number").kind, Change.objects.latest("number").reason) == ("revert", "misread")


def test_going_back_behind_publication_is_for_those_who_may_publish(editor):
    notice = factories.make_notice(status="draft")
    number = Revision.current().number
    edit(notice, status="published")
    assert editor.get(revert_of(notice, number)).status_code == 403
    assert editor.post(revert_of(notice, number), {"reason": "why"}).status_code == 403


def test_a_reader_sees_the_history_and_reverts_nothing(client):
    client.force_login(member_of("Reader"))
    notice = factories.make_notice()
    number = Revision.current().number
    edit(notice, document_number="second")
    assert "Back to what it was" not in client.get(history_of(notice)).content.decode()
    assert client.post(revert_of(notice, number), {"reason": "why"}).status_code == 403


@pytest.mark.parametrize(("then", "since"), [("published", "draft"), ("draft", "published")])
def test_going_back_behind_the_publication_of_a_claim_is_for_those_who_may_publish(client, then, since):
    notice = factories.make_notice()
    claim = factories.make_claim(notice, status=then)
    number = Revision.current().number
    edit(claim, status=since)
    for group, status in (("Editor", 403), ("Publisher", 302)):
        client.force_login(member_of(group))
        assert client.post(revert_of(notice, number), {"reason": "better before"}).status_code == status
        claim.refresh_from_db()
        assert (claim.status == then) == (group == "Publisher")


def test_a_claim_that_was_removed_does_not_come_back_by_those_who_may_not_publish(editor):
    notice = factories.make_notice()
    claim = factories.make_claim(notice)
    number = Revision.current().number
    claim.delete()
    assert editor.post(revert_of(notice, number), {"reason": "better before"}).status_code == 403
    assert not notice.claims.exists()


def test_of_kinds_that_one_may_not_look_at_no_history_tells(client):
    notice = factories.make_notice()
    with changing("edit") as change:
        factories.make_claim(notice, quote="a secret quotation")
        edit(notice, title_en="Another title")
    user = User.objects.create_user("somebody", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_notice", "view_change"]))
    client.force_login(user)
    for page in (history_of(notice), change_page(change)):
        told = client.get(page).content.decode()
        assert "Another title" in told
        assert "secret" not in told


def test_what_cannot_be_undone_says_why_and_nothing_changes(publisher):
    with changing("import") as change:
        agency = factories.make_agency(slug="bureau")
    notice = factories.make_notice(slug="call")
    Signature.objects.create(notice=notice, agency=agency, position=1)
    response = publisher.post(change_page(change, "revert"), {"reason": "wrong file"})
    assert response.status_code == 200
    assert "agency bureau is held by" in response.content.decode()
    assert Agency.objects.filter(slug="bureau").exists()


def test_a_whole_import_is_undone_in_one_step_by_a_publisher(publisher):
    with changing("import", reason="contests.csv") as change:
        factories.make_series()
        factories.make_series()
    shown = Page(publisher.get(change_page(change))).text("main")
    assert "contests.csv" in shown
    assert "series: 2" in shown
    response = publisher.post(change_page(change, "revert"), {"reason": "wrong file"})
    undone = Change.objects.latest("number")
    assert (undone.reverts, response.url) == (change, change_page(undone))
    assert not Series.objects.exists()
    assert "Undone by" in publisher.get(change_page(change)).content.decode()


def test_an_editor_undoes_edits_but_no_imports(editor):
    with changing("import") as imported:
        series = factories.make_series(name_en="One")
    edited = edit(series, name_en="Two")
    assert editor.post(change_page(imported, "revert"), {"reason": "why"}).status_code == 403
    assert editor.post(change_page(edited, "revert"), {"reason": "why"}).status_code == 302
    series.refresh_from_db()
    assert series.name_en == "One"


def test_changes_are_listed_and_written_by_nobody(publisher):
    edit(factories.make_series(), "import")
    address = reverse("admin:qualitymonth_change_changelist")
    assert "import of a file" in publisher.get(address).content.decode()
    assert publisher.get(reverse("admin:qualitymonth_change_add")).status_code == 403
    assert publisher.get(f"{address}999999/change/").status_code == 404


def test_whoever_may_not_see_changes_does_not(client):
    user = User.objects.create_user("guest", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_notice"))
    client.force_login(user)
    change = edit(factories.make_notice())
    assert client.get(change_page(change)).status_code == 403
    assert client.get(history_of(Notice.objects.get())).status_code == 200
