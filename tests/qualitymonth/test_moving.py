"""Records are renamed, merged and removed without a loss: references move along, and former addresses are known."""

import pytest

from agencies.models import Agency, AgencyName, Succession
from campaigns.models import Activity, Claim, Participation, Series, Signature
from qualitymonth.models import Change, Tombstone
from qualitymonth.moving import MoveError, merge, remove, rename, standing_address
from qualitymonth.reverting import revert_change
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    kept = factories.make_agency(slug="samr", name_zh="市场监管总局", name_en="SAMR")
    gone = factories.make_agency(slug="aqsiq", name_zh="质检总局", name_en="AQSIQ", kind="state")
    return gone, kept


def leads_to(key):
    stone = standing_address("agency", key)
    return stone and stone.moved_to


def test_a_renamed_record_leaves_its_former_address_and_claims_name_it_anew(pair):
    agency, _ = pair
    claim = factories.make_claim(factories.make_notice(), field="issuers", value="aqsiq")
    change = rename(Agency, agency.pk, "general-administration", reason="clearer")
    agency.refresh_from_db()
    claim.refresh_from_db()
    assert (agency.slug, claim.value, change.kind) == ("general-administration", "general-administration", "rename")
    stone = Tombstone.objects.get(kind="agency", key="aqsiq")
    assert (stone.moved_to, stone.label_en, stone.change) == ("general-administration", "AQSIQ", change)


def test_a_way_over_several_former_addresses_ends_where_the_record_stands(pair):
    agency, kept = pair
    rename(Agency, agency.pk, "second")
    rename(Agency, agency.pk, "third")
    merge(Agency, agency.pk, kept.pk)
    assert leads_to("aqsiq") == "samr"
    rename(Agency, kept.pk, "aqsiq")
    assert leads_to("samr") == "aqsiq"
    assert not Tombstone.objects.filter(key="aqsiq").exists()


@pytest.mark.parametrize("key", ["samr", "not a slug", "", "aqsiq"])
def test_a_key_that_is_none_or_taken_is_refused_and_nothing_changes(pair, key):
    before = Change.objects.count()
    with pytest.raises(MoveError):
        rename(Agency, pair[0].pk, key)
    assert (Agency.objects.get(pk=pair[0].pk).slug, Change.objects.count()) == ("aqsiq", before)


def test_what_referred_to_a_merged_agency_refers_to_the_other_and_nothing_stands_twice(pair):
    gone, kept = pair
    both, one = factories.make_notice(), factories.make_notice()
    for position, agency in enumerate(pair, 1):
        Signature.objects.create(notice=both, agency=agency, position=position)
    Signature.objects.create(notice=one, agency=gone, position=1, name_zh="质检总局")
    activity = factories.make_activity()
    Participation.objects.create(activity=activity, agency=gone, role="organiser", position=1)
    child = factories.make_agency(parent=gone)
    claim = factories.make_claim(gone, field="name_zh")
    AgencyName.objects.create(agency=gone, language="en", type="short", name="Quality Supervision", position=1)
    change = merge(Agency, gone.pk, kept.pk, reason="one body")
    assert list(both.signatures.values_list("agency", "position")) == [(kept.pk, 2)]
    assert list(one.signatures.values_list("agency", "name_zh")) == [(kept.pk, "质检总局")]
    assert activity.participations.get().agency == kept
    child.refresh_from_db()
    claim.refresh_from_db()
    assert (child.parent, claim.agency) == (kept, kept)
    assert set(kept.names.values_list("name", "type")) == {
        ("Quality Supervision", "short"), ("质检总局", "variant"), ("AQSIQ", "variant"),
    }  # fmt: skip
    assert not Agency.objects.filter(slug="aqsiq").exists()
    stone = Tombstone.objects.get(kind="agency", key="aqsiq")
    assert (stone.moved_to, stone.change, change.kind) == ("samr", change, "merge")


def test_an_agency_that_took_over_from_the_other_does_not_take_over_from_itself(pair):
    gone, kept = pair
    Succession.objects.create(agency=kept, predecessor=gone)
    merge(Agency, gone.pk, kept.pk)
    assert not Succession.objects.exists()


def test_the_one_that_stays_keeps_its_values_and_takes_what_it_has_not():
    kept = factories.make_series(slug="contest", name_en="Contest", name_zh="", summary_en="")
    gone = factories.make_series(slug="quiz", name_en="Quiz", name_zh="竞赛", summary_en="Held yearly.")
    merge(Series, gone.pk, kept.pk)
    kept.refresh_from_db()
    assert (kept.slug, kept.name_en, kept.name_zh, kept.summary_en) == ("contest", "Contest", "竞赛", "Held yearly.")


def test_what_a_rule_ties_together_is_taken_together_or_not_at_all():
    national, provincial = factories.make_campaign(), factories.make_campaign(province=factories.make_province())
    contest, award = factories.make_series(), factories.make_series()
    fourth, other = factories.make_activity(series=contest, edition=4), factories.make_activity(series=award)
    person, agency = factories.make_appearance(), factories.make_appearance(person=None, agency=factories.make_agency())
    tile, free = factories.make_province(tile_row=70, tile_column=70), factories.make_province()
    whole, part = (
        factories.make_source(file="1.txt", sha256="a" * 64, line_count=9),
        factories.make_source(part_of=factories.make_source(), first_line=1, last_line=2),
    )
    for gone, kept in ((provincial, national), (fourth, other), (person, agency), (tile, free), (whole, part)):
        merge(type(gone), gone.pk, kept.pk)
        kept.refresh_from_db()
    assert (national.province, other.series, other.edition, agency.person) == (None, award, None, None)
    assert (free.tile_row, free.tile_column, part.file, part.line_count) == (70, 70, "", None)


def test_two_between_which_another_stands_are_not_one_and_no_record_ends_above_itself():
    top = factories.make_agency()
    middle = factories.make_agency(parent=top)
    bottom = factories.make_agency(parent=middle)
    with pytest.raises(MoveError, match="stands between the two"):
        merge(Agency, top.pk, bottom.pk)
    merge(Agency, bottom.pk, top.pk)
    top.refresh_from_db()
    assert top.parent is None
    merge(Agency, top.pk, middle.pk)
    middle.refresh_from_db()
    assert middle.parent is None


@pytest.mark.parametrize("published", [True, False])
def test_sections_of_one_place_are_merged_before_their_notices(published):
    one, other = (factories.make_notice(status="published" if published else "draft") for _ in range(2))
    for notice in (one, other):
        first = factories.make_section(notice=notice, path="1")
        factories.make_section(notice=notice, path="1.1", parent=first)
    with pytest.raises(MoveError, match="merge these first"):
        merge(type(one), one.pk, other.pk)
    assert one.sections.count() == other.sections.count() == 2


def test_what_the_database_refuses_is_said_in_a_sentence_and_nothing_changes():
    whole = factories.make_source()
    part = factories.make_source(part_of=whole, first_line=1, last_line=2)
    with pytest.raises(MoveError, match="A part of a source needs its first and its last line"):
        merge(type(whole), whole.pk, part.pk)
    assert type(whole).objects.filter(pk=whole.pk).exists()


def test_who_comes_too_late_is_told_that_the_record_is_gone(pair):
    gone, kept = pair
    key = gone.pk
    remove(Agency, key)
    for late in (lambda: rename(Agency, key, "new"), lambda: merge(Agency, kept.pk, key), lambda: remove(Agency, key)):
        with pytest.raises(MoveError, match="removed meanwhile"):
            late()


def test_a_record_is_not_merged_with_itself(pair):
    with pytest.raises(MoveError):
        merge(Agency, pair[0].pk, pair[0].pk)


def test_a_merge_is_undone_in_one_step(pair):
    gone, kept = pair
    notice = factories.make_notice()
    Signature.objects.create(notice=notice, agency=gone, position=1)
    Signature.objects.create(notice=notice, agency=kept, position=2)
    change = merge(Agency, gone.pk, kept.pk)
    revert_change(change)
    assert list(notice.signatures.order_by("position").values_list("agency__slug", flat=True)) == ["aqsiq", "samr"]
    assert not kept.names.exists()
    assert not Tombstone.objects.filter(kind="agency").exists()


def test_a_removed_record_goes_with_what_it_owns_and_leaves_word():
    activity = factories.make_activity(title_en="Launch")
    claim = factories.make_claim(activity)
    change = remove(Activity, activity.pk, reason="told twice")
    assert not Claim.objects.filter(pk=claim.pk).exists()
    stone = Tombstone.objects.get(kind="activity")
    assert (stone.key, stone.label_en, stone.moved_to, stone.change) == (activity.slug, "Launch", "", change)


def test_what_others_refer_to_is_not_removed_and_they_are_named(pair):
    notice = factories.make_notice(title_en="The call", title_zh="")
    Signature.objects.create(notice=notice, agency=pair[0], position=1)
    with pytest.raises(MoveError) as error:
        remove(Agency, pair[0].pk)
    assert "signature" in str(error.value)
    assert Agency.objects.filter(slug="aqsiq").exists()
