"""What every record does when it is saved, and how the archive's revision follows."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.models import AgencyName
from campaigns.models import Activity, Location, Participation, Section, Signature, Source, Year
from qualitymonth.models import LoadBaseline, Revision
from tests import factories

pytestmark = pytest.mark.django_db


def revision():
    return Revision.current().number


# Versions and times.


def test_a_new_record_is_a_draft_of_version_1():
    year = Year.objects.create(number=1978)
    assert (year.status, year.version) == ("draft", 1)


def test_every_save_moves_the_version_and_the_time_of_change_and_nothing_else():
    year = factories.make_year()
    made, changed = year.created_at, year.updated_at
    for version in (2, 3):
        year.save()
        year.refresh_from_db()
        assert year.version == version
    assert year.created_at == made
    assert changed < year.updated_at <= timezone.now()


def test_a_save_of_some_fields_moves_version_time_and_sortable_day_too():
    activity = factories.make_activity(starts_on="2023-09-01")
    activity.starts_on, activity.title_en = "2023-09-15", "not to be saved"
    activity.save(update_fields=["starts_on"])
    activity.refresh_from_db()
    assert (activity.version, activity.starts_on, activity.sort_on) == (2, "2023-09-15", datetime.date(2023, 9, 15))
    assert activity.title_en != "not to be saved"


# The sortable day.


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "day"),
    [
        ("2023-09-14", "2023-09-20", (2023, 9, 14)),
        ("2023-09", "", (2023, 9, 1)),
        ("2023~", "", (2023, 1, 1)),
        ("", "2023-09-20", (2023, 9, 20)),
        ("", "", (2023, 1, 1)),
    ],
)
def test_the_sortable_day_is_the_first_that_the_date_may_mean_or_the_first_of_the_campaigns_year(
    starts_on, ends_on, day
):
    activity = factories.make_activity(starts_on=starts_on, ends_on=ends_on)
    activity.refresh_from_db()
    assert activity.sort_on == datetime.date(*day)


def test_what_has_neither_date_nor_campaign_sorts_last():
    source = factories.make_source(published_on="")
    precedent = factories.make_precedent(began_on="")
    assert source.sort_on == precedent.sort_on == datetime.date(9999, 1, 1)


def test_an_impossible_date_is_not_stored():
    with pytest.raises(ValueError, match="'2023-02-30' is not a date"):
        factories.make_source(published_on="2023-02-30")
    with pytest.raises(ValidationError, match="'2023-02-30' is not a date"):
        Source(slug="x", title_en="X", published_on="2023-02-30").clean_fields()


# The revision.


def test_an_empty_archive_is_at_revision_0():
    assert revision() == 0


def test_the_revision_moves_with_every_record_made_changed_and_removed():
    seen = [revision()]
    year = factories.make_year()
    seen.append(revision())
    year.save()
    seen.append(revision())
    year.delete()
    seen.append(revision())
    assert seen == [0, 1, 2, 3]


def test_the_revision_moves_with_what_a_record_owns():
    notice, agency, activity = factories.make_notice(), factories.make_agency(), factories.make_activity()
    province = factories.make_province()
    for model, fields in (
        (Signature, {"notice": notice, "agency": agency, "position": 1}),
        (AgencyName, {"agency": agency, "language": "en", "type": "official", "name": "Bureau"}),
        (Participation, {"activity": activity, "agency": agency}),
        (Location, {"activity": activity, "province": province}),
    ):
        before = revision()
        owned = model.objects.create(**fields)
        owned.delete()
        assert revision() == before + 2


def test_the_revision_stands_still_for_what_is_no_record(django_user_model):
    django_user_model.objects.create_user("editor")
    LoadBaseline.objects.create(model="campaigns.year", key="[1]", fields={})
    assert revision() == 0


def test_a_change_that_is_rolled_back_does_not_move_the_revision():
    factories.make_year()
    before = revision()

    class NoMoreError(Exception):
        pass

    moved = []

    def change_and_fail():
        factories.make_year()
        moved.append(revision())
        raise NoMoreError

    with pytest.raises(NoMoreError), transaction.atomic():
        change_and_fail()
    assert (moved, revision()) == ([before + 1], before)


def test_a_refused_change_does_not_move_the_revision():
    factories.make_year(number=2023)
    before = revision()
    with pytest.raises(IntegrityError), transaction.atomic():
        Year.objects.create(number=2023)
    assert revision() == before


def test_the_revision_is_one_row():
    Revision.bump()
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(pk=2)


# Names of rows.


def test_rows_are_found_by_their_natural_keys():
    section = factories.make_section(notice=factories.make_notice(slug="notice"), path="1")
    signature = Signature.objects.create(notice=section.notice, agency=factories.make_agency(), position=3)
    assert (section.natural_key(), signature.natural_key()) == (("notice-1",), ("notice", 3))
    assert Section.objects.get_by_natural_key("notice-1") == section
    assert Signature.objects.get_by_natural_key("notice", 3) == signature
    assert str(signature) == "notice / 3"


def test_the_public_sees_published_records_alone():
    shown, hidden = factories.make_activity(), factories.make_activity(status="draft")
    assert set(Activity.objects.published()) == {shown}
    assert set(Activity.objects.all()) == {shown, hidden}
