"""The search index is in step with the records whatever changes them."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from agencies.models import Agency, AgencyName
from campaigns.models import Activity, Claim, SearchEntry, Signature, Source
from campaigns.search import index
from campaigns.search.find import find
from campaigns.search.texts import INDEXED
from qualitymonth.history import changing
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


def found(text):
    return [(match.kind, match.key) for match in find(text).matches]


def entries():
    return list(SearchEntry.objects.order_by("kind", "record_id").values_list("kind", "record_id", *index._COLUMNS))  # noqa: SLF001


def save(record, **fields):
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


def test_the_load_left_nothing_to_be_done():
    before = entries()
    index.rebuild()
    assert entries() == before
    assert {kind for kind, *_ in before} == set(INDEXED)
    assert not index.outdated()


def test_an_edited_record_is_found_by_its_new_text_and_not_by_the_old():
    activity = factories.make_activity(title_zh="犇骉大会", title_en="Zyzzyva")
    key = ("activity", activity.slug)
    assert found("犇骉") == found("zyzzyva") == [key]
    save(activity, title_zh="猋飍大会")
    assert (found("犇骉"), found("猋飍")) == ([], [key])
    activity.delete()
    assert found("猋飍") == []


def test_records_updated_at_once_are_found_by_their_new_text():
    activity = factories.make_activity(title_zh="犇骉大会")
    assert Activity.objects.filter(title_zh="犇骉大会").update(title_zh="猋飍大会") == 1
    assert (found("犇骉"), found("猋飍")) == ([], [("activity", activity.slug)])


def test_a_draft_is_not_found_nor_what_belongs_to_one():
    campaign = factories.make_campaign(theme_zh="犇骉")
    slogan = factories.make_slogan(campaign=campaign, text_zh="犇骉猋飍")
    assert found("犇骉") == [("slogan", slogan.slug), ("campaign", campaign.slug)]
    save(campaign, status="draft")
    assert found("犇骉") == []
    save(campaign, status="published")
    save(slogan, status="draft")
    assert found("犇骉") == [("campaign", campaign.slug)]


def test_what_a_record_owns_is_a_part_of_it():
    agency = factories.make_agency()
    name = AgencyName.objects.create(agency=agency, language="zh-Hans", type="former", name="犇骉委员会")
    assert found("犇骉") == [("agency", agency.slug)]
    save(name, name="猋飍委员会")
    assert (found("犇骉"), found("猋飍")) == ([], [("agency", agency.slug)])
    name.delete()
    assert found("猋飍") == []


def test_printed_names_of_issuers_find_the_notice_until_the_issuer_is_a_draft():
    notice, agency = factories.make_notice(), factories.make_agency(name_zh="某局")
    signature = Signature.objects.create(notice=notice, agency=agency, position=1, name_zh="犇骉局")
    assert found("犇骉局") == [("notice", notice.slug)]
    save(agency, status="draft")
    assert found("犇骉局") == []
    save(agency, status="published")
    assert found("犇骉局") == [("notice", notice.slug)]
    signature.delete()
    assert found("犇骉局") == []


def test_a_renamed_province_is_renamed_wherever_it_is_referred_to():
    province = factories.make_province(code="CN-ZZ", name_zh="犇骉省")
    campaign = factories.make_campaign(province=province)
    assert found("犇骉省") == [("province", "CN-ZZ"), ("campaign", campaign.slug)]
    save(province, name_zh="猋飍省", short_zh="猋飍", name_hant="猋飍省")
    assert found("犇骉省") == []
    assert found("猋飍省") == [("province", "CN-ZZ"), ("campaign", campaign.slug)]


def test_a_campaign_that_moves_to_another_year_takes_all_that_is_its_with_it():
    campaign = factories.make_campaign(year=factories.make_year(number=2071))
    section = factories.make_section(notice=factories.make_notice(campaign=campaign))
    appearance = factories.make_appearance(activity=factories.make_activity(campaign=campaign))
    mine = {("section", section.slug), ("appearance", appearance.slug)}
    assert mine <= set(found("2071年"))
    save(campaign, year=factories.make_year(number=2072))
    assert mine <= set(found("2072年"))
    assert not mine & set(found("2071年"))


def test_words_that_a_claim_quotes_find_the_record_as_long_as_claim_and_source_are_public():
    one, other = factories.make_activity(), factories.make_activity()
    whole = factories.make_source()
    claim = factories.make_claim(
        one, source=factories.make_source(part_of=whole), field="place_zh", value="会场", quote="犇驫會場"
    )
    assert found("犇骉会场") == [("activity", one.slug)]
    claim.activity = other
    claim.save()
    assert found("犇骉会场") == [("activity", other.slug)]
    for record in (claim, Source.objects.get(pk=claim.source_id), whole):
        save(record, status="draft")
        assert found("犇骉会场") == [], record
        save(record, status="published")
        assert found("犇骉会场") == [("activity", other.slug)], record
    Claim.objects.filter(pk=claim.pk).update(quote="猋飍")
    assert (found("犇骉会场"), found("猋飍")) == ([], [("activity", other.slug)])
    claim.delete()
    assert found("猋飍") == []


def test_a_change_that_is_undone_leaves_the_index_as_it_was():
    agency = Agency.objects.get(slug="samr")
    before = entries()
    with transaction.atomic():
        save(agency, name_zh="犇骉局")
        assert found("犇骉局")[0] == ("agency", "samr")
        transaction.set_rollback(True)
    assert entries() == before


def test_the_command_makes_good_what_went_by_unseen_and_says_how_far_it_is():
    before = entries()
    SearchEntry.objects.filter(kind="agency").delete()
    SearchEntry.objects.filter(kind="activity").update(names="犇骉")
    SearchEntry.objects.create(kind="activity", record_id=2**40, key="x", names="", texts="", stored=[], scheme=1)
    SearchEntry.objects.create(kind="animal", record_id=1, key="x", names="", texts="", stored=[], scheme=1)
    out = StringIO()
    call_command("index_search", stdout=out)
    assert entries() == before
    total = Activity.objects.count()
    assert f"activity: {total} of {total} records" in out.getvalue().splitlines()


def test_an_index_of_another_make_is_made_anew_and_one_of_this_make_left_alone():
    out = StringIO()
    call_command("index_search", if_outdated=True, stdout=out)
    assert out.getvalue() == ""
    SearchEntry.objects.filter(kind="agency").update(scheme=0)
    assert index.outdated()
    call_command("index_search", if_outdated=True, stdout=out)
    assert not index.outdated()
    SearchEntry.objects.all().delete()
    assert index.outdated()


def test_what_changes_together_enters_the_index_when_the_change_ends():
    with changing("edit"):
        activity = factories.make_activity(title_zh="犇骉大会")
        assert found("犇骉") == []
        source = factories.make_source(title_zh="猋飍通知")
        factories.make_claim(activity, source=source, quote="鱻")
        activity.title_zh = "羴鱻大会"
        activity.save()
    assert (found("犇骉"), found("羴鱻")) == ([], [("activity", activity.slug)])
    before = entries()
    index.rebuild()
    assert entries() == before


def test_a_change_that_fails_leaves_the_index_as_it_was():
    before = entries()
    with pytest.raises(ZeroDivisionError), changing("edit"):
        factories.make_activity(title_zh=str(1 // 0))
    assert entries() == before
    factories.make_activity(title_zh="犇骉大会")
    assert len(found("犇骉")) == 1
