"""The harvesters' protocol, and the catalogue of what there is for programs."""

import pytest
from lxml import etree

from qualitymonth.harvesting import protocol
from tests import factories

pytestmark = pytest.mark.django_db

OAI = "{http://www.openarchives.org/OAI/2.0/}"


def asked(client, **words):
    response = client.get("/oai", {name.rstrip("_"): value for name, value in words.items()})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    return etree.fromstring(response.content)


def error(client, **words):
    return asked(client, **words).find(f"{OAI}error").get("code")


def listed(root):
    return [(one.findtext(f"{OAI}identifier"), one.get("status")) for one in root.iter(f"{OAI}header")]


def test_a_list_goes_on_and_misses_nothing_that_changes_meanwhile(client, monkeypatch):
    monkeypatch.setattr(protocol, "PAGE", 2)
    series = [factories.make_series() for _ in range(5)]
    root = asked(client, verb="ListRecords", metadataPrefix="oai_dc", set="series")
    seen = listed(root)
    series[0].name_en = "Changed"
    series[0].save()
    series[4].delete()
    while token := root.findtext(f".//{OAI}resumptionToken"):
        root = asked(client, verb="ListRecords", resumptionToken=token)
        seen += listed(root)
    assert root.find(f".//{OAI}resumptionToken") is not None
    names = [f"oai:localhost:series/{one.slug}" for one in series]
    assert seen == [(names[n], None) for n in (0, 1, 2, 3, 0)] + [(names[4], "deleted")]


def test_a_record_is_dublin_core_in_both_languages_and_says_when_it_is_gone(client):
    series = factories.make_series(name_zh="比赛", name_en="Contest\x01")
    name = f"oai:localhost:series/{series.slug}"
    root = asked(client, verb="GetRecord", identifier=name, metadataPrefix="oai_dc")
    titles = root.findall(".//{http://purl.org/dc/elements/1.1/}title")
    assert [title.text for title in titles] == ["比赛", "Contest"]
    series.delete()
    root = asked(client, verb="GetRecord", identifier=name, metadataPrefix="oai_dc")
    assert listed(root) == [(name, "deleted")]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Nothing"}, "badVerb"),
        ({"verb": "Identify", "x": "1"}, "badArgument"),
        ({"verb": "Identify\x01"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "yesterday"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "2030-01-01"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "nothing"}, "noRecordsMatch"),
        ({"verb": "ListIdentifiers", "resumptionToken": "é"}, "badResumptionToken"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:localhost:series/x"}, "idDoesNotExist"),
    ],
)
def test_whatever_is_asked_the_answer_is_one_of_the_protocol(client, words, code):
    factories.make_series()
    assert error(client, **words) == code


def test_a_form_may_ask_too_and_an_argument_twice_is_refused(client):
    assert etree.fromstring(client.post("/oai", {"verb": "Identify"}).content).find(f"{OAI}Identify") is not None
    root = etree.fromstring(client.get("/oai?verb=Identify&verb=Identify").content)
    assert root.find(f"{OAI}error").get("code") == "badArgument"


def test_the_catalogue_leads_to_addresses_that_answer(client):
    response = client.head("/.well-known/api-catalog")
    assert 'rel="api-catalog"' in response.headers["Link"]
    told = client.get("/.well-known/api-catalog").json()["linkset"]
    assert [link["anchor"] for link in told][1:3] == ["http://testserver/api/v1/", "http://testserver/oai"]
