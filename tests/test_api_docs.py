"""Every example in the documentation of the API is what the archive answers."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.asking import Example, alike, ask, compare, differences, examples_in, loads
from tests.writing import bearer, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

DOCS = Path(settings.BASE_DIR) / "docs"
PAGES = [DOCS / "api.md", *sorted((DOCS / "api").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_archive_answers_every_example_as_it_is_shown(client, page):
    known = {"TOKEN": bearer(make_staff())["Authorization"].removeprefix("Bearer ")}
    for example in examples_in(page.read_text(encoding="utf-8"), known):
        answer = ask(client, example)
        assert differences(example, answer) == [], example.address
        known["ETAG"] = answer.headers.get("ETag", "")


def test_what_is_not_shown_may_be_anything_and_all_else_may_not():
    def compared(shown, value):
        return list(compare(loads(shown), value, "$"))

    assert compared('{"a": 1, "b": …, …}', {"a": 1, "b": [2], "c": 3}) == []
    assert compared('{"a": [1, …, 9], "b": "x…z"}', {"a": [1, 2, 9], "b": "xyz"}) == []
    assert compared('{"a": 1}', {"a": 1, "b": 2}) == ["$ has b, too"]
    assert compared('{"a": 1, …}', {"b": 2}) == ["$ has no a"]
    assert compared("[1, 2]", [1]) == ["$ has 1 members"]
    assert compared('{"a": "x"}', {"a": "y"}) == ["$.a is 'y', not 'x'"]
    assert alike("one\n…\nthree", "one\ntwo\nthree")
    assert not alike("one", "one\n")


def test_an_example_is_read_with_the_options_of_curl():
    command = "$ curl -i -X PATCH -H 'If-Match: $ETAG' -d '{}' \\\n  'http://127.0.0.1:8000/x'"
    page = f"```console\n{command}\nHTTP/1.1 412 …\n```\n"
    (example,) = examples_in(page, {"ETAG": '"r1"'})
    assert example == Example(
        "http://127.0.0.1:8000/x", "HTTP/1.1 412 …", "PATCH", {"If-Match": '"r1"'}, "{}", with_head=True
    )
