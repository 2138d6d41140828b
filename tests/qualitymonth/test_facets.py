"""What a list can be narrowed to: every value with the number of records that it would leave."""

import pytest

from campaigns.models import Activity, Claim, Location
from qualitymonth.facets import CARRIED, FIRST
from tests import factories
from tests.reading import LISTS, keys_of_api, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


def facet(client, address, word):
    """Return the values of a facet as the page shows them: value, label and total."""
    read = page(client, address)
    labels = [said for said in read.texts("label") if said]
    boxes = [attrs for tag, attrs, _ in read.elements if tag == "input" and attrs.get("type") == "checkbox"]
    named = [said for said in labels if said.rsplit(" ", 1)[-1].isdigit()]
    assert len(boxes) == len(named)
    return {
        box["value"]: (label.rsplit(" ", 1)[0], int(label.rsplit(" ", 1)[1]))
        for box, label in zip(boxes, named, strict=True)
        if box["name"] == word
    }


@pytest.mark.parametrize("plural", LISTS)
def test_each_value_leaves_as_many_records_as_its_total_says(client, plural):
    read = page(client, f"/{plural}/")
    words = {attrs["name"] for tag, attrs, _ in read.elements if attrs.get("type") == "checkbox"}
    assert words
    for word in words:
        values = facet(client, f"/{plural}/", word)
        for value in list(values)[:4]:
            assert len(keys_of_api(client, plural, f"?{word}={value}&page_size=500")) == values[value][1], (word, value)


def test_the_values_of_a_word_in_use_are_counted_as_if_it_were_not(client):
    alone = facet(client, "/activities/?province=CN-AH", "kind")
    chosen = facet(client, "/activities/?province=CN-AH&kind=award", "kind")
    assert alone == chosen
    assert next(iter(chosen)) == "award"
    both = keys_of_api(client, "activities", "?province=CN-AH&kind=award&kind=launch&page_size=500")
    assert len(both) == chosen["award"][1] + chosen["launch"][1]


def test_records_of_which_the_place_or_the_organiser_is_unknown_have_a_bucket_of_their_own(client):
    unplaced = set(Activity.objects.filter(locations=None).values_list("slug", flat=True))
    assert unplaced
    assert set(keys_of_api(client, "activities", "?province=unknown&page_size=500")) == unplaced
    assert facet(client, "/activities/?all=province", "province")["unknown"] == ("unknown", len(unplaced))
    nobody = set(Activity.objects.filter(participations=None).values_list("slug", flat=True))
    anhui = set(keys_of_api(client, "activities", "?province=CN-AH&page_size=500"))
    assert set(keys_of_api(client, "activities", "?agency=unknown&page_size=500")) == nobody
    assert set(keys_of_api(client, "activities", "?province=unknown&province=CN-AH&page_size=500")) == unplaced | anhui
    assert "Province: unknown" in page(client, "/activities/?province=unknown").text()


def test_a_draft_is_neither_a_value_nor_a_place(client):
    province = factories.make_province(code="CN-XX", status="draft")
    activity = factories.make_activity()
    Location.objects.create(activity=activity, province=province, position=1)
    assert "CN-XX" not in facet(client, "/activities/?all=province", "province")
    assert activity.slug in keys_of_api(client, "activities", "?province=unknown&page_size=500")


def test_records_on_which_sources_disagree_can_be_asked_for(client):
    campaigns = keys_of_api(client, "campaigns", "?disagreement=yes&page_size=500")
    assert "2023-national" in keys_of_api(client, "notices", "?disagreement=yes") or campaigns
    for slug in campaigns:
        assert "Sources disagree" in page(client, f"/campaigns/{slug}/").text()
    rest = keys_of_api(client, "campaigns", "?disagreement=no&page_size=500")
    assert sorted(campaigns + rest) == sorted(keys_of_api(client, "campaigns", "?page_size=500"))
    quiet = factories.make_campaign(slug="quiet")
    source, other = factories.make_source(), factories.make_source(slug="other")
    Claim.objects.create(status="published", key="one", source=source, campaign=quiet, field="theme_zh", value="质量")
    Claim.objects.create(status="published", key="two", source=other, campaign=quiet, field="theme_zh", value="数量")
    assert "quiet" in keys_of_api(client, "campaigns", "?disagreement=yes&page_size=500")
    Claim.objects.filter(key="two").update(status="draft")
    assert "quiet" in keys_of_api(client, "campaigns", "?disagreement=no&page_size=500")


def test_a_long_facet_shows_its_most_frequent_values_and_the_rest_when_asked(client):
    short = facet(client, "/activities/", "agency")
    whole = facet(client, "/activities/?all=agency", "agency")
    assert len(short) == CARRIED < len(whole)
    assert list(whole)[:CARRIED] == list(short)
    totals = [total for value, (_, total) in whole.items() if value != "unknown"]
    assert totals == sorted(totals, reverse=True)
    assert "Show all" in page(client, "/activities/").text()
    assert len(facet(client, "/activities/?all=agency", "province")) == FIRST
    assert "This list has these facets: year, province" in page(client, "/activities/?all=colour", status=400).text()


def test_the_form_keeps_words_that_have_no_place_in_it(client):
    read = page(client, "/activities/?campaign=2023-national&slug=2023-five-province-launch")
    hidden = {attrs["name"]: attrs["value"] for tag, attrs, _ in read.elements if attrs.get("type") == "hidden"}
    assert hidden == {"campaign": "2023-national", "slug": "2023-five-province-launch"}


def test_facets_cost_the_same_number_of_queries_whatever_they_find(client, django_assert_num_queries):
    for query in ("", "?province=CN-AH", "?province=CN-AH&kind=award"):
        page(client, f"/activities/{query}")
    with django_assert_num_queries(25):
        page(client, "/activities/")
    with django_assert_num_queries(25):
        page(client, "/activities/?q=质量")
