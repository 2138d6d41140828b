"""Questions about campaigns and their evidence."""

import pytest

from tests import factories
from tests.reading import keys_of_api

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


@pytest.fixture
def _few_records():
    """Leave a handful of records: three years, five campaigns, two notices with sections, and what they refer to."""
    factories.empty_archive()
    years = {number: factories.make_year(number=number) for number in (1978, 2021, 2022)}
    factories.make_year(number=1990, held="unknown")
    host = factories.make_agency(
        slug="caqi", name_zh="中国质量检验协会", name_en="China Association for Quality Inspection"
    )
    issuer = factories.make_agency(slug="ministry-of-education", name_zh="教育部", name_en="Ministry of Education")
    pledge = factories.make_series(slug="pledge", name_zh="企业质量诚信倡议")
    factories.make_series(slug="contest", name_zh="质量知识竞赛")
    factories.make_campaign(slug="1978-national", year=years[1978])
    factories.make_campaign(slug="2021-caqi", year=years[2021], scope="association", host=host, series=pledge)
    national = factories.make_campaign(slug="2021-national", year=years[2021])
    anhui = factories.make_campaign(slug="2022-anhui", year=years[2022], province=factories.make_province(code="CN-AH"))
    factories.make_campaign(slug="2022-national", year=years[2022])
    letter = factories.make_notice(slug="anhui-letter", campaign=anhui)
    notice = factories.make_notice(slug="national-notice", campaign=national)
    notice.signatures.create(agency=issuer, position=1, name_zh="教育部")
    factories.make_section(notice=notice, slug="national-theme", heading_zh="活动主题")
    factories.make_section(notice=notice, slug="national-terms", heading_zh="工作要求")
    factories.make_section(notice=letter, slug="anhui-theme", heading_zh="活动主题")
    for position, text in enumerate(("弘扬工匠精神", "质量第一", "人人重视质量"), start=1):
        factories.make_slogan(campaign=national, slug=f"slogan-{position}", position=position, text_zh=text)
    factories.make_precedent(slug="united-states", country_zh="美国", country_en="United States", began_on="1988-10")
    factories.make_precedent(slug="japan", began_on="1960-11")
    factories.make_source(slug="clean-copy", condition="clean")
    factories.make_source(slug="translated-copy", condition="machine-translated")


@pytest.mark.usefixtures("_few_records")
@pytest.mark.parametrize(
    ("plural", "query", "keys"),
    [
        ("campaigns", "year_min=2021", ["2022-national", "2022-anhui", "2021-national", "2021-caqi"]),
        ("campaigns", "year_min=2021&year_max=2021", ["2021-national", "2021-caqi"]),
        ("campaigns", "year_max=1978", ["1978-national"]),
        ("campaigns", "agency=caqi", ["2021-caqi"]),
        ("campaigns", "agency=ministry-of-education", []),
        ("campaigns", "series=pledge", ["2021-caqi"]),
        ("campaigns", "series=contest", []),
        ("campaigns", "q=安徽省", ["2022-anhui"]),
        ("campaigns", "q=Anhui", ["2022-anhui"]),
        ("campaigns", "q=中国质量检验协会", ["2021-caqi"]),
        ("campaigns", "q=中國質量檢驗協會", ["2021-caqi"]),
        ("notices", "year=2021", ["national-notice"]),
        ("notices", "year=1978", []),
        ("notices", "agency=ministry-of-education", ["national-notice"]),
        ("notices", "agency=caqi", []),
        ("notices", "q=教育部", ["national-notice"]),
        ("notices", "scope=provincial", ["anhui-letter"]),
        ("notices", "scope=association", []),
        ("sections", "notice=national-notice&q=主题", ["national-theme"]),
        ("sections", "notice=national-notice&q=主題", ["national-theme"]),
        ("sections", "q=主题", ["anhui-theme", "national-theme"]),
        ("sections", "q=附件外", []),
        ("slogans", "q=工匠", ["slogan-1"]),
        ("precedents", "", ["japan", "united-states"]),
        ("sources", "condition=machine-translated", ["translated-copy"]),
        ("years", "q=1978", ["1978"]),
        ("years", "held=unknown", ["1990"]),
        ("years", "held=no", []),
        ("series", "q=誠信", ["pledge"]),
    ],
)
def test_a_question_has_exactly_this_answer(client, plural, query, keys):
    assert keys_of_api(client, plural, f"?{query}") == keys


@pytest.mark.parametrize(
    ("plural", "query", "keys"),
    [
        ("campaigns", "series=enterprise-quality-integrity-pledge&year=2021", ["2021-caqi"]),
        ("campaigns", "q=安徽省&year=2022", ["2022-anhui"]),
        ("notices", "q=教育部&campaign=2023-national", ["2023-national"]),
        ("sections", "notice=2023-national&q=活动主题", ["2023-national-1"]),
        ("slogans", "q=工匠&campaign=2021-national", ["2021-national-slogan-10"]),
        ("people", "q=張曙光", ["zhang-shuguang"]),
        (
            "appearances",
            "person=han-yongsheng&role=spoke&activity=2022-anhui-launch",
            ["2022-anhui-launch-han-yongsheng-spoke"],
        ),
        (
            "appearances",
            "person=gu-mu&activity=1978-mobilisation-meeting",
            ["1978-mobilisation-meeting-gu-mu-attended"],
        ),
        ("precedents", "slug=united-states&slug=japan", ["japan", "united-states"]),
        ("sources", "condition=machine-translated&slug=2023-notice-mt&slug=2023-notice-zh", ["2023-notice-mt"]),
        (
            "activities",
            "q=大学生&kind=award&campaign=2022-anhui",
            ["2022-anhui-students-quality-design-contest-awards"],
        ),
    ],
)
def test_a_question_about_the_archive_has_exactly_this_answer(client, plural, query, keys):
    assert keys_of_api(client, plural, f"?{query}") == keys


@pytest.mark.parametrize("line", ["0", "-1", "2000000001", "99999999999999999999", "x", "1.5", "１"])
def test_a_line_that_is_none_is_refused(client, line):
    response = client.get("/api/v1/claims/", {"line": line})
    assert (response.status_code, [e["parameter"] for e in response.json()["errors"]]) == (400, ["line"])


@pytest.mark.parametrize("record", ["20231", "²³", "２０２３", "-1", "99999", "x y", "'"])
def test_the_key_of_no_record_finds_no_claim(client, record):
    response = client.get("/api/v1/claims/", {"record": record})
    assert (response.status_code, response.json()["count"]) == (200, 0)
