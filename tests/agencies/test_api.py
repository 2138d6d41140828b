"""The API of agencies and provinces."""

import pytest

from agencies.models import Agency
from tests.factories import make_agency

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


def test_an_agency_has_its_names_in_order_and_on_its_own_its_claims(client):
    samr = client.get("/api/v1/agencies/samr/").json()
    assert (samr["slug"], samr["kind"], samr["province"], samr["parent"]) == ("samr", "state", None, None)
    assert [(name["language"], name["type"], name["name"]) for name in samr["names"]] == [
        ("zh-Hans", "official", "国家市场监督管理总局"),
        ("zh-Hans", "short", "市场监管总局"),
        ("zh-Hant", "short", "市場監管總局"),
        ("en", "official", "State Administration for Market Regulation"),
        ("en", "mistranslation", "General Administration of Market Supervision"),
    ]
    assert {
        "source": "2023-notice-mt", "line": 5, "line_end": None, "quote": "General Administration of Market",
        "field": "names", "value": "General Administration of Market Supervision",
    }.items() <= next(
        claim for claim in samr["claims"] if (claim["source"], claim["line"]) == ("2023-notice-mt", 5)
    ).items()  # fmt: skip
    assert samr["url"] == "http://testserver/api/v1/agencies/samr/"
    assert samr["html_url"] == "http://testserver/agencies/samr/"
    assert "claims" not in client.get("/api/v1/agencies/?slug=samr").json()["results"][0]


def test_predecessors_are_keys(client):
    agency = Agency.objects.get(slug="samr")
    for slug in ("z-bureau", "a-bureau"):
        agency.successions.create(predecessor=make_agency(slug=slug))
    assert client.get("/api/v1/agencies/samr/").json()["predecessors"] == ["a-bureau", "z-bureau"]


def test_a_province_is_addressed_by_its_code(client):
    corps = client.get("/api/v1/provinces/XPCC/").json()
    assert (corps["code"], corps["gb_code"], corps["name_en"]) == (
        "XPCC", "", "Xinjiang Production and Construction Corps",
    )  # fmt: skip
    anhui = client.get("/api/v1/provinces/CN-AH/").json()
    assert (anhui["name_zh"], anhui["name_hant"], anhui["region"]) == ("安徽省", "安徽省", "east")
    assert client.get("/api/v1/provinces/anhui/").status_code == 404
