"""Draft and publish in the admin: by actions on lists and buttons on forms, for those who may."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import translation

from campaigns.models import Activity, Claim, Section, Series
from qualitymonth.models import Change
from tests import factories
from tests.factories import empty_archive, form_data, make_claim
from tests.reading import Page

pytestmark = pytest.mark.django_db

LIST = "/admin/campaigns/series/"


@pytest.fixture(autouse=True)
def _plain_start():
    with translation.override("en"):
        empty_archive()
        yield


@pytest.fixture
def publisher(client):
    return sign_in(client, "Publisher")


@pytest.fixture
def editor(client):
    return sign_in(client, "Editor")


def sign_in(client, group):
    user = User.objects.create_user(group.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return client


def act(client, action, *records, **more):
    data = {"action": action, "_selected_action": [record.pk for record in records], **more}
    name = records[0]._meta.model_name
    return client.post(f"/admin/campaigns/{name}/", data, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def status(record):
    return type(record).objects.get(pk=record.pk).status


def save(client, record, **more):
    page = reverse(f"admin:campaigns_{record._meta.model_name}_change", args=[record.pk])
    return client.post(page, {**form_data(client.get(page)), **more}, follow=True)


def buttons(client, record):
    page = Page(client.get(reverse(f"admin:campaigns_{record._meta.model_name}_change", args=[record.pk])))
    return {attrs["value"] for name, attrs, _ in page.elements if name == "input" and attrs.get("name") == "_publish"}


def test_the_action_publishes_the_chosen_records_and_says_how_many(publisher):
    one, two = factories.make_series(status="draft"), factories.make_series(status="draft")
    make_claim(one, status="draft")
    assert said(act(publisher, "publish", one, two)) == ["2 records were published. With it, 1 claim was published."]
    assert status(one) == status(two) == status(Claim.objects.get()) == "published"
    assert Change.objects.latest("number").kind == "publication"
    assert {entry.get_change_message() for entry in LogEntry.objects.all()} == {"Published."}


def test_the_action_names_the_drafts_that_are_to_be_published_first(publisher):
    section = factories.make_section(status="draft", notice=factories.make_notice(status="draft", title_en="Notice 1"))
    assert said(act(publisher, "publish", section)) == [
        f"“{section}” is not published. Publish first: notice “Notice 1”."
    ]
    assert status(section) == "draft"


def test_publishing_says_which_drafts_the_public_does_not_see_in_it(publisher):
    activity = factories.make_activity(status="draft", series=factories.make_series(status="draft", name_en="Contest"))
    assert said(act(publisher, "publish", activity))[1] == (
        f"“{activity}” names drafts, which the public does not see there: series “Contest”."
    )


def test_going_back_to_draft_asks_why_before_it_does_anything(publisher):
    activity = factories.make_activity()
    make_claim(activity)
    asked = act(publisher, "back_to_draft", activity)
    assert asked.templates[0].name == "admin/unpublish.html"
    read = Page(asked).text("div", id="content")
    assert str(activity) in read
    assert "Claims: 1" in read
    unanswered = act(publisher, "back_to_draft", activity, confirmed="yes", reason="  ")
    assert unanswered.context["form"].errors == {"reason": ["This field is required."]}
    assert status(activity) == "published"
    done = act(publisher, "back_to_draft", activity, confirmed="yes", reason="not in 2023")
    assert said(done) == ["1 record is a draft again."]
    assert status(activity) == "draft"
    change: Any = Change.objects.first()
    assert (change.kind, change.reason, change.user.username) == ("publication", "not in 2023", "publisher")


def test_the_page_of_a_published_record_leads_to_the_same_question(publisher):
    series = factories.make_series()
    page = f"{LIST}{series.pk}/change/"
    assert f"{LIST}{series.pk}/unpublish/" in Page(publisher.get(page)).links()
    response = publisher.post(f"{LIST}{series.pk}/unpublish/", {"confirmed": "yes", "reason": "a mistake"})
    assert (response.status_code, response["Location"]) == (302, page)
    assert status(series) == "draft"
    assert f"{LIST}{series.pk}/unpublish/" not in Page(publisher.get(page)).links()


def test_a_record_that_is_not_there_cannot_be_taken_back(publisher):
    assert publisher.get(f"{LIST}999999/unpublish/")["Location"] == "/admin/"


def test_the_form_saves_and_publishes_with_one_button(publisher):
    series = factories.make_series(status="draft")
    assert buttons(publisher, series) == {"Save and publish"}
    save(publisher, series, name_en="A better name", _publish="Save and publish")
    series.refresh_from_db()
    assert (series.name_en, series.status) == ("A better name", "published")
    assert buttons(publisher, series) == set()


def test_a_new_record_is_saved_and_published_with_one_button(publisher):
    data = form_data(publisher.get(f"{LIST}add/"))
    publisher.post(f"{LIST}add/", {**data, "slug": "contest", "name_en": "Contest", "_publish": "yes"})
    assert Series.objects.get().status == "published"


def test_a_new_record_is_a_draft_whatever_is_sent(publisher):
    data = form_data(publisher.get(f"{LIST}add/"))
    publisher.post(f"{LIST}add/", {**data, "slug": "contest", "name_en": "Contest", "status": "published"})
    assert Series.objects.get().status == "draft"


def test_a_form_that_cannot_be_published_yet_is_saved_and_comes_again_with_the_reason(publisher):
    section = factories.make_section(status="draft", notice=factories.make_notice(status="draft"))
    response = save(publisher, section, heading_en="Better", _publish="yes")
    assert response.request["PATH_INFO"].endswith("/change/")
    assert "Publish first" in said(response)[0]
    section.refresh_from_db()
    assert (section.heading_en, section.status) == ("Better", "draft")


def test_the_draft_claims_of_a_published_record_are_published_from_its_form(publisher):
    claim = make_claim(factories.make_series(), status="draft")
    assert buttons(publisher, claim.series) == {"Save and publish the draft claims"}
    save(publisher, claim.series, _publish="yes")
    assert status(claim) == "published"


def test_the_status_of_a_claim_on_the_page_of_its_record_is_shown_and_not_typed(editor):
    claim = make_claim(factories.make_series(), status="draft")
    page = editor.get(f"{LIST}{claim.series.pk}/change/")
    assert not [name for name in form_data(page) if name.endswith("-status")]
    save(editor, claim.series, **{"claims-0-status": "published"})
    assert status(claim) == "draft"


def test_an_editor_is_offered_no_publication_and_cannot_send_one(editor):
    draft, published = factories.make_series(status="draft"), factories.make_series()
    assert editor.get(LIST).context["action_form"] is None
    act(editor, "publish", draft)
    act(editor, "back_to_draft", published, confirmed="yes", reason="because")
    assert buttons(editor, draft) == set()
    assert save(editor, draft, name_en="Sneaked in", _publish="yes").status_code == 403
    assert editor.post(f"{LIST}{published.pk}/unpublish/", {"confirmed": "yes", "reason": "x"}).status_code == 403
    assert (status(draft), status(published)) == ("draft", "published")
    draft.refresh_from_db()
    assert draft.name_en != "Sneaked in"


def test_a_published_record_is_not_moved_into_a_draft(editor):
    activity = factories.make_activity()
    hidden = factories.make_campaign(status="draft")
    response = save(editor, activity, campaign=hidden.pk)
    assert response.context["adminform"].form.errors == {
        "campaign": [f"“{hidden}” is a draft, and this record is published. Publish the draft first."]
    }
    assert Activity.objects.get(pk=activity.pk).campaign != hidden


def test_a_published_record_whose_owner_went_back_to_draft_can_still_be_corrected(editor):
    section = factories.make_section(notice=factories.make_notice(status="draft"))
    save(editor, section, heading_en="Corrected")
    assert Section.objects.get().heading_en == "Corrected"


def test_more_than_a_thousand_records_are_not_published_at_once(publisher, monkeypatch):
    monkeypatch.setattr("qualitymonth.admin.publishing.AT_ONCE", 1)
    one, two = factories.make_series(status="draft"), factories.make_series(status="draft")
    assert said(act(publisher, "publish", one, two)) == ["Choose at most 1 records at once."]
    assert status(one) == "draft"
