"""What changed since a revision, and how the archive stands."""

import json
from datetime import datetime
from typing import Any

import pytest

from campaigns.models import Series
from qualitymonth import moving
from qualitymonth.api import router
from qualitymonth.history import changing
from qualitymonth.models import Address, Change, Revision
from qualitymonth.validators import current
from tests import factories

pytestmark = pytest.mark.django_db

CHANGES = "/api/v1/changes/"


def asked(client, query="", status=200):
    response = client.get(f"{CHANGES}{query}")
    assert response.status_code == status, response.content
    return response.json()


def told(client, query=""):
    """Return the key of each row, and what is told of it, page after page."""
    rows, address = [], f"{CHANGES}{query}"
    while address:
        page = client.get(address).json()
        rows += page["results"]
        address = page["next"]
    return [(row["key"], row["moved_to"] or ("gone" if row["gone"] else "stands")) for row in rows]


def test_each_address_is_told_once_in_the_order_of_the_changes(client):
    first, second, third = (factories.make_series() for _ in range(3))
    first.name_en = "Changed"
    first.save()
    third.delete()
    assert told(client) == [(second.slug, "stands"), (first.slug, "stands"), (third.slug, "gone")]


def test_a_row_says_when_what_and_where(client):
    series = factories.make_series(slug="old")
    moving.rename(Series, series.pk, "new")
    change = Change.objects.get(kind="rename")
    answer = asked(client)
    new, old = answer["results"]
    assert datetime.fromisoformat(new.pop("at")) == change.at
    assert new == {
        "revision": change.number, "kind": "series", "key": "new", "url": "http://testserver/api/v1/series/new/",
        "gone": False, "moved_to": None,
    }  # fmt: skip
    assert {name: old[name] for name in ("key", "url", "gone", "moved_to")} == {
        "key": "old", "url": None, "gone": True, "moved_to": "new",
    }  # fmt: skip
    assert client.get(new["url"]).json()["slug"] == "new"
    assert (answer["revision"], answer["count"]) == (change.number, 2)


def test_since_leaves_out_what_was_known_by_then(client):
    factories.make_series()
    since = asked(client)["revision"]
    assert told(client, f"?since={since}") == []
    series = factories.make_series()
    assert told(client, f"?since={since}") == [(series.slug, "stands")]
    assert told(client, "?since=0") == told(client)


def test_kinds_are_asked_for_by_their_nouns(client):
    series, person, year = factories.make_series(), factories.make_person(), factories.make_year()
    assert told(client, "?kind=person&kind=year") == [(person.slug, "stands"), (str(year.number), "stands")]
    assert told(client, "?kind=series") == [(series.slug, "stands")]


@pytest.mark.parametrize("size", [1, 2, 3, 500])
def test_pages_lead_on_and_back_and_hold_everything_once(client, size):
    with changing("edit"):
        for _ in range(3):
            factories.make_claim()
    factories.make_series().delete()
    whole = asked(client, "?page_size=500")["results"]
    pages, address = [], f"{CHANGES}?page_size={size}"
    while address:
        pages.append(client.get(address).json())
        address = pages[-1]["next"]
    assert [row for page in pages for row in page["results"]] == whole
    assert {page["count"] for page in pages} == {len(whole)}
    back: list[Any] = []
    address = pages[-1]["previous"]
    while address:
        page = client.get(address).json()
        back = page["results"] + back
        address = page["previous"]
    assert back + pages[-1]["results"] == whole


def test_what_changes_between_two_pages_is_seen_at_the_end(client):
    records = [factories.make_series() for _ in range(4)]
    page = asked(client, "?page_size=2")
    records[0].name_en = "Changed meanwhile"
    records[0].save()
    records[3].delete()
    new = factories.make_series()
    rows = page["results"] + client.get(page["next"]).json()["results"]
    address = client.get(page["next"]).json()["next"]
    while address:
        page = client.get(address).json()
        rows += page["results"]
        address = page["next"]
    assert {row["key"]: row["gone"] for row in rows} == {
        **{record.slug: False for record in records[:3]}, records[3].slug: True, new.slug: False,
    }  # fmt: skip
    assert page["revision"] == Revision.current().number


def test_the_revision_of_a_page_is_never_newer_than_what_it_holds(client, monkeypatch):
    def meanwhile():
        stands = current()
        factories.make_series(slug="meanwhile")
        return stands

    monkeypatch.setattr("qualitymonth.syncing.api.current", meanwhile)
    answer = asked(client)
    monkeypatch.undo()
    assert told(client, f"?since={answer['revision']}") == [("meanwhile", "stands")]


@pytest.mark.parametrize(
    ("query", "word", "why"),
    [
        ("since=x", "since", "x is not the number of a revision."),
        ("since=-1", "since", "-1 is not the number of a revision."),
        ("since=１", "since", "１ is not the number of a revision."),
        ("since=" + "9" * 40, "since", f"{'9' * 40} is not the number of a revision."),
        ("since=1000", "since", "1000 is yet to come: the archive is at revision 1."),
        ("since=0&since=1", "since", "Give this word once."),
        ("kind=colour", "kind", "colour"),
        ("colour=red", "colour", "Unknown word. This list knows: cursor, kind, page_size, since."),
        ("ordering=slug", "ordering", "Unknown word."),
        ("q=x", "q", "Unknown word."),
        ("page_size=0", "page_size", "'0' is not a number from 1 to 500."),
        ("cursor=x", "cursor", "Not a cursor of this list."),
    ],
)
def test_a_bad_word_is_refused_and_named(client, query, word, why):
    factories.make_series()
    answer = asked(client, f"?{query}", status=400)
    (error,) = answer["errors"]
    assert error["parameter"] == word
    assert why in error["detail"]


def test_a_cursor_of_another_list_is_none_of_this_one(client):
    factories.make_series()
    factories.make_series()
    following = client.get("/api/v1/series/?page_size=1").json()["next"]
    assert asked(client, f"?{following.partition('?')[2]}", status=400)["errors"][0]["parameter"] == "cursor"


def test_a_deep_page_asks_the_index_where_it_begins(client, django_assert_num_queries):
    with changing("edit"):
        for _ in range(30):
            factories.make_series()
    last = asked(client, "?page_size=25")["next"]
    with django_assert_num_queries(4) as asked_for:
        client.get(last)
    (listed,) = [query["sql"] for query in asked_for if "LIMIT 26" in query["sql"]]
    assert '"change_id" >= ' in listed


def test_the_archive_says_how_it_stands(client):
    claim = factories.make_claim()
    factories.make_series(status="draft")
    factories.make_series().delete()
    answer = client.get("/api/v1/meta/").json()
    stands = Revision.current()
    assert answer["revision"] == stands.number
    assert datetime.fromisoformat(answer["changed_at"]) == stands.changed_at
    assert answer["software"]["version"]
    assert answer["page_size"] == {"default": 50, "largest": 500}
    assert answer["kinds"]["claim"] == {"count": 1, "key": "key", "url": "http://testserver/api/v1/claims/"}
    assert answer["kinds"]["series"]["count"] == 0
    assert answer["kinds"][claim.record_kind]["count"] == 1
    for address in answer["links"].values():
        assert client.get(address.removeprefix("http://testserver")).status_code in (200, 400), address


def test_every_kind_is_counted_as_its_list_counts_it(client):
    claim = factories.make_claim()
    factories.make_activity(campaign=factories.make_campaign(status="draft"))
    factories.make_appearance()
    claim.source.status = "draft"
    claim.source.save()
    kinds = client.get("/api/v1/meta/").json()["kinds"]
    assert len(kinds) == len(router.registry)
    for kind in kinds.values():
        listed = client.get(kind["url"].removeprefix("http://testserver")).json()
        assert listed["count"] == kind["count"], kind
        assert all(kind["key"] in record for record in listed["results"])


def test_an_empty_archive_is_at_revision_0(client):
    assert not Address.objects.exists()
    answer = client.get("/api/v1/meta/").json()
    assert (answer["revision"], {kind["count"] for kind in answer["kinds"].values()}) == (0, {0})
    assert asked(client, "?since=0")["results"] == []


def test_there_is_nothing_to_ask_of_the_archive_as_a_whole(client):
    response = client.get("/api/v1/meta/?colour=red")
    assert response.status_code == 400
    assert json.loads(response.content)["errors"][0]["parameter"] == "colour"
