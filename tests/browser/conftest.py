"""A real server, a real browser, and pages that fail their test on anything a visitor's browser would complain of.

The server is the one that ``make run`` starts, with files and a database of its own, so no test here touches the
tests' database. All tests of this folder go to one worker of pytest-xdist (``--dist loadgroup``): one server, one
browser.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

from tests.serving import serving, surroundings

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
#: Nothing but the site is to be asked for anything; there is no screen; root has no sandbox.
ARGUMENTS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", *(["--no-sandbox"] if os.geteuid() == 0 else []),
]  # fmt: skip
#: What Chromium writes to the console of a page that is itself a 404 or a 400; other resources' faults are responses.
STATUS_NOTE = "Failed to load resource: the server responded with a status of"

Open = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of this folder together, and skip them where they cannot run or would show nothing new."""
    reason = ""
    if not CHROMIUM:
        reason = "needs Chromium (Debian: apt-get install chromium fonts-noto-cjk), or CHROMIUM=path/to/it"
    elif settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        # What pages say is tested on every database; how a browser takes them does not hang on it.
        reason = "tests in the browser run once, with SQLite"
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))
            if reason:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the archive as ``make run`` does, and return its address."""
    folder = tmp_path_factory.mktemp("site")
    with serving(folder, "--prepare") as address:
        for module in ("document", "staff"):
            subprocess.run(  # noqa: S603 - nothing here comes from outside
                [sys.executable, "-m", f"tests.browser.{module}"],
                cwd=settings.BASE_DIR,
                env={**os.environ, **surroundings(folder)},
                check=True,
            )
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start Chromium, without a window."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Open]:
    """Return a function that opens an empty tab of a fresh visitor; it takes what Playwright's ``new_context`` takes.

    In the end the test fails if a tab complained: an error in the console or a script, a request that failed or was
    refused, a request to another host.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(**options: Any) -> Page:
        context = browser.new_context(base_url=site, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        listen(page, site, complaints)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def listen(page: Page, site: str, complaints: list[str]) -> None:
    """Write down in ``complaints`` whatever goes wrong on ``page``."""

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(STATUS_NOTE):
            complaints.append(f"{page.url}: the console says {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith((f"{site}/", "blob:", "about:")):
            complaints.append(f"{page.url}: asked another host for {request.url}")

    def failed(request: Request) -> None:
        # A file that is saved instead of shown ends the navigation: Chromium calls that aborted.
        if request.failure != "net::ERR_ABORTED":
            complaints.append(f"{page.url}: {request.url} failed: {request.failure}")

    def answered(response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            complaints.append(f"{page.url}: {response.url} is a {response.status}")

    page.on("console", said)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("request", asked)
    page.on("requestfailed", failed)
    page.on("response", answered)


@pytest.fixture
def page(open_page: Open) -> Page:
    """Open a tab as wide as a laptop."""
    return open_page(viewport={"width": 1280, "height": 800})
