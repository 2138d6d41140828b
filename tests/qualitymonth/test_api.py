"""The API's description of itself, its documentation page, and its root."""

import json
import re
import warnings
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from qualitymonth.api import router
from qualitymonth.schema.document import PATH, build, kept
from tests import contract
from tests.reading import KINDS, Page, api

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


@pytest.fixture(scope="module")
def schema():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return SchemaGenerator().get_schema(request=None, public=True)


def words_of(operations):
    return {one["name"] for one in operations["get"]["parameters"] if one.get("in") == "query"}


def test_the_description_is_valid_openapi_3_1_made_without_a_warning(capsys):
    GENERATOR_STATS.reset()
    made = SchemaGenerator().get_schema(request=None, public=True)
    validate_schema(made)
    assert made["openapi"].startswith("3.1.")
    assert not GENERATOR_STATS
    assert capsys.readouterr().err == ""


def test_the_description_that_is_kept_is_what_the_code_says():
    assert build(Client()) == PATH.read_text(encoding="utf-8"), "docs/openapi.json is out of date: run make schema"


@pytest.mark.parametrize("form", ["application/json", "application/vnd.oai.openapi+json", "application/yaml"])
def test_the_description_is_served_as_it_is_kept(client, form):
    response = client.get("/api/v1/schema/", headers={"Accept": form})
    assert response.status_code == 200
    assert response.headers["Content-Type"].partition(";")[0] == form
    assert json.loads(response.content) == json.loads(PATH.read_text(encoding="utf-8"))


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/schema/"])
def test_root_and_description_take_no_words(client, address):
    response = client.get(f"{address}?colour=red")
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "colour"


def test_every_operation_and_parameter_is_told_with_an_example():
    names = [one["operationId"] for operations in kept()["paths"].values() for one in operations.values()]
    assert len(set(names)) == len(names)
    for path, operations in kept()["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path
            assert operation["description"], path
            assert operation["tags"], path
            for one in map(contract.resolved, operation["parameters"]):
                assert one["description"], (path, one["name"])
                assert one["schema"], (path, one["name"])
                assert "example" in one, (path, one["name"])


def test_every_body_has_an_example_that_is_one():
    bodies = [
        content
        for operations in kept()["paths"].values()
        for operation in operations.values()
        for content in operation.get("requestBody", {}).get("content", {}).values()
    ]
    assert len(bodies) == 2 * len(KINDS)
    for content in bodies:
        assert contract.against(content["schema"], content["example"], content["schema"]["$ref"]) == []


def test_every_answer_has_an_example_that_is_one():
    for path, operations in kept()["paths"].items():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                for media_type, content in contract.resolved(answer).get("content", {}).items():
                    if media_type.endswith("json"):
                        faults = contract.against(content["schema"], content["example"], f"{path} {status}")
                        assert faults == []


def test_every_field_of_an_answer_is_told():
    for name, described in kept()["components"]["schemas"].items():
        for member, one in described.get("properties", {}).items():
            assert "$ref" in one or one["description"], (name, member)


@pytest.mark.parametrize("plural", KINDS)
def test_the_words_of_a_list_in_the_description_are_those_that_the_list_takes(client, schema, plural):
    described = words_of(schema["paths"][f"/api/v1/{plural}/"])
    viewset: Any = {prefix: viewset for prefix, viewset, _ in router.registry}[plural]
    assert described == {*viewset.filterset_class.base_filters, "page_size", "cursor", "fields", "expand"}
    detail = client.get(f"/api/v1/{plural}/?colour=red").json()["errors"][0]["detail"]
    assert described == set(detail.removesuffix(".").split("knows: ")[1].split(", "))


@pytest.mark.parametrize("plural", KINDS)
def test_records_have_the_fields_of_the_description_and_no_others(client, schema, plural):
    def fields(operation):
        answer = contract.whole(operation["responses"]["200"]["content"]["application/json"]["schema"])
        if "properties" in answer:
            answer = answer["properties"]["results"]["items"]
        return set(contract.resolved(answer)["properties"])

    noun, key = KINDS[plural]
    listed = fields(schema["paths"][f"/api/v1/{plural}/"]["get"])
    single = fields(schema["paths"][f"/api/v1/{plural}/{{{key}}}/"]["get"])
    assert single - listed == ({"status"} if plural == "claims" else {"status", "claims"}), noun
    for record in api(client, plural)[:3]:
        assert set(record) == listed
        assert set(client.get(record["url"]).json()) == single


def test_the_answer_of_the_search_has_the_form_of_the_description(client, schema):
    described = schema["components"]["schemas"]["FoundPage"]["properties"]
    answer = client.get("/api/v1/search/?q=Anhui").json()
    assert set(answer) == set(described)
    assert set(answer["results"][0]) == set(schema["components"]["schemas"]["Found"]["properties"])
    assert words_of(schema["paths"]["/api/v1/search/"]) == {"q", "kind", "cursor", "page_size"}
    highlight = answer["results"][0]["highlights"][0]
    assert set(highlight) == set(schema["components"]["schemas"]["Highlight"]["properties"])


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
