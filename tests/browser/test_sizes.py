"""What a visitor has to wait for: how much a page weighs on its way."""

import gzip
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Request as Asked

#: Bytes: all that a list loads, compressed; its HTML before compression.
ALL_COMPRESSED, HTML = 100_000, 60_000


@pytest.mark.parametrize("address", ["/agencies/", "/sources/", "/zh-hans/sources/"])
def test_a_list_with_all_that_it_loads_is_light(page, address):
    loaded: list[Asked] = []
    page.on("requestfinished", lambda one: loaded.append(one))  # noqa: PLW0108 - Playwright marks what it is given
    answer = page.goto(address, wait_until="networkidle")
    assert answer
    assert len(loaded) > 1
    assert sum(one.sizes()["responseBodySize"] for one in loaded) < ALL_COMPRESSED


@pytest.mark.parametrize("address", ["/activities/", "/zh-hans/activities/", "/agencies/", "/sources/"])
def test_the_html_of_a_list_is_light_before_it_is_compressed(page, address):
    answer = page.goto(address)
    assert answer
    assert len(answer.body()) < HTML


@pytest.mark.parametrize("address", ["/activities/", "/api/v1/activities/", "/activities.csv", "/activities.atom"])
def test_who_can_unpack_gets_it_packed(site, address):
    def asked(**headers: str) -> tuple[str | None, str, bytes]:
        with urlopen(Request(site + address, headers=headers)) as answer:  # noqa: S310 - our own
            return answer.headers["Content-Encoding"], answer.headers["Vary"] or "", answer.read()

    encoding, vary, plain = asked()
    assert encoding is None
    assert "Accept-Encoding" in vary
    encoding, vary, packed = asked(**{"Accept-Encoding": "gzip, br"})
    assert encoding == "gzip"
    assert "Accept-Encoding" in vary
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 3


def test_no_page_sets_a_cookie_beside_what_is_packed(page):
    page.goto("/activities/?year=2022")
    assert page.context.cookies() == []
