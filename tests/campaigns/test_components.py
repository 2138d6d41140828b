"""The page of components shows all of them, as they are."""

from pathlib import Path

import pytest
from django.conf import settings

from campaigns.components import COMPONENTS, Examples
from tests.factories import empty_archive
from tests.reading import PREFIXES, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

FILES = sorted(path.stem for path in (Path(settings.BASE_DIR) / "templates" / "components").glob("*.html"))


@pytest.mark.parametrize("prefix", PREFIXES.values())
def test_every_component_is_shown_with_an_example(client, prefix):
    read = page(client, f"{prefix}/about/components/")
    sections = [
        attrs["id"]
        for name, attrs, _ in read.elements
        if name == "section" and "component" in (attrs.get("class") or "")
    ]
    assert sections == [f"component-{name}" for name in FILES]
    assert len(read.texts("div", class_="example")) == len(FILES)
    assert all(read.texts("div", class_="example"))


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.name)
def test_what_it_is_said_to_take_is_what_its_example_gets_and_its_template_names(component, rf):
    assert set(Examples(rf.get("/about/components/")).of(component) or {}) == set(component.takes)
    source = (Path(settings.BASE_DIR) / "templates" / component.template).read_text(encoding="utf-8")
    comment = source.split("{#")[1].split("#}")[0]
    assert [name for name in component.takes if name not in comment] == []


def test_examples_use_no_address_twice(client):
    read = page(client, "/about/components/")
    ids = [attrs["id"] for _, attrs, _ in read.elements if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_the_about_page_leads_there(client):
    assert "/about/components/" in page(client, "/about/").links()


def test_an_empty_archive_says_that_it_has_nothing_to_show(client):
    empty_archive()
    read = page(client, "/about/components/")
    assert "The archive holds nothing to show it with." in read.texts("p", class_="unknown")
