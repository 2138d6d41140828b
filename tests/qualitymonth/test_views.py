"""What all pages have in common, and the pages that belong to no kind."""

import datetime
import re
from collections import Counter
from typing import Any
from unittest import mock

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from agencies.models import Agency, AgencyName, Province
from campaigns.models import (
    Activity,
    Campaign,
    Location,
    Notice,
    Participation,
    Person,
    Precedent,
    Series,
    Signature,
    Source,
    Year,
)
from qualitymonth.history import changing
from tests import factories
from tests.factories import empty_archive
from tests.reading import API_ONLY, LISTS, PREFIXES, Page, keys_of_page, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

MODELS: dict[str, Any] = {
    "years": Year,
    "campaigns": Campaign,
    "notices": Notice,
    "series": Series,
    "activities": Activity,
    "people": Person,
    "sources": Source,
    "agencies": Agency,
    "provinces": Province,
}
ADDRESSES = ["/", *(f"/{plural}/" for plural in LISTS), "/disagreements/", "/lineage/", "/compare/",
             "/compare/?years=2022&years=2023", "/compare/?provinces=CN-AH&provinces=CN-ZJ",
             "/compare/?agencies=samr&agencies=aqsiq", "/search/", "/search/?q=质量", "/about/",
             "/about/components/"]  # fmt: skip

in_both_languages = pytest.mark.parametrize(("lang", "prefix"), PREFIXES.items())


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def details(prefix=""):
    return [f"{prefix}/{plural}/{row.natural_key()[0]}/" for plural in MODELS for row in MODELS[plural].objects.all()]


def check_page(response, lang):
    """Check what must hold of every page."""
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.cookies == {}
    assert "Set-Cookie" not in response.headers
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "data:" not in policy
    read = Page(response)
    assert [attrs["lang"] for name, attrs, _ in read.elements if name == "html"] == [lang]
    assert len(read.texts("h1")) == 1
    assert read.text("title")
    ids = [attrs["id"] for _, attrs, _ in read.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    for name, attrs, _ in read.elements:
        assert name not in ("style", "iframe", "object", "base")
        # Data, which no browser runs.
        assert name != "script" or attrs == {"type": "application/ld+json"}
        assert "style" not in attrs
        assert not [attribute for attribute in attrs if attribute.startswith("on")]
        if name == "link" and not (attrs["rel"] or "").startswith("schema."):
            assert re.match(r"/(?!/)|http://testserver/", attrs["href"] or "")
        assert not (attrs.get("src") or "").startswith(("http", "//"))
        assert (attrs.get("action") or "/").startswith("/")
    return read


@in_both_languages
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_plain_html_in_its_language_without_cookies_scripts_or_other_hosts(client, lang, prefix, address):
    check_page(client.get(prefix + address), lang)


@in_both_languages
def test_lists_lead_to_every_record_and_some_of_each_kind_have_such_a_page_too(client, lang, prefix):
    linked = set()
    for plural in LISTS:
        following = ["?page_size=500"]
        while following:
            read = page(client, f"{prefix}/{plural}/{following[0]}")
            linked |= set(read.links())
            following = read.links("a", rel="next")
    addresses = details(prefix)
    assert set(addresses) <= linked
    for plural in LISTS:
        records = [address for address in addresses if address.startswith(f"{prefix}/{plural}/")]
        for address in records[:: len(records) // 8 + 1]:
            read = check_page(client.get(address), lang)
            assert [said for said in read.texts("dd") if not said] == [], address


@pytest.mark.parametrize("word", ["items", "keys", "values", "0"])
@pytest.mark.parametrize("address", ["/", "/years/", "/years/2023/", "/search/"])
def test_a_word_that_templates_know_is_refused_like_any_other(client, address, word):
    read = page(client, f"{address}?{word}=", status=400)
    assert f"{word}: " in read.text()


@pytest.mark.long
@in_both_languages
def test_links_lead_to_no_page_that_is_not_such_a_page_too(client, lang, prefix):
    seen, waiting = set(), [f"{prefix}/", *details(prefix)]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        read = check_page(client.get(address), lang)
        assert [said for said in read.texts("dd") if not said] == [], address
        inside = [href.split("#")[0] for href in read.links() if href.startswith("/") and "?" not in href]
        others = ("/api/", "/admin/", "/zh-hans/admin/", *(["/zh-hans/"] if lang == "en" else []))
        waiting += [
            href for href in inside if href.startswith(f"{prefix}/") and not href.startswith(others) and "." not in href
        ]


def test_every_file_and_api_address_that_a_page_names_answers(client):
    for plural in LISTS:
        read = page(client, f"/{plural}/")
        for href in {href for href in read.links() if "." in href or href.startswith("/api/v1/")}:
            assert client.get(href).status_code == 200, href
    for address in ("/years/2023/", "/agencies/samr/", "/sources/2023-notice-mt/", "/search/?q=质量"):
        named = [href for href in page(client, address).links() if href.startswith("/api/v1/")]
        assert named
        assert [href for href in named if client.get(href).status_code != 200] == []


def test_each_page_offers_the_same_page_in_the_other_language_with_its_question(client):
    read = page(client, "/activities/?year=2023&kind=forum")
    assert read.links("a", hreflang="zh-Hans") == ["/zh-hans/activities/?year=2023&kind=forum"]
    read = page(client, "/zh-hans/activities/?year=2023&kind=forum")
    assert read.links("a", hreflang="en") == ["/activities/?year=2023&kind=forum"]


@pytest.mark.parametrize("header", ["zh-CN", "zh-Hans,zh;q=0.9", "en", "fr", "*"])
def test_the_address_alone_decides_the_language(client, header):
    for lang, prefix in PREFIXES.items():
        response = client.get(f"{prefix}/years/", headers={"Accept-Language": header})
        assert [attrs["lang"] for name, attrs, _ in Page(response).elements if name == "html"] == [lang]


def test_the_interface_speaks_chinese_throughout(client):
    for address in [*ADDRESSES, "/years/2023/", "/nothing/"]:
        read = Page(client.get(f"/zh-hans{address}"))
        for label in [*read.texts("dt"), *read.texts("h2"), *read.texts("button"), *read.texts("summary")]:
            if not re.fullmatch(r"[\W\d]*|SHA-256", label):
                assert re.search("[\u4e00-\u9fff]", label), (address, label)


# How many questions a page puts to the database.


def make_agency(province):
    agency = factories.make_agency(province=province, parent=factories.make_agency())
    AgencyName.objects.create(agency=agency, language="en", type="official", name="Quality Bureau")
    factories.make_claim(agency)
    return agency


def make_world():
    """Make one of everything, each referring to others of its own, in one change."""
    with changing("other"):
        return make_rows()


def make_rows():
    province, series = factories.make_province(), factories.make_series()
    agency = make_agency(province)
    year = factories.make_year()
    national = factories.make_campaign(year=year, scope="national")
    campaign = factories.make_campaign(year=year, province=province, host=agency, series=series, part_of=national)
    launch = factories.make_activity(campaign=campaign)
    Campaign.objects.filter(pk=campaign.pk).update(launch=launch)
    first = factories.make_notice(campaign=national)
    notice = factories.make_notice(campaign=campaign, forwards=first)
    section = factories.make_section(notice=notice)
    factories.make_section(notice=notice, parent=section, path="1.1")
    for position in (1, 2):
        Signature.objects.create(notice=notice, agency=make_agency(province), position=position, name_zh="质量局")
    activity = factories.make_activity(
        campaign=campaign, section=section, series=series, part_of=launch, same_as=factories.make_activity()
    )
    for position in (1, 2):
        Participation.objects.create(activity=activity, agency=make_agency(province), position=position)
    Location.objects.create(activity=activity, province=province)
    appearance = factories.make_appearance(activity=activity)
    factories.make_appearance(activity=activity, agency=agency)
    slogan, figure = factories.make_slogan(campaign=campaign), factories.make_figure(campaign=campaign)
    whole = factories.make_source()
    part = factories.make_source(part_of=whole)
    person = appearance.person
    records = [
        year, national, campaign, launch, first, notice, section, activity, appearance, person, slogan, figure,
        series, agency, province, factories.make_precedent(), whole, part,
    ]  # fmt: skip
    for record in records:
        field = "kind" if isinstance(record, Source) else "held" if isinstance(record, Year) else None
        factories.make_claim(record, source=part, **({"field": field} if field else {}))
    return {
        "years": year, "campaigns": campaign, "notices": notice, "series": series, "activities": activity,
        "people": person, "sources": part, "agencies": agency, "provinces": province,
    }  # fmt: skip


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
        if response.streaming:
            b"".join(response.streaming_content)
    assert response.status_code == 200, address
    # Which revision the archive is at, every answer asks once.
    asked_for_revision = [query for query in asked if 'FROM "qualitymonth_revision"' in query["sql"]]
    assert len(asked_for_revision) == 1, address
    return len(asked) - 1


MOST_FOR_A_LIST = {
    "years": 11, "campaigns": 20, "notices": 18, "series": 7, "activities": 23, "people": 7, "sources": 4,
    "agencies": 13, "provinces": 9,
}  # fmt: skip
MOST_FOR_A_RECORD = {
    "years": 19, "campaigns": 13, "notices": 12, "series": 8, "activities": 13, "people": 5, "sources": 5,
    "agencies": 16, "provinces": 11,
}  # fmt: skip


def test_a_list_asks_the_database_no_more_for_three_records_than_for_one(client):
    def asked():
        return {(plural, form): queries(client, at) for plural in LISTS for form, at in forms_of(plural)} | {
            (plural, "api"): queries(client, f"/api/v1/{plural}/") for plural in API_ONLY
        }

    empty_archive()
    make_world()
    one = asked()
    assert [plural for plural, most in MOST_FOR_A_LIST.items() if one[plural, "page"] > most] == []
    assert [plural for plural in API_ONLY if one[plural, "api"] > 3] == []
    make_world()
    make_world()
    assert asked() == one


def forms_of(plural):
    machine = [(form, f"/{plural}.{form}") for form in ("csv", "jsonl", "atom")]
    return [("page", f"/{plural}/"), ("api", f"/api/v1/{plural}/"), *machine]


def test_a_record_asks_the_database_no_more_in_a_big_archive_or_with_more_around_it(client):
    def asked(record, plural):
        address = f"/{plural}/{record.natural_key()[0]}/"
        return queries(client, address), queries(client, f"/api/v1{address}")

    empty_archive()
    # Each kind has a record of its own: to give one more of what its page lists takes it from another world.
    for plural in LISTS:
        record = make_world()[plural]
        surround(record, make_world())
        one = asked(record, plural)
        assert one[0] <= MOST_FOR_A_RECORD[plural], plural
        assert one[1] <= 4, plural
        for _ in range(2):
            surround(record, make_world())
        assert asked(record, plural) == one, plural


def surround(record, world):
    """Give ``record`` more of what its page lists, taken from another world."""
    number = world["years"].number
    if isinstance(record, Year):
        Campaign.objects.filter(year__number=number).update(year=record)
    elif isinstance(record, Campaign):
        Activity.objects.filter(campaign=world["campaigns"]).update(campaign=record)
        Notice.objects.filter(campaign=world["campaigns"]).update(campaign=record)
        for slogan in world["campaigns"].slogans.all():
            slogan.campaign, slogan.position = record, record.slogans.count() + 1
            slogan.save()
        world["campaigns"].figures.update(campaign=record)
        Campaign.objects.filter(pk=world["campaigns"].pk).update(part_of=record)
    elif isinstance(record, Notice):
        section = factories.make_section(notice=record)
        factories.make_claim(section)
        world["activities"].section = section
        world["activities"].save()
        Signature.objects.create(notice=record, agency=world["agencies"], position=number, name_zh="局")
    elif isinstance(record, Series):
        Activity.objects.filter(series=world["series"]).update(series=record)
        Campaign.objects.filter(series=world["series"]).update(series=record)
    elif isinstance(record, Activity):
        world["activities"].appearances.update(activity=record)
        Activity.objects.filter(pk=world["activities"].pk).update(part_of=record, same_as=record)
        Participation.objects.create(activity=record, agency=world["agencies"], position=number)
    elif isinstance(record, Person):
        world["people"].appearances.update(person=record)
    elif isinstance(record, Source):
        record.claims_made.model.objects.filter(source=world["sources"]).update(source=record)
    elif isinstance(record, Agency):
        Participation.objects.create(activity=world["activities"], agency=record)
        Signature.objects.create(notice=world["notices"], agency=record, position=9)
        Campaign.objects.filter(pk=world["campaigns"].pk).update(host=record)
        world["agencies"].appearances.update(agency=record)
    else:
        Location.objects.create(activity=world["activities"], province=record)
        Campaign.objects.filter(pk=world["campaigns"].pk).update(province=record)
        Agency.objects.filter(province=world["provinces"]).update(province=record)


def test_the_other_pages_ask_no_more_in_a_bigger_archive(client):
    most = {"/": 10, "/disagreements/": 2, "/search/?q=质量": 12, "/about/": 1, "/lineage/": 7}

    def disputed():
        factories.make_claim(make_world()["campaigns"], field="theme_zh", value="另一主题", rank="normal")

    empty_archive()
    disputed()
    one = {address: queries(client, address) for address in most}
    assert [address for address in most if one[address] > most[address]] == []
    disputed()
    disputed()
    assert [address for address in most if queries(client, address) > one[address]] == []


# Words of the query.


@pytest.mark.parametrize("address", ["/", "/about/", "/disagreements/", "/years/2023/", "/agencies/samr/"])
def test_a_page_that_takes_no_words_refuses_them_by_name(client, address):
    read = page(client, f"{address}?colour=red", status=400)
    assert "colour: Unknown word. This page knows: none." in read.texts("li")


@pytest.mark.parametrize("address", ["/", "/years/", "/years/2023/", "/search/", "/activities.csv", "/about/"])
@pytest.mark.parametrize("word", ["utm_source", "utm_anything", "fbclid", "gclid"])
def test_words_of_other_sites_redirect_away(client, address, word):
    response = client.get(f"{address}?{word}=x")
    assert (response.status_code, response.headers["Location"]) == (302, address)


def test_a_redirect_keeps_the_question_with_all_its_values(client):
    response = client.get("/activities/?year=2023&utm_source=x&kind=forum&kind=launch&gclid=1")
    assert response.headers["Location"] == "/activities/?year=2023&kind=forum&kind=launch"


def test_filters_stay_in_place_from_page_to_page(client):
    empty_archive()
    campaign = factories.make_campaign(year=factories.make_year(number=2023))
    for kind in ("publicity", "launch", *["publicity"] * 7):
        factories.make_activity(campaign=campaign, kind=kind)
    read = page(client, "/activities/?year=2023&kind=publicity&page_size=3")
    assert read.links("a", rel="next") == ["?year=2023&kind=publicity&page_size=3&page=2"]
    assert "Page 1 of 3" in read.text("nav", class_="pages")
    read = page(client, "/activities/?year=2023&kind=publicity&page_size=3&page=2")
    assert read.links("a", rel="prev") == ["?year=2023&kind=publicity&page_size=3&page=1"]
    assert read.links("a", rel="next") == ["?year=2023&kind=publicity&page_size=3&page=3"]
    assert len(keys_of_page(client, "activities", "?year=2023&kind=publicity&page_size=3")) == 8


def test_an_applied_filter_is_shown_by_name_and_can_be_taken_away(client):
    read = page(client, "/activities/?year=2023&province=CN-AH&kind=launch")
    chips = dict(zip(read.texts("a"), read.links(), strict=True))
    assert chips["Year: 2023 ×(remove)"] == "/activities/?province=CN-AH&kind=launch"
    assert chips["Province: Anhui ×(remove)"] == "/activities/?year=2023&kind=launch"
    assert chips["Kind: launch ×(remove)"] == "/activities/?year=2023&province=CN-AH"


def test_a_list_links_to_its_other_forms_with_the_same_question(client):
    read = page(client, "/activities/?year=2023&page_size=10&page=2")
    links = dict(zip(read.texts("a"), read.links(), strict=True))
    assert links["CSV"] == "/activities.csv?year=2023"
    assert links["JSON Lines"] == "/activities.jsonl?year=2023"
    assert links["Atom"] == "/activities.atom?year=2023"
    # The footer's API comes later and leads to the documentation.
    assert "/api/v1/activities/?year=2023&page_size=10" in read.links()
    for address in (links["CSV"], links["JSON Lines"], links["Atom"], "/api/v1/activities/?year=2023&page_size=10"):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("page=0", "page: 0 is not a number."),
        ("page=abc", "page: abc is not a number."),
        ("page=-1", "page: -1 is not a number."),
        ("page=１", "page: １ is not a number."),
        ("page=last", "page: last is not a number."),
        ("page=1&page=2", "page: Give this word once."),
        ("page_size=0", "page_size: '0' is not a number from 1 to 500."),
        ("page_size=501", "page_size: '501' is not a number from 1 to 500."),
        ("page_size=x", "page_size: 'x' is not a number from 1 to 500."),
        ("page_size=", "page_size: '' is not a number from 1 to 500."),
        (f"page_size={'9' * 1000}", "is not a number from 1 to 500."),
        ("cursor=abc", "cursor: Unknown word."),
    ],
)
def test_bad_paging_of_a_page_is_refused_by_name(client, query, named):
    assert named in page(client, f"/activities/?{query}", status=400).text()


@pytest.mark.parametrize("number", ["3", "999999999", "9" * 1000])
def test_a_page_beyond_the_last_is_not_there(client, number):
    empty_archive()
    campaign = factories.make_campaign()
    for _ in range(3):
        factories.make_activity(campaign=campaign)
    assert client.get("/activities/?page_size=2&page=2").status_code == 200
    assert client.get(f"/activities/?page_size=2&page={number}").status_code in (400, 404)


# Machines.


def test_the_process_says_that_it_lives_without_asking_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_a_migrated_database_is_ready(client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True})


def test_waiting_migrations_are_not_ready(client):
    with mock.patch("qualitymonth.views.MigrationExecutor") as executor:
        executor.return_value.migration_plan.return_value = ["one", "two"]
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"ready": False, "why": "2 migrations are waiting"}


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_not_ready_though_the_process_lives(client, error):
    with mock.patch("qualitymonth.views.MigrationExecutor", side_effect=error("gone")):
        response = client.get("/readyz")
        assert client.get("/healthz").status_code == 200
    assert response.status_code == 503
    assert response.json() == {"ready": False, "why": "the database does not answer"}


def test_security_txt_says_whom_to_write_to_and_until_when_it_holds(client, settings):
    response = client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"] == "http://testserver/about/#contact"
    left = datetime.datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert datetime.timedelta(days=100) < left < datetime.timedelta(days=365)
    settings.SECURITY_CONTACT = "mailto:safety@example.org"
    assert "Contact: mailto:safety@example.org\n" in client.get("/.well-known/security.txt").content.decode()
    assert "mailto:safety@example.org" in page(client, "/about/").text()


def test_robots_stay_out_of_the_admin(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain"
    assert "Disallow: /admin/\nDisallow: /zh-hans/admin/\n" in response.content.decode()


def test_a_browser_that_asks_for_the_icon_unasked_is_led_to_it(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response.headers["Location"]) == (302, "/static/img/icon.svg")


# Nothing there, and faults of ours.


@in_both_languages
@pytest.mark.parametrize(
    "address",
    [
        "/nothing/", "/years/1700/", "/years/20233/", "/years/２０２３/", "/agencies/nobody/", "/provinces/CN-XX/",
        "/activities/2023/", f"/activities/{'x' * 3000}/",
    ],
)  # fmt: skip
def test_where_there_is_nothing_stands_a_page_of_ours(client, lang, prefix, address):
    read = page(client, prefix + address, status=404)
    heading = {"en": "There is nothing at this address", "zh-Hans": "此网址没有内容"}[lang]
    if read.texts("h1") != [heading]:
        assert re.search("[\u4e00-\u9fff]" if lang == "zh-Hans" else "[a-z]", read.text("h1"))


@pytest.mark.parametrize("address", ["/api/", "/api/nothing/", "/api/v1/nothing/", "/api/v1/years/1700/", "/api/v2/"])
def test_under_the_api_it_is_a_problem_document(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert (problem["type"], problem["title"], problem["status"]) == ("about:blank", "Not Found", 404)
    assert problem["instance"] == address


@in_both_languages
def test_a_fault_of_ours_is_a_page_of_ours(client, lang, prefix):
    client.raise_request_exception = False
    with mock.patch("campaigns.views.HomeView.get_context_data", side_effect=ZeroDivisionError):
        response = client.get(f"{prefix}/")
    assert response.status_code == 500
    read = Page(response)
    assert [attrs["lang"] for name, attrs, _ in read.elements if name == "html"] == [lang]
    assert len(read.texts("h1")) == 1
    if lang == "en":
        assert read.text("h1") == "A fault of ours"


def test_under_the_api_a_fault_of_ours_is_a_problem_document(client):
    client.raise_request_exception = False
    with mock.patch("campaigns.api.find", side_effect=ZeroDivisionError):
        response = client.get("/api/v1/search/?q=x")
    assert response.status_code == 500
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["detail"] == "A fault of ours. It has been logged."


def test_a_host_that_is_not_ours_is_refused_with_a_page_of_ours(client):
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert Page(response).text("h1") == "That question could not be read"


# Beijing's time.


@pytest.mark.parametrize(
    ("moment", "english", "chinese"),
    [
        ("2023-08-31T15:59:59Z", "31 August 2023", "2023年8月31日"),
        ("2023-08-31T16:00:00Z", "1 September 2023", "2023年9月1日"),
        ("2023-09-01T15:59:59Z", "1 September 2023", "2023年9月1日"),
        ("2023-09-01T16:00:00Z", "2 September 2023", "2023年9月2日"),
    ],
)
def test_a_change_is_dated_by_beijings_time(client, moment, english, chinese):
    Agency.objects.filter(slug="samr").update(updated_at=datetime.datetime.fromisoformat(moment))
    assert f"last changed {english}" in page(client, "/agencies/samr/").text()
    assert chinese in page(client, "/zh-hans/agencies/samr/").text("p", class_="machine")
    modified = client.get("/api/v1/agencies/samr/").json()["modified"]
    assert datetime.datetime.fromisoformat(modified) == datetime.datetime.fromisoformat(moment)
    assert modified.endswith("+08:00")


def test_the_home_page_counts_what_the_archive_holds(client):
    read = page(client, "/")
    told_once = Activity.objects.filter(same_as=None)
    assert 1 < told_once.count() < Activity.objects.count()
    assert {
        f"{Campaign.objects.count()} campaigns", f"{Notice.objects.count()} notices",
        f"{told_once.count()} activities", f"{Source.objects.count()} sources",
    } <= set(read.texts("a"))  # fmt: skip
    assert len(read.texts("ul", class_="tiles")) == 1
    tiles = [text for text in read.texts("li") if re.search(r" [A-Z]{2} \d+$", text)]
    there = Counter(Location.objects.filter(activity__in=told_once).values_list("province__code", flat=True))
    tiled = Province.objects.exclude(code="XPCC")
    assert sorted(tiles) == sorted(f"{one.name_en} {one.code[3:]} {there[one.code]}" for one in tiled)
    assert len(tiles) == 34
    assert reverse("year-detail", args=[2023]) in read.links()


def test_precedents_stand_with_the_years(client):
    read = page(client, "/years/")
    shown = [attrs["id"] for name, attrs, _ in read.elements if name == "article"]
    assert sorted(str(one) for one in shown) == sorted(f"precedent-{one.slug}" for one in Precedent.objects.all())
    assert {"precedent-japan", "precedent-united-states"} <= set(shown)
    assert read.text("article", id="precedent-japan").startswith("Japan Began November 1960")
