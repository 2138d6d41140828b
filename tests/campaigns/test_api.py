"""The API of campaigns and their evidence."""

import pytest

from campaigns.models import Claim, Notice
from tests.factories import make_activity, make_figure
from tests.reading import api

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


def one(client, address):
    response = client.get(f"/api/v1/{address}/")
    assert response.status_code == 200
    return response.json()


def test_notices_of_a_year(client):
    notices = {notice["slug"]: notice for notice in api(client, "notices", "?year=2023")}
    assert set(notices) == set(Notice.objects.filter(campaign__year__number=2023).values_list("slug", flat=True))
    notice = notices["2023-national"]
    assert notice["campaign"] == "2023-national"
    assert (notice["document_number"], notice["issued_on"]) == ("国市监质发〔2023〕73号", "2023-08-31")
    assert [issuer["position"] for issuer in notice["issuers"]] == list(range(1, 26))
    assert notice["issuers"][0] == {
        "agency": "samr", "position": 1, "name_zh": "市场监管总局",
        "name_en": "State Administration for Market Regulation",
    }  # fmt: skip


def test_a_campaign_takes_day_and_place_from_the_activity_that_opened_it(client):
    campaign = one(client, "campaigns/1978-national")
    assert campaign["launch"] == "1978-mobilisation-meeting"
    assert campaign["launched_on"] == "1978-08-31"
    assert campaign["launch_place_zh"] == "全国政协礼堂"
    assert campaign["launch_place_en"] == "Auditorium of the National Committee of the CPPCC"
    without = one(client, "campaigns/2023-national")
    assert (without["launch"], without["launched_on"], without["launch_place_zh"]) == (None, "", "")


def test_an_activity_names_organisers_with_role_and_basis_and_provinces_in_order(client):
    launch = one(client, "activities/2023-five-province-launch")
    assert launch["provinces"] == ["CN-JS", "CN-ZJ", "CN-AH", "CN-JX", "CN-SH"]
    shared = one(client, "activities/2023-natural-resources-capacity-verification")
    assert [(one["agency"], one["role"], one["basis"]) for one in shared["organisers"]] == [
        ("ministry-of-natural-resources", "organiser", "stated"), ("samr", "partner", "stated"),
    ]  # fmt: skip
    fused = one(client, "activities/2023-light-of-quality-exhibition")
    assert [(one["agency"], one["basis"]) for one in fused["organisers"]] == [("samr", "inferred")]
    told_again = one(client, "activities/2023-light-of-quality-exhibition-arrangement")
    assert told_again["same_as"] == "2023-light-of-quality-exhibition"


def test_a_claim_on_a_record_says_source_line_quotation_field_value_and_rank(client):
    japan = one(client, "precedents/japan")
    assert japan["began_on"] == "1960-11"
    assert japan["claims"][0] == {
        "source": "2021-caqi-campaign", "line": 29, "line_end": None, "note_zh": "", "note_en": "",
        "quote": "日本于1960年11月舉行第一次“質(zhì)量月”", "field": "began_on", "value": "1960-11",
        "rank": "preferred",
    }  # fmt: skip


def test_every_claim_on_every_record_is_in_the_list_of_claims_and_the_other_way_round(client):
    listed = api(client, "claims", "?page_size=500")
    assert len(listed) == Claim.objects.count() > 600
    by_record: dict[tuple[str, str], list[tuple[str, int, str]]] = {}
    for claim in listed:
        place = (claim["source"], claim["line"] or 0, claim["field"])
        by_record.setdefault((claim["record_kind"], claim["record"]), []).append(place)
    plurals = {"series": "series", "person": "people", "activity": "activities", "agency": "agencies"}
    for (kind, key), claims in by_record.items():
        record = one(client, f"{plurals.get(kind, kind + 's')}/{key}")
        said = [(claim["source"], claim["line"] or 0, claim["field"]) for claim in record["claims"]]
        assert sorted(said) == sorted(claims)


def test_a_claim_has_an_address_of_its_own(client):
    key = "2023-notice-bilingual:1:notice:2023-national:issued_on"
    claim = one(client, f"claims/{key}")
    assert (claim["key"], claim["record_kind"], claim["record"]) == (key, "notice", "2023-national")
    assert claim["html_url"] == "http://testserver/sources/2023-notice-bilingual/#L1"


def test_a_figure_is_a_number(client):
    figure = make_figure(value="12345.5", qualifier="at-least")
    assert one(client, f"figures/{figure.slug}")["value"] == 12345.5


def test_dates_keep_the_precision_of_their_document(client):
    for date in ("1978", "1978-08", "1978-08-31", "1978~"):
        activity = make_activity(starts_on=date)
        assert one(client, f"activities/{activity.slug}")["starts_on"] == date


def test_the_answer_is_the_same_in_whatever_language_it_is_asked(client):
    plain = client.get("/api/v1/activities/").json()
    assert client.get("/api/v1/activities/", headers={"Accept-Language": "zh-hans"}).json() == plain
    assert plain["results"][0]["html_url"].startswith("http://testserver/activities/")
