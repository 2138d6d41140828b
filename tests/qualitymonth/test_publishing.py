"""Publishing takes a record's claims along, and never runs ahead of what the record needs."""

import pytest
from django.contrib.auth.models import User

from campaigns.models import Activity, Campaign, Claim, Notice, Section, Series, Source
from qualitymonth.history import changing
from qualitymonth.models import Change, Revision
from qualitymonth.publishing import drafts_referred_to, hidden_along, publish, unpublish
from tests import factories
from tests.factories import empty_archive, make_claim

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_records():
    empty_archive()


@pytest.fixture
def user():
    return User.objects.create_user("publisher")


def status(record):
    return type(record).objects.get(pk=record.pk).status


def test_a_record_is_published_with_its_draft_claims_in_one_change(user):
    series = factories.make_series(status="draft")
    claims = [make_claim(series, status="draft"), make_claim(series, status="draft"), make_claim(series)]
    before = Revision.current().number
    done, told, refused = publish(Series, [series.pk], user, "checked")
    assert (done, told, refused) == ([series], 2, [])
    assert {status(one) for one in (series, *claims)} == {"published"}
    change = Change.objects.get(number=before + 1)
    assert (change.kind, change.user, change.reason) == ("publication", user, "checked")
    assert Revision.current().number == change.number
    assert series.history.latest().change == claims[0].history.latest().change == change
    assert Series.objects.get().version == 2
    assert claims[2].history.count() == 1


def test_what_is_published_already_is_left_alone(user):
    series = factories.make_series()
    before = Revision.current().number
    assert publish(Series, [series.pk], user) == ([], 0, [])
    assert Revision.current().number == before
    assert Series.objects.get().version == 1


def test_the_later_draft_claims_of_a_published_record_are_published_without_touching_it(user):
    claim = make_claim(factories.make_series(), status="draft")
    assert publish(Series, [claim.series.pk], user) == ([claim.series], 1, [])
    assert status(claim) == "published"
    assert Series.objects.get().version == 1


def test_what_belongs_to_a_draft_is_refused_with_the_names_of_all_drafts_above_it(user):
    year = factories.make_year(status="draft")
    campaign = factories.make_campaign(status="draft", year=year)
    notice = factories.make_notice(status="draft", campaign=campaign)
    assert publish(Notice, [notice.pk], user) == ([], 0, [(notice, [campaign, year])])
    assert status(notice) == "draft"
    assert not Change.objects.filter(kind="publication").exists()


def test_a_record_whose_claim_rests_on_a_draft_source_waits_for_the_source(user):
    source = factories.make_source(status="draft")
    claim = make_claim(factories.make_series(status="draft"), status="draft", source=source)
    assert publish(Series, [claim.series.pk], user).refused == [(claim.series, [source])]
    assert publish(Source, [source.pk], user).records == [source]
    assert publish(Series, [claim.series.pk], user) == ([claim.series], 1, [])


def test_what_needs_one_another_is_published_together(user):
    whole = factories.make_source(status="draft")
    part = factories.make_source(status="draft", part_of=whole)
    make_claim(whole, source=part, status="draft")
    assert publish(Source, [whole.pk], user).refused == [(whole, [part])]
    assert publish(Source, [part.pk, whole.pk], user).records == [whole, part]
    assert status(part) == status(whole) == "published"


def test_one_record_that_is_refused_holds_up_only_what_needs_it(user):
    stuck = factories.make_section(status="draft", notice=factories.make_notice(status="draft"))
    free = factories.make_section(status="draft")
    done, _, refused = publish(Section, [stuck.pk, free.pk], user)
    assert (done, refused) == ([free], [(stuck, [stuck.notice])])


def test_an_edit_that_publishes_is_a_publication(user):
    series = factories.make_series(status="draft")
    with changing("edit", user=user):
        series.name_en = "Contest"
        series.save()
        publish(Series, [series.pk], user)
    assert Change.objects.latest("number").kind == "publication"
    assert set(series.history.values_list("history_type", "status", "name_en")[:2]) == {
        ("~", "draft", "Contest"), ("~", "published", "Contest"),
    }  # fmt: skip


def test_a_record_goes_back_to_draft_with_the_reason_and_keeps_its_claims(user):
    claim = make_claim(factories.make_series())
    assert unpublish(Series, [claim.series.pk], user, "wrong year") == [claim.series]
    assert (status(claim.series), status(claim)) == ("draft", "published")
    change = claim.series.history.latest().change
    assert (change.kind, change.reason) == ("publication", "wrong year")
    assert not Claim.objects.published().exists()
    assert unpublish(Series, [claim.series.pk], user, "again") == []


def test_what_would_be_hidden_along_is_counted_by_kind_however_deep():
    campaign = factories.make_campaign()
    appearance = factories.make_appearance(activity=factories.make_activity(campaign=campaign))
    factories.make_activity(campaign=campaign, status="draft")
    make_claim(appearance)
    counts = {kind._meta.model_name: number for kind, number in hidden_along(Campaign, [campaign.pk]).items() if number}
    assert counts == {"activity": 1, "appearance": 1, "claim": 1}


def test_drafts_that_a_record_names_without_needing_them_are_told():
    series, agency = factories.make_series(status="draft"), factories.make_agency(status="draft")
    activity = factories.make_activity(series=series)
    activity.participations.create(agency=agency)
    activity.participations.create(agency=factories.make_agency())
    assert drafts_referred_to(Activity.objects.get()) == [series, agency]
    other = factories.make_agency()
    other.successions.create(predecessor=agency)
    assert drafts_referred_to(agency) == []
    assert drafts_referred_to(other) == [agency]
