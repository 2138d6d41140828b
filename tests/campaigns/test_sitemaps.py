"""The sitemap."""

from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from agencies.models import Agency
from tests import factories
from tests.qualitymonth.test_views import MODELS, queries
from tests.reading import LISTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

MAP, XHTML = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"


def urls(client):
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml"
    return {url.findtext(f"{MAP}loc"): url for url in ET.fromstring(response.content).iter(f"{MAP}url")}  # noqa: S314


def test_it_lists_exactly_the_published_pages_in_both_languages_each_once(client):
    for status in ("published", "draft"):
        factories.make_activity(slug=f"a-{status}", status=status)
    factories.make_activity(slug="of-a-draft", campaign=factories.make_campaign(status="draft"))
    found = urls(client)
    paths = [
        "/",
        "/history/",
        "/lineage/",
        "/disagreements/",
        "/about/",
        "/data/",
        *(f"/{plural}/" for plural in LISTS),
    ]
    hidden = {"/activities/a-draft/", "/activities/of-a-draft/"}
    for plural, model in MODELS.items():
        paths += [f"/{plural}/{one.natural_key()[0]}/" for one in model.objects.filter(status="published")]
    expected = {
        f"http://testserver{prefix}{path}" for prefix in ("", "/zh-hans") for path in paths if path not in hidden
    }
    assert set(found) == expected
    assert "http://testserver/zh-hans/activities/a-published/" in found
    assert client.get("/sitemap.xml").content.count(b"<loc>") == len(expected)


def test_each_address_names_itself_in_the_other_language_and_when_it_changed(client):
    changed = timezone.localtime(Agency.objects.get(slug="samr").updated_at)
    for address in ("http://testserver/agencies/samr/", "http://testserver/zh-hans/agencies/samr/"):
        url = urls(client)[address]
        assert {link.attrib["hreflang"]: link.attrib["href"] for link in url.iter(f"{XHTML}link")} == {
            "en": "http://testserver/agencies/samr/",
            "zh-hans": "http://testserver/zh-hans/agencies/samr/",
            "x-default": "http://testserver/agencies/samr/",
        }
        assert url.findtext(f"{MAP}lastmod") == f"{changed:%Y-%m-%d}"


def test_it_asks_the_database_once_for_each_kind(client):
    assert queries(client, "/sitemap.xml") <= len(MODELS) * 2


def test_robots_are_told_where_it_is(client):
    assert "Sitemap: http://testserver/sitemap.xml\n" in client.get("/robots.txt").content.decode()
