"""Records as CSL-JSON items."""

import datetime

import pytest
from django.test import RequestFactory
from django.utils import translation

from agencies.models import Agency, Province
from campaigns.citing.items import csl_date, csl_item, csl_items, kind_of
from campaigns.models import SUBJECTS, Activity, Notice, Signature, Source, Year
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def item(record, language="en"):
    with translation.override(language):
        return csl_item(record, RequestFactory().get("/"))


def test_a_notice_is_a_report_by_its_issuers_in_order_with_its_number_and_day():
    cited = item(Notice.objects.get(slug="2023-national"))
    assert cited["type"] == "report"
    assert cited["id"] == "notice-2023-national"
    assert cited["title"] == "Notice on Launching the 2023 National “Quality Month” Activities"
    assert cited["original-title"] == "关于开展2023年全国“质量月”活动的通知"
    assert cited["language"] == "en"
    assert cited["number"] == "国市监质发〔2023〕73号"
    assert cited["issued"] == {"date-parts": [[2023, 8, 31]]}
    assert cited["URL"] == "http://testserver/notices/2023-national/"
    assert len(cited["author"]) == 25
    assert cited["author"][0] == {"literal": "State Administration for Market Regulation"}
    assert cited["author"][-1] == {"literal": "All-China Federation of Industry and Commerce"}


def test_the_same_notice_in_chinese_has_the_names_as_printed():
    cited = item(Notice.objects.get(slug="2023-national"), "zh-hans")
    assert cited["title"] == "关于开展2023年全国“质量月”活动的通知"
    assert "original-title" not in cited
    assert cited["language"] == "zh-CN"
    assert cited["author"][:3] == [{"literal": "市场监管总局"}, {"literal": "中央宣传部"}, {"literal": "最高人民法院"}]
    assert cited["URL"] == "http://testserver/zh-hans/notices/2023-national/"


def test_an_issuer_whose_printed_name_is_not_in_the_readers_language_has_the_archives():
    notice = factories.make_notice()
    agency = factories.make_agency(name_en="Quality Bureau")
    Signature.objects.create(notice=notice, agency=agency, position=1, name_zh="质量局")
    assert item(notice)["author"] == [{"literal": "Quality Bureau"}]
    assert item(notice, "zh-hans")["author"] == [{"literal": "质量局"}]


@pytest.mark.parametrize(
    ("date", "cited"),
    [
        ("", {}),
        ("1978", {"date-parts": [[1978]]}),
        ("1978-08", {"date-parts": [[1978, 8]]}),
        ("1978-08-31", {"date-parts": [[1978, 8, 31]]}),
        ("1978~", {"date-parts": [[1978]], "circa": True}),
        ("1978-08?", {"date-parts": [[1978, 8]], "circa": True}),
        ("1978-08-31%", {"date-parts": [[1978, 8, 31]], "circa": True}),
    ],
)
def test_a_date_keeps_its_precision(date, cited):
    assert csl_date(date) == cited


@pytest.mark.parametrize(
    ("fields", "cited"),
    [
        ({"kind": "official"}, {"type": "report", "publisher": "Quality Net", "author": [{"literal": "Quality Net"}]}),
        ({"kind": "association"}, {"type": "webpage", "container-title": "Quality Net"}),
        ({"kind": "news"}, {"type": "article-newspaper", "container-title": "Quality Net", "author": None}),
        ({"kind": "secondary"}, {"type": "webpage", "container-title": "Quality Net", "author": None}),
        ({"byline": "張勇 李輝"}, {"author": [{"literal": "張勇"}, {"literal": "李輝"}]}),
        ({"byline": "本报记者 张勇"}, {"author": [{"literal": "本报记者 张勇"}]}),
        ({"web_address": "https://example.org/a?b=1"}, {"URL": "https://example.org/a?b=1"}),
        ({"web_address": "", "slug": "here"}, {"URL": "http://testserver/sources/here/"}),
        ({"web_address": "javascript:alert(1)", "slug": "there"}, {"URL": "http://testserver/sources/there/"}),
        ({"published_on": "2023-08"}, {"issued": {"date-parts": [[2023, 8]]}}),
        ({"published_on": ""}, {"issued": None}),
        ({"title_en": ""}, {"language": "zh-CN", "original-title": None}),
    ],
)
def test_a_source_is_what_it_was_published_as(fields, cited):
    found = item(factories.make_source(**fields))
    assert {name: found.get(name) for name in cited} == cited


def test_anything_else_is_an_entry_of_the_archive_dated_by_its_last_change():
    Agency.objects.filter(slug="samr").update(
        updated_at=datetime.datetime.fromisoformat("2026-03-01T20:00:00Z"), version=7
    )
    cited = item(Agency.objects.get(slug="samr"))
    assert cited["type"] == "webpage"
    assert cited["author"] == [{"literal": "Quality Month Archive"}]
    assert cited["container-title"] == "Quality Month Archive"
    assert cited["issued"] == {"date-parts": [[2026, 3, 2]]}
    assert cited["version"] == "7"
    assert item(Year.objects.get(number=2023))["title"] == "Quality Month 2023"
    assert item(Province.objects.get(code="CN-HE"))["id"] == "province-CN-HE"


def test_records_of_every_kind_and_without_a_page_of_their_own_can_be_cited_together():
    records = [model._default_manager.first() for model in SUBJECTS.values()]
    cited = list(csl_items(records, RequestFactory().get("/")))
    assert [one["id"].split("-")[0] for one in cited] == list(SUBJECTS) == [kind_of(record) for record in records]
    for one in cited:
        assert one["title"]
        assert one["URL"].startswith("http")


def test_items_are_in_the_language_in_which_they_were_asked_for_whenever_they_are_read():
    with translation.override("zh-hans"):
        cited = csl_items([Activity.objects.first()], RequestFactory().get("/"))
    assert next(iter(cited))["URL"].startswith("http://testserver/zh-hans/")


def test_the_ids_of_all_records_differ():
    records = [record for model in SUBJECTS.values() for record in model._default_manager.all()]
    ids = [f"{kind_of(record)}-{record.natural_key()[0]}" for record in records]
    assert len(set(ids)) == len(ids) > Source.objects.count()
