"""The questions that every list takes, and how it refuses those it does not."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.utils import translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agencies.models import Agency
from campaigns.models import Activity, Campaign, Claim, Location, Participation, Signature, Source, Year
from qualitymonth.filters import ArchiveFilterSet
from qualitymonth.syncing.filters import AddressFilter
from qualitymonth.urls import pages
from tests import factories
from tests.reading import API_ONLY, KINDS, LISTS, api, keys_of_api, keys_of_csv, keys_of_jsonl, keys_of_page, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def refusal(client, address):
    """Return the parameters that a problem document names, after checking its form."""
    response = client.get(address)
    assert response.status_code == 400, (address, response.status_code)
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert (problem["type"], problem["title"], problem["status"]) == ("about:blank", "Bad Request", 400)
    assert all(error["detail"] and error["code"] for error in problem["errors"])
    return [error["parameter"] for error in problem["errors"]]


QUESTIONS = {
    "years": ["", "?held=yes", "?year=2021&year=2022", "?year_min=2021", "?source=2021-caqi-campaign"],
    "campaigns": ["", "?scope=national", "?province=CN-AH", "?agency=caqi", "?q=誠信", "?series=nothing-else"],
    "notices": ["", "?year=2023", "?agency=samr", "?agency=samr&year=2021", "?q=通知", "?ordering=date"],
    "series": ["", "?q=contest", "?source=2022-report-anhui"],
    "activities": [
        "", "?province=CN-AH", "?province=CN-AH&province=CN-SC", "?agency=samr", "?kind=launch",
        "?kind=launch&kind=forum", "?scope=provincial&kind=award", "?year_min=2022&year_max=2022&kind=training",
        "?kind=forum&ordering=date", "?kind=forum&ordering=-slug", "?kind=forum&ordering=modified",
        "?year=2021&q=质量", "?year=2021&q=質量", "?source=2023-notice-mt&kind=publicity",
        "?year=1978&kind=forum", "?campaign=2022-anhui&kind=award",
    ],
    "people": ["", "?slug=li-xiannian&slug=gu-mu", "?q=张"],
    "sources": ["", "?kind=news", "?condition=machine-translated&condition=glossed", "?ordering=-date"],
    "agencies": ["", "?kind=party&kind=judiciary", "?province=CN-AH", "?q=General Administration"],
    "provinces": ["", "?region=east", "?kind=municipality", "?slug=CN-AH&slug=XPCC", "?q=廣"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("plural", "query"), [(plural, query) for plural, queries in QUESTIONS.items() for query in queries]
)
def test_page_api_csv_and_json_lines_give_the_same_records_in_the_same_order(client, plural, query):
    if "nothing-else" in query:
        assert refusal(client, f"/api/v1/{plural}/{query}") == ["series"]
        return
    answered = keys_of_api(client, plural, query)
    assert keys_of_page(client, plural, query) == answered
    assert keys_of_csv(client, plural, query) == answered
    assert keys_of_jsonl(client, plural, query) == answered
    assert client.get(f"/api/v1/{plural}/{query}").json()["count"] == len(answered) == len(set(answered))


def test_the_questions_above_have_the_answers_that_the_archive_holds(client):
    years = sorted(Year.objects.values_list("number", flat=True), reverse=True)
    assert keys_of_api(client, "years") == [str(number) for number in years]
    assert keys_of_api(client, "years", "?year=2021&year=2022") == ["2022", "2021"]
    not_national = Campaign.objects.filter(scope__in=["association", "provincial"])
    assert {"2022-anhui", "2021-caqi"} <= {campaign.slug for campaign in not_national}
    assert keys_of_api(client, "campaigns", "?scope=association&scope=provincial") == sorted(
        (campaign.slug for campaign in not_national), reverse=True
    )

    def dated(kind):
        return [one.slug for one in sorted(Activity.objects.filter(kind=kind), key=lambda one: (one.sort_on, one.slug))]

    assert len(dated("forum")) > 1
    assert len(dated("launch")) > 2
    assert keys_of_api(client, "activities", "?kind=forum") == dated("forum")[::-1]
    assert keys_of_api(client, "activities", "?kind=launch&ordering=date") == dated("launch")
    for agency in ("caqi", "samr"):
        signed = Signature.objects.filter(agency__slug=agency).values_list("notice__slug", flat=True)
        assert sorted(keys_of_api(client, "notices", f"?agency={agency}")) == sorted(signed)
    assert keys_of_api(client, "notices", "?agency=ministry-of-education&year=2023&scope=national") == ["2023-national"]
    inspected = Participation.objects.filter(agency__slug="samr", activity__kind="inspection")
    inspections = keys_of_api(client, "activities", "?agency=samr&kind=inspection&ordering=slug")
    assert inspections == sorted(set(inspected.values_list("activity__slug", flat=True)))
    assert {
        "2023-natural-resources-capacity-verification", "2023-natural-resources-double-random-supervision",
    } <= set(inspections)  # fmt: skip


def test_values_of_one_word_widen_the_answer_and_words_narrow_it(client):
    def there(**where):
        return set(Location.objects.filter(**where).values_list("activity__slug", flat=True))

    anhui, sichuan = there(province__code="CN-AH"), there(province__code="CN-SC")
    assert anhui - sichuan
    assert sichuan - anhui
    for query, wanted in (
        ("province=CN-AH", anhui),
        ("province=CN-SC", sichuan),
        ("province=CN-AH&province=CN-SC", anhui | sichuan),
        ("province=CN-AH&year=2023", there(province__code="CN-AH", activity__campaign__year__number=2023)),
    ):
        found = keys_of_api(client, "activities", f"?{query}")
        assert len(found) == len(set(found))
        assert set(found) == wanted, query
    assert {
        "2023-five-province-launch", "2023-chief-quality-officer-evaluation-standard",
    } <= there(province__code="CN-AH", activity__campaign__year__number=2023) < anhui  # fmt: skip


def test_a_record_that_answers_twice_is_listed_once(client):
    assert keys_of_api(
        client, "activities", "?agency=samr&agency=ministry-of-natural-resources&campaign=2022-anhui"
    ) == []  # fmt: skip
    keys = keys_of_api(client, "activities", "?agency=samr&agency=ministry-of-natural-resources")
    assert keys.count("2023-natural-resources-capacity-verification") == 1


def test_the_source_of_a_question_is_one_that_makes_a_claim_about_the_record(client):
    for source, known in (
        ("2021-caqi-campaign", "1978-mobilisation-meeting"),
        ("2022-report-anhui", "2022-anhui-launch"),
    ):
        claims = Claim.objects.filter(source__slug=source).exclude(activity=None)
        keys = keys_of_api(client, "activities", f"?source={source}")
        assert sorted(keys) == sorted(set(claims.values_list("activity__slug", flat=True)))
        assert known in keys


def test_claims_are_found_by_source_line_kind_record_field_and_rank(client):
    found = api(client, "claims", "?record_kind=notice&record=2023-national&field=issued_on")
    assert [(claim["source"], claim["line"], claim["value"], claim["rank"]) for claim in found] == [
        ("2023-notice-bilingual", 1, "2010-05-31", "deprecated"),
        ("2023-notice-bilingual", 60, "2023-08-31", "preferred"),
        ("2023-notice-zh", 42, "2023-08-31", "preferred"),
    ]
    on_line = api(client, "claims", "?source=2021-caqi-campaign&line=29")
    assert {(claim["record_kind"], claim["record"]) for claim in on_line} == {
        ("precedent", "japan"), ("precedent", "united-states"),
    }  # fmt: skip
    # A claim that rests on lines 7 to 9 is found on each of them.
    for line in (7, 8, 9):
        keys = keys_of_api(client, "claims", f"?source=2023-notice-mt&line={line}")
        assert any(key.startswith("2023-notice-mt:7") for key in keys)
    assert keys_of_api(client, "claims", "?record=2023&field=held") == keys_of_api(
        client, "claims", "?record_kind=year&record=2023&field=held"
    )


BAD = [
    ("colour=red", "colour"),
    ("YEAR=2023", "YEAR"),
    ("year[]=2023", "year[]"),
    ("format=csv", "format"),
    ("utm=1", "utm"),
    ("ordering=colour", "ordering"),
    ("ordering=", "ordering"),
    ("ordering=--slug", "ordering"),
    ("ordering=pk", "ordering"),
    ("ordering=slug,modified", "ordering"),
    ("ordering=slug&ordering=modified", "ordering"),
    ("q=a&q=b", "q"),
    (f"q={'质' * 101}", "q"),
    ("modified_since=yesterday", "modified_since"),
    ("modified_since=2023-13-01", "modified_since"),
    ("modified_since=2023-02-30T00:00:00Z", "modified_since"),
    ("modified_since=0001-01-01T00:00:00%2B08:00", "modified_since"),
    ("modified_since=9999-12-31T23:59:59-08:00", "modified_since"),
    ("modified_since=1700000000", "modified_since"),
    ("modified_since=2023-09-01&modified_since=2023-09-02", "modified_since"),
    ("slug=a%20b", "slug"),
    ("slug=%27%20OR%201=1--", "slug"),
    ("campaign=nobody", "campaign"),
    (f"slug={'x' * 1500}", "slug"),
    ("slug=samr%0A", "slug"),
    ("slug=\u200bsamr", "slug"),
]
BAD_YEARS = [
    ("year=1977", "year"),
    ("year=abc", "year"),
    ("year=２０２３", "year"),
    ("year=-2023", "year"),
    ("year=2023.0", "year"),
    ("year=%2B2023", "year"),
    ("year=02023", "year"),
    ("year=99999999999999999999", "year"),
    (f"year={'9' * 1900}", "year"),
    ("year=2023&year=9999", "year"),
    ("year_min=abc", "year_min"),
    ("year_min=２０２３", "year_min"),
    ("year_min=99999999999999999999", "year_min"),
    (f"year_min={'9' * 1900}", "year_min"),
    ("year_min=-1", "year_min"),
    ("year_min=1e3", "year_min"),
    ("year_max=2023.5", "year_max"),
    ("year_max=2000&year_max=2001", "year_max"),
    ("kind=party-game", "kind"),
    ("province=Anhui", "province"),
    ("province=CN-ah", "province"),
    ("scope=global", "scope"),
]


@pytest.mark.parametrize(("query", "word"), BAD + BAD_YEARS)
def test_a_bad_word_or_value_is_refused_by_name_on_page_api_and_files(client, query, word):
    query = quote(query, safe="=&%+[]-:,.")
    assert refusal(client, f"/api/v1/activities/?{query}") == [word]
    for address in ("/activities/", "/zh-hans/activities/", "/activities.csv", "/activities.jsonl", "/activities.atom"):
        read = page(client, f"{address}?{query}", status=400)
        assert [said.split(":")[0] for said in read.texts("li") if said.startswith(f"{word}:")] == [word], address


@pytest.mark.parametrize("plural", KINDS)
def test_every_list_refuses_a_word_that_it_does_not_know_and_says_which_it_knows(client, plural):
    assert refusal(client, f"/api/v1/{plural}/?colour=red") == ["colour"]
    detail = client.get(f"/api/v1/{plural}/?colour=red").json()["errors"][0]["detail"]
    assert detail.startswith("Unknown word. This list knows: ")
    assert {"cursor", "page_size", "q", "ordering", "modified_since"} <= set(re.findall(r"\w+", detail))
    if plural in LISTS:
        assert "colour: Unknown word." in page(client, f"/{plural}/?colour=red", status=400).text()


def test_several_faults_are_all_named(client):
    assert refusal(client, "/api/v1/activities/?year=1&colour=red&ordering=x") == ["year", "colour", "ordering"]


def test_paging_words_belong_to_the_surface_that_pages_so(client):
    assert refusal(client, "/api/v1/activities/?page=2") == ["page"]
    assert "cursor: Unknown word." in page(client, "/activities/?cursor=x", status=400).text()
    for form in ("csv", "jsonl", "atom"):
        read = page(client, f"/activities.{form}?page_size=10", status=400)
        assert "page_size: Unknown word." in read.text()


@pytest.mark.parametrize("plural", KINDS)
def test_a_single_record_takes_no_words(client, plural):
    first = client.get(f"/api/v1/{plural}/?page_size=1").json()["results"]
    if first:
        assert refusal(client, f"{first[0]['url']}?colour=red".removeprefix("http://testserver")) == ["colour"]


def test_an_empty_box_of_the_form_asks_nothing(client):
    query = "?q=&year_min=&year_max=&ordering=-date"
    assert keys_of_page(client, "activities", query) == keys_of_api(client, "activities", query)
    assert len(keys_of_api(client, "activities", query)) == Activity.objects.count()


@pytest.mark.parametrize(
    ("since", "found"),
    [
        ("2023-08-31T16:00:00Z", True),
        ("2023-08-31T16:00:01Z", False),
        ("2023-09-01T00:00:00%2B08:00", True),
        ("2023-09-01T00:00:00+08:00", True),
        ("2023-09-01T00:00:01%2B08:00", False),
        ("2023-09-01T01:00:00%2B09:00", True),
        ("2023-09-01", True),
        ("2023-09-01T00:00:00", True),
        ("2023-09-02", False),
    ],
)
def test_changes_since_a_moment_are_told_by_any_offset_and_in_beijings_time_without_one(client, since, found):
    Agency.objects.update(updated_at="2023-08-01T00:00:00Z")
    Agency.objects.filter(slug="samr").update(updated_at="2023-08-31T16:00:00Z")
    assert keys_of_api(client, "agencies", f"?modified_since={since}") == (["samr"] if found else [])
    assert keys_of_page(client, "agencies", f"?modified_since={since}") == (["samr"] if found else [])


def test_the_words_of_both_doors_are_the_same():
    views = {pattern.name: pattern.callback.view_class for pattern in pages if hasattr(pattern.callback, "view_class")}
    from qualitymonth.api import router  # noqa: PLC0415 - the addresses have to stand first

    viewsets: dict[str, Any] = {basename: viewset for _, viewset, basename in router.registry}
    for noun, _ in LISTS.values():
        assert views[f"{noun}-list"].filterset_class is viewsets[f"api-{noun}"].filterset_class
        assert views[f"{noun}-list"].serializer_class is viewsets[f"api-{noun}"].serializer_class
    assert len(viewsets) == len(LISTS) + len(API_ONLY)


def test_every_order_ends_with_the_key_and_so_is_total():
    def kinds(base):
        return [kind for child in base.__subclasses__() for kind in [child, *kinds(child)]]

    for kind in kinds(ArchiveFilterSet):
        for word in kind.ordering_words():
            columns = [column.removeprefix("-") for column in kind.ordering_columns(word)]
            # An address has no natural key: its kind and its key together are unique.
            last = ["kind", "key"] if kind is AddressFilter else [kind._meta.model.natural_key_fields[0]]
            assert columns[-len(last) :] == last
            assert not any(kind._meta.model._meta.get_field(column).null for column in columns)


# Drafts.


def draft(record):
    type(record)._default_manager.filter(pk=record.pk).update(status="draft")


def everything(client):
    """Return what each public surface says, by its address."""
    said = {}
    for address in [
        "/", "/disagreements/", "/about/", "/search/?q=Secret", "/api/v1/search/?q=Secret",
        *(f"/{plural}{form}" for plural in LISTS for form in ("/", ".csv", ".jsonl", ".atom")),
        *(f"/api/v1/{plural}/?page_size=500" for plural in KINDS),
    ]:  # fmt: skip
        response = client.get(address)
        assert response.status_code == 200, address
        content = b"".join(response.streaming_content) if response.streaming else response.content
        said[address] = content.decode()
    for plural, (_, key) in KINDS.items():
        for record in api(client, plural):
            address = f"/api/v1/{plural}/{record[key]}/"
            said[address] = client.get(address).content.decode()
            if plural in LISTS:
                said[f"/{plural}/{record[key]}/"] = client.get(f"/{plural}/{record[key]}/").content.decode()
    return said


SECRETS = ["secret", "Secret", "秘密"]


def make_secrets():
    """Make published records around one of each kind whose every name is secret; return the latter."""
    from tests.qualitymonth.test_views import make_world  # noqa: PLC0415 - it makes rows

    factories.empty_archive()
    world = make_world()
    campaign = world["campaigns"]
    named = {"name_zh": "秘密", "name_en": "Secret name"}
    secrets = {
        "agency": factories.make_agency(slug="secret-agency", **named),
        "series": factories.make_series(slug="secret-series", **named),
        "person": factories.make_person(slug="secret-person", **named),
        "source": factories.make_source(slug="secret-source", title_zh="秘密", title_en="Secret source"),
        "province": factories.make_province(code="CN-ZZ", short_zh="秘密", pinyin="Secret", **named),
        "year": factories.make_year(number=2099),
    }  # fmt: skip
    secrets["campaign"] = factories.make_campaign(
        slug="2098-secret", year=world["years"], scope="association", theme_zh="秘密主题", theme_en="Secret theme"
    )
    secrets["notice"] = factories.make_notice(
        slug="secret-notice", campaign=campaign, title_zh="秘密", title_en="Secret"
    )
    titled = {"title_zh": "秘密", "title_en": "Secret title"}
    secrets["activity"] = factories.make_activity(slug="secret-activity", campaign=campaign, **titled)
    return world, secrets


def test_a_draft_shows_on_no_public_surface_wherever_published_records_refer_to_it(client):
    world, secrets = make_secrets()
    campaign, activity, notice = world["campaigns"], world["activities"], world["notices"]
    # What belongs to a draft is as secret as the draft.
    inner = {"title_zh": "秘密之内", "title_en": "Inside the Secret"}
    factories.make_activity(slug="secret-inside", campaign=secrets["campaign"], **inner)
    factories.make_notice(slug="secret-notice-inside", campaign=secrets["campaign"], **inner)
    factories.make_slogan(slug="secret-slogan", campaign=secrets["campaign"], text_zh="秘密口号")
    factories.make_figure(slug="secret-figure", campaign=secrets["campaign"], name_en="Secret figure")
    factories.make_section(slug="secret-section", notice=secrets["notice"], heading_en="Secret heading")
    factories.make_campaign(slug="2099-secret", year=secrets["year"], theme_en="Secret theme of a secret year")
    factories.make_appearance(slug="secret-appearance", activity=secrets["activity"], posts_en="Secret posts")
    factories.make_appearance(slug="secret-guest", activity=activity, person=secrets["person"], posts_en="Secret posts")
    factories.make_appearance(slug="secret-body", activity=activity, agency=secrets["agency"], posts_en="Secret posts")
    factories.make_source(slug="secret-part", part_of=secrets["source"], title_en="Secret part")
    # What refers to a draft shows as if the draft were not there.
    type(campaign).objects.filter(pk=campaign.pk).update(
        host=secrets["agency"], series=secrets["series"], part_of=secrets["campaign"], launch=secrets["activity"]
    )
    Activity.objects.filter(pk=activity.pk).update(
        series=secrets["series"], part_of=secrets["activity"], same_as=secrets["activity"]
    )
    type(notice).objects.filter(pk=notice.pk).update(forwards=secrets["notice"])
    Agency.objects.filter(pk=world["agencies"].pk).update(parent=secrets["agency"], province=secrets["province"])
    activity.participations.create(agency=secrets["agency"], position=9, name_en="Secret printed name")
    activity.locations.create(province=secrets["province"], position=9)
    notice.signatures.create(agency=secrets["agency"], position=9, name_en="Secret printed name")
    world["agencies"].successions.create(predecessor=secrets["agency"])
    # Claims: of a draft source, about a draft, and drafts themselves.
    factories.make_claim(activity, source=secrets["source"], value="Secret value", note_en="Secret note")
    factories.make_claim(secrets["activity"], source=world["sources"], value="Secret value")
    hidden = factories.make_claim(
        campaign, source=world["sources"], field="theme_zh", value="Secret value", rank="normal"
    )
    before = everything(client)
    assert any("ecret" in said for said in before.values())
    for record in [*secrets.values(), hidden]:
        draft(record)
    for address, said in everything(client).items():
        if address in ("/search/?q=Secret", "/api/v1/search/?q=Secret"):
            continue
        assert [word for word in SECRETS if word in said] == [], address
        # Alone, not within a running number or the fraction of a second.
        assert not re.search(r"(?<![0-9A-Za-z])2099(?![0-9A-Za-z])", said), address
    assert client.get("/api/v1/search/?q=Secret").json()["count"] == 0
    assert client.get("/api/v1/search/?q=秘密").json()["count"] == 0
    for noun, record in secrets.items():
        plural = next(plural for plural, (name, _) in KINDS.items() if name == noun)
        address = f"/{plural}/{record.natural_key()[0]}/"
        assert client.get(address).status_code == 404
        assert client.get(f"/api/v1{address}").status_code == 404


def test_drafts_are_counted_nowhere(client):
    world, secrets = make_secrets()
    for record in secrets.values():
        draft(record)
    for record in (secrets["activity"], secrets["notice"]):
        assert type(record).objects.get(pk=record.pk).status == "draft"
    factories.make_activity(campaign=secrets["campaign"], series=world["series"])
    rows = {plural: page(client, f"/{plural}/").text() for plural in LISTS}
    counted = Activity.objects.published().counted_once().filter(campaign__status="published")
    assert counted.count() == Activity.objects.published().counted_once().count()
    year = world["years"]
    assert f"{counted.filter(campaign__year=year).count()} activit" in rows["years"]
    in_series = world["series"].activities.published().counted_once().count()
    assert f"{in_series} activit" in rows["series"]


def test_a_draft_cannot_be_asked_for(client):
    factories.empty_archive()
    anhui = factories.make_province(code="CN-AH")
    hidden, shown = factories.make_campaign(slug="hidden"), factories.make_campaign(slug="shown")
    for number, campaign in enumerate((hidden, hidden, shown)):
        activity = factories.make_activity(campaign=campaign, slug=f"{campaign.slug}-{number}")
        activity.locations.create(province=anhui, position=1)
    listed = "Anhui CN-AH · province · East China"
    assert page(client, "/provinces/?slug=CN-AH").text("ol", class_="rows") == f"{listed} · 3 activities"
    draft(hidden)
    assert refusal(client, "/api/v1/activities/?campaign=hidden") == ["campaign"]
    assert keys_of_api(client, "activities", "?province=CN-AH") == ["shown-2"]
    assert page(client, "/provinces/?slug=CN-AH").text("ol", class_="rows") == f"{listed} · 1 activity"


def test_an_event_is_counted_where_the_record_that_it_retells_is_a_draft(client):
    def total():
        return re.findall(r"\d+ activities of this year", page(client, "/years/2023/").text())

    before = total()
    told = "2023-china-quality-subforum-private-enterprises"
    (retelling,) = Activity.objects.filter(same_as__slug=told)
    draft(Activity.objects.get(slug=told))
    assert total() == before
    assert api(client, "activities", f"?slug={retelling.slug}")[0]["same_as"] is None


def test_a_draft_source_takes_its_claims_along(client):
    draft(Source.objects.get(slug="2023-notice-bilingual"))
    claims = client.get("/api/v1/notices/2023-national/").json()["claims"]
    assert {claim["source"] for claim in claims} == {"2023-notice-zh", "2023-notice-mt"}
    assert "31 May 2010" not in page(client, "/disagreements/").text()
    assert "2010-05-31" not in page(client, "/notices/2023-national/").text()


# Anything at all.

WORDS = sorted(
    {"page", "page_size", "cursor", "format", "q", "year", "line", "record", "kind", "ordering", "modified_since"}
    | {"year_min", "slug", "province", "source", "campaign", "colour", "record_kind", "field"}
)
VALUES = st.one_of(
    st.text(max_size=60),
    st.integers().map(str),
    st.floats().map(str),
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.binary(max_size=30).map(lambda raw: raw.decode("latin-1")),
    st.sampled_from(
        ["2023", "samr", "CN-AH", "launch", "slug", "-modified", "yes", "1", "500", "%", "_", "\\", "'", '"']
    ),
)
LISTED = [
    *(f"/{plural}{form}" for plural in LISTS for form in ("/", ".csv", ".jsonl", ".atom")),
    *(f"/api/v1/{plural}/" for plural in KINDS), "/search/", "/api/v1/search/", "/", "/years/2023/",
    "/api/v1/agencies/samr/", "/zh-hans/activities/",
]  # fmt: skip


@pytest.mark.long
@settings(
    max_examples=3000, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    address=st.sampled_from(LISTED),
    words=st.lists(st.tuples(st.one_of(st.sampled_from(WORDS), st.text(max_size=10)), VALUES), max_size=4),
)
@example(address="/api/v1/claims/", words=[("record", "²³²³")])
@example(address="/api/v1/claims/", words=[("line", "²")])
def test_no_question_breaks_a_list(client, address, words):
    query = "&".join(
        f"{quote(word, errors='surrogatepass')}={quote(value, errors='surrogatepass')}" for word, value in words
    )
    response = client.get(f"{address}?{query}")
    if response.streaming:
        b"".join(response.streaming_content)
    assert response.status_code in (200, 302, 400, 404, 414), (address, query)


@pytest.mark.long
@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40), st.sampled_from([*LISTS, "api", "api/v1", "api/v1/claims", "api/v1/years"]))
def test_no_address_breaks_the_site(client, rest, start):
    response = client.get(f"/{start}/{quote(rest, errors='surrogatepass')}")
    assert response.status_code < 500
