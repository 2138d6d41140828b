"""Records go back to what they were, and changes are undone, without harm to what was done since."""

import pytest

from agencies.models import Agency
from campaigns.models import Activity, Claim, Notice, Participation, Series, Signature
from qualitymonth.history import changing
from qualitymonth.models import Change, Revision, Tombstone
from qualitymonth.reverting import RevertError, changes_of, revert_change, revert_record, state_at
from tests import factories

pytestmark = pytest.mark.django_db


def edit(record, **fields):
    """Change ``record`` as one change and return its number."""
    fresh = type(record).objects.get(pk=record.pk)
    with changing("edit") as change:
        for name, value in fields.items():
            setattr(fresh, name, value)
        fresh.save()
    return change


def sign(notice, *agencies):
    with changing("edit") as change:
        notice.signatures.all().delete()
        for position, agency in enumerate(agencies, 1):
            Signature.objects.create(notice=notice, agency=agency, position=position)
    return change


def issuers(notice):
    return list(Signature.objects.filter(notice=notice).order_by("position").values_list("agency__slug", flat=True))


def test_a_record_goes_back_to_what_it_was_after_a_change():
    notice = factories.make_notice(document_number="first", issued_on="")
    start = Revision.current().number
    edit(notice, document_number="second", issued_on="2023-08-01")
    change = revert_record(Notice, notice.pk, start, reason="mistaken")
    notice.refresh_from_db()
    assert (notice.document_number, notice.issued_on, notice.version) == ("first", "", 3)
    assert (change.kind, change.reason) == ("revert", "mistaken")
    assert list(changes_of(Notice, notice.pk)) == list(Change.objects.filter(number__gte=start).order_by("-number"))


def test_what_it_owns_and_the_claims_about_it_go_back_too():
    notice, (one, other, third) = factories.make_notice(), [factories.make_agency() for _ in range(3)]
    claim = factories.make_claim(notice, field="title_zh", value="通知")
    signed = sign(notice, one, other)
    sign(notice, third, one)
    with changing("edit"):
        claim.delete()
        factories.make_claim(notice, field="issued_on", value="2023")
    revert_record(Notice, notice.pk, signed.number)
    assert issuers(notice) == [one.slug, other.slug]
    assert list(Claim.objects.filter(notice=notice).values_list("field", "value")) == [("title_zh", "通知")]


def test_issuers_that_traded_places_trade_them_back():
    notice, one, other = factories.make_notice(), factories.make_agency(), factories.make_agency()
    sign(notice, one, other)
    number = Revision.current().number
    with changing("edit") as change:
        first, second = Signature.objects.filter(notice=notice).order_by("position")
        Signature.objects.filter(pk=first.pk).update(position=9)
        for signature, position in ((second, 1), (first, 2)):
            signature.position = position
            signature.save()
    assert issuers(notice) == [other.slug, one.slug]
    revert_change(change)
    assert issuers(notice) == [one.slug, other.slug]
    assert state_at(Notice, notice.pk, number) == state_at(Notice, notice.pk, Revision.current().number)


def test_a_removed_record_comes_back_with_all_that_went_and_its_tombstone_goes():
    activity = factories.make_activity()
    claim = factories.make_claim(activity)
    Participation.objects.create(activity=activity, agency=factories.make_agency(), role="organiser", position=1)
    slug = activity.slug
    activity.delete()
    removal = Change.objects.latest("number")
    assert Tombstone.objects.filter(key=slug).exists()
    revert_change(removal)
    back = Activity.objects.get(slug=slug)
    assert (back.claims.get().key, back.participations.count()) == (claim.key, 1)
    assert not Tombstone.objects.filter(key=slug).exists()


def test_what_a_change_made_goes_and_what_was_done_elsewhere_stays():
    with changing("import") as change:
        made, kept = factories.make_series(), factories.make_series()
    elsewhere = factories.make_series(name_en="Before")
    edit(elsewhere, name_en="After")
    revert_change(change)
    assert list(Series.objects.values_list("slug", "name_en")) == [(elsewhere.slug, "After")]
    assert not Series.objects.filter(pk__in=[made.pk, kept.pk]).exists()


def test_a_later_change_of_another_field_stays():
    notice = factories.make_notice(document_number="first", title_en="Notice")
    change = edit(notice, document_number="second")
    edit(notice, title_en="The notice")
    revert_change(change)
    notice.refresh_from_db()
    assert (notice.document_number, notice.title_en) == ("first", "The notice")


def test_a_later_change_of_the_same_field_is_a_conflict_and_nothing_is_undone():
    one, other = factories.make_series(name_en="One"), factories.make_series(name_en="Other")
    with changing("import") as change:
        for series in (one, other):
            series.name_en += " more"
            series.save()
    edit(one, name_en="Mine")
    before = Revision.current().number
    with pytest.raises(RevertError) as error:
        revert_change(change)
    assert error.value.problems == [f"series {one.slug} was changed since."]
    other.refresh_from_db()
    assert (other.name_en, Revision.current().number) == ("Other more", before)


def test_what_others_refer_to_is_not_taken_from_under_them():
    with changing("import") as change:
        agency = factories.make_agency()
    notice = factories.make_notice()
    sign(notice, agency)
    with pytest.raises(RevertError) as error:
        revert_change(change)
    assert agency.slug in str(error.value)
    assert Agency.objects.filter(pk=agency.pk).exists()


def test_a_record_does_not_come_back_to_what_was_removed_meanwhile():
    series = factories.make_series()
    activity = factories.make_activity(series=series)
    number = Revision.current().number
    edit(activity, series=None)
    series.delete()
    with pytest.raises(RevertError) as error:
        revert_record(Activity, activity.pk, number)
    assert error.value.problems == [f"activity {activity.slug} refers to a series that was removed."]


def test_a_revert_can_be_reverted():
    notice = factories.make_notice(document_number="first")
    change = edit(notice, document_number="second")
    undone = revert_change(change)
    assert undone.reverts == change
    revert_change(undone)
    notice.refresh_from_db()
    assert notice.document_number == "second"
