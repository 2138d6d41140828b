"""Search across kinds."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from agencies.models import AgencyName
from campaigns.models import SUBJECTS, Campaign, SearchEntry
from campaigns.search.find import KINDS, find, public
from campaigns.search.question import Question
from tests import factories
from tests.reading import Page, api, keys_of_api, keys_of_page, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def found(text, kinds=()):
    return [(match.kind, match.key) for match in find(text, kinds).matches]


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
    assert found(traditional) == found(simplified)
    assert found(english.upper()) == found(english)
    assert found(f"  {simplified} ") == found(simplified)


@pytest.mark.parametrize(
    "text",
    [
        "国家市场监督管理总局", "國家市場監督管理總局", "市场监管总局", "samr",
        "General Administration of Market Supervision", "guojia shichang jiandu guanli zongju",
        "Guójiā Shìchǎng Jiāndū", "shichangjianguan",
    ],
)  # fmt: skip
def test_an_agency_is_found_by_any_of_its_names_before_all_that_mention_it(text):
    assert ("agency", "samr") in found(text)
    agencies = [number for number, (kind, _) in enumerate(found(text)) if kind == "agency"]
    assert agencies[0] == 0


@pytest.mark.parametrize("text", ["Guǎngdōng", "guangdong", "广东", "廣東省", "CN-GD", "Guangdong Sheng"])
def test_a_province_is_found_by_any_of_its_names_first_of_all(text):
    assert found(text)[0] == ("province", "CN-GD")


def test_a_former_name_finds_the_agency():
    agency = factories.make_agency(slug="successor")
    AgencyName.objects.create(agency=agency, language="zh-Hans", type="former", name="犇骉经济委员会", to_year=1988)
    assert found("犇驫經濟委員會") == [("agency", "successor")]


@pytest.mark.parametrize("text", ["质", "質", "月", "皖", "Q", "2"])
def test_one_character_is_enough(text):
    assert found(text)


def test_words_must_all_occur_and_quotation_marks_hold_them_together():
    activity = factories.make_activity(title_zh="犇骉与猋飍", title_en="Zyzzyva of the Xylem")
    key = [("activity", activity.slug)]
    assert found("猋飍 犇骉") == found("xylem zyzzyva") == found("犇骉 xylem") == key
    assert found("猋飍犇骉") == found('"xylem zyzzyva"') == found("犇骉 麤") == []
    assert found("“Zyzzyva of the”") == found("犇骉与") == key


def test_letters_are_found_from_the_beginning_of_a_word():
    factories.make_activity(slug="one", title_en="Zyzzyvaland")
    assert found("zyzzy") == [("activity", "one")]
    assert found("yzzy") == found("land zyzzy") == []


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
    assert found("2023年全国质量月")[0] == found("National Quality Month 2023")[0] == ("campaign", "2023-national")


@pytest.mark.parametrize("text", ["1978", "1978年", "１９７８"])
def test_a_year_comes_first_for_its_number(text):
    assert found(text)[0] == ("year", "1978")


def test_the_order_is_by_name_then_kind_then_year_then_key():
    factories.empty_archive()
    old, new = (factories.make_campaign(slug=f"{n}-c", year=factories.make_year(number=n), theme_zh="题", theme_en="x")
                for n in (1990, 2020))  # fmt: skip
    for slug, campaign, title in [
        ("b-holds", new, "全国犇骉"), ("a-holds", new, "全国犇骉"), ("a-old-holds", old, "全国犇骉"),
        ("starts", old, "犇骉大会"), ("exact", old, "犇骉"), ("summary", new, "大会"),
    ]:  # fmt: skip
        summary = "说到犇骉" if slug == "summary" else ""
        factories.make_activity(slug=slug, campaign=campaign, title_zh=title, title_en="x", summary_zh=summary)
    factories.make_agency(slug="named", name_zh="全国犇骉局", name_en="x")
    factories.make_slogan(slug="said", campaign=new, text_zh="犇骉", text_en="x")
    factories.make_campaign(slug="2020-theme", year=new.year, theme_zh="犇骉", theme_en="x")
    assert found("犇驫") == [
        ("activity", "exact"), ("slogan", "said"), ("activity", "starts"), ("agency", "named"), ("activity", "a-holds"),
        ("activity", "b-holds"), ("activity", "a-old-holds"), ("campaign", "2020-theme"), ("activity", "summary"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["质量", "質", "quality", "2023", "月 安徽", "协会", "Q", '"quality month"', "zhiliang", "GB/T", "启动 2023"],
)
def test_every_database_answers_what_plain_comparison_of_the_texts_answers(text):
    question, places = Question.read(text), list(KINDS)
    wanted = []
    for entry in public(KINDS):
        if all(word in entry.names or word in entry.texts for word in question.folded):
            tier = (
                0 if f"\n{question.phrase}\n" in entry.names
                else 1 if f"\n{question.phrase}" in entry.names
                else 2 if all(word in entry.names for word in question.folded)
                else 3
            )  # fmt: skip
            wanted.append((tier, places.index(entry.kind), -entry.year, entry.key, entry.kind))
    assert wanted
    assert [tuple(match[:5]) for match in find(text).matches] == sorted(wanted)


def test_kinds_narrow_the_search_and_are_counted_all_the_same():
    everything = find("质量")
    assert len(set(found("质量"))) == len(everything.matches) == everything.counts.total()
    for kind in KINDS:
        narrowed = find("质量", [kind])
        assert narrowed.matches == [match for match in everything.matches if match.kind == kind]
        assert narrowed.counts == everything.counts
        assert everything.counts[kind] == len(narrowed.matches)
    assert set(KINDS) == set(SUBJECTS)


def names_in_fixtures():
    """Return kind, key and name of what the archive names in Chinese."""
    columns = {"name_zh", "title_zh", "theme_zh", "text_zh", "heading_zh"}
    for path in sorted(Path(settings.FIXTURES_DIR).glob("*.json")):
        for row in json.loads(path.read_text(encoding="utf-8")):
            kind, fields = row["model"].partition(".")[2], row["fields"]
            for column in columns & fields.keys() if kind in KINDS else ():
                yield kind, fields.get("slug") or fields.get("code"), fields[column]
            if kind == "agencyname" and fields["language"] != "en":
                yield "agency", fields["agency"][0], fields["name"]


HAN = re.compile("[\u4e00-\u9fff]+")
NAMES = [(kind, key, run) for kind, key, name in names_in_fixtures() for run in HAN.findall(name)]


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_every_part_of_a_name_finds_what_it_names(data):
    kind, key, run = data.draw(st.sampled_from(NAMES))
    start = data.draw(st.integers(0, len(run) - 1))
    length = data.draw(st.integers(1, 6))
    assert SearchEntry.objects.holding(kind, run[start : start + length]).filter(key=key).exists()
    assert (kind, key) in found(run[start : start + length])


# Page and API.


def test_page_and_api_find_the_same_in_the_same_order(client):
    for text in ("安徽", "質量月", "Guangdong", "2021"):
        links = [one["html_url"].removeprefix("http://testserver") for one in api(client, "search", f"?q={text}")]
        assert len(links) > 25 or text == "Guangdong"
        address: str | None = f"/search/?q={text}"
        rows: list[str] = []
        while address:
            read = page(client, address)
            rows += [href for href in read.links() if href in links]
            following = read.links("a", rel="next")
            address = f"/search/{following[0]}" if following else None
        assert rows == links


def test_the_page_shows_25_results_and_counts_each_kind(client):
    read = page(client, "/search/?q=质量")
    results = find("质量")
    assert len(read.texts("li")) > 25
    assert f"{len(results.matches)} records" in read.texts("p", class_="count")
    assert f"activities {results.counts['activity']}" in read.texts("li")
    assert "?q=%E8%B4%A8%E9%87%8F&kind=activity" in read.links()
    second = page(client, "/search/?q=质量&kind=activity&page=2")
    assert second.links("a", rel="prev") == ["?q=%E8%B4%A8%E9%87%8F&kind=activity&page=1"]
    assert set(second.texts("span", class_="meta")) & {"agency", "campaign"} == set()
    assert client.get("/search/?q=质量&page=999").status_code == 404
    for bad in ("0", "x", "-1", "１"):
        assert client.get(f"/search/?q=质量&page={bad}").status_code == 400


def test_the_page_marks_matches_in_the_script_of_the_text_and_says_where_they_stand(client):
    factories.make_claim(
        factories.make_activity(slug="told", title_zh="会", title_en="Meeting"),
        source=factories.make_source(script="Hant"), field="place_zh", value="会场", quote="犇驫會場",
    )  # fmt: skip
    read = page(client, "/search/?q=犇骉")
    assert read.texts("mark") == ["犇驫"]
    assert read.texts("span", lang="zh-Hant") == ["犇驫會場"]
    assert read.texts("p", class_="snippet") == ["quotation as printed: 犇驫會場"]
    (one,) = client.get("/api/v1/search/?q=犇骉").json()["results"]
    assert one["highlights"] == [{"field": "quote", "lang": "zh-Hant", "text": "犇驫會場", "ranges": [[0, 2]]}]


def test_the_page_says_by_which_name_a_record_was_found_where_the_title_does_not(client):
    for text, said in [
        (
            "General Administration of Market Supervision",
            "mistranslation: General Administration of Market Supervision",
        ),
        ("zhongguo zhiliang xiehui", "name in pinyin: zhong guo zhi liang xie hui"),
        ("廣東省", "name in simplified Chinese: 广东省"),
        ("samr", "slug: samr"),
        ("CN-GD", "code: CN-GD"),
    ]:
        assert said in page(client, f"/search/?q={text}").texts("p", class_="snippet")


def test_markup_in_a_text_stays_text_where_it_is_marked(client):
    factories.make_activity(title_en="<b>zyzzyva</b><script>alert(1)</script>", summary_en="<i>zyzzyva</i>")
    response = client.get("/search/?q=zyzzyva")
    assert "&lt;b&gt;<mark>zyzzyva</mark>&lt;/b&gt;" in response.content.decode()
    assert not [name for name, _, _ in Page(response).elements if name in ("b", "i", "script")]


def test_lists_find_what_the_search_finds(client):
    for text in ("质量", "質量", "安徽 启动", "anhui"):
        wanted = {match.key for match in find(text, ["activity"]).matches}
        assert set(keys_of_api(client, "activities", f"?q={text}&page_size=500")) == wanted
        assert set(keys_of_page(client, "activities", f"?q={text}&page_size=500")) == wanted
    assert keys_of_api(client, "claims", "?q=質量&page_size=500") == keys_of_api(
        client, "claims", "?q=质量&page_size=500"
    )
    both = keys_of_api(client, "activities", "?q=质量&year=2023&page_size=500")
    assert both
    assert set(both) < {match.key for match in find("质量", ["activity"]).matches}


@pytest.mark.parametrize("address", ["/search/", "/api/v1/search/", "/activities/", "/api/v1/claims/"])
@pytest.mark.parametrize(
    "text",
    ["%", "_", "\\", "'", '"', "*", "NEAR(", "质 AND 量", "--", ";", "(", "[", "\U0001f600", "\u200b", "\x01", "\x7f",
     "。", "质%", "\ud7ff", "\uffff", "\n", "质\n量", "﷽", "ﷺ" * 100, "a " * 50, '"' * 100],
)  # fmt: skip
def test_no_text_is_a_fault_of_ours(text, address, client):
    response = client.get(address, {"q": text})
    assert response.status_code in (200, 400)
    if not Question.read(text).words and text.strip():
        assert response.status_code == 400
        assert "Nothing to search for" in response.content.decode()


def test_a_result_has_a_title_in_the_readers_language_and_both_addresses():
    results = find("Guǎngdōng")
    (result,) = results.show(results.matches[:1])
    assert (result.title.plain, result.page_url, result.api_url) == (
        "Guangdong",
        "/provinces/CN-GD/",
        "/api/v1/provinces/CN-GD/",
    )
    with translation.override("zh-hans"):
        (result,) = results.show(results.matches[:1])
        assert (result.title.plain, result.page_url) == ("广东省", "/zh-hans/provinces/CN-GD/")
    for kind in KINDS:
        results = find("质", [kind])
        for result in results.show(results.matches):
            assert result.title
            assert result.kind_name


def test_every_kind_that_has_an_address_is_searched():
    Campaign.objects.filter(slug="2021-caqi").update(summary_en="zyzzyva")
    assert found("zyzzyva") == [("campaign", "2021-caqi")]


def test_the_page_asks_as_many_questions_for_many_results_as_for_few(client, django_assert_max_num_queries):
    for text in ("质量", "月", "2023", "quality", "samr"):
        with django_assert_max_num_queries(12):
            client.get(f"/search/?q={text}")
    with django_assert_max_num_queries(12):
        client.get("/search/?q=质 zzz 犇骉")
    with django_assert_max_num_queries(18):
        client.get("/api/v1/search/?q=质量&page_size=500")


def test_all_that_a_search_finds_can_be_cited(client):
    found = find("浙江").matches
    assert {match.kind for match in found} >= {"province", "campaign", "activity"}
    items = json.loads(b"".join(client.get("/search.csl.json?q=浙江").streaming_content))
    assert [item["id"] for item in items] == [f"{match.kind}-{match.key}" for match in found]
    only = json.loads(b"".join(client.get("/search.csl.json?q=浙江&kind=province").streaming_content))
    assert [item["id"] for item in only] == ["province-CN-ZJ"]
    assert "/search.bib?q=%E6%B5%99%E6%B1%9F" in page(client, "/search/?q=浙江").links()
    for bad in ("", "?q=浙江&page=2", "?q=浙江&colour=red"):
        assert client.get(f"/search.bib{bad}").status_code == 400
