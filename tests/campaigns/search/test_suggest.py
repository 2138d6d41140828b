"""Where nothing matches, what is suggested does."""

import pytest

from campaigns.search.find import find
from campaigns.search.suggest import suggestions
from tests.reading import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

FRUITLESS = [
    "中国质量协惠", "Guangdnog", "安徽省质量日", "质量月安徽启动仪式", "quality zzzz", "安徽 张曙光 日本", "zzzz",
    "犇骉", "犇骉 zzzz", "質量月安徽啟動", "National Qualty Month", "x" * 100, "质" * 100,
    " ".join("abcdefghijklmnopqrstuvwxyz犇"),
    '"quality zzzz" 安徽',
]  # fmt: skip


@pytest.mark.parametrize("text", FRUITLESS)
def test_no_suggestion_is_a_dead_end_and_each_says_how_many_it_finds(text):
    results = find(text)
    assert results.matches == []
    made = suggestions(results)
    for suggestion in (*made.names, *made.fewer):
        assert len(find(suggestion.text).matches) == suggestion.total > 0


@pytest.mark.parametrize(
    ("text", "name"), [("中国质量协惠", "中国质量协会"), ("中國質量協惠", "中国质量协会"), ("Guangdnog", "Guangdong")]
)
def test_a_slip_leads_to_the_nearest_name(text, name):
    assert suggestions(find(text)).names[0].text == name


@pytest.mark.parametrize(
    ("text", "fewer"),
    [
        ("quality zzzz", "quality"),
        ("质量 犇骉 安徽", "质量 安徽"),
        ("质量月安徽启动", "质量月 安徽 启动"),
        ("犇骉質量月", "质量月"),
        ("zzzz", None),
        ("犇骉", None),
    ],
)
def test_words_that_are_nowhere_are_left_out_and_phrases_taken_apart(text, fewer):
    made = suggestions(find(text)).fewer
    assert (made[0].text if made else None) == fewer


def test_the_page_links_to_what_it_suggests_and_to_the_lists(client):
    for prefix in ("", "/zh-hans"):
        read = page(client, f"{prefix}/search/?q=quality zzzz&kind=person")
        links = read.links()
        assert "?q=quality" in links
        for address in links:
            if address.startswith("?q="):
                assert page(client, f"{prefix}/search/{address}").texts("ol", class_="rows"), address
        assert f"{prefix}/agencies/" in links


def test_a_kind_without_results_leads_to_those_of_other_kinds(client):
    read = page(client, "/search/?q=samr&kind=person")
    total = len(find("samr").matches)
    assert f"{total} records among all kinds" in read.text()
    assert "?q=samr" in read.links()
