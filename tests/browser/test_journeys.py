"""What people come for, step by step as they do it; each with scripts allowed and forbidden."""

import csv
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

LAPTOP = {"width": 1280, "height": 800}


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visitor(request, open_page) -> Page:
    page: Page = open_page(java_script_enabled=request.param, viewport=LAPTOP)
    return page


def path(page: Page) -> str:
    return urlsplit(page.url).path


def rows(page: Page) -> list[str]:
    """The address of each row of a list: its first link."""
    found: list[str] = page.locator("main ol.rows > li").evaluate_all(
        "rows => rows.map(row => row.querySelector('a').getAttribute('href'))"
    )
    return found


def key(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[1]


def tick(page: Page, word: str, choice: str) -> None:
    """Tick a value of one of a list's facets, which says how many records it would leave."""
    facet = page.locator(f"#facet-{word}")
    if facet.get_attribute("open") is None:
        facet.locator("> summary").click()
    facet.get_by_label(re.compile(rf"^\s*{choice}\s+[0-9]+\s*$")).check()


def test_a_province_on_the_map_leads_to_its_quality_month_of_a_year(visitor):
    visitor.goto("/")
    visitor.get_by_role("main").get_by_role("link", name=re.compile("^Zhejiang [0-9]+$")).click()
    expect(visitor).to_have_title(re.compile("^Zhejiang"))
    visitor.get_by_role("main").get_by_role("link", name=re.compile("Zhejiang.*2022|2022.*Zhejiang")).first.click()
    assert path(visitor) == "/campaigns/2022-zhejiang/"
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Zhejiang")
    visitor.get_by_role("link", name="On-site event on quality improvement").first.click()
    assert path(visitor) == "/activities/2022-zhejiang-launch/"
    assert visitor.locator(".claims a").count() > 0, "who says so stands beside it"


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_either_script_finds_the_same(visitor, prefix):
    found = []
    for typed in ("质量", "質量"):
        visitor.goto(f"{prefix}/")
        box = visitor.get_by_role("searchbox").first
        box.fill(typed)
        box.press("Enter")
        visitor.wait_for_url(re.compile("/search/"))
        assert path(visitor) == f"{prefix}/search/"
        assert parse_qs(urlsplit(visitor.url).query)["q"] == [typed]
        expect(visitor.get_by_role("heading", level=1)).to_contain_text(typed)
        found.append((visitor.locator(".count").first.text_content(), rows(visitor)))
    assert found[0] == found[1]
    assert len(found[0][1]) > 10


def test_a_filtered_list_is_paged_and_saved_whole(visitor, tmp_path):
    visitor.goto("/activities/")
    tick(visitor, "province", "Anhui")
    tick(visitor, "year", "2022")
    visitor.get_by_role("button", name="Apply").click()
    visitor.wait_for_url(re.compile("province=CN-AH"))
    visitor.goto(f"{visitor.url}&page_size=5")
    seen = rows(visitor)
    while (following := visitor.get_by_role("link", name="Next")).count():
        following.click()
        visitor.wait_for_load_state()
        seen += rows(visitor)
    assert re.search("[?&]page=[2-9]", visitor.url)
    with visitor.expect_download() as saving:
        visitor.get_by_role("link", name="CSV", exact=True).click()
    saving.value.save_as(tmp_path / "saved.csv")
    with (tmp_path / "saved.csv").open(encoding="utf-8-sig", newline="") as file:
        saved = list(csv.DictReader(file))
    assert [row["slug"] for row in saved] == [key(address) for address in seen]
    assert len(saved) > 5
    assert all("CN-AH" in row["provinces"] and row["slug"].startswith("2022") for row in saved)


def test_two_years_stand_side_by_side(visitor):
    answer = visitor.goto("/compare/?years=2021&years=2023")
    assert answer.status == 200
    for year in ("2021", "2023"):
        expect(visitor.locator("main th", has_text=year).first).to_be_visible()
    visitor.locator("main").get_by_role("link", name=re.compile("2023")).first.click()
    assert "2023" in visitor.url


def test_a_disputed_date_leads_to_the_lines_that_dispute_it(visitor):
    visitor.goto("/")
    visitor.get_by_role("link", name="Disagreements").first.click()
    dispute = visitor.locator("main section", has=visitor.get_by_role("heading", name="notice, issued"))
    lines = [claim.get_attribute("href") or "" for claim in dispute.locator('a[href*="#L"]').all()]
    assert {"/sources/2023-notice-bilingual/#L60", "/sources/2023-notice-zh/#L42"} <= set(lines)
    dispute.locator('a[href="/sources/2023-notice-bilingual/#L60"]').click()
    visitor.wait_for_url("**/sources/2023-notice-bilingual/#L60")
    line = visitor.locator("#L60")
    expect(line).to_be_in_viewport()
    expect(line).to_contain_text("Notice on Launching the 2023")
    assert visitor.locator("#L60:target").count() == 1


def test_another_language_keeps_the_question_and_the_way_back(visitor):
    visitor.goto("/activities/?year=2022&province=CN-AH")
    english = rows(visitor)
    visitor.get_by_role("link", name="简体中文").click()
    visitor.wait_for_url("**/zh-hans/activities/?year=2022&province=CN-AH")
    assert rows(visitor) == [f"/zh-hans{address}" for address in english]
    visitor.get_by_role("link", name="English").click()
    visitor.wait_for_url(re.compile(r"//[^/]+/activities/\?year=2022&province=CN-AH$"))
    assert rows(visitor) == english


def test_a_line_has_the_same_address_in_either_language(visitor):
    lines = []
    for prefix in ("", "/zh-hans"):
        visitor.goto(f"{prefix}/sources/2023-notice-bilingual/#L60")
        expect(visitor.locator("#L60")).to_be_in_viewport()
        lines.append([found.get_attribute("id") for found in visitor.locator('[id^="L"]').all()])
    assert lines[0] == lines[1]


def test_the_keyboard_alone_searches_and_opens_what_it_finds(page):
    page.goto("/")
    while not page.evaluate("document.activeElement.matches('[type=search]')"):
        page.keyboard.press("Tab")
    page.keyboard.type("质量万里行")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search/"))
    first = rows(page)[0]
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == first:
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first}")
