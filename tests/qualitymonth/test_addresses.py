"""Which public addresses there are, and with which change each changed last."""

import importlib
from io import StringIO
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from agencies.models import Agency
from campaigns.models import Activity, Claim, Participation, Series
from qualitymonth import addresses, moving
from qualitymonth.history import changing
from qualitymonth.models import Address, Change, Revision, Tombstone
from qualitymonth.reverting import revert_change
from tests import factories

pytestmark = pytest.mark.django_db


def told(since=0):
    """What changed after the change ``since``: by kind and key, whether it is gone and where it went."""
    return {
        (address.kind, address.key): address.moved_to or ("gone" if address.gone else "stands")
        for address in Address.objects.filter(change__gt=since)
    }


def now():
    return Revision.current().number


def test_a_published_record_has_an_address_and_a_draft_has_none():
    published, draft = factories.make_series(), factories.make_series(status="draft")
    assert told() == {("series", published.slug): "stands"}
    draft.status = "published"
    draft.save()
    assert told()["series", draft.slug] == "stands"


def test_what_is_edited_changed_with_the_edit_and_nothing_else_did():
    series, _other = factories.make_series(), factories.make_series()
    before = now()
    with changing("edit") as change:
        series.name_en = "Another name"
        series.save()
    assert told(before) == {("series", series.slug): "stands"}
    assert Address.objects.get(key=series.slug).change == change


def test_what_is_taken_back_to_draft_or_removed_is_gone_and_returns_when_it_is_back():
    series = factories.make_series()
    series.status = "draft"
    series.save()
    assert told() == {("series", series.slug): "gone"}
    series.status = "published"
    series.save()
    assert told() == {("series", series.slug): "stands"}
    series.delete()
    assert told() == {("series", series.slug): "gone"}
    again = factories.make_series(slug=series.slug)
    assert told() == {("series", series.slug): "stands"}
    assert Address.objects.get().record_id == again.pk


def test_an_owned_row_and_a_claim_change_the_record_they_go_with_and_the_one_they_left():
    one, two = factories.make_activity(), factories.make_activity()
    agency = factories.make_agency()
    before = now()
    row = Participation.objects.create(activity=one, agency=agency)
    assert told(before) == {("activity", one.slug): "stands"}
    before = now()
    row.activity = two
    row.save()
    assert told(before) == {("activity", one.slug): "stands", ("activity", two.slug): "stands"}
    claim = factories.make_claim(one)
    before = now()
    claim.activity = two
    claim.save()
    assert told(before) == dict.fromkeys(
        [("activity", one.slug), ("activity", two.slug), ("claim", claim.key)], "stands"
    )


def test_with_a_record_goes_what_belongs_to_it_and_what_refers_to_it_changes():
    activity = factories.make_activity()
    appearance = factories.make_appearance(activity=activity)
    claim = factories.make_claim(appearance)
    retelling = factories.make_activity(campaign=activity.campaign, same_as=activity)
    before = now()
    activity.status = "draft"
    activity.save()
    assert told(before) == {
        ("activity", activity.slug): "gone",
        ("appearance", appearance.slug): "gone",
        ("claim", claim.key): "gone",
        ("activity", retelling.slug): "stands",
    }


def test_a_source_taken_back_takes_its_claims_along_and_changes_what_they_were_about():
    claim = factories.make_claim()
    kind, key, source = claim.record_kind, str(claim.record.natural_key()[0]), claim.source
    before = now()
    source.status = "draft"
    source.save()
    assert told(before) == {("source", source.slug): "gone", ("claim", claim.key): "gone", (kind, key): "stands"}


def test_an_agency_taken_back_changes_what_it_signed_or_did():
    agency = factories.make_agency()
    activity = factories.make_activity()
    Participation.objects.create(activity=activity, agency=agency)
    campaign = factories.make_campaign(host=agency)
    before = now()
    agency.status = "draft"
    agency.save()
    assert told(before) == {
        ("agency", agency.slug): "gone",
        ("activity", activity.slug): "stands",
        ("campaign", campaign.slug): "stands",
    }


def test_a_campaign_changes_with_the_activity_that_opened_it():
    activity = factories.make_activity()
    campaign = activity.campaign
    campaign.launch = activity
    campaign.save()
    before = now()
    activity.place_zh = "北京"
    activity.save()
    assert told(before) == {("activity", activity.slug): "stands", ("campaign", campaign.slug): "stands"}


def test_a_renamed_record_is_gone_to_its_new_key_and_what_names_it_changed():
    series = factories.make_series()
    activity = factories.make_activity(series=series)
    before, old = now(), series.slug
    moving.rename(Series, series.pk, "a-better-name")
    assert told(before) == {
        ("series", old): "a-better-name",
        ("series", "a-better-name"): "stands",
        ("activity", activity.slug): "stands",
    }
    before = now()
    moving.rename(Series, series.pk, old)
    assert told(before)["series", old] == "stands"
    assert told(before)["series", "a-better-name"] == old


def test_a_merged_record_is_gone_to_the_other_and_both_are_back_when_that_is_undone():
    gone, kept = factories.make_agency(), factories.make_agency()
    activity = factories.make_activity()
    Participation.objects.create(activity=activity, agency=gone)
    before = now()
    change = moving.merge(Agency, gone.pk, kept.pk)
    assert told(before)["agency", gone.slug] == kept.slug
    assert told(before)["activity", activity.slug] == "stands"
    before = now()
    revert_change(change)
    assert told(before)["agency", gone.slug] == "stands"
    assert Address.objects.get(key=gone.slug).moved_to == ""


def test_a_former_draft_that_is_merged_leads_on_where_it_leaves_a_tombstone():
    gone, kept = factories.make_series(), factories.make_series()
    gone.status = "draft"
    gone.save()
    before = now()
    with changing("merge"):
        gone.delete()
        Tombstone.objects.create(
            kind="series", key=gone.slug, moved_to=kept.slug, change=Change.objects.latest("number")
        )
    assert told(before) == {("series", gone.slug): kept.slug}


def test_two_that_trade_their_keys_both_stand():
    one, two = factories.make_series(slug="one"), factories.make_series(slug="two")
    before = now()
    with changing("edit"):
        for record, key in ((one, "three"), (two, "one"), (one, "two")):
            record.slug = key
            record.save()
    assert told(before) == {("series", "one"): "stands", ("series", "two"): "stands"}
    assert Address.objects.get(key="one").record_id == two.pk


def test_what_fails_changes_no_address():
    series = factories.make_series()
    before = list(Address.objects.values())

    def fail():
        with changing("edit"):
            series.delete()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(Address.objects.values()) == before


def test_records_updated_or_removed_at_once_are_told_too():
    activities = [factories.make_activity() for _ in range(3)]
    keys = {("activity", activity.slug) for activity in activities}
    before = now()
    Activity.objects.filter(pk__in=[one.pk for one in activities]).update(edition=None, place_en="Beijing")
    assert told(before) == dict.fromkeys(keys, "stands")
    before = now()
    Activity.objects.filter(pk__in=[one.pk for one in activities]).delete()
    assert told(before) == dict.fromkeys(keys, "gone")


def test_version_and_time_of_a_record_move_with_the_rows_that_it_owns():
    activity = factories.make_activity()
    row = Participation.objects.create(activity=activity, agency=factories.make_agency())
    before = Activity.objects.get()
    with changing("edit"):
        row.name_zh = "牵头单位"
        row.save()
    after = Activity.objects.get()
    assert after.version == before.version + 1
    assert after.updated_at > before.updated_at
    with changing("edit"):
        row.delete()
        after.save()
    assert Activity.objects.get().version == before.version + 2


def index():
    out = StringIO()
    call_command("index_addresses", stdout=out)
    return out.getvalue()


def test_the_command_says_of_what_was_written_by_hand_that_it_changed_now():
    series, draft = factories.make_series(), factories.make_series(status="draft")
    claim = factories.make_claim()
    assert index().endswith("public addresses: in step\n")
    before = now()
    table = connection.ops.quote_name(Series._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET slug = 'by-hand' WHERE slug = %s", [series.slug])  # noqa: S608 - the table's name
        cursor.execute(f"UPDATE {table} SET status = 'published' WHERE slug = %s", [draft.slug])  # noqa: S608
    Claim.objects.filter(pk=claim.pk)._raw_delete("default")  # noqa: SLF001 - so that nobody hears of it
    assert "series: 3\n" in index()
    assert told(before) == {
        ("series", series.slug): "gone",
        ("series", "by-hand"): "stands",
        ("series", draft.slug): "stands",
        ("claim", claim.key): "gone",
    }
    assert now() == before + 1
    assert index().endswith("public addresses: in step\n")


def test_missing_addresses_are_found_by_the_command_and_those_of_drafts_are_not_told():
    series, gone = factories.make_series(), factories.make_series()
    draft = factories.make_series(status="draft")
    gone.delete()
    expected = told()
    Tombstone.objects.create(
        kind="series", key="never-shown", moved_to=draft.slug, change=Change.objects.latest("number")
    )
    Address.objects.all().delete()
    assert addresses.outdated()
    call_command("index_addresses", if_missing=True, stdout=StringIO())
    assert told() == expected == {("series", series.slug): "stands", ("series", gone.slug): "gone"}
    assert not addresses.outdated()


def test_a_database_of_before_gets_its_addresses_by_migration():
    claim = factories.make_claim()
    renamed = factories.make_series(slug="old-name")
    moving.rename(Series, renamed.pk, "new-name")
    factories.make_series().delete()
    factories.make_activity(campaign=factories.make_campaign(status="draft"))
    factories.make_claim(factories.make_series(status="draft"), source=claim.source)
    standing, gone = found(gone=False), found(gone=True)
    changes = dict(Address.objects.filter(gone=False).values_list("key", "change"))
    Address.objects.all().delete()
    migration = importlib.import_module("campaigns.migrations.0008_addresses_of_what_stands")
    migration.begin(apps, SimpleNamespace(connection=connection))
    assert (found(gone=False), found(gone=True)) == (standing, {(*one[:3], None) for one in gone})
    assert Address.objects.get(key=claim.key).change_id == changes[claim.key]


def found(**options):
    return set(Address.objects.filter(**options).values_list("kind", "key", "moved_to", "record_id"))
