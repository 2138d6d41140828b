"""The API's search is paged by cursor: every result once, in order, either way."""

import pytest

from campaigns.models import Activity
from campaigns.search.find import find

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


def keys(answer):
    return [(one["kind"], one["key"]) for one in answer["results"]]


def test_following_next_gives_every_result_once_and_previous_leads_back(client):
    wanted = [(match.kind, match.key) for match in find("安徽").matches]
    answer = client.get("/api/v1/search/?q=安徽&page_size=7").json()
    assert answer["previous"] is None
    pages = [answer]
    while pages[-1]["next"]:
        pages.append(client.get(pages[-1]["next"]).json())
    assert [key for one in pages for key in keys(one)] == wanted
    assert {one["count"] for one in pages} == {len(wanted)}
    for earlier, later in zip(pages[-2::-1], pages[:0:-1], strict=True):
        assert keys(client.get(later["previous"]).json()) == keys(earlier)


def test_what_goes_while_somebody_pages_makes_nothing_skipped_or_repeated(client):
    first = client.get("/api/v1/search/?q=安徽&kind=activity&page_size=5").json()
    rest = [(match.kind, match.key) for match in find("安徽", ["activity"]).matches][5:]
    Activity.objects.filter(slug__in=[key for _, key in keys(first)]).update(status="draft")
    following = client.get(first["next"].replace("page_size=5", "page_size=500")).json()
    assert keys(following) == rest


@pytest.mark.parametrize(
    ("query", "word"),
    [("page_size=0", "page_size"), ("page_size=501", "page_size"), ("cursor=x", "cursor"), ("cursor=", "cursor"),
     ("cursor=WyJyYW5rIixmYWxzZSwiYSIsImIiLCJjIiwiZCJd", "cursor"), ("page=2", "page")],
)  # fmt: skip
def test_a_bad_place_is_refused_by_name(client, query, word):
    response = client.get(f"/api/v1/search/?q=安徽&{query}")
    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == [word]
