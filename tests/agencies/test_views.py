"""The pages of agencies and provinces."""

import pytest

from tests.factories import make_agency
from tests.reading import fact, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

FIVE = {"CN-JS": "Jiangsu", "CN-ZJ": "Zhejiang", "CN-AH": "Anhui", "CN-JX": "Jiangxi", "CN-SH": "Shanghai"}


def test_the_market_regulator_stands_under_its_five_names_each_with_source_and_line(client):
    read = page(client, "/agencies/samr/")
    names = fact(read, "Names")
    for name, standing, line in (
        ("国家市场监督管理总局", "official", "2023 notice, Chinese copy, line 44"),
        ("市场监管总局", "short form", "2023 notice, bilingual copy, line 35"),
        ("市場監管總局", "short form", "2021 association text, line 3"),
        ("State Administration for Market Regulation", "official", "2023 notice, bilingual copy, line 2"),
        ("General Administration of Market Supervision", "mistranslation", "2023 notice, machine translation, line 5"),
    ):
        assert f"{name} {standing} {line}" in names
    assert read.texts("span", lang="zh-Hant") == ["市場監管總局"]


def test_a_name_that_no_document_prints_is_marked_as_the_archives_own(client):
    assert "中国共产党中央委员会宣传部 official the archive's own" in fact(
        page(client, "/agencies/cpc-publicity-department/"), "Names"
    )


def test_an_agency_shows_what_it_signed_and_in_what_role_it_took_part(client):
    read = page(client, "/agencies/samr/")
    assert [row for row in read.texts("li") if row.endswith("25 issuers")]
    rows = read.texts("li")
    assert "“Light of Quality”: China Quality Management and Quality Innovation Achievements Exhibition " in " ".join(
        rows
    )
    assert len([row for row in rows if "organiser, inferred, not stated" in row]) == 11
    assert len([row for row in rows if " partner · " in row]) == 2


def test_an_agency_of_which_nothing_is_told_says_so(client):
    read = page(client, "/agencies/cidca/")
    assert read.texts("p", class_="unknown") == ["The archive holds no activity of this agency."]


def test_an_agency_without_an_english_name_shows_its_chinese_one_as_chinese(client):
    make_agency(slug="hebei-bureau", name_zh="河北质量局", name_en="")
    read = page(client, "/agencies/hebei-bureau/")
    assert "河北质量局" in read.texts("span", lang="zh-Hans")
    assert read.text("h1") == "河北质量局"
    make_agency(slug="english-only", name_zh="", name_en="Bureau of English")
    assert "Bureau of English" in page(client, "/zh-hans/agencies/english-only/").texts("span", lang="en")


@pytest.mark.parametrize("code", FIVE)
def test_the_launch_that_five_provinces_share_stands_on_the_page_of_each(client, code):
    title = "Launch of the 2023 national Quality Month in Jiangsu, Zhejiang, Anhui, Jiangxi and Shanghai"
    (row,) = [row for row in page(client, f"/provinces/{code}/").texts("li") if row.startswith(title)]
    assert row.endswith("Jiangsu · Zhejiang · Anhui · Jiangxi · Shanghai")
    (row,) = [
        row
        for row in page(client, f"/zh-hans/provinces/{code}/").texts("li")
        if row.startswith("苏浙皖赣沪2023年全国“质量月”活动启动仪式")
    ]
    assert row.endswith("江苏省 · 浙江省 · 安徽省 · 江西省 · 上海市")


def test_the_launch_stands_on_no_other_provinces_page(client):
    for code in ("CN-SC", "CN-FJ", "XPCC"):
        assert "苏浙皖赣沪" not in page(client, f"/zh-hans/provinces/{code}/").text()


def test_a_province_shows_its_names_codes_and_what_is_unknown_of_it(client):
    read = page(client, "/provinces/CN-GD/")
    assert "廣東省" in read.texts("dd", lang="zh-Hant")
    assert fact(read, "In pinyin") == "Guǎngdōng Shěng"
    assert fact(read, "GB/T 2260 code") == "440000 GB/T 2260-2007"
    assert "The archive holds no activity of this province." in read.text()
    assert fact(page(client, "/provinces/XPCC/"), "GB/T 2260 code") == "The documents do not say."
    assert fact(page(client, "/zh-hans/provinces/XPCC/"), "GB/T 2260").endswith("文献未载。")


def test_the_list_counts_what_each_took_part_in(client):
    rows = page(client, "/agencies/").texts("li")
    assert "State Administration for Market Regulation state agency · 2 notices signed · 13 activities" in rows
    rows = page(client, "/provinces/").texts("li")
    assert "Anhui CN-AH · province · East China · 14 activities" in rows
    assert "Sichuan CN-SC · province · Southwest China · 1 activity" in rows
