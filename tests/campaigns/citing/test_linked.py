"""Records as schema.org describes them."""

import json
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from agencies.models import AgencyName, Province
from campaigns.citing.items import kind_of
from campaigns.citing.linked import linked_data, script_text
from campaigns.models import SUBJECTS, Location, Notice, Participation, Signature, Year
from tests import factories
from tests.reading import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

TYPES = {
    "year": {"CreativeWork"}, "campaign": {"Event"}, "notice": {"Legislation", "CreativeWork"},
    "series": {"EventSeries"}, "activity": {"Event"}, "person": {"Person"},
    "agency": {"GovernmentOrganization", "Organization"},
    "province": {"AdministrativeArea"}, "source": {"NewsArticle", "Report", "CreativeWork"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def described(record):
    return linked_data(record, RequestFactory().get("/"))


def empty(value):
    if isinstance(value, dict):
        return any(empty(one) for one in value.values())
    return value in (None, "", [], {})


@pytest.mark.parametrize("kind", TYPES)
def test_every_record_is_described_by_the_type_of_its_kind_without_anything_empty(kind):
    model: Any = SUBJECTS[kind]
    records = model.objects.published().for_api()
    if kind in ("notice", "activity"):
        records = records[:40]
    found = [described(record) for record in records]
    assert {one["@type"] for one in found} <= TYPES[kind]
    for one in found:
        assert not empty(one), one
        assert one["name"]
        assert one["mainEntityOfPage"]["@id"] == one["url"]
        assert json.loads(json.dumps(one)) == one


def test_a_notice_that_organs_of_the_state_sign_is_legislation_passed_by_them():
    found = described(Notice.objects.get(slug="2023-national"))
    assert found["@type"] == "Legislation"
    assert found["legislationIdentifier"] == "国市监质发〔2023〕73号"
    assert found["legislationDate"] == found["datePublished"] == "2023-08-31"
    assert len(found["legislationPassedBy"]) == 25
    assert found["author"][0] == {
        "@type": "GovernmentOrganization",
        "name": "State Administration for Market Regulation",
        "url": "http://testserver/agencies/samr/",
    }
    assert found["alternateName"] == ["关于开展2023年全国“质量月”活动的通知"]


def test_a_letter_of_an_association_is_no_legislation():
    notice = factories.make_notice()
    Signature.objects.create(notice=notice, agency=factories.make_agency(kind="association"), position=1)
    assert described(notice)["@type"] == "CreativeWork"


def test_an_activity_says_when_where_and_by_whom_as_exactly_as_it_is_known():
    first = factories.make_activity(slug="first")
    activity = factories.make_activity(starts_on="2023-09", ends_on="2023-09-30", same_as=first, part_of=first)
    Participation.objects.create(activity=activity, agency=factories.make_agency(kind="firm", name_en="Works"))
    Location.objects.create(activity=activity, province=Province.objects.get(code="CN-HE"))
    found = described(activity)
    assert (found["startDate"], found["endDate"]) == ("2023-09", "2023-09-30")
    assert found["location"]["name"] == "conference centre"
    assert [one["name"] for one in found["location"]["containedInPlace"]] == ["Hebei"]
    assert [(one["@type"], one["name"]) for one in found["organizer"]] == [("Organization", "Works")]
    assert found["sameAs"] == found["superEvent"]["url"] == "http://testserver/activities/first/"


@pytest.mark.parametrize("date", ["", "2023?", "2023-09~", "2023-09-01%"])
def test_a_date_that_is_unknown_or_doubtful_is_left_out(date):
    assert "startDate" not in described(factories.make_activity(starts_on=date))


def test_an_agency_has_all_its_names_once():
    agency = factories.make_agency(name_zh="质量局", name_en="Quality Bureau")
    for position, name in enumerate(("质量局", "Quality Bureau", "质检局"), 1):
        AgencyName.objects.create(agency=agency, language="zh-Hans", type="short", name=name, position=position)
    assert described(agency)["alternateName"] == ["质量局", "质检局"]


def test_a_source_leads_to_where_it_stands_on_the_web_and_to_nothing_else():
    assert described(factories.make_source(web_address="https://example.org/a"))["sameAs"] == "https://example.org/a"
    assert "sameAs" not in described(factories.make_source(web_address="javascript:alert(1)"))


def test_a_page_names_the_sources_that_it_is_based_on(client):
    source = factories.make_source(slug="one")
    activity = factories.make_activity()
    for field in ("title_zh", "place_zh"):
        factories.make_claim(activity, source=source, field=field)
    (text,) = page(client, activity.get_absolute_url()).texts("script")
    assert json.loads(text)["mainEntityOfPage"]["isBasedOn"] == ["http://testserver/sources/one/"]


@pytest.mark.parametrize(
    "evil", ["</script><script>alert(1)</script>", "<!--<script>", "&lt;/script&gt;", "\u2028'\"\\"]
)
def test_no_title_breaks_out_of_the_script_element_and_all_come_back_whole(client, evil):
    activity = factories.make_activity(title_en=evil, summary_en=evil)
    read = page(client, activity.get_absolute_url())
    (script,) = [said for name, _, said in read.elements if name == "script"]
    assert json.loads("".join(script))["name"] == evil
    rendered = Template("{{ text }}").render(Context({"text": script_text(described(activity))}))
    assert not set("<>&\u2028") & set(rendered)


def test_the_kinds_that_have_a_page_are_described():
    assert [kind_of(SUBJECTS[kind]()) for kind in TYPES] == list(TYPES)
    assert described(Year.objects.get(number=2023))["temporalCoverage"] == "2023"
