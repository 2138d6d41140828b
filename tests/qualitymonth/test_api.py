"""The API's description of itself, its documentation page, and its root."""

import json
import re
import warnings
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from qualitymonth.api import router
from tests.reading import KINDS, Page, api

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


@pytest.fixture(scope="module")
def schema():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return SchemaGenerator().get_schema(request=None, public=True)


def test_the_description_is_valid_openapi_3_1_made_without_a_warning(capsys):
    GENERATOR_STATS.reset()
    made = SchemaGenerator().get_schema(request=None, public=True)
    validate_schema(made)
    assert made["openapi"].startswith("3.1.")
    assert not GENERATOR_STATS
    assert capsys.readouterr().err == ""


def test_the_description_is_served(client):
    response = client.get("/api/v1/schema/", headers={"Accept": "application/json"})
    assert response.status_code == 200
    assert json.loads(response.content)["info"]["title"] == "Quality Month Archive"


@pytest.mark.parametrize("plural", KINDS)
def test_the_words_of_a_list_in_the_description_are_those_that_the_list_takes(client, schema, plural):
    described = {word["name"] for word in schema["paths"][f"/api/v1/{plural}/"]["get"]["parameters"]}
    viewset: Any = {prefix: viewset for prefix, viewset, _ in router.registry}[plural]
    assert described == {*viewset.filterset_class.base_filters, "page_size", "cursor", "fields", "expand"}
    detail = client.get(f"/api/v1/{plural}/?colour=red").json()["errors"][0]["detail"]
    assert described == set(detail.removesuffix(".").split("knows: ")[1].split(", "))


@pytest.mark.parametrize("plural", KINDS)
def test_records_have_the_fields_of_the_description_and_no_others(client, schema, plural):
    def fields(operation):
        answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
        name = answer["$ref"].rsplit("/", 1)[1]
        described = schema["components"]["schemas"][name]
        if "results" in described["properties"]:
            inner = described["properties"]["results"]["items"]["$ref"].rsplit("/", 1)[1]
            described = schema["components"]["schemas"][inner]
        return set(described["properties"])

    noun, key = KINDS[plural]
    listed = fields(schema["paths"][f"/api/v1/{plural}/"]["get"])
    single = fields(schema["paths"][f"/api/v1/{plural}/{{{key}}}/"]["get"])
    assert single - listed == (set() if plural == "claims" else {"claims"}), noun
    for record in api(client, plural)[:3]:
        assert set(record) == listed
        assert set(client.get(record["url"]).json()) == single


def test_the_answer_of_the_search_has_the_form_of_the_description(client, schema):
    described = schema["components"]["schemas"]["FoundPage"]["properties"]
    answer = client.get("/api/v1/search/?q=Anhui").json()
    assert set(answer) == set(described)
    assert set(answer["results"][0]) == set(schema["components"]["schemas"]["Found"]["properties"])
    words = schema["paths"]["/api/v1/search/"]["get"]["parameters"]
    assert {word["name"] for word in words} == {"q", "kind", "cursor", "page_size"}
    highlight = answer["results"][0]["highlights"][0]
    assert set(highlight) == set(schema["components"]["schemas"]["Highlight"]["properties"])


def test_every_operation_describes_its_refusals(schema):
    for address, operations in schema["paths"].items():
        answers = operations["get"]["responses"]
        wanted = "404" if "{" in address else "400"
        if address != "/api/v1/schema/":
            assert "application/problem+json" in answers[wanted]["content"], address


def test_the_documentation_comes_from_our_own_files_with_nothing_inline(client):
    response = client.get("/api/docs/")
    assert response.status_code == 200
    assert response.cookies == {}
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "img-src 'self' data:" in policy
    assert policy.count("data:") == 1
    read = Page(response)
    scripts = [attrs["src"] or "" for name, attrs, _ in read.elements if name == "script"]
    styles = [attrs["href"] or "" for name, attrs, _ in read.elements if name == "link"]
    assert read.texts("script") == ["", "", ""]
    assert read.texts("style") == []
    assert not any("style" in attrs for _, attrs, _ in read.elements)
    for address in [*scripts, *styles]:
        if address.startswith("/static/"):
            assert finders.find(address.removeprefix("/static/")), address
        else:
            assert address == "/api/docs/?script="
    script = client.get("/api/docs/?script=")
    assert script.headers["Content-Type"] == "application/javascript"
    assert 'url: "/api/v1/schema/"' in re.sub(r"\\u002D", "-", script.content.decode())


def test_no_other_page_takes_pictures_out_of_addresses(client):
    for address in ("/", "/api/v1/", "/api/v1/years/", "/nothing/"):
        assert "data:" not in client.get(address).headers["Content-Security-Policy"]


def test_the_root_lists_every_kind(client):
    listed = client.get("/api/v1/").json()
    assert {plural: f"http://testserver/api/v1/{plural}/" for plural in KINDS}.items() <= listed.items()
