"""The account of the history rests on facts that the archive holds."""

import re

import pytest

from campaigns.history import CITED, account, chapters, claims_on, facts
from campaigns.models import Claim, Year
from tests.reading import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


def test_every_sentence_names_facts_and_each_fact_has_a_claim():
    named = facts()
    found = claims_on(named)
    assert [fact for fact in named if fact not in found] == []
    sentences = [sentence for chapter in chapters() for sentence in chapter["sentence"]]
    assert all(sentence["facts"] and sentence["zh"] and sentence["en"] for sentence in sentences)


def test_each_sentence_is_followed_by_its_sources_the_best_first(client):
    read = page(client, "/history/")
    paragraphs = [text for text in read.texts("p") if text.startswith("China held its first national Quality Month")]
    (first,) = paragraphs
    assert first.startswith("China held its first national Quality Month in 1978. 2021 association text, line 1")
    told = [told for chapter in account() for told in chapter.sentences]
    assert all(told.claims for told in told)


def test_no_fact_is_cited_more_than_a_few_times():
    for chapter in chapters():
        for sentence, told in zip(
            chapter["sentence"],
            next(a for a in account() if a.title.plain == chapter["title_en"]).sentences,
            strict=True,
        ):
            assert len(told.claims) <= CITED * len(sentence["facts"])


def test_the_account_speaks_the_readers_language(client):
    headings = page(client, "/zh-hans/history/").texts("h2")
    assert headings == [chapter["title_zh"] for chapter in chapters()] + ["历年", "年份与省份"]
    assert not any(re.search("[一-鿿]", heading) for heading in page(client, "/history/").texts("h2"))


def test_a_source_that_left_the_archive_is_no_longer_cited():
    Claim.objects.filter(year__number=1978, field="held").update(status="draft")
    told = next(t for chapter in account() for t in chapter.sentences if "first national Quality Month" in t.text.plain)
    assert told.claims == ()


def test_the_page_takes_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        client.get("/history/")


def test_every_year_since_1978_has_its_record_and_says_how_it_is_known():
    years = list(Year.objects.published().order_by("number"))
    assert [year.number for year in years] == list(range(1978, 2027))
    assert [year.number for year in years if not (year.notes_zh and year.notes_en)] == []


def test_a_year_that_is_said_to_have_had_a_month_or_none_has_a_claim():
    for year in Year.objects.published().exclude(held="unknown"):
        assert year.claims.filter(field="held").exists(), year.number
