"""Every kind of page can be read, reached and printed by everybody: WCAG 2.2 AA, narrow screens, keyboards, paper."""

from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from qualitymonth.urls import pages as patterns
from tests.browser.addresses import FAULTS, PAGES, PREFIXES, STATUS

AXE = Axe()
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
HEIGHT = 800
#: Language, colour scheme and width, so ordered that any eight pages in a row meet all of them, any two both of each.
WAYS = [
    ("en", "light", 360), ("zh-Hans", "dark", 1280), ("en", "dark", 360), ("zh-Hans", "light", 1280),
    ("en", "light", 1280), ("zh-Hans", "dark", 360), ("en", "dark", 1280), ("zh-Hans", "light", 360),
]  # fmt: skip
#: A quarter of the pages, lists and records by turns; the long run looks through all of them.
QUARTER = [address for number, address in enumerate([*PAGES, *FAULTS]) if number % 8 in (0, 3)]
EACH_ONCE = [(address, *WAYS[number % len(WAYS)]) for number, address in enumerate(QUARTER)]
ALL = [(address, *way) for address, way in product(STATUS, WAYS)]


def look(open_page, address, lang, scheme, width) -> Page:
    """Open the page at ``address`` in a language, a colour scheme and a width."""
    page: Page = open_page(color_scheme=scheme, viewport={"width": width, "height": HEIGHT})
    answer = page.goto(PREFIXES[lang] + address)
    assert answer
    assert answer.status == STATUS[address]
    assert page.locator("html").get_attribute("lang") == lang
    return page


def check(page: Page) -> None:
    """Check what must hold of a page in any language, scheme and width."""
    found = AXE.run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    wide, room = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    assert wide <= room, f"{page.url} is {wide} pixels wide, the window {room}"


@pytest.mark.parametrize(("address", "lang", "scheme", "width"), EACH_ONCE)
def test_each_kind_of_page_keeps_wcag_and_fits_its_window(open_page, address, lang, scheme, width):
    check(look(open_page, address, lang, scheme, width))


@pytest.mark.long
@pytest.mark.parametrize(("address", "lang", "scheme", "width"), sorted(set(ALL) - set(EACH_ONCE)))
def test_so_it_does_in_every_language_scheme_and_width(open_page, address, lang, scheme, width):
    check(look(open_page, address, lang, scheme, width))


# Keyboard.

#: All that a visitor can see and use, in the document's order; a group of radio buttons counts by its checked one.
CONTROLS = """
() => [...document.querySelectorAll("a[href], button, input, select, summary, textarea, [tabindex]")]
  .filter(found => found.tabIndex >= 0 && !found.disabled && found.checkVisibility({visibilityProperty: true}))
  .map((found, number) => found.dataset.number = String(number))
"""
#: What has the focus: its number, what it is, and what is wrong with how it shows.
FOCUS = """
() => {
  const found = document.activeElement, box = found.getBoundingClientRect(), wrong = [];
  if (found === document.body || found === document.documentElement) return null;
  const x = Math.max(0, box.left) + Math.min(box.width, innerWidth) / 2, y = box.top + Math.min(box.height, 20) / 2;
  const above = document.elementFromPoint(x, y);
  if (box.width === 0 || box.bottom <= 0 || box.top >= innerHeight || box.right <= 0) wrong.push("out of sight");
  else if (above && above !== found && !found.contains(above) && !above.contains(found)) wrong.push("covered");
  if (getComputedStyle(found).outlineStyle === "none") wrong.push("without outline");
  return [found.dataset.number ?? null, found.outerHTML.slice(0, 120), wrong];
}
"""


@pytest.mark.parametrize("address", ["/activities/?year=2022&province=CN-AH", "/activities/2022-anhui-launch/"])
def test_tab_reaches_everything_that_can_be_used_and_shows_where_it_is(page, address):
    page.goto(address)
    expected = page.evaluate(CONTROLS)
    reached: list[Any] = []
    for _ in range(len(expected) + 20):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            break
        number, html, wrong = focus
        assert wrong == [], html
        reached.append(number)
    else:
        pytest.fail(f"Tab never leaves {address}")
    # A region that scrolls is reached as well; it is not in the list.
    assert [number for number in reached if number is not None] == expected


def test_the_first_tab_offers_to_skip_to_the_content(page):
    page.goto("/activities/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


# Paper.


@pytest.mark.parametrize("address", ["/activities/", "/activities/2022-anhui-launch/", "/sources/made-up-bilingual/"])
def test_paper_carries_the_record_and_nothing_of_the_site(page, address):
    page.goto(address)
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    for chrome in page.locator("body > header, body > footer, .skip, nav, form").all():
        assert not chrome.is_visible(), chrome.evaluate("found => found.outerHTML.slice(0, 120)")


# The list of pages.


def test_every_kind_of_page_is_on_the_list():
    missing = [
        pattern.name
        for pattern in patterns
        if getattr(pattern, "name", None)
        and not pattern.name.endswith(("-csv", "-jsonl", "-atom"))
        and "-cite-" not in pattern.name
        and pattern.name != "opensearch"
        # The histories of all kinds of record are one kind of page.
        and (not pattern.name.endswith("-history") or pattern.name == "activity-history")
        and not any(pattern.resolve(address.split("?")[0].removeprefix("/")) for address in STATUS)
    ]
    assert missing == []
