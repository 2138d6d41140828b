"""Components of the pages."""

import datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from campaigns.models import Source
from campaigns.templatetags import archive
from qualitymonth.bilingual import Text
from tests import factories


@pytest.fixture(params=["en", "zh-hans"])
def _language(request):
    with translation.override(request.param):
        yield


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("date", "english", "chinese"),
    [
        ("", "", ""),
        ("1978", "1978", "1978年"),
        ("1978-09", "September 1978", "1978年9月"),
        ("2023-09-01", "1 September 2023", "2023年9月1日"),
        ("1978~", "about 1978", "约1978年"),
        ("1978?", "1978 (uncertain)", "1978年（存疑）"),
        ("1978-09%", "about September 1978 (uncertain)", "约1978年9月（存疑）"),
    ],
)
def test_a_date_is_written_as_exactly_and_as_surely_as_it_is_known(date, english, chinese):
    assert archive.edtf_date(date) == english
    with translation.override("zh-hans"):
        assert archive.edtf_date(date) == chinese


@pytest.mark.parametrize(
    ("text", "script", "lang"),
    [
        ("quality", "Hans", "en"),
        ("质量", "Hans", "zh-Hans"),
        ("質量", "Hant", "zh-Hant"),
        ("質(zhì)量", "Hant-spun", "zh-Hant"),
        ("2023", "Hant", "en"),
    ],
)
def test_words_of_a_source_are_in_the_language_of_their_script_and_its(text, script, lang):
    assert archive.lang_of(text, Source(script=script)) == lang


def test_a_claimed_value_is_simplified_chinese_or_english():
    assert archive.value_lang("质量") == "zh-Hans"
    assert archive.value_lang("2023-08-31") == "en"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("12.5000"), "12.5"),
        (Decimal("1200.0000"), "1200"),
        (Decimal("0.0000"), "0"),
        (3, "3"),
        (Decimal(100000000), "100000000"),
    ],
)
def test_a_number_loses_the_zeros_of_its_column(value, written):
    assert archive.number(value).replace(",", "") == written


def test_the_day_of_a_moment_is_beijings():
    moment = datetime.datetime(2023, 8, 31, 16, tzinfo=datetime.UTC)
    assert archive.day(moment) == "1 September 2023"
    assert archive.day(moment - datetime.timedelta(seconds=1)) == "31 August 2023"


def test_plain_takes_the_language_span_away():
    assert archive.plain(Text("质量", "zh-Hans")) == "质量"
    assert archive.plain(2023) == "2023"


@pytest.mark.django_db
def test_a_link_to_a_record_is_escaped_and_says_its_language():
    agency = factories.make_agency(slug="x", name_zh="质<量>", name_en="")
    assert archive.record_link(agency) == '<a href="/agencies/x/"><span lang="zh-Hans">质&lt;量&gt;</span></a>'


@pytest.mark.django_db
def test_a_fact_says_value_evidence_and_what_is_ours_or_unknown():
    campaign = factories.make_campaign(theme_zh="人人重视质量", theme_en="Everyone values quality")
    factories.make_claim(campaign, field="theme_zh", source=factories.make_source(short_en="A notice"), line=7)
    read = Template('{% load archive %}{% fact record "theme" "Theme" %}{% fact record "host" "Host" %}').render(
        Context({"record": campaign})
    )
    said = " ".join(read.split())
    assert """Everyone values quality</span> <span class="mark">the archive's own</span>""" in said
    assert '<span lang="zh-Hans">人人重视质量</span>' in said
    assert "A notice, line 7" in said
    assert "The documents do not say." in said


@pytest.mark.django_db
def test_choices_dates_references_and_yes_or_no_are_shown_as_readers_know_them():
    campaign = factories.make_campaign()
    section = factories.make_section(text_known=False)
    activity = factories.make_activity(campaign=campaign, kind="open-day", starts_on="1978-08")
    assert archive.shown(activity, "kind") == "open day"
    assert archive.shown(activity, "starts_on") == '<time datetime="1978-08">August 1978</time>'
    assert archive.shown(activity, "campaign").startswith(f'<a href="/campaigns/{campaign.slug}/">')
    assert archive.shown(activity, "series") is None
    assert archive.shown(activity, "ends_on") is None
    assert archive.shown(section, "text_known") == "no"


@pytest.mark.django_db
@pytest.mark.usefixtures("_language")
def test_fields_and_orders_have_names_for_readers():
    campaign = factories.make_campaign()
    for name in ("theme_zh", "department_count"):
        assert str(archive.field_name(campaign, name)) != name
    assert archive.field_name(campaign, "names") == "names"
    for word in ("slug", "-slug", "date", "-date", "modified", "-modified", "year", "-year"):
        assert archive.order_label(word) != word
    assert archive.order_label("other") == "other"
