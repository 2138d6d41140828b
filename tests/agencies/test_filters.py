"""Questions about agencies and provinces."""

import pytest

from agencies.models import AgencyName
from tests.factories import empty_archive, make_agency, make_province
from tests.reading import keys_of_api, keys_of_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


@pytest.mark.parametrize(
    "text",
    [
        "国家市场监督管理总局",
        "市场监管总局",
        "市場監管總局",
        "國家市場監督管理總局",
        "State Administration for Market Regulation",
        "state administration for market",
        "General Administration of Market Supervision",
        "GENERAL ADMINISTRATION OF MARKET",
        "samr",
        " 市场监管总局 ",
    ],
)
def test_an_agency_is_found_under_each_of_its_names_in_either_script(client, text):
    assert "samr" in keys_of_api(client, "agencies", f"?q={text}")
    assert "samr" in keys_of_page(client, "agencies", f"?q={text}")


@pytest.mark.parametrize("kind", ["former", "variant", "mistranslation", "short"])
def test_a_name_of_any_standing_finds_its_agency_once(client, kind):
    agency = make_agency()
    for name in ("国家质量监督检验检疫总局", "质检总局的旧称"):
        AgencyName.objects.create(agency=agency, language="zh-Hans", type=kind, name=name)
    assert keys_of_api(client, "agencies", "?q=質檢總局的舊稱") == [agency.slug]
    assert keys_of_api(client, "agencies", f"?slug={agency.slug}&q=质") == [agency.slug]


def test_agencies_are_asked_for_by_kind_and_province(client):
    empty_archive()
    anhui, hebei = make_province(code="CN-AH"), make_province(code="CN-HE")
    make_agency(slug="supreme-court", kind="judiciary")
    make_agency(slug="anhui-court", kind="judiciary", province=anhui)
    make_agency(slug="anhui-bureau", kind="local", province=anhui)
    make_agency(slug="hebei-bureau", kind="local", province=hebei)
    assert keys_of_api(client, "agencies", "?kind=judiciary") == ["anhui-court", "supreme-court"]
    assert keys_of_api(client, "agencies", "?province=CN-AH") == ["anhui-bureau", "anhui-court"]
    assert keys_of_api(client, "agencies", "?province=CN-AH&kind=judiciary") == ["anhui-court"]
    assert keys_of_api(client, "agencies", "?province=CN-HE&kind=judiciary") == []


@pytest.mark.parametrize("text", ["广东", "廣東", "Guangdong", "guangdong", "Guǎngdōng", "CN-GD", "粤"])
def test_a_province_is_found_in_both_scripts_english_pinyin_and_by_code(client, text):
    expected = [] if text == "粤" else ["CN-GD"]
    assert keys_of_api(client, "provinces", f"?q={text}") == expected


def test_provinces_are_asked_for_by_kind_and_region(client):
    assert keys_of_api(client, "provinces", "?kind=municipality") == ["CN-BJ", "CN-CQ", "CN-SH", "CN-TJ"]
    assert keys_of_api(client, "provinces", "?region=northeast") == ["CN-HL", "CN-JL", "CN-LN"]
    assert len(keys_of_api(client, "provinces")) == 35
