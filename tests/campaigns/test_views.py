"""The pages of campaigns and their evidence: the hard cases of the documents, read as a reader does."""

import pytest

from agencies.models import Agency
from campaigns.models import Activity, Notice, Section, Slogan
from tests import factories
from tests.reading import Page, fact, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

THEME_ZH = "增强质量意识 推进高质量发展"
THEME_EN = "Enhancing quality awareness and promoting high-quality development"
LABELS = {"en": ("Theme", "line 7"), "zh": ("主题", "第7行")}


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_year_2023_has_its_theme_in_both_languages_with_sources_and_lines(client, prefix):
    read = page(client, f"{prefix}/years/2023/")
    label = LABELS["zh" if prefix else "en"][0]
    national = read.text("section", id="campaign-2023-national")
    (theme,) = [said for said in read.texts("div", class_="fact") if said.startswith(f"{label} ") and said in national]
    theme = theme.removeprefix(label).strip()
    assert THEME_ZH in theme
    assert THEME_EN in theme
    assert (theme.index(THEME_ZH) < theme.index(THEME_EN)) is bool(prefix)
    expected = {
        "": ["2023 notice, bilingual copy, line 7 增强质量意识 推进高质量发展", "2023 notice, Chinese copy, line 5"],
        "/zh-hans": ["2023年通知英汉对照本，第7行", "2023年通知中文本，第5行"],
    }[prefix]
    for line in expected:
        assert line in theme
    assert "normal" in theme or "普通" in theme


@pytest.mark.parametrize("address", ["/years/2023/", "/notices/2023-national/", "/zh-hans/years/2023/"])
def test_the_25_issuers_stand_in_the_order_of_their_signatures_each_with_source_and_line(client, address):
    read = page(client, address)
    rows = read.texts("tr")[1:]
    notice = Notice.objects.get(slug="2023-national")
    signed = list(notice.signatures.order_by("position"))
    assert len(rows) == len(signed) == 25
    for number, (row, signature) in enumerate(zip(rows, signed, strict=True), start=1):
        assert row.startswith(f"{number} ")
        assert f"{signature.name_zh} {signature.name_en}" in row
        line = 34 + number
        assert (f"line {line} " in row) or (f"第{line}行" in row)
    assert rows[0].startswith("1 State Administration for") or rows[0].startswith("1 国家市场监督管理总局")
    assert "全国工商联" in rows[24]


def test_the_whole_outline_stands_in_order_each_part_with_source_and_line(client):
    read = page(client, "/notices/2023-national/")
    shown = [
        attrs["id"] for name, attrs, _ in read.elements if name == "li" and str(attrs.get("id")).startswith("section-")
    ]
    paths = list(
        Section.objects.filter(notice__slug="2023-national").order_by("position").values_list("path", flat=True)
    )
    assert shown == [f"section-{path}" for path in paths]
    assert [path for path in paths if "." not in path] == [
        "1",
        "2",
        "3",
        "4",
        "annex-1",
        "annex-2",
        "annex-3",
        "annex-4",
    ]
    assert [path for path in paths if path.startswith("2.")] == [f"2.{number}" for number in range(1, 7)]
    assert [path for path in paths if path.startswith("3.")] == [f"3.{number}" for number in range(1, 10)]
    for path in paths:
        said = read.text("li", id=f"section-{path}")
        # The first item of annex 1 lost its heading in the only copy there is: what stands there is ours.
        assert ("summary the archive's own" if path == "annex-1.1" else ", line ") in said, path
    theme = read.text("li", id="section-1")
    assert theme.startswith("一、 Theme of the Activities")
    assert "2023 notice, bilingual copy, line 6 一、" in theme or "line 6 活动主题" in theme


def test_an_annex_whose_text_is_lost_says_so(client):
    read = page(client, "/notices/2023-national/")
    assert "Its text survives in no document the archive has." in read.text("li", id="section-annex-4")
    assert "Its text survives" not in read.text("li", id="section-annex-3")


def test_the_fused_first_item_of_annex_1_names_its_agency_as_inferred(client):
    read = page(client, "/activities/2023-light-of-quality-exhibition/")
    organisers = fact(read, "Organisers")
    assert organisers.startswith(
        "State Administration for Market Regulation organiser inferred, not stated unconfirmed "
        "2023 notice, machine translation, line 59"
    )
    assert "Number and agency of the item are lost in this copy" in organisers
    chinese = page(client, "/zh-hans/activities/2023-light-of-quality-exhibition/").text()
    assert "本项编号和部门名称在此本中丢失" in chinese
    item = page(client, "/notices/2023-national/").text("li", id="section-annex-1.1")
    listed = Activity.objects.filter(section__path="annex-1.1")
    assert listed.count() == 12
    for activity in listed:
        assert activity.title_en in item


def test_an_agency_that_is_only_a_partner_is_called_one(client):
    for slug in ("2023-natural-resources-capacity-verification", "2023-natural-resources-double-random-supervision"):
        organisers = fact(page(client, f"/activities/{slug}/"), "Organisers")
        assert organisers.startswith(
            "Ministry of Natural Resources organiser 2023 notice, machine translation, line 73"
        )
        assert (
            "State Administration for Market Regulation partner 2023 notice, machine translation, line 73" in organisers
        )
        assert "inferred" not in organisers


def test_five_provinces_share_one_launch(client):
    provinces = fact(page(client, "/activities/2023-five-province-launch/"), "Provinces")
    places = [provinces.index(f"{name} 2023") for name in ("Jiangsu", "Zhejiang", "Anhui", "Jiangxi", "Shanghai")]
    assert places == sorted(places)
    assert provinces.count("2023 notice, machine translation, line 147") == 5
    launches = Activity.objects.filter(kind="launch", campaign__slug="2023-national")
    for code in ("CN-JS", "CN-ZJ", "CN-AH", "CN-JX", "CN-SH"):
        launches = launches.filter(provinces__code=code)
    assert [launch.slug for launch in launches] == ["2023-five-province-launch"]


def test_anhuis_launch_has_its_officials_speakers_and_the_prizes_of_earlier_contests(client):
    read = page(client, "/activities/2022-anhui-launch/")
    appeared = [
        (attrs["id"], " ".join("".join(said).split()))
        for name, attrs, said in read.elements
        if name == "li" and str(attrs.get("id")).startswith("appearance-")
    ]
    assert [text.split(" 2022 report")[0] for _, text in appeared[:4]] == [
        "Zhang Shuguang attended", "Zhang Shuguang opened", "Han Yongsheng attended", "Han Yongsheng spoke",
    ]  # fmt: skip
    assert len(appeared) == 7
    assert [who for _, who in appeared if who.startswith("Representatives of ")] == [who for _, who in appeared[4:]]
    assert all("2022 report, Anhui, line " in text for _, text in appeared)
    assert "Vice Governor of Anhui" in appeared[0][1]
    within = [row for row in read.texts("li") if " award · Quality Month in Anhui, 2022" in row]
    assert len(within) == 3
    prize = page(client, "/activities/2022-five-province-quality-knowledge-contest-awards/")
    assert fact(prize, "Edition").startswith("1 2022 report, Anhui, line 10 首屆")
    assert fact(prize, "Took place within").startswith("Launch of Quality Month 2022 in Anhui")
    assert fact(prize, "Provinces") == "Anhui 2022 report, Anhui, line 10 啟動儀式上 The launch was held in Hefei"


@pytest.mark.parametrize(
    ("prefix", "label", "unknown"),
    [("", "Begins", "The documents do not say."), ("/zh-hans", "开始日期", "文献未载。")],
)
def test_a_launch_dated_only_recently_has_no_date(client, prefix, label, unknown):
    read = page(client, f"{prefix}/activities/2022-anhui-launch/")
    assert fact(read, label) == unknown
    assert read.texts("time") == []


def test_the_associations_campaign_has_a_theme_of_its_own_within_the_national_one(client):
    read = page(client, "/campaigns/2021-caqi/")
    assert read.text("h1") == "Enterprise Quality Integrity Pledge, Quality Month 2021"
    assert "坚持质量第一 抓好质量提升 共筑质量诚信 建设质量强国 2021 association text, line 7" in fact(read, "Theme")
    assert fact(read, "Part of").startswith("National Quality Month 2021 2021 association text, line 6")
    assert fact(read, "Host").startswith("China Association for Quality Inspection 2021 association text, line 5")
    whole = page(client, "/campaigns/2021-national/")
    assert "深入实施质量提升行动 大力推进质量强国建设 2021 association text, line 9" in fact(whole, "Theme")
    assert "/campaigns/2021-caqi/" in whole.links()


def test_the_fifteen_slogans_of_2021_stand_in_order_each_with_its_line(client):
    for prefix, first, line in (
        ("", "Let a quality powerhouse", ", line {}"),
        ("/zh-hans", "让质量强国深入人心", "第{}行"),
    ):
        read = page(client, f"{prefix}/campaigns/2021-national/")
        ids = [
            attrs["id"]
            for name, attrs, _ in read.elements
            if name == "li" and str(attrs.get("id")).startswith("slogan-")
        ]
        assert ids == [f"slogan-{number}" for number in range(1, 16)]
        assert first in read.text("li", id="slogan-1")
        slogans = Slogan.objects.filter(campaign__slug="2021-national").order_by("position")
        for number, slogan in enumerate(slogans, start=1):
            said = read.text("li", id=f"slogan-{number}")
            assert slogan.text_zh in said
            assert line.format(10 + number) in said


@pytest.mark.parametrize("address", ["/notices/2023-national/", "/years/2023/", "/disagreements/"])
def test_the_disputed_date_of_2023_is_shown_as_a_disagreement_with_both_values(client, address):
    read = page(client, address)
    text = read.text()
    assert "says: 31 August 2023" in text
    assert "says: 31 May 2010 deprecated A stray date of the page" in text
    assert "增强质量意识 推进高质量发展 says" not in text, "nothing is said twice"
    assert "2023 notice, bilingual copy, line 1 May 31, 2010" in text
    if address == "/notices/2023-national/":
        assert fact(read, "Issued").startswith("31 August 2023 Sources disagree")
        assert fact(page(client, "/zh-hans/notices/2023-national/"), "发文日期").startswith(
            "2023年8月31日 来源说法不一"
        )


def test_japan_began_in_november_1960_and_no_day_is_made_up(client):
    assert fact_of_precedent(client, "").startswith(
        "November 1960 2021 association text, line 29 日本于1960年11月舉行第一次“質(zhì)量月”"
    )
    assert fact_of_precedent(client, "/zh-hans").startswith("1960年11月 2021年中国质量检验协会文，第29行")
    read = page(client, "/years/")
    assert [attrs["datetime"] for name, attrs, _ in read.elements if name == "time"] == ["1960-11", "1988-10"]


def fact_of_precedent(client, prefix):
    said = page(client, f"{prefix}/years/").text("article", id="precedent-japan")
    label = "Began" if not prefix else "始于"
    return said.split(f"{label} ", 1)[1].split(" Summary")[0]


@pytest.mark.parametrize("address", ["/campaigns/2022-anhui/", "/campaigns/1978-national/", "/notices/2021-national/"])
def test_what_the_documents_do_not_say_is_said_to_be_unknown(client, address):
    assert "The documents do not say." in page(client, address).text()
    assert "文献未载。" in page(client, f"/zh-hans{address}").text()


def test_titles_and_summaries_of_ours_are_marked(client):
    read = page(client, "/activities/2023-five-province-launch/")
    title = fact(read, "Title")
    assert title.endswith("苏浙皖赣沪2023年全国“质量月”活动启动仪式 the archive's own")
    assert fact(read, "Summary").count("the archive's own") == 2
    assert fact(page(client, "/zh-hans/activities/2023-five-province-launch/"), "摘要").count("本档案自拟") == 2


def test_a_text_in_the_other_language_stands_in_a_span_that_says_so(client):
    campaign = factories.make_campaign(theme_zh="只有中文", theme_en="")
    activity = factories.make_activity(
        campaign=campaign, title_zh="", title_en="English only", place_zh="", place_en=""
    )
    assert "只有中文" in page(client, f"/campaigns/{campaign.slug}/").texts("span", lang="zh-Hans")
    assert "English only" in page(client, f"/zh-hans/activities/{activity.slug}/").texts("span", lang="en")
    assert "English only" not in page(client, f"/activities/{activity.slug}/").texts("span", lang="en")
    assert fact(page(client, f"/activities/{activity.slug}/"), "Place") == "The documents do not say."


@pytest.mark.parametrize(
    ("date", "english", "chinese"),
    [
        ("1978", "1978", "1978年"),
        ("1978-08", "August 1978", "1978年8月"),
        ("1978-08-31", "31 August 1978", "1978年8月31日"),
        ("1978~", "about 1978", "约1978年"),
    ],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(client, date, english, chinese):
    activity = factories.make_activity(starts_on=date)
    assert fact(page(client, f"/activities/{activity.slug}/"), "Begins").startswith(english)
    said = fact(page(client, f"/zh-hans/activities/{activity.slug}/"), "开始日期")
    assert said.startswith(chinese) or chinese.removeprefix("约") in said


def test_the_first_month_was_opened_on_the_last_day_of_august_1978_by_seven_vice_premiers(client):
    read = page(client, "/activities/1978-mobilisation-meeting/")
    assert fact(read, "Begins").startswith("31 August 1978 2021 association text, line 28")
    assert (
        len([row for row in read.texts("li") if " attended " in row and "Vice Premier of the State Council" in row])
        == 7
    )


def test_a_source_lists_what_it_says_line_by_line_those_of_its_parts_included(client):
    read = page(client, "/sources/2022-provincial-reports/")
    lines = [int(str(attrs["value"])) for name, attrs, _ in read.elements if name == "li" and attrs.get("value")]
    assert lines == sorted(lines)
    assert 8 in lines
    assert 37 in lines
    assert "Launch of Quality Month 2022 in Anhui" in read.text("li", id="L8")
    part = page(client, "/sources/2022-report-anhui/")
    assert fact(part, "Part of").endswith(", lines 8 to 12")
    assert "machine-translated" in fact(page(client, "/sources/2023-notice-mt/"), "Condition")


def test_markup_in_data_stays_text(client):
    agency = factories.make_agency(name_en="<script>alert(1)</script>", name_zh='"><img src=x onerror=alert(1)>')
    for prefix in ("", "/zh-hans"):
        for address in (f"/agencies/{agency.slug}/", "/agencies/?q=alert", "/search/?q=alert"):
            response = client.get(prefix + address)
            read = Page(response)
            assert {attrs.get("type") for name, attrs, _ in read.elements if name == "script"} <= {
                "application/ld+json"
            }
            assert {attrs["src"] for name, attrs, _ in read.elements if name == "img"} == {"/static/img/icon.svg"}


def test_an_address_that_is_not_of_the_web_is_no_link(client):
    source = factories.make_source()
    type(source).objects.filter(pk=source.pk).update(web_address="javascript:alert(1)")
    assert not [href for href in page(client, f"/sources/{source.slug}/").links() if "javascript" in href]


def test_the_search_page_offers_the_box_and_lists_what_it_finds(client):
    assert "Search in simplified or traditional Chinese, or in English" in page(client, "/search/").text()
    read = page(client, "/search/?q=安徽")
    assert read.text("h1") == "Search for 安徽"
    assert "/campaigns/2022-anhui/" in read.links()
    assert "/provinces/CN-AH/" in read.links()
    assert "Nothing in the archive answers this question." in page(client, "/search/?q=zzzz").text()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=…", "q: Nothing to search for: give a letter, a character or a digit."),
        ("q=", "q: This field is required."),
        ("q=%20", "q: This field is required."),
        ("kind=agency", "q: This field is required."),
        ("q=x&kind=animal", "kind: Select a valid choice. animal is not one of the available choices."),
        ("q=x&q=y", "q: Give this word once."),
    ],
)
def test_the_search_refuses_by_name_on_page_and_api(client, query, said):
    assert said in page(client, f"/search/?{query}", status=400).texts("p")
    response = client.get(f"/api/v1/search/?{query}")
    assert response.status_code == 400
    named = [(error["parameter"], error["detail"]) for error in response.json()["errors"]]
    assert tuple(said.split(": ", 1)) in named


def test_the_search_refuses_a_word_it_does_not_know(client):
    read = page(client, "/search/?colour=red&q=x", status=400)
    assert "colour: Unknown word. This list knows: q, kind, page." in read.texts("p")
    (error,) = client.get("/api/v1/search/?colour=red&q=x").json()["errors"]
    assert (error["parameter"], error["detail"]) == (
        "colour",
        "Unknown word. This list knows: q, kind, page_size, cursor.",
    )


def test_a_question_of_over_100_characters_is_refused(client):
    assert page(client, f"/search/?q={'质' * 100}").text("h1").startswith("Search for")
    assert "at most 100 characters" in page(client, f"/search/?q={'质' * 101}", status=400).text()
    assert client.get(f"/api/v1/search/?q={'x' * 101}").json()["errors"][0]["parameter"] == "q"


def test_every_issuer_of_2023_has_a_page_that_lists_the_notice(client):
    for agency in Agency.objects.filter(signatures__notice__slug="2023-national"):
        assert "/notices/2023-national/" in page(client, f"/agencies/{agency.slug}/").links()


# Pages that tell.


def test_the_year_begins_with_what_the_record_says_of_it(client):
    story = page(client, "/years/2023/").text("p", class_="story")
    assert story.startswith(
        "Its theme was “Enhancing quality awareness and promoting high-quality development”. "
        "25 departments called it, State Administration for Market Regulation first among them. "
        "The archive holds 10 campaigns and "
    )
    launched = page(client, "/years/2022/").text("p", class_="story")
    assert "It opened with Launch of the 2022 national Quality Month and conference of central enterprises" in launched
    assert page(client, "/years/1986/").texts("p", class_="story") == []


def test_what_is_not_known_of_a_year_is_left_out_of_its_sentences(client):
    year = factories.make_year()
    factories.make_campaign(year=year, theme_zh="", theme_en="")
    said = page(client, f"/years/{year.number}/").text("p", class_="story")
    assert said == "The archive holds 1 campaign of that year and no activity."


def test_the_headings_of_the_outline_stand_on_the_years_page_and_lead_to_the_notice(client):
    read = page(client, "/years/2023/")
    paths = list(
        Section.objects.filter(notice__slug="2023-national").order_by("position").values_list("path", flat=True)
    )
    ids = [attrs["id"] for name, attrs, _ in read.elements if str(attrs.get("id")).startswith("section-")]
    assert ids == [f"section-{path}" for path in paths]
    assert {f"/notices/2023-national/#section-{path}" for path in paths} <= set(read.links())


def test_a_year_tells_what_changed_since_the_last_one_that_is_known(client):
    read = page(client, "/years/2007/")
    said = read.text("section", id="before")
    assert said.startswith("Compared with 2006 Theme 2006: not known 2007: Quality and safety: a shared responsibility")
    assert "The same agencies signed." in said
    assert "/compare/?years=2006&years=2007" in read.links()
    gained = page(client, "/years/2011/").text("section", id="before")
    assert (
        "Signed in 2011, not in 2010: Ministry of Education State Administration of Radio, Film and Television"
        in gained
    )
    assert "Signed in 2010, not in 2011" not in gained
    unsure = page(client, "/years/2023/").text("section", id="before")
    assert "Not all signatories of both years are known." in unsure
    assert "Signed in" not in unsure


def test_a_successor_that_signs_is_called_one(client):
    old, heir = factories.make_agency(), factories.make_agency()
    heir.successions.create(predecessor=old)
    for number, agency in ((2901, old), (2902, heir)):
        campaign = factories.make_campaign(year=factories.make_year(number=number), department_count=1)
        factories.make_notice(campaign=campaign).signatures.create(agency=agency, position=1)
    said = page(client, "/years/2902/").text("section", id="before")
    assert f"{heir.name_en} signed in the place of its predecessor, {old.name_en}." in said
    assert "Signed in" not in said


def test_years_lead_to_their_neighbours_and_to_their_provinces(client):
    read = page(client, "/years/2022/")
    assert read.links("a", rel="prev") == read.links("link", rel="prev") == ["/years/2021/"]
    assert read.links("a", rel="next") == read.links("link", rel="next") == ["/years/2023/"]
    provinces = read.text("section", id="provinces")
    assert "Hebei 19 activities" in provinces
    assert "/activities/?year=2022&province=CN-HE" in read.links()
    assert page(client, "/years/1978/").links("a", rel="prev") == []
    assert page(client, "/zh-hans/years/2022/").links("a", rel="next") == ["/zh-hans/years/2023/"]


def test_no_draft_stands_on_the_page_of_its_year_or_beside_its_campaign(client):
    year = factories.make_year(number=2901)
    shown = factories.make_campaign(year=year)
    later = factories.make_campaign(year=factories.make_year(number=2902))
    activity = factories.make_activity(campaign=shown)
    notice = factories.make_notice(campaign=shown)
    beside = factories.make_campaign(year=year, scope="association", host=factories.make_agency())
    for record in (later, activity, notice, beside):
        type(record).objects.filter(pk=record.pk).update(status="draft")
    links = page(client, "/years/2901/").links()
    assert not {record.get_absolute_url() for record in (later, activity, notice, beside)} & set(links)
    assert page(client, f"/campaigns/{shown.slug}/").links("a", rel="next") == []


def test_a_campaign_groups_its_activities_by_kind_in_the_order_of_the_vocabulary(client):
    campaign = factories.make_campaign()
    for kind in ("publicity", "launch", "publicity"):
        factories.make_activity(campaign=campaign, kind=kind)
    read = page(client, f"/campaigns/{campaign.slug}/")
    assert read.texts("h3") == ["Launch 1", "Publicity 2"]


@pytest.mark.parametrize(
    ("slug", "before", "after"),
    [
        ("2008-national", "2007-national", "2010-national"),
        ("1978-national", None, "1979-national"),
        ("2021-hebei", None, "2022-hebei"),
        ("2022-hebei", "2021-hebei", "2024-hebei"),
        ("2021-caqi", "2018-caqi", "2022-caqi"),
        ("2011-weishan", None, None),
    ],
)
def test_a_campaign_leads_to_the_same_month_of_the_years_around_it(client, slug, before, after):
    read = page(client, f"/campaigns/{slug}/")
    assert read.links("a", rel="prev") == ([f"/campaigns/{before}/"] if before else [])
    assert read.links("a", rel="next") == ([f"/campaigns/{after}/"] if after else [])


def test_two_months_of_one_province_with_different_hosts_are_not_the_same(client):
    province = factories.make_province()
    one, other = factories.make_agency(), factories.make_agency()
    first, second, third = (
        factories.make_campaign(year=factories.make_year(number=2901 + step), province=province, host=host)
        for step, host in enumerate((one, other, None))
    )
    assert page(client, f"/campaigns/{first.slug}/").links("a", rel="next") == [f"/campaigns/{third.slug}/"]
    assert page(client, f"/campaigns/{second.slug}/").links("a", rel="prev") == []


def test_a_series_is_told_year_by_year(client):
    series = factories.make_series()
    first, second = factories.make_year(number=2901), factories.make_year(number=2902)
    for year in (second, first, second):
        factories.make_activity(campaign=factories.make_campaign(year=year), series=series)
    assert page(client, f"/series/{series.slug}/").texts("h3") == ["2902 2", "2901 1"]


@pytest.mark.parametrize(
    "address", ["/years/2023/", "/years/2022/", "/zh-hans/years/2023/", "/campaigns/2023-national/"]
)
def test_a_page_of_a_record_is_lean(client, address):
    assert len(client.get(address).content) < 70_000
