"""Lists as Atom feeds."""

import datetime
from xml.etree import ElementTree as ET

import pytest

from agencies.models import Agency
from tests import factories
from tests.reading import ATOM, LISTS, entries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


@pytest.mark.parametrize("plural", LISTS)
def test_a_feed_is_well_formed_and_names_itself_its_list_and_when_it_changed(client, plural):
    response = client.get(f"/{plural}.atom?q=")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response.cookies == {}
    feed = ET.fromstring(response.content)  # noqa: S314 - our own
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}title")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver/{plural}.atom?q="
    assert links["alternate"] == f"http://testserver/{plural}/?q="
    assert feed.findtext(f"{ATOM}updated")
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) > 0
    for entry in feed.iter(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}title")
        assert entry.findtext(f"{ATOM}updated")


def test_what_changed_last_comes_first_and_fifty_are_enough(client):
    factories.empty_archive()
    for number in range(60):
        agency = factories.make_agency(slug=f"bureau-{number:02}", name_en=f"Bureau {number:02}")
        Agency.objects.filter(pk=agency.pk).update(
            updated_at=datetime.datetime(2023, 9, 1, 0, number, tzinfo=datetime.UTC)
        )
    Agency.objects.filter(slug="bureau-30").update(updated_at="2023-10-01T00:00:00Z")
    titles = [title for title, _ in entries(client, "/agencies.atom")]
    assert titles[:3] == ["Bureau 30", "Bureau 59", "Bureau 58"]
    assert len(titles) == 50
    assert "Bureau 09" not in titles


def test_a_feed_takes_the_questions_of_its_list(client):
    assert entries(client, "/activities.atom?kind=launch&campaign=1978-national") == [
        (
            "First National “Quality Month” Radio and Television Mobilisation Meeting",
            "http://testserver/activities/1978-mobilisation-meeting/",
        )
    ]
    assert entries(client, "/zh-hans/activities.atom?kind=launch&campaign=1978-national") == [
        (
            "第一次全国“质量月”广播电视动员大会",
            "http://testserver/zh-hans/activities/1978-mobilisation-meeting/",
        )
    ]


def test_nothing_found_is_a_feed_without_entries(client):
    assert entries(client, "/activities.atom?q=zyzzyva") == []


def test_markup_and_control_characters_in_a_title_break_no_feed(client):
    Agency.objects.filter(slug="samr").update(name_en="<b>&\x0b\x1b\uffff]]>")
    assert [title for title, _ in entries(client, "/agencies.atom?slug=samr")] == ["<b>&]]>"]
