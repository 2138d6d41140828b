"""Errors of the API as problem details."""

import pytest
from rest_framework.exceptions import NotFound
from rest_framework.test import APIRequestFactory

from qualitymonth.problems import exception_handler, problem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


def test_a_problem_has_the_members_of_rfc_9457():
    assert problem(404, "Nothing.", "/api/x/") == {
        "type": "about:blank", "title": "Not Found", "status": 404, "detail": "Nothing.", "instance": "/api/x/",
    }  # fmt: skip
    assert problem(400, "Bad.", "/", [{"parameter": "q"}])["errors"] == [{"parameter": "q"}]


def test_a_bad_value_is_named_with_what_is_wrong_with_it(client):
    response = client.get("/api/v1/activities/?year=1900&q=x")
    assert response.status_code == 400
    assert response.json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "year: Select a valid choice. 1900 is not one of the available choices.",
        "instance": "/api/v1/activities/?year=1900&q=x",
        "errors": [
            {
                "parameter": "year",
                "detail": "Select a valid choice. 1900 is not one of the available choices.",
                "code": "invalid",
            }
        ],
    }


@pytest.mark.parametrize(
    ("address", "methods"),
    [
        ("/api/v1/activities/", ["put", "patch", "delete"]),
        ("/api/v1/agencies/samr/", ["post", "put"]),
        ("/api/v1/search/", ["post", "put", "patch", "delete"]),
    ],
)
def test_what_an_address_does_not_do_is_refused_and_says_so(client, address, methods):
    for method in methods:
        _refuses(client, address, method)


def _refuses(client, address, method):
    response = getattr(client, method)(address, data="{}", content_type="application/json")
    assert response.status_code == 405
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["title"] == "Method Not Allowed"
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*", "text/csv;q=0.5"])
def test_a_form_that_the_api_does_not_speak_is_not_acceptable(client, accept):
    response = client.get("/api/v1/agencies/", headers={"Accept": accept})
    assert response.status_code == 406
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "accept",
    ["*/*", "application/json", "text/html,*/*;q=0.8", "application/*", "application/json;q=0.1, text/html"],
)
def test_everything_else_gets_json(client, accept):
    response = client.get("/api/v1/agencies/", headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "accept", ["/", ";", "a/b/c", "application/json;;=", "*", "\u00e9/\u00e9", ",,,", "text/html;q=x"]
)
def test_a_broken_accept_header_breaks_nothing(client, accept):
    assert client.get("/api/v1/agencies/", headers={"Accept": accept}).status_code in (200, 406)


def test_a_fault_of_ours_is_left_to_the_handler_of_faults():
    request = APIRequestFactory().get("/api/v1/years/")
    assert exception_handler(ZeroDivisionError(), {"request": request}) is None
    answer = exception_handler(NotFound(), {"request": request})
    assert answer is not None
    assert answer.status_code == 404
