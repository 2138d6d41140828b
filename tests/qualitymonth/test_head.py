"""What pages say of themselves in their heads, and how they are to be cited."""

import json
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone, translation

from campaigns.models import Notice
from tests import factories
from tests.qualitymonth.test_views import MODELS
from tests.reading import LISTS, PREFIXES, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

in_both_languages = pytest.mark.parametrize(("lang", "prefix"), PREFIXES.items())
ONCE = ["og:title", "og:description", "og:url", "og:type", "og:locale", "og:locale:alternate", "og:site_name"]
ONCE_NAMED = ["description", "DC.title", "DC.type", "z:itemType", "DC.language", "DC.identifier", "DCTERMS.modified"]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def metas(read, key="name"):
    found: dict[str, list[str]] = {}
    for name, attrs, _ in read.elements:
        if name == "meta" and key in attrs:
            found.setdefault(attrs[key], []).append(attrs["content"])
    return found


@in_both_languages
@pytest.mark.parametrize("plural", LISTS)
def test_each_kind_of_page_has_each_fact_of_its_head_exactly_once(client, lang, prefix, plural):
    record = MODELS[plural].objects.first()
    path = f"/{plural}/{record.natural_key()[0]}/"
    here, there = f"http://testserver{prefix}{path}", f"http://testserver/zh-hans{path}"
    read = page(client, prefix + path)
    assert read.links("link", rel="canonical") == [here]
    assert read.links("link", hreflang="en") == read.links("link", hreflang="x-default") == [f"http://testserver{path}"]
    assert read.links("link", hreflang="zh-Hans") == [there]
    graph, named = metas(read, "property"), metas(read)
    assert {name: len(graph[name]) for name in ONCE} == dict.fromkeys(ONCE, 1)
    assert {name: len(named[name]) for name in ONCE_NAMED} == dict.fromkeys(ONCE_NAMED, 1)
    assert all(value for values in [*graph.values(), *named.values()] for value in values)
    assert graph["og:url"] == named["DC.identifier"] == [here]
    assert graph["og:locale"] == ["zh_CN" if prefix else "en_GB"]
    assert graph["og:title"] == named["DC.title"]
    (script,) = read.texts("script")
    assert json.loads(script)["url"] == here
    assert json.loads(script)["mainEntityOfPage"]["inLanguage"] == lang
    formats = [href for href in read.links("link", rel="alternate") if "cite." in href]
    assert formats == [f"{prefix}{path}cite.{form}" for form in ("json", "ris", "bib")]
    assert "robots" not in named


def test_a_notices_head_names_all_its_issuers_and_its_number(client):
    named = metas(page(client, "/notices/2023-national/"))
    assert len(named["DC.creator"]) == 25
    assert named["DC.creator"][0] == "State Administration for Market Regulation"
    assert named["DC.date"] == ["2023-08-31"]
    assert named["DC.identifier.documentNumber"] == ["国市监质发〔2023〕73号"]
    assert named["z:itemType"] == ["report"]


def test_reference_managers_are_led_first_to_the_format_that_keeps_the_names_of_bodies_whole(client):
    read = page(client, "/notices/2023-national/")
    types = [attrs["type"] for name, attrs, _ in read.elements if name == "link" and "/cite." in (attrs["href"] or "")]
    assert types == [
        "application/vnd.citationstyles.csl+json",
        "application/x-research-info-systems",
        "application/x-bibtex",
    ]
    authors = json.loads(b"".join(client.get("/notices/2023-national/cite.json").streaming_content))[0]["author"]
    assert {tuple(author) for author in authors} == {("literal",)}


def test_a_fact_of_a_head_is_escaped(client):
    evil = '"><script>alert(1)</script>'
    activity = factories.make_activity(title_en=evil, summary_en=evil)
    read = page(client, activity.get_absolute_url())
    assert metas(read)["DC.title"] == metas(read, "property")["og:description"] == [evil]
    assert [attrs for name, attrs, _ in read.elements if name == "script"] == [{"type": "application/ld+json"}]


@pytest.mark.parametrize(
    ("query", "kept", "hidden"),
    [
        ("", "", False),
        ("?year=2023", "?year=2023", False),
        ("?year=2023&page=2&page_size=10", "?year=2023&page=2", False),
        ("?page=2&ordering=-slug&page_size=10", "?page=2", False),
        ("?year=2023&kind=forum", "", True),
        ("?year=2023&year=2022", "", True),
    ],
)
def test_a_list_is_known_under_at_most_one_filter_and_hidden_from_crawlers_with_more(client, query, kept, hidden):
    read = page(client, f"/activities/{query}")
    assert read.links("link", rel="canonical") == [f"http://testserver/activities/{kept}"]
    assert read.links("link", hreflang="zh-Hans") == [f"http://testserver/zh-hans/activities/{kept}"]
    assert metas(read).get("robots") == (["noindex, nofollow"] if hidden else None)
    assert {name: len(metas(read, "property")[name]) for name in ONCE} == dict.fromkeys(ONCE, 1)


def test_crawlers_stay_out_of_search_results(client):
    assert metas(page(client, "/search/?q=质量"))["robots"] == ["noindex, nofollow"]
    assert "robots" not in metas(page(client, "/search/"))


@pytest.mark.parametrize(("address", "status"), [("/nothing/", 404), ("/activities/?colour=red", 400)])
def test_a_page_that_is_not_there_is_known_under_no_address(client, address, status):
    read = page(client, address, status=status)
    assert read.links("link", rel="canonical") == read.links("link", hreflang="en") == []


@pytest.mark.parametrize("prefix", PREFIXES.values())
def test_browsers_are_told_how_to_search(client, prefix):
    (address,) = page(client, f"{prefix}/").links("link", rel="search")
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    described = ET.fromstring(response.content)  # noqa: S314 - our own
    assert 1 <= len(described.findtext("{*}ShortName") or "") <= 16
    templates = {
        url.attrib["type"]: url.attrib["template"]
        for url in described.iter("{http://a9.com/-/spec/opensearch/1.1/}Url")
    }
    assert templates["text/html"] == f"http://testserver{prefix}/search/?q={{searchTerms}}"
    assert templates["application/json"] == "http://testserver/api/v1/search/?q={searchTerms}"
    for template in list(templates.values())[:2]:
        assert (
            client.get(template.removeprefix("http://testserver").replace("{searchTerms}", "质量")).status_code == 200
        )


@pytest.mark.parametrize("prefix", PREFIXES.values())
@pytest.mark.parametrize("plural", LISTS)
def test_each_records_page_says_how_to_cite_it(client, prefix, plural):
    record = MODELS[plural].objects.first()
    read = page(client, f"{prefix}/{plural}/{record.natural_key()[0]}/")
    assert len(read.texts("p", class_="citation")) == 2
    address = f"http://testserver{prefix}/{plural}/{record.natural_key()[0]}/"
    assert read.links("a", rel="bookmark") == [address]
    section = read.text("section", class_="cite")
    assert str(record.version) in section
    assert str(timezone.localtime(record.updated_at).year) in section


def test_citations_say_which_language_they_are_in(client):
    def languages(address):
        read = page(client, address)
        return [attrs["lang"] for _, attrs, _ in read.elements if attrs.get("class") == "citation"]

    assert languages("/notices/2023-national/") == ["en", "en"]
    assert languages("/zh-hans/notices/2023-national/") == ["zh-Hans", "zh-Hans"]
    Notice.objects.filter(slug="2023-national").update(title_en="")
    assert languages("/notices/2023-national/") == ["zh-Hans", "zh-Hans"]
