"""How much of a record is shown: chosen fields, expanded relations, in lists, single records and files."""

import csv
import json
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Agency
from qualitymonth.api import router
from tests import factories
from tests.reading import KINDS, api, body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

LAUNCH = "2023-five-province-launch"
VIEWSETS: dict[str, Any] = {prefix: viewset for prefix, viewset, _ in router.registry}


def one(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()[:1000]
    return response.json()


@pytest.mark.parametrize("plural", KINDS)
def test_only_the_fields_asked_for_are_shown_in_their_order(client, plural):
    key = KINDS[plural][1]
    whole = api(client, plural)[:3]
    chosen = one(client, f"/api/v1/{plural}/?fields=modified,{key}&page_size=3")["results"]
    assert chosen == [{"modified": record["modified"], key: record[key]} for record in whole]
    assert list(chosen[0]) == ["modified", key]
    single = one(client, f"/api/v1/{plural}/{whole[0][key]}/?fields={key}&fields=url")
    assert single == {key: whole[0][key], "url": whole[0]["url"]}


@pytest.mark.parametrize("plural", KINDS)
def test_every_relation_is_expanded_to_what_its_own_address_shows(client, plural):
    serializer = VIEWSETS[plural].serializer_class
    for name in serializer.expandable:
        head, _, member = name.partition(".")
        plain = api(client, plural)
        shown = api(client, plural, f"?expand={name}")
        assert len(shown) == len(plain)
        pairs: list[Any] = []
        for was, now in zip(plain, shown, strict=True):
            assert {field: now[field] for field in now if field != head} == {f: was[f] for f in was if f != head}
            keys, records = was[head], now[head]
            if member:
                keys, records = [row[member] for row in keys], [row[member] for row in records]
            if not isinstance(keys, list):
                keys, records = [keys], [records]
            pairs += zip(keys, records, strict=True)
        assert all((key is None) == (record is None) for key, record in pairs)
        for key, record in [(key, record) for key, record in pairs if record is not None][:3]:
            single = one(client, record["url"])
            single.pop("claims", None)
            assert single.pop("status") == "published"
            assert record == single
            assert key in record.values()


def test_predecessors_are_expanded_in_order(client):
    heir, elder, younger = (factories.make_agency(slug=slug) for slug in ("heir", "b-elder", "c-younger"))
    for agency in (younger, elder):
        heir.successions.create(predecessor=agency)
    assert one(client, "/api/v1/agencies/heir/")["predecessors"] == ["b-elder", "c-younger"]
    shown = one(client, "/api/v1/agencies/heir/?expand=predecessors,parent")
    assert [agency["slug"] for agency in shown["predecessors"]] == ["b-elder", "c-younger"]
    assert shown["parent"] is None


def test_what_a_draft_is_expanded_to_is_nothing(client):
    host = factories.make_agency(slug="host-in-draft")
    campaign = factories.make_campaign(slug="hosted", host=host)
    assert one(client, "/api/v1/campaigns/hosted/?expand=host")["host"]["slug"] == "host-in-draft"
    activity = factories.make_activity(slug="organised", campaign=campaign)
    activity.participations.create(agency=host, role="organiser", position=1)
    Agency.objects.filter(pk=host.pk).update(status="draft")
    assert one(client, "/api/v1/campaigns/hosted/?expand=host")["host"] is None
    assert one(client, "/api/v1/activities/organised/?expand=organisers.agency")["organisers"] == []
    assert one(client, "/api/v1/activities/organised/?expand=campaign")["campaign"]["host"] is None


@pytest.mark.parametrize(
    ("query", "word", "says"),
    [
        ("fields=colour", "fields", "“colour” is unknown. These can be named: url, html_url, slug, campaign"),
        ("fields=", "fields", "“” is unknown."),
        ("fields=slug,", "fields", "“” is unknown."),
        ("fields=claims", "fields", "“claims” is unknown."),
        ("expand=claims", "expand", "These can be named: campaign, organisers.agency, part_of, provinces, same_as"),
        ("expand=organisers", "expand", "“organisers” is unknown."),
        ("expand=campaign.year", "expand", "“campaign.year” is unknown."),
        ("expand=campaign&fields=slug", "expand", "“campaign” is not among the fields asked for."),
    ],
)
def test_what_cannot_be_named_is_refused_with_what_can(client, query, word, says):
    for address in ("/api/v1/activities/", "/api/v1/activities.csv", "/api/v1/activities.jsonl"):
        response = client.get(f"{address}?{query}")
        assert response.status_code == 400
        (error,) = response.json()["errors"]
        assert error["parameter"] == word
        assert says in error["detail"]
    for address in ("/activities.csv", "/activities.jsonl"):
        response = client.get(f"{address}?{query}")
        assert response.status_code == 400
        assert says.split(":")[0] in response.content.decode()


def test_a_single_record_may_show_its_claims_alone_and_knows_no_other_words(client):
    assert list(one(client, f"/api/v1/activities/{LAUNCH}/?fields=claims")) == ["claims"]
    response = client.get(f"/api/v1/activities/{LAUNCH}/?year=2023")
    assert response.status_code == 400
    assert response.json()["errors"][0]["detail"] == "Unknown word. A single record knows: expand, fields."


@pytest.mark.parametrize("plural", KINDS)
def test_every_kind_is_a_file_of_the_same_records(client, plural):
    records = api(client, plural)
    lines = body(client.get(f"/api/v1/{plural}.jsonl")).splitlines()
    assert [json.loads(line) for line in lines] == records
    response = client.get(f"/api/v1/{plural}.csv?fields={KINDS[plural][1]},modified")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{plural}.csv"'
    rows = list(csv.reader(StringIO(body(response), newline="")))
    assert rows == [[KINDS[plural][1], "modified"], *([str(r[KINDS[plural][1]]), r["modified"]] for r in records)]


def test_a_byte_order_mark_comes_only_where_it_is_asked_for(client):
    for address in ("/api/v1/agencies.csv", "/agencies.csv"):
        assert body(client.get(f"{address}?slug=samr")).startswith("url,")
        assert body(client.get(f"{address}?slug=samr&bom=1")).startswith("\ufeffurl,")
        for query in ("bom=0", "bom=", "bom=1&bom=1", "bom=yes"):
            assert client.get(f"{address}?{query}").status_code == 400
    assert client.get("/api/v1/agencies.jsonl?bom=1").status_code == 400
    assert client.get("/api/v1/agencies/?bom=1").status_code == 400


def test_files_take_the_words_of_the_question_and_none_of_paging(client):
    found = body(client.get("/api/v1/sections.csv?notice=2023-national&q=质量&fields=slug")).splitlines()[1:]
    assert found == [record["slug"] for record in api(client, "sections", "?notice=2023-national&q=质量")]
    assert client.get("/api/v1/sections.csv?page_size=10").status_code == 400
    assert client.get("/api/v1/sections.csv?colour=red").json()["errors"][0]["parameter"] == "colour"


def test_an_expanded_record_stands_in_a_cell_as_json(client):
    rows = list(
        csv.DictReader(StringIO(body(client.get(f"/activities.csv?slug={LAUNCH}&expand=campaign")), newline=""))
    )
    assert json.loads(rows[0]["campaign"])["slug"] == "2023-national"


@pytest.mark.parametrize("plural", KINDS)
def test_a_list_costs_as_many_queries_for_many_records_as_for_few(client, plural):
    expandable = VIEWSETS[plural].serializer_class.expandable

    def cost(query):
        with CaptureQueriesContext(connection) as queries:
            one(client, f"/api/v1/{plural}/?{query}")
        return len(queries)

    few, many = cost("page_size=5"), cost("page_size=500")
    # One of them asks for the archive's revision, from which the answer's tag is made.
    assert few == many <= 5
    if expandable:
        # A relation that none of the few has is not looked for.
        every = f"expand={','.join(expandable)}"
        few, most = cost(f"page_size=5&{every}"), cost(f"page_size=500&{every}")
        assert few <= most <= many + 3 * len(expandable)


# Several records at once, and facets.


def test_keys_that_no_public_record_has_are_listed_and_change_nothing_else(client):
    factories.make_activity(slug="in-draft", status="draft")
    answer = one(client, f"/api/v1/activities/?slug=nobody&slug={LAUNCH}&slug=in-draft&slug=nobody")
    assert [record["slug"] for record in answer["results"]] == [LAUNCH]
    assert (answer["count"], answer["not_found"]) == (1, ["nobody", "in-draft"])
    answer = one(client, "/api/v1/activities/?slug=nobody")
    assert (answer["count"], answer["results"], answer["not_found"]) == (0, [], ["nobody"])
    assert one(client, "/api/v1/years/?year=1900&year=2023")["not_found"] == ["1900"]
    assert one(client, "/api/v1/provinces/?slug=CN-AH&slug=CN-XX")["not_found"] == ["CN-XX"]
    key = api(client, "claims", "?record=2023-national&field=issued_on")[0]["key"]
    found = client.get("/api/v1/claims/", {"key": [key, "x:1:2"]}).json()
    assert ([claim["key"] for claim in found["results"]], found["not_found"]) == ([key], ["x:1:2"])
    assert one(client, "/api/v1/activities/")["not_found"] == []


def test_a_page_says_which_keys_were_not_found_and_lists_the_others(client):
    said = client.get(f"/activities/?slug=nobody&slug={LAUNCH}").content.decode()
    assert "No public record has this key: nobody" in said
    assert f"/activities/{LAUNCH}/" in said
    said = client.get("/zh-hans/activities/?slug=nobody&slug=else").content.decode()
    assert "没有公开记录使用下列键： nobody, else" in said


@pytest.mark.parametrize("plural", KINDS)
def test_facets_count_what_each_value_would_leave(client, plural):
    answer = one(client, f"/api/v1/{plural}/facets/")
    assert answer["count"] == len(api(client, plural))
    assert [facet["word"] for facet in answer["facets"]] == list(VIEWSETS[plural].filterset_class.facet_words)
    for facet in answer["facets"]:
        assert facet["label_zh"] != facet["label_en"]
        assert all(value["label_zh"] and value["label_en"] and not value["chosen"] for value in facet["values"])
        for value in facet["values"][:2] + facet["values"][-1:]:
            found = client.get(f"/api/v1/{plural}/", {facet["word"]: value["value"], "page_size": 1}).json()
            assert found["count"] == value["total"] > 0, (facet["word"], value)


def test_facets_of_a_question_count_each_word_as_if_it_were_not_used(client):
    whole = {facet["word"]: facet["values"] for facet in one(client, "/api/v1/activities/facets/?year=2023")["facets"]}
    both = one(client, "/api/v1/activities/facets/?year=2023&kind=launch")
    asked = {facet["word"]: facet["values"] for facet in both["facets"]}
    assert [(v["value"], v["total"]) for v in asked["kind"]] == [(v["value"], v["total"]) for v in whole["kind"]]
    assert [value["value"] for value in asked["kind"] if value["chosen"]] == ["launch"]
    assert {"value": "unknown", "label_zh": "不详", "label_en": "unknown"}.items() <= whole["province"][-1].items()
    assert both["description_en"] == "Activities with year 2023 and with kind launch, by date, descending."
    assert both["description_zh"] == "年份为2023、类别为启动活动的活动，按日期降序排列。"
    assert client.get("/api/v1/activities/facets/?colour=red").status_code == 400
    assert client.get("/api/v1/activities/facets/?page_size=5").status_code == 400


@pytest.mark.parametrize(
    ("query", "english", "chinese"),
    [
        ("campaigns/", "All campaigns, by key, descending.", "全部质量月活动，按键降序排列。"),
        (
            "activities/?province=CN-AH&province=unknown&q=質量&ordering=slug",
            "Activities in whose texts “質量” is found and with province Anhui or unknown, by key, ascending.",
            "文本含“質量”、省份为安徽省或不详的活动，按键升序排列。",
        ),
        (
            "notices/?year_min=2020&disagreement=yes",
            "Notices from the year 2020 on and as to disagreement: sources disagree, by date, descending.",
            "2020年及以后、分歧情况为：来源说法不一的通知，按日期降序排列。",
        ),
    ],
)
def test_the_question_is_told_in_both_languages(client, query, english, chinese):
    answer = one(client, f"/api/v1/{query}")
    assert answer["description_en"] == english
    assert answer["description_zh"] == chinese


@pytest.mark.parametrize("address", ["/api/v1/claims/?page_size=100", "/api/v1/search/?q=质量&page_size=20"])
def test_links_in_the_header_are_those_of_the_body(client, address):
    first = client.get(address)
    second = client.get(first.json()["next"])
    links = dict(reversed(part.split("; rel=")) for part in second.headers["Link"].split(", "))
    assert {name.strip('"'): link.strip("<>") for name, link in links.items()} == {
        "first": first.headers["Link"].split(">")[0].strip("<"),
        "prev": second.json()["previous"],
        "next": second.json()["next"],
    }
    assert client.get(links['"first"'].strip("<>")).json() == first.json()
    assert 'rel="prev"' not in first.headers["Link"]
