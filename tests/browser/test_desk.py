"""An editor who is no programmer adds a notice, cites it, has it published, corrects it and takes it back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.staff import PASSWORD

LAPTOP = {"width": 1280, "height": 1000}


@pytest.fixture
def editor(open_page) -> Page:
    return signed_in(open_page, "editor")


@pytest.fixture
def publisher(open_page) -> Page:
    return signed_in(open_page, "publisher")


def signed_in(open_page, name) -> Page:
    page: Page = open_page(viewport=LAPTOP)
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Last edits")).to_be_visible()
    return page


def choose(page: Page, field: str, typed: str, name: str) -> None:
    """Choose a record by typing, in the box whose select has the id ``field``."""
    page.locator(f"#{field} + .select2 .select2-selection").click()
    page.locator(".select2-search__field").last.fill(typed)
    page.locator(".select2-results__option", has_text=name).first.click()


def save(page: Page, button: str = "Save and continue editing") -> None:
    page.get_by_role("button", name=button, exact=True).last.click()


def add_row(page: Page, prefix: str) -> int:
    """Add a row to the list ``prefix`` and return its number."""
    total = page.locator(f"#id_{prefix}-TOTAL_FORMS")
    number = int(total.input_value())
    page.locator(f"#{prefix}-group .add-row a").click()
    return number


def sign(page: Page, agency: str) -> None:
    number = add_row(page, "signatures")
    page.locator(f"#id_signatures-{number}-position").fill(str(number + 1))
    choose(page, f"id_signatures-{number}-agency", agency, agency)


def add_activity(page: Page, slug: str, title: str) -> None:
    page.goto("/admin/campaigns/activity/add/")
    page.locator("#id_slug").fill(slug)
    page.locator("#id_title_en").fill(title)
    page.locator("#id_kind").select_option("forum")
    choose(page, "id_campaign", "2024-national", "2024")
    save(page)
    expect(page.locator(".messagelist .success")).to_contain_text("was added")


def publish(page: Page, kind: str, *slugs: str) -> None:
    """Publish records from their list, as a publisher would."""
    page.goto(f"/admin/campaigns/{kind}/?status__exact=draft")
    for slug in slugs:
        page.locator("#result_list tr", has_text=slug).locator("input.action-select").check()
    page.locator("select[name=action]").first.select_option("publish")
    page.get_by_role("button", name="Go").first.click()
    expect(page.locator(".messagelist .success")).to_contain_text("published")


def test_an_editor_adds_cites_corrects_and_reverts_what_a_publisher_published(editor, publisher, open_page):
    # A notice with three issuers and the source that tells of it.
    editor.goto("/admin/campaigns/notice/add/")
    editor.locator("#id_slug").fill("2024-call")
    editor.locator("#id_title_en").fill("Call for the Quality Month of 2024")
    editor.locator("#id_document_number").fill("〔2024〕1号")
    choose(editor, "id_campaign", "2024-national", "2024")
    for agency in ("State Administration for Market Regulation", "Ministry of Education", "Ministry of Transport"):
        sign(editor, agency)
    number = add_row(editor, "claims")
    choose(editor, f"id_claims-{number}-source", "2023-notice-mt", "2023")
    editor.locator(f"#id_claims-{number}-line").fill("7")
    editor.locator(f"#id_claims-{number}-field").fill("document_number")
    editor.locator(f"#id_claims-{number}-value").fill("〔2024〕1号")
    editor.locator(f"#id_claims-{number}-rank").select_option("preferred")
    save(editor)
    expect(editor.locator(".messagelist .success")).to_contain_text("was added")
    form = editor.url
    for slug, title in (("2024-call-forum", "A forum on the call"), ("2024-call-round", "A round on the call")):
        add_activity(editor, slug, title)

    # Nobody sees it before a publisher lets them.
    reader = open_page(viewport=LAPTOP)
    assert reader.goto("/notices/2024-call/").status == 404
    publish(publisher, "notice", "2024-call")
    publish(publisher, "activity", "2024-call-forum", "2024-call-round")
    reader.goto("/notices/2024-call/")
    expect(reader.get_by_role("main")).to_contain_text("〔2024〕1号")
    expect(reader.get_by_role("main")).to_contain_text("Ministry of Transport")
    reader.goto("/activities/2024-call-forum/")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("A forum on the call")

    # A correction asks for its source and a reason.
    editor.goto(form)
    editor.locator("#id_document_number").fill("〔2024〕73号")
    save(editor)
    sources = editor.locator("section.sources")
    expect(sources).to_be_visible()
    sources.get_by_label("Editorial judgement").check()
    editor.locator("#id_reason").fill("The number had been cut short.")
    save(editor)
    expect(editor.locator(".messagelist .success")).to_contain_text("was changed")
    reader.goto("/notices/2024-call/")
    expect(reader.get_by_role("main")).to_contain_text("〔2024〕73号")

    # And it is taken back.
    editor.get_by_role("link", name="History").first.click()
    editor.get_by_role("link", name=re.compile("^Back to what it was")).first.click()
    expect(editor.locator("table.differences")).to_contain_text("〔2024〕1号")
    editor.locator("#id_reason").fill("It was right before.")
    editor.get_by_role("button", name="Go back").click()
    expect(editor.locator(".messagelist .success")).to_be_visible()
    reader.goto("/notices/2024-call/")
    expect(reader.get_by_role("main")).to_contain_text("〔2024〕1号")
    expect(reader.get_by_role("main")).not_to_contain_text("〔2024〕73号")
