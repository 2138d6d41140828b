"""A form in the admin is saved as one change with its reason, and never over what others saved meanwhile."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import translation

from campaigns.models import Claim, Notice, Series
from qualitymonth.admin.stale import ChangedSince, ensure_unchanged, newest_change
from qualitymonth.history import changing
from qualitymonth.models import Change, Revision
from tests.factories import (
    empty_archive,
    form_data,
    make_agency,
    make_campaign,
    make_claim,
    make_notice,
    make_section,
    make_series,
    make_source,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plain_start():
    with translation.override("en"):
        empty_archive()
        yield


def visitor(name, **names):
    client = Client()
    client.force_login(User.objects.create_superuser(name, **names))
    return client


@pytest.fixture
def editor():
    return visitor("editor")


@pytest.fixture
def other():
    return visitor("lin", first_name="Lin", last_name="Wei")


@pytest.fixture
@changing("edit")
def notice():
    """Return a notice signed by a, b and c, in this order."""
    made = make_notice(title_zh="原题", title_en="Title", document_number="1")
    for position, slug in enumerate("abc", 1):
        made.signatures.create(agency=make_agency(slug=slug, name_en=slug), position=position, name_zh=f"{slug}局")
    return made


def page_of(record):
    app = record._meta.app_label
    return reverse(f"admin:{app}_{record._meta.model_name}_change", args=[record.pk])


def opened(client, record):
    return form_data(client.get(page_of(record)))


def save(client, record, data=None, **fields):
    return client.post(page_of(record), {**(data or opened(client, record)), **fields})


def errors(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors


def signed(notice):
    return list(notice.signatures.order_by("position").values_list("position", "agency__slug", "name_zh"))


def table(response):
    return [(line.label, line.opened, line.now, line.yours) for line in response.context["merge"].lines]


# One save is one change.


def test_a_save_is_one_change_with_its_author_and_reason(editor, notice):
    claim = make_claim(notice, line=3)
    before = Revision.current().number
    response = save(
        editor, notice, title_en="Better", reason=" The English was wrong.\n",
        **{"signatures-0-name_zh": "甲局", "claims-0-line": "7"},
    )  # fmt: skip
    assert response.status_code == 302
    change = Change.objects.get(number=before + 1)
    assert (change.kind, str(change.user), change.reason) == ("edit", "editor", "The English was wrong.")
    written = [notice.history, notice.signatures.get(position=1).history, claim.history]
    assert [history.first().change for history in written] == [change] * 3
    assert Revision.current().number == before + 1


def test_a_save_that_changes_nothing_writes_nothing(editor, notice):
    make_claim(notice)
    before = (Revision.current().number, Change.objects.count(), notice.history.count())
    assert save(editor, notice, reason="").status_code == 302
    notice.refresh_from_db()
    assert (Revision.current().number, Change.objects.count(), notice.history.count()) == before
    assert notice.version == 1
    assert LogEntry.objects.get().get_change_message() == "No fields changed."


def test_the_ends_of_lines_as_browsers_send_them_are_no_change(editor):
    series = make_series(summary_en="one\ntwo")
    assert save(editor, series, summary_en="one\r\ntwo", reason="").status_code == 302
    series.refresh_from_db()
    assert (series.version, series.summary_en) == (1, "one\ntwo")


@pytest.mark.parametrize("row", ["signatures-0-name_zh", "claims-0-quote"])
def test_the_version_of_a_record_moves_with_its_rows_and_claims(editor, notice, row):
    make_claim(notice)
    save(editor, notice, **{row: "其他"})
    notice.refresh_from_db()
    assert notice.version == 2
    assert notice.history.first().change.kind == "edit"


def test_a_form_that_is_refused_leaves_no_change(editor, notice):
    before = (Revision.current().number, Change.objects.count())
    assert "issued_on" in errors(save(editor, notice, issued_on="soon"))
    assert (Revision.current().number, Change.objects.count()) == before


# The reason.


def test_a_published_record_does_not_change_without_a_reason_and_nothing_typed_is_lost(editor):
    series = make_series()
    response = save(editor, series, name_en="Better", reason=" ")
    assert errors(response) == {"reason": ["Say why: what is published changes, and the reason is kept."]}
    assert form_data(response)["name_en"] == "Better"
    series.refresh_from_db()
    assert series.version == 1
    assert save(editor, series, form_data(response), reason="typo").status_code == 302
    assert Series.objects.values_list("name_en", "version").get() == ("Better", 2)


def test_rows_of_a_published_record_need_a_reason_too(editor, notice):
    assert set(errors(save(editor, notice, reason="", **{"signatures-0-name_zh": "甲局"}))) == {"reason"}
    assert set(errors(save(editor, notice, reason="", **{"signatures-0-DELETE": "on"}))) == {"reason"}


def test_a_draft_changes_without_a_reason(editor):
    series = make_series(status="draft")
    assert save(editor, series, name_en="Better", reason="").status_code == 302
    assert Change.objects.latest("number").reason == ""


@pytest.mark.parametrize(
    ("reason", "complaint"), [("x" * 2_001, "at most 2000 characters"), ("a\0b", "Null characters are not allowed")]
)
def test_a_reason_that_cannot_be_kept_is_refused(editor, reason, complaint):
    response = save(editor, make_series(), name_en="Better", reason=reason)
    assert complaint in errors(response)["reason"][0]
    assert form_data(response)["name_en"] == "Better"


def test_who_may_only_look_is_asked_for_no_reason(client):
    series = make_series()
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(*user.user_permissions.model.objects.filter(codename="view_series"))
    client.force_login(user)
    assert Page(client.get(page_of(series))).texts("textarea", name="reason") == []


# Two editors, one record.


def test_fields_that_both_changed_are_shown_side_by_side_and_what_was_typed_stays(editor, other, notice):
    mine = opened(editor, notice)
    save(other, notice, title_en="Theirs", reason="their reason")
    response = save(editor, notice, mine, title_en="Mine")
    notice.refresh_from_db()
    assert notice.title_en == "Theirs"
    found = errors(response)
    assert found["__all__"][0].startswith("Nothing has been saved yet: after you opened this form, Lin Wei saved")
    assert found["title_en"][0].startswith("Lin Wei changed this to “Theirs” on ")
    assert found["title_en"][0].endswith("it was “Title” when you opened the form.")
    assert form_data(response)["title_en"] == "Mine"
    assert table(response) == [("Title in English", "Title", "Theirs", "Mine")]
    read = Page(response).text("section", class_="merge")
    assert "Lin Wei" in read
    assert "(“their reason”)" in read
    assert "Title in English changed by both Title Theirs Mine" in read


def test_saving_again_is_deliberate_and_goes_through(editor, other, notice):
    mine = opened(editor, notice)
    save(other, notice, title_en="Theirs")
    again = save(editor, notice, form_data(save(editor, notice, mine, title_en="Mine")))
    assert again.status_code == 302
    assert Notice.objects.values_list("title_en", "version").get() == ("Mine", 3)


def test_what_only_the_other_changed_is_taken_over(editor, other, notice):
    mine = opened(editor, notice)
    first = make_notice(title_en="First", document_number="")
    save(other, notice, document_number="2", forwards=first.pk)
    response = save(editor, notice, mine, title_en="Mine")
    assert "document_number" not in errors(response)
    assert form_data(response)["document_number"] == "2"
    assert ("Forwards", "", "First (2023)", "") in table(response)
    assert save(editor, notice, form_data(response)).status_code == 302
    notice.refresh_from_db()
    assert (notice.title_en, notice.document_number, notice.forwards.title_en) == ("Mine", "2", "First")


def test_what_both_changed_alike_is_no_clash(editor, other, notice):
    mine = opened(editor, notice)
    save(other, notice, title_en="Better")
    response = save(editor, notice, mine, title_en="Better")
    assert set(errors(response)) == {"__all__"}
    assert save(editor, notice, form_data(response)).status_code == 302


def test_a_third_save_in_between_brings_the_form_back_once_more(editor, other, notice):
    mine = opened(editor, notice)
    save(other, notice, title_en="First")
    returned = form_data(save(editor, notice, mine, title_en="Mine"))
    save(other, notice, title_en="Second")
    response = save(editor, notice, returned)
    assert table(response) == [("Title in English", "First", "Second", "Mine")]


def test_a_checkbox_that_the_other_changed_is_taken_over(editor, other):
    section = make_section(text_known=True)
    mine = opened(editor, section)
    theirs = opened(other, section)
    del theirs["text_known"]
    save(other, section, theirs)
    response = save(editor, section, mine, heading_en="Mine")
    assert "text_known" not in form_data(response)
    assert ("Text known", "yes", "no", "") in table(response)


def test_rows_that_the_other_added_are_shown_and_stay(editor, other, notice):
    mine = opened(editor, notice)
    new = {"signatures-TOTAL_FORMS": 4, "signatures-3-position": 4, "signatures-3-name_zh": "丁局"}
    save(other, notice, **new, **{"signatures-3-agency": make_agency(slug="d", name_en="d").pk})
    own = {"signatures-TOTAL_FORMS": 4, "signatures-3-position": 5, "signatures-3-name_zh": "戊局"}
    own |= {"signatures-3-agency": str(make_agency(slug="e", name_en="e").pk)}
    response = save(editor, notice, mine, **own)
    assert table(response) == [("signature", "", "", "5 · e · 戊局"), ("signature", "", "4 · d · 丁局", "")]
    assert save(editor, notice, form_data(response)).status_code == 302
    assert signed(notice)[3:] == [(4, "d", "丁局"), (5, "e", "戊局")]


def test_rows_that_both_changed_are_compared_box_by_box(editor, other, notice):
    mine = opened(editor, notice)
    save(other, notice, **{"signatures-1-name_zh": "他", "signatures-1-name_en": "Theirs"})
    response = save(editor, notice, mine, **{"signatures-1-name_zh": "我"})
    (signatures, _claims) = (part.formset for part in response.context["inline_admin_formsets"])
    assert signatures.errors[1]["name_zh"][0].startswith("Lin Wei changed this to “他”")
    assert set(signatures.errors[1]) == {"name_zh"}
    sent = form_data(response)
    assert (sent["signatures-1-name_zh"], sent["signatures-1-name_en"]) == ("我", "Theirs")
    assert save(editor, notice, sent).status_code == 302
    row = notice.signatures.get(position=2)
    assert (row.name_zh, row.name_en) == ("我", "Theirs")


def test_rows_that_the_other_removed_and_this_editor_changed_come_back_as_new_ones(editor, other, notice):
    mine = opened(editor, notice)
    save(other, notice, **{"signatures-0-DELETE": "on", "signatures-2-DELETE": "on"})
    response = save(editor, notice, mine, **{"signatures-2-name_zh": "我"})
    sent = form_data(response)
    assert (sent["signatures-INITIAL_FORMS"], sent["signatures-TOTAL_FORMS"]) == ("1", "2")
    assert ("signature", "3 · c · c局", "removed", "3 · c · 我") in table(response)
    assert ("signature", "1 · a · a局", "removed", "") in table(response)
    assert "Lin Wei removed this row" in response.content.decode()
    assert save(editor, notice, sent).status_code == 302
    assert signed(notice) == [(2, "b", "b局"), (3, "c", "我")]


def test_marks_of_removal_stay_and_say_what_the_other_changed(editor, other, notice):
    mine = opened(editor, notice)
    save(other, notice, **{"signatures-1-name_zh": "他"})
    response = save(editor, notice, mine, **{"signatures-1-DELETE": "on"})
    assert table(response) == [("signature", "2 · b · b局", "2 · b · 他", "remove")]
    assert "you have marked it to be removed" in response.content.decode()
    assert save(editor, notice, {**form_data(response), "signatures-1-DELETE": "on"}).status_code == 302
    assert [row[1] for row in signed(notice)] == ["a", "c"]


def test_issuers_that_both_moved_do_not_get_lost(editor, other, notice):
    mine = opened(editor, notice)
    save(other, notice, **{"signatures-0-position": 3, "signatures-2-position": 1})
    response = save(editor, notice, mine, title_en="Mine")
    assert save(editor, notice, form_data(response)).status_code == 302
    assert [row[1] for row in signed(notice)] == ["c", "b", "a"]


def test_a_claim_that_somebody_added_elsewhere_overtakes_the_form(editor, notice):
    mine = opened(editor, notice)
    claim = make_claim(notice, source=make_source(short_en="The source"), line=3)
    response = save(editor, notice, mine, title_en="Mine")
    assert "the archive saved this record" in errors(response)["__all__"][0]
    assert form_data(response)["claims-0-id"] == str(claim.pk)
    assert save(editor, notice, form_data(response)).status_code == 302
    assert Claim.objects.get().record == notice


def test_a_claim_that_went_to_another_record_overtakes_the_form(editor, notice):
    claim = make_claim(notice)
    mine = opened(editor, notice)
    claim.notice = make_notice(campaign=notice.campaign)
    claim.save()
    assert "__all__" in errors(save(editor, notice, mine, title_en="Mine"))


def test_other_records_do_not_overtake_the_form(editor, other, notice):
    mine = opened(editor, notice)
    save(other, make_notice(), title_en="Theirs")
    assert save(editor, notice, mine, title_en="Mine").status_code == 302


@pytest.mark.parametrize("seal", [None, "", "forged", "another's"])
def test_a_form_that_does_not_say_when_it_was_opened_comes_back(editor, notice, seal):
    mine = opened(editor, notice)
    if seal is None:
        del mine["seen"]
    else:
        mine["seen"] = opened(editor, make_notice())["seen"] if seal == "another's" else seal
    response = save(editor, notice, mine, title_en="Mine", **{"signatures-1-name_zh": "我"})
    assert "does not say when it was opened" in errors(response)["__all__"][0]
    assert form_data(response)["title_en"] == "Mine"
    assert save(editor, notice, form_data(response)).status_code == 302
    assert (Notice.objects.get(pk=notice.pk).title_en, signed(notice)[1][2]) == ("Mine", "我")


def test_nothing_that_was_typed_is_lost_where_it_has_errors_besides(editor, other, notice):
    mine = opened(editor, notice)
    save(other, notice, title_en="Theirs", **{"signatures-2-DELETE": "on"})
    response = save(editor, notice, mine, issued_on="soon", **{"signatures-0-position": "x"})
    sent = form_data(response)
    assert (sent["issued_on"], sent["signatures-0-position"], sent["title_en"]) == ("soon", "x", "Theirs")


def test_the_key_that_somebody_published_meanwhile_is_shown_beside_the_one_typed(editor):
    series = make_series(status="draft", slug="contest")
    mine = opened(editor, series)
    series.status = "published"
    series.save()
    response = save(editor, series, mine, slug="better", name_en="Mine")
    assert ("Slug", "contest", "contest", "better") in table(response)


def test_a_record_that_was_removed_meanwhile_is_said_to_be_and_all_that_was_typed_is_shown(editor, other, notice):
    mine = opened(editor, notice)
    other.post(reverse("admin:campaigns_notice_delete", args=[notice.pk]), {"reason": "told twice"})
    agency = make_agency(name_en="The Fourth")
    response = save(
        editor, notice, mine, title_en="Mine, all of it", reason="because",
        **{"signatures-TOTAL_FORMS": 4, "signatures-3-agency": agency.pk, "signatures-3-name_zh": "丁局"},
    )  # fmt: skip
    assert response.status_code == 410
    read = Page(response).text("div", id="content-main")
    assert f"the notice “{notice.slug}”" in read
    for typed in ("Mine, all of it", "because", "丁局", "The Fourth", "原题"):
        assert typed in read


def test_a_record_that_never_was_leads_to_the_first_page(editor):
    assert editor.post("/admin/campaigns/notice/999/change/", {})["Location"] == "/admin/"
    assert editor.post("/admin/campaigns/notice/x/change/", {})["Location"] == "/admin/"


def test_two_editors_who_add_a_record_under_one_key_lose_nothing(editor, other):
    page = reverse("admin:campaigns_series_add")
    mine = {**form_data(editor.get(page)), "slug": "contest", "name_en": "Mine"}
    other.post(page, {**form_data(other.get(page)), "slug": "contest", "name_en": "Theirs"})
    response = editor.post(page, mine)
    assert "already exists" in errors(response)["slug"][0]
    assert form_data(response)["name_en"] == "Mine"
    assert editor.post(page, {**form_data(response), "slug": "contest-2"}).status_code == 302
    assert set(Series.objects.values_list("slug", "name_en")) == {("contest", "Theirs"), ("contest-2", "Mine")}


# The guard for what edits many records.


def test_what_changed_since_it_was_read_is_named():
    campaign = make_campaign()
    seen = newest_change()
    make_notice(campaign=campaign)
    ensure_unchanged(campaign, seen)
    claim = make_claim(campaign)
    with pytest.raises(ChangedSince) as caught:
        ensure_unchanged(campaign, seen)
    assert caught.value.changes == [claim.history.get().change]
