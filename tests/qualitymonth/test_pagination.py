"""Paging of the API: every record once, in every order, whatever the page size."""

import json
from base64 import urlsafe_b64encode

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.models import Agency
from campaigns.models import Activity, Claim
from qualitymonth.pagination import Cursor
from tests import factories
from tests.reading import KINDS, api, keys_of_api

#: Large enough that the longest list has no hundred pages, small enough that records of one day are parted.
SIZES = {"claims": 397, "activities": 47, "sources": 23, "campaigns": 17, "agencies": 17}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

MANY = ["activities", "agencies", "years", "claims"]


def orders(client, plural):
    detail = client.get(f"/api/v1/{plural}/?ordering=x").json()["errors"][0]["detail"]
    return detail.removesuffix(".").split("knows: ")[1].split(", ")


def only_keys(plural):
    """Return the word by which a walk is shown the keys alone, which is all that it looks at."""
    return f"&fields={KINDS[plural][1]}"


@pytest.mark.parametrize("plural", KINDS)
def test_walking_on_visits_every_record_once_in_each_order(client, plural):
    size, keys = SIZES.get(plural, 7), only_keys(plural)
    whole = keys_of_api(client, plural, f"?page_size=500{keys}")
    for word in orders(client, plural):
        walked = keys_of_api(client, plural, f"?ordering={word}&page_size={size}{keys}")
        assert len(walked) == len(set(walked))
        assert set(walked) == set(whole)
        assert walked == keys_of_api(client, plural, f"?ordering={word}&page_size=500{keys}")


@pytest.mark.parametrize("plural", MANY)
def test_walking_back_visits_the_same_records_in_the_same_order(client, plural):
    size = SIZES.get(plural, 7)
    for word in orders(client, plural):
        answer = client.get(f"/api/v1/{plural}/?ordering={word}&page_size={size}{only_keys(plural)}").json()
        pages = [answer["results"]]
        while answer["next"]:
            answer = client.get(answer["next"]).json()
            pages.append(answer["results"])
        back = [answer["results"]]
        while answer["previous"]:
            answer = client.get(answer["previous"]).json()
            back.insert(0, answer["results"])
        assert back == pages


def test_the_way_back_and_the_orders_turned_round_are_each_other_reversed(client):
    for plural in MANY:
        for word in orders(client, plural):
            if not word.startswith("-"):
                turned = keys_of_api(client, plural, f"?ordering=-{word}&page_size=500{only_keys(plural)}")
                assert turned == keys_of_api(client, plural, f"?ordering={word}&page_size=500{only_keys(plural)}")[::-1]


def test_more_records_changed_at_one_moment_than_any_page_holds_are_all_visited(client):
    """Framework cursors count within equal values only up to a bound, and then go round in circles."""
    source, record = factories.make_source(), factories.make_agency()
    Claim.objects.bulk_create(
        Claim(status="published", key=f"bulk-{number}", source=source, agency=record, field="names", value="局")
        for number in range(1200)
    )
    Claim.objects.update(updated_at="2023-09-01T00:00:00Z")
    walked = keys_of_api(client, "claims", "?ordering=modified&page_size=500")
    assert len(walked) == len(set(walked)) == Claim.objects.count() > 1200


def test_a_record_that_comes_or_goes_while_paging_moves_no_other(client):
    first = client.get("/api/v1/agencies/?page_size=10").json()
    seen = [record["slug"] for record in first["results"]]
    factories.make_agency(slug="aaa-first")
    Agency.objects.filter(slug=seen[0]).update(status="draft")
    rest = [record["slug"] for record in api(client, "agencies", first["next"].split("/agencies/")[1])]
    expected = Agency.objects.published().exclude(slug="aaa-first").exclude(slug__in=seen)
    assert rest == sorted(expected.values_list("slug", flat=True))


DAYS = st.sampled_from(["", "1999", "2023-08", "2023-09-01", "2023-09-02"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("next"), st.just("")),
        st.tuples(st.just("add"), DAYS),
        st.tuples(st.sampled_from(["remove", "hide", "show"]), st.integers(0, 30)),
    ),
    max_size=20,
)


@pytest.fixture
def campaign():
    """An archive that holds one campaign and nothing else."""
    factories.empty_archive()
    return factories.make_campaign()


@given(
    order=st.sampled_from(["date", "-date", "slug", "-slug"]),
    size=st.integers(1, 4),
    first=st.lists(DAYS, max_size=8),
    steps=STEPS,
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_comes_and_goes_no_record_that_stays_is_missed_or_told_twice(client, campaign, steps, **asked):
    order, size, first = asked["order"], asked["size"], asked["first"]
    with transaction.atomic():
        made = [factories.make_activity(campaign=campaign, starts_on=day) for day in first]
        stayed = {activity.slug for activity in made}
        address, told = f"/api/v1/activities/?ordering={order}&page_size={size}&fields=slug", []
        for step, what in [*steps, *[("next", "")] * (len(first) + len(steps) + 1)]:
            if step == "next" and address:
                answer = client.get(address).json()
                told += [record["slug"] for record in answer["results"]]
                address = answer["next"]
            elif step == "add":
                made.append(factories.make_activity(campaign=campaign, starts_on=what))
            elif made and step != "next":
                activity = made[what % len(made)]
                stayed.discard(activity.slug)
                if step == "remove":
                    made.remove(activity)
                    activity.delete()
                else:
                    Activity.objects.filter(pk=activity.pk).update(status="draft" if step == "hide" else "published")
        assert address is None
        assert len(told) == len(set(told))
        assert stayed <= set(told)
        transaction.set_rollback(True)


def test_a_page_says_how_many_records_there_are_in_all(client):
    factories.empty_archive()
    campaign = factories.make_campaign()
    for kind in ("launch", "launch", "forum", "launch"):
        factories.make_activity(campaign=campaign, kind=kind)
    answer = client.get("/api/v1/activities/?page_size=2&kind=launch").json()
    assert list(answer) == [
        "count", "next", "previous", "results", "not_found", "description_zh", "description_en",
    ]  # fmt: skip
    assert (answer["count"], len(answer["results"]), answer["previous"]) == (3, 2, None)
    answer = client.get(answer["next"]).json()
    assert (answer["count"], len(answer["results"]), answer["next"]) == (3, 1, None)
    assert answer["previous"].startswith("http://testserver/api/v1/activities/?")


def test_links_keep_the_question_with_all_its_values(client):
    answer = client.get("/api/v1/activities/?page_size=2&kind=launch&kind=forum&q=质量").json()
    assert "kind=launch&kind=forum" in answer["next"]
    assert "page_size=2" in answer["next"]
    assert "q=%E8%B4%A8%E9%87%8F" in answer["next"]


def test_an_empty_list_is_a_page_too(client):
    answer = client.get("/api/v1/figures/?q=zyzzyva").json()
    assert (answer["count"], answer["next"], answer["previous"], answer["results"]) == (0, None, None, [])


@pytest.mark.parametrize(("size", "given"), [(None, 50), ("1", 1), ("50", 50), ("0499", None), ("500", 500)])
def test_a_page_holds_fifty_records_or_as_many_as_are_asked_for(client, size, given):
    response = client.get("/api/v1/claims/" + (f"?page_size={size}" if size else ""))
    if given is None:
        assert response.status_code == 400
    else:
        assert len(response.json()["results"]) == given


@pytest.mark.parametrize("size", ["0", "501", "-1", "abc", "", "1.0", "５０", "1e2", " 5", "9" * 1900])
def test_any_other_page_size_is_refused_by_name(client, size):
    response = client.get("/api/v1/claims/", {"page_size": size})
    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == ["page_size"]


def made(*parts):
    return urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "", "x", "abc", "====", "cD1hYmM=", "bz0x", "é", "\u8d28", "x" * 1900, "W" * 1000, made(), made("-date"),
        made("-date", False), made("-date", False, "2023-01-01"), made("-date", False, "2023-01-01", "slug", "more"),
        made("-date", "no", "2023-01-01", "slug"), made("date", False, "2023-01-01", "slug"),
        made("-date", False, "yesterday", "slug"), made("-date", False, "2023-13-01", "slug"),
        made("-date", False, None, "slug"), made("-date", False, 2023, "slug"), made("-date", False, "", "slug"),
        made("-date", False, "2023-01-01", "a\0b"), made("-date", False, "2023-01-01", "\ud800"),
        made("-date", False, "2023-01-01", "not a slug"), made("-date", False, [], {}), "W10", "bnVsbA", "MQ",
        urlsafe_b64encode(b"[" * 1200).decode(),
    ],
)  # fmt: skip
def test_a_cursor_that_this_list_never_gave_is_refused_by_name(client, cursor):
    response = client.get("/api/v1/activities/", {"cursor": cursor})
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert [error["parameter"] for error in response.json()["errors"]] == ["cursor"]


@pytest.mark.parametrize(
    "value", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2023-09-01T00:00:00", "2023-09-01", "", "now"]
)
def test_a_cursor_at_an_impossible_moment_is_refused_too(client, value):
    cursor = str(Cursor("modified", (value, "slug")))
    response = client.get("/api/v1/activities/", {"cursor": cursor, "ordering": "modified"})
    assert (response.status_code, [e["parameter"] for e in response.json()["errors"]]) == (400, ["cursor"])


@pytest.mark.parametrize("value", ["-1", "99999999999999999999", "x", "", "2023.5"])
def test_a_cursor_at_an_impossible_year_is_refused_too(client, value):
    response = client.get("/api/v1/years/", {"cursor": str(Cursor("-year", (value,)))})
    assert (response.status_code, [e["parameter"] for e in response.json()["errors"]]) == (400, ["cursor"])


def test_a_cursor_belongs_to_its_order(client):
    following = client.get("/api/v1/activities/?page_size=2&ordering=slug").json()["next"]
    assert client.get(following.replace("ordering=slug", "ordering=-slug")).status_code == 400
    assert client.get(following).status_code == 200


def test_the_end_of_a_list_that_shrank_is_an_empty_page(client):
    factories.empty_archive()
    campaign = factories.make_campaign()
    for slug in ("a", "b", "last"):
        factories.make_activity(campaign=campaign, slug=slug)
    following = client.get("/api/v1/activities/?page_size=2&ordering=slug").json()["next"]
    assert [record["slug"] for record in client.get(following).json()["results"]] == ["last"]
    Activity.objects.filter(slug="last").update(status="draft")
    answer = client.get(following).json()
    assert (answer["count"], answer["next"], answer["previous"], answer["results"]) == (2, None, None, [])


def test_what_a_cursor_writes_it_reads():
    cursor = Cursor("-date", ("2023-09-01", "质量"), backwards=True)
    assert Cursor.read(str(cursor), "-date") == cursor
