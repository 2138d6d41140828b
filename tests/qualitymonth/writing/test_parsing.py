"""JSON is read strictly: what could be read in two ways, or cannot be stored, is refused and named."""

import json

import pytest

from tests.writing import Writer, make_staff

pytestmark = pytest.mark.django_db

LIST = "/api/v1/people/"


@pytest.fixture
def writer(client):
    return Writer(client, make_staff())


def send(writer, body, media_type="application/json"):
    return writer.client.post(LIST, body, content_type=media_type, headers=writer.headers)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "slug"),
        (b"{", "no JSON: line 1, column 2"),
        (b'{"slug": "a", "slug": "b"}', "“slug” stands twice in one object"),
        (b'{"name_en": NaN}', "NaN is no number"),
        (b'{"name_en": -Infinity}', "-Infinity is no number"),
        (b'["slug"]', "must be an object"),
        (b'"slug"', "must be an object"),
        (b"null", "must be an object"),
        (b'{"name_en": "a\\u0000b"}', "a NUL character"),
        (b'{"name_en": "\\ud800"}', "half of a surrogate pair"),
        (b'{"\\udfff": 1}', "half of a surrogate pair"),
        (b'{"name_en": "\xff"}', "not UTF-8: byte 13"),
        (b'{"name_en": ' + b"9" * 5_000 + b"}", "digits"),
        (b'{"a": ' + b"[" * 50 + b"]" * 50 + b"}", "More than 50"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "More than 50"),
    ],
)
def test_what_is_no_object_of_plain_json_is_refused(writer, body, detail):
    response = send(writer, body)
    assert response.status_code == 400
    assert detail in response.json()["detail"]


def test_a_body_beyond_its_bound_is_refused_without_being_read(writer):
    response = send(writer, json.dumps({"name_en": "a" * 1_000_000}))
    assert response.status_code == 413
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_another_type_than_json_is_refused(writer, media_type):
    assert send(writer, "slug=a", media_type).status_code == 415


def test_fifty_lists_and_objects_may_stand_in_each_other(writer):
    response = send(writer, '{"a": ' + "[" * 49 + "]" * 49 + "}")
    assert "Unknown member" in response.json()["detail"]
