"""Search across kinds."""

import pytest
from django.utils import translation

from agencies.models import AgencyName
from campaigns.models import Campaign
from campaigns.search.find import KINDS, Found, find
from tests import factories
from tests.reading import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def found(text, kinds=None):
    return [(result.kind, result.key) for result in find(text, kinds)]


@pytest.mark.parametrize(
    ("simplified", "traditional", "english", "record"),
    [
        ("市场监管总局", "市場監管總局", "State Administration for Market Regulation", ("agency", "samr")),
        ("广东省", "廣東省", "Guangdong", ("province", "CN-GD")),
        ("质量强国建设", "質量強國建設", "quality powerhouse", ("campaign", "2021-national")),
        ("张曙光", "張曙光", "Zhang Shuguang", ("person", "zhang-shuguang")),
        ("企业质量诚信倡议", "企業質量誠信倡議", "Integrity Pledge", ("series", "enterprise-quality-integrity-pledge")),
        ("启动仪式", "啟動儀式", "Launch of Quality Month 2022", ("activity", "2022-anhui-launch")),
        ("活动主题", "活動主題", "Theme of the Activities", ("section", "2023-national-1")),
        ("日本", "日本", "Japan", ("precedent", "japan")),
        ("质量月", "質量月", "Quality Month", ("notice", "2023-national")),
        ("英汉对照", "英漢對照", "bilingual", ("source", "2023-notice-bilingual")),
    ],
)
def test_both_scripts_and_english_find_the_record(simplified, traditional, english, record):
    assert record in found(simplified)
    assert record in found(english)
    assert found(traditional)[: len(found(simplified))]
    assert set(found(simplified)) <= set(found(traditional))
    assert record in found(english.upper())
    assert record in found(f"  {simplified} ")


def test_page_and_api_find_the_same(client):
    for text in ("质量", "質量", "quality", "安徽", "2021"):
        answer = client.get("/api/v1/search/", {"q": text}).json()
        assert (answer["next"], answer["previous"], answer["count"]) == (None, None, len(answer["results"]))
        links = [link.removeprefix("http://testserver") for link in (one["html_url"] for one in answer["results"])]
        read = Page(client.get("/search/", {"q": text}))
        rows = [href for href in read.links() if href in links]
        assert [href for href in rows if href] == links


@pytest.mark.parametrize(
    "text", ["General Administration of Market Supervision", "市場監管總局", "市场监管总局", "samr"]
)
def test_a_mistranslation_a_short_name_and_a_slug_find_the_agency(text):
    assert ("agency", "samr") in found(text)


def test_a_former_name_finds_the_agency():
    agency = factories.make_agency(slug="successor")
    AgencyName.objects.create(agency=agency, language="zh-Hans", type="former", name="犇骉经济委员会", to_year=1988)
    assert found("犇驫經濟委員會") == [("agency", "successor")]


def test_pinyin_finds_the_province():
    assert found("Guǎngdōng") == [("province", "CN-GD")]


@pytest.mark.parametrize("text", ["质", "質", "月", "皖", "Q", "2"])
def test_one_character_is_enough(text):
    assert found(text)


def test_a_campaign_is_found_by_what_its_heading_is_made_of():
    for text in ("安徽省", "Anhui"):
        assert ("campaign", "2022-anhui") in found(text, ["campaign"])
    for text in ("企业质量诚信倡议", "China Association for Quality Inspection"):
        assert ("campaign", "2021-caqi") in found(text, ["campaign"])
    host, series = factories.make_agency(name_en="Zyzzyva Institute"), factories.make_series(name_zh="犇骉倡议")
    province = factories.make_province(code="CN-ZZ", name_zh="猋飍省")
    for fields, text in (({"host": host}, "Zyzzyva Institute"), ({"series": series}, "犇骉倡议"),
                         ({"province": province}, "猋飍省")):  # fmt: skip
        campaign = factories.make_campaign(**fields)
        assert found(text, ["campaign"]) == [("campaign", campaign.slug)]


def test_a_year_is_found_by_its_number():
    assert ("year", "1978") in found("1978")


def test_kinds_narrow_the_search_and_the_best_known_come_first():
    everything = found("质量")
    order = list(KINDS)
    assert [order.index(kind) for kind, _ in everything] == sorted(order.index(kind) for kind, _ in everything)
    for kind in KINDS:
        keys = [key for found_kind, key in everything if found_kind == kind]
        assert keys == sorted(keys)
        assert found("质量", [kind]) == [(kind, key) for key in keys]
    assert len(everything) == len(set(everything))


@pytest.mark.parametrize(
    "text", ["%", "_", "\\", "'", '"', "*", "NEAR(", "质 AND 量", "--", ";", "(", "[", "\U0001f600", "\u200b"]
)
def test_signs_are_looked_for_as_they_stand(text, client):
    assert all(isinstance(result, Found) for result in find(text))
    assert client.get("/search/", {"q": text}).status_code in (200, 400)
    assert client.get("/api/v1/search/", {"q": text}).status_code in (200, 400)
    if text in ("%", "_", "\\", "*"):
        assert found(text) == []


def test_a_result_has_a_title_in_the_readers_language_and_both_addresses():
    (result,) = find("Guǎngdōng")
    assert (result.title.plain, result.page_url, result.api_url) == (
        "Guangdong",
        "/provinces/CN-GD/",
        "/api/v1/provinces/CN-GD/",
    )
    with translation.override("zh-hans"):
        (result,) = find("Guǎngdōng")
        assert (result.title.plain, result.page_url) == ("广东省", "/zh-hans/provinces/CN-GD/")
    for kind in KINDS:
        for result in find("质", [kind]):
            assert result.title
            assert result.kind_name


def test_every_kind_that_has_an_address_is_searched():
    Campaign.objects.filter(slug="2021-caqi").update(summary_en="zyzzyva")
    assert found("zyzzyva") == [("campaign", "2021-caqi")]
    assert set(KINDS) == {
        "campaign", "agency", "province", "notice", "series", "person", "activity", "section", "slogan", "figure",
        "precedent", "year", "appearance", "source",
    }  # fmt: skip
