"""The pages of agencies and provinces."""

import re

import pytest

from campaigns.models import Activity, Participation, Signature
from tests.factories import empty_archive, make_activity, make_agency, make_notice, make_province
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
    for role, basis, said in (
        ("organiser", "inferred", " organiser, inferred, not stated · National Quality Month 2023"),
        ("partner", "stated", " partner · National Quality Month 2023"),
    ):
        took_part = Participation.objects.filter(
            agency__slug="samr", role=role, basis=basis, activity__campaign__slug="2023-national"
        )
        titles = took_part.values_list("activity__title_en", flat=True)
        assert titles
        assert sorted(row.split(said)[0] for row in rows if said in row) == sorted(titles)
    # Of the twelve activities of the first item of annex 1, one has organisers of its own.
    first_item = Activity.objects.filter(section__slug="2023-national-annex-1-1").values_list("title_en", flat=True)
    assert len(first_item) == 12
    assert "“Light of Quality”: China Quality Management and Quality Innovation Achievements Exhibition" in first_item
    inferred = {row.split(" organiser, inferred, ")[0] for row in rows if " organiser, inferred, not stated" in row}
    assert set(first_item) - inferred == {"Publicity campaign “A Quality Powerhouse: Count Me In”"}


def test_an_agency_of_which_nothing_is_told_says_so(client):
    silent = page(client, f"/agencies/{make_agency().slug}/")
    assert silent.texts("p", class_="unknown") == ["The archive holds no activity of this agency."]
    assert page(client, "/agencies/cidca/").texts("p", class_="unknown") == []


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
    nothing_told = "The archive holds no activity of this province."
    assert nothing_told not in read.text()
    assert nothing_told in page(client, f"/provinces/{make_province().code}/").text()
    assert fact(page(client, "/provinces/XPCC/"), "GB/T 2260 code") == "The documents do not say."
    assert fact(page(client, "/zh-hans/provinces/XPCC/"), "GB/T 2260").endswith("文献未载。")


def test_the_list_counts_what_each_took_part_in_and_every_event_once(client):
    empty_archive()
    anhui, sichuan = make_province(code="CN-AH"), make_province(code="CN-SC")
    busy, quiet = make_agency(name_en="Busy Bureau"), make_agency(name_en="Quiet Bureau")
    make_agency(name_en="Silent Bureau")
    for agency, province, number in ((busy, anhui, 3), (quiet, sichuan, 1)):
        event = make_activity()
        activities = [event, make_activity(same_as=event), *(make_activity() for _ in range(number - 1))]
        for activity in activities:
            activity.participations.create(agency=agency, position=1)
            activity.locations.create(province=province, position=1)
        for _ in range(number - 1):
            make_notice().signatures.create(agency=agency, position=1)
    make_notice().signatures.create(agency=quiet, position=1)
    rows = [row for row in page(client, "/agencies/").texts("li") if " Bureau " in row]
    assert rows == [
        "Busy Bureau state agency · 2 notices signed · 3 activities",
        "Quiet Bureau state agency · 1 notice signed · 1 activity",
        "Silent Bureau state agency · 0 notices signed · 0 activities",
    ]
    rows = [row for row in page(client, "/provinces/").texts("li") if " province · " in row]
    assert rows == [
        "Anhui CN-AH · province · East China · 3 activities",
        "Sichuan CN-SC · province · Southwest China · 1 activity",
    ]


def test_the_list_counts_what_the_market_regulator_signed_and_did(client):
    signed = Signature.objects.filter(agency__slug="samr").count()
    told = Activity.objects.filter(
        same_as=None, pk__in=Participation.objects.filter(agency__slug="samr").values("activity")
    )
    (row,) = page(client, "/agencies/?slug=samr").texts("ol", class_="rows")
    assert row == (
        f"State Administration for Market Regulation state agency · {signed} notices signed · {told.count()} activities"
    )


def test_an_agencys_page_has_the_years_in_which_it_signed_and_its_notices_year_by_year(client):
    read = page(client, "/agencies/aqsiq/")
    signed = fact(read, "Signed in")
    assert re.findall("[0-9]{4}(?= Notice)", signed) == [
        "2005", "2006", "2007", "2008", "2010", "2011", "2011", "2015",
    ]  # fmt: skip
    marks = [attrs["class"] for name, attrs, _ in read.elements if name == "rect"]
    assert marks == ["filled"] * 7 + ["outlined"] * 2
    assert read.texts("h3")[:7] == ["2015", "2011", "2010", "2008", "2007", "2006", "2005"]


def test_an_agency_that_signed_nothing_has_no_strip(client):
    assert "lineage" not in [
        attrs.get("id") for _, attrs, _ in page(client, f"/agencies/{make_agency().slug}/").elements
    ]


def test_a_province_has_its_years_as_a_strip_and_in_words(client):
    read = page(client, "/provinces/CN-AH/")
    assert fact(read, "Documented") == "2010 2019 2022"
    assert fact(read, "Mentioned") == "2011 2012 2014 2015 2023"
    assert "/campaigns/?year=2022&province=CN-AH" in read.links()
    marks = [attrs["class"] for name, attrs, _ in read.elements if name == "rect"]
    assert (marks.count("filled"), marks.count("outlined")) == (3, 5)
    quiet = page(client, f"/provinces/{make_province().code}/")
    assert fact(quiet, "Documented") == fact(quiet, "Mentioned") == "nothing known"


def test_what_was_done_in_a_province_stands_by_year_the_latest_first(client):
    years = [int(text.split()[0]) for text in page(client, "/provinces/CN-AH/").texts("h3")]
    assert years == sorted(years, reverse=True)
    assert {2019, 2022, 2023} <= set(years)
