"""Bounds on what a request may bring, and the answer when the database is away."""

from unittest import mock

import pytest
from django.db import DataError, InterfaceError, OperationalError

from tests.reading import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

QUERIES = "django.db.models.sql.compiler.SQLCompiler.execute_sql"


def test_a_query_string_may_have_two_kilobytes_and_no_more(client):
    assert client.get(f"/search/?q={'x' * 2046}").status_code == 400
    response = client.get(f"/search/?q={'x' * 2047}")
    assert response.status_code == 414
    assert response.content.decode() == "The query string is 2049 bytes long; at most 2048."
    response = client.get(f"/api/v1/years/?q={'x' * 2047}")
    assert response.status_code == 414
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["detail"] == "The query string is 2049 bytes long; at most 2048."


@pytest.mark.parametrize("header", ["Accept", "Accept-Language"])
@pytest.mark.parametrize("address", ["/years/", "/api/v1/years/", "/zh-hans/"])
def test_a_negotiation_header_may_have_one_kilobyte_and_no_more(client, header, address):
    assert client.get(address, headers={header: ("*/*," * 256)[:1024]}).status_code == 200
    response = client.get(address, headers={header: "*/*," * 257})
    assert response.status_code == 431
    assert f"{header} is 1028 bytes long; at most 1024." in response.content.decode()
    assert (response.headers["Content-Type"] == "application/problem+json") is address.startswith("/api/")


@pytest.mark.parametrize(
    "address",
    [
        "/activities/?slug=a%00b", "/activities/?%00=1", "/agencies/sa%00mr/", "/api/v1/agencies/?slug=%00",
        "/api/v1/agencies/sa%00mr/", "/search/?q=%00", "/api/v1/claims/%00/", "/api/v1/claims/?record=%00",
    ],
)  # fmt: skip
def test_a_nul_character_is_refused(client, address):
    response = client.get(address)
    assert response.status_code == 400
    assert "The address holds a NUL character." in response.content.decode()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize(
    "address",
    ["/", "/zh-hans/", "/years/", "/years/2023/", "/search/?q=x", "/disagreements/", "/about/", "/agencies.csv"],
)
def test_a_page_answers_503_while_the_database_is_away(client, address, error):
    with mock.patch(QUERIES, side_effect=error("gone")):
        response = client.get(address)
        assert client.get("/healthz").status_code == 200
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    read = Page(response)
    assert [attrs["lang"] for name, attrs, _ in read.elements if name == "html"] == [
        "zh-Hans" if address.startswith("/zh-hans/") else "en"
    ]
    if not address.startswith("/zh-hans/"):
        assert read.text("h1") == "The database does not answer"
    assert response.headers["Content-Security-Policy"]
    assert response.cookies == {}


@pytest.mark.parametrize(
    "address", ["/api/v1/years/", "/api/v1/years/2023/", "/api/v1/search/?q=x", "/api/v1/claims/?line=1"]
)
def test_the_api_answers_503_as_a_problem_document(client, address):
    with mock.patch(QUERIES, side_effect=OperationalError("gone")):
        response = client.get(address)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["title"] == "Service Unavailable"
    assert "gone" not in response.content.decode()


def test_a_database_that_fails_outside_of_a_view_is_a_503_too(client):
    client.raise_request_exception = False
    with mock.patch(
        "django.contrib.sessions.middleware.SessionMiddleware.process_request",
        side_effect=OperationalError("disk full"),
    ):
        response = client.get("/years/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")


def test_another_fault_of_the_database_is_a_fault_of_ours(client):
    client.raise_request_exception = False
    with mock.patch(QUERIES, side_effect=DataError("ours")):
        assert client.get("/years/").status_code == 500


def test_what_needs_no_database_answers_without_one(client):
    with mock.patch(QUERIES, side_effect=OperationalError("gone")):
        for address in ("/healthz", "/robots.txt", "/.well-known/security.txt", "/search/", "/api/docs/", "/api/v1/"):
            assert client.get(address).status_code == 200, address
        assert client.get("/nothing/").status_code == 404
