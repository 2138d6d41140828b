"""Who may keep an answer, and who is told that what it has still holds."""

import gzip
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from campaigns.models import Series
from qualitymonth import validators
from qualitymonth.exports import Streamed
from qualitymonth.models import Revision
from tests import factories
from tests.reading import LISTS, PREFIXES
from tests.writing import bearer, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

#: One address of every kind of answer that follows from the archive.
FORMS = {
    "home": "/", "list": "/activities/?year=2023", "record": "/notices/2023-national/", "history of a record":
    "/notices/2023-national/history/", "list in Chinese": "/zh-hans/activities/", "search": "/search/?q=%E8%B4%A8",
    "CSV": "/years.csv", "JSON Lines": "/years.jsonl", "Atom": "/years.atom", "list of citations": "/years.bib",
    "citation": "/notices/2023-national/cite.ris", "CSL": "/sources.csl.json", "citations of a search":
    "/search.bib?q=%E8%B4%A8", "sitemap": "/sitemap.xml", "opensearch": "/opensearch.xml", "about": "/about/",
    "comparison": "/compare/?years=2022&years=2023", "API root": "/api/v1/", "API list": "/api/v1/years/",
    "API record": "/api/v1/notices/2023-national/", "API search": "/api/v1/search/?q=%E8%B4%A8",
    "changes": "/api/v1/changes/", "meta": "/api/v1/meta/", "schema": "/api/v1/schema/", "docs": "/api/docs/",
}  # fmt: skip
NEGOTIATED = {"schema"}
each_form = pytest.mark.parametrize("form", FORMS)

ZIPPED = {"Accept-Encoding": "br, gzip"}


@pytest.fixture(autouse=True)
def _settled():
    """Let the last change be long past, as it mostly is."""
    Revision.objects.filter(pk=1).update(changed_at=timezone.now() - timedelta(days=2))


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def varying(response):
    return {name.strip() for name in response.headers["Vary"].split(",")}


@each_form
def test_a_public_answer_may_be_kept_by_anybody_who_asks_each_time_whether_it_holds(client, form):
    response = client.get(FORMS[form])
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert varying(response) == ({"Accept-Encoding", "Accept"} if form in NEGOTIATED else {"Accept-Encoding"})
    assert response.headers["ETag"].startswith(f'"r{Revision.current().number}-')
    assert response.headers["Last-Modified"]
    assert response.cookies == {}


@each_form
@pytest.mark.parametrize("headers", [{}, ZIPPED], ids=["plain", "compressed"])
def test_who_has_an_answer_is_told_that_it_holds_without_the_view(client, form, headers, django_assert_num_queries):
    first = client.get(FORMS[form], headers=headers)
    with django_assert_num_queries(1):
        again = client.get(FORMS[form], headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary", "Last-Modified"):
        assert again.headers[name] == first.headers[name], name


@each_form
def test_the_same_is_packed_into_the_same_bytes_under_a_strong_tag_of_its_own(client, form):
    plain, one, two = client.get(FORMS[form]), *(client.get(FORMS[form], headers=ZIPPED) for _ in range(2))
    whole, packed = body(plain), body(one)
    if "Content-Encoding" not in one.headers:
        assert len(whole) < 200
        assert one.headers["ETag"] == plain.headers["ETag"]
        return
    assert packed == body(two)
    assert gzip.decompress(packed) == whole
    assert one.headers["ETag"] == two.headers["ETag"] == validators.zipped(plain.headers["ETag"])


@each_form
def test_head_answers_like_get(client, form):
    got, head = client.get(FORMS[form]), client.head(FORMS[form])
    assert head.status_code == 200
    for name in ("ETag", "Cache-Control", "Vary", "Last-Modified", "Content-Type"):
        assert head.headers[name] == got.headers[name], name
    assert client.head(FORMS[form], headers={"If-None-Match": got.headers["ETag"]}).status_code == 304


@each_form
def test_a_change_of_the_archive_ends_what_held(client, form):
    tag = client.get(FORMS[form]).headers["ETag"]
    factories.make_series()
    again = client.get(FORMS[form], headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert again.headers["ETag"] != tag


def test_what_holds_is_known_to_every_process_at_once(client):
    tag = client.get("/api/v1/years/").headers["ETag"]
    Revision.objects.filter(pk=1).update(number=Revision.current().number + 1)
    assert client.get("/api/v1/years/", headers={"If-None-Match": tag}).status_code == 200


def test_any_of_several_tags_will_do_and_a_weak_one_too(client):
    tag = client.get("/api/v1/years/").headers["ETag"]
    for named in (f'"other", {tag}', f"W/{tag}", f'"r1-0", W/{tag}, "x"'):
        assert client.get("/api/v1/years/", headers={"If-None-Match": named}).status_code == 304, named
    for named in ('"other"', tag.strip('"'), tag[:-2] + '"', ""):
        assert client.get("/api/v1/years/", headers={"If-None-Match": named}).status_code == 200, named


def test_of_both_tags_the_one_is_told_that_the_client_would_get(client):
    plain = client.get("/api/v1/years/").headers["ETag"]
    zipped = validators.zipped(plain)
    both = {"If-None-Match": f"{plain}, {zipped}"}
    assert client.get("/api/v1/years/", headers={**both, **ZIPPED}).headers["ETag"] == zipped
    assert client.get("/api/v1/years/", headers=both).headers["ETag"] == plain
    assert client.get("/api/v1/years/", headers={"If-None-Match": zipped}).status_code == 200


def test_an_asterisk_and_a_time_are_judged_once_the_view_has_answered(client):
    first = client.get("/api/v1/years/")
    since = first.headers["Last-Modified"]
    for headers in ({"If-None-Match": "*"}, {"If-Modified-Since": since}):
        again = client.get("/api/v1/years/", headers={**headers, **ZIPPED})
        assert again.status_code == 304
        assert again.headers["ETag"] == validators.zipped(first.headers["ETag"])
        assert again.headers["Cache-Control"] == "public, no-cache"
        assert varying(again) == {"Accept-Encoding"}
        assert client.get("/api/v1/years/9999/", headers=headers).status_code == 404
    earlier = http_date(Revision.current().changed_at.timestamp() - 2)
    assert client.get("/api/v1/years/", headers={"If-Modified-Since": earlier}).status_code == 200
    both = {"If-Modified-Since": since, "If-None-Match": '"another"'}
    assert client.get("/api/v1/years/", headers=both).status_code == 200


def test_a_tag_belongs_to_its_address_and_its_query(client):
    tag = client.get("/api/v1/years/?page_size=10").headers["ETag"]
    assert client.get("/api/v1/years/?page_size=11", headers={"If-None-Match": tag}).status_code == 200
    assert client.get("/api/v1/years/?page_size=10", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("accept", ["application/json", "application/yaml"])
def test_what_is_negotiated_has_a_tag_for_each_way(client, accept):
    tag = client.get("/api/v1/schema/", headers={"Accept": accept}).headers["ETag"]
    again = client.get("/api/v1/schema/", headers={"Accept": accept, "If-None-Match": tag})
    assert again.status_code == 304
    assert varying(again) == {"Accept", "Accept-Encoding"}
    other = client.get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi", "If-None-Match": tag})
    assert other.status_code == 200


def test_who_takes_nothing_that_there_is_hears_so_first(client):
    tag = client.get("/api/v1/years/").headers["ETag"]
    for accept, status in (("text/html", 406), ("text/html, */*;q=0.1", 304), ("application/json", 304)):
        headers = {"Accept": accept, "If-None-Match": tag}
        assert client.get("/api/v1/years/", headers=headers).status_code == status, accept


def test_a_page_that_carries_the_day_does_not_hold_on_the_next(client):
    path = "/notices/2023-national/"
    noon = datetime(2030, 5, 1, 4, tzinfo=UTC)
    with mock.patch("django.utils.timezone.now", return_value=noon):
        first = client.get(path)
        api = client.get(f"/api/v1{path}").headers["ETag"]
    with mock.patch("django.utils.timezone.now", return_value=noon + timedelta(days=1)):
        assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
        assert client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 200
        assert client.get(f"/api/v1{path}", headers={"If-None-Match": api}).status_code == 304


@pytest.mark.parametrize("prefix", PREFIXES.values())
@pytest.mark.parametrize("plural", LISTS)
def test_no_page_depends_on_the_languages_that_a_reader_names(client, prefix, plural):
    path = f"{prefix}/{plural}/"
    one, other = (client.get(path, headers={"Accept-Language": language}) for language in ("zh", "en"))
    assert one.headers["ETag"] == other.headers["ETag"]
    assert one.content == other.content


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing/", 404),
        ("/api/v1/years/9999/", 404),
        ("/activities/?colour=red", 400),
        ("/api/v1/years/?colour=red", 400),
        ("/activities", 301),
        ("/activities/?utm_source=x", 302),
        ("/favicon.ico", 302),
        (f"/search/?q={'x' * 3000}", 414),
    ],
)
def test_what_is_no_answer_is_asked_for_again_each_time_and_has_no_tag(client, address, status):
    response = client.get(address, headers={"If-None-Match": "*"})
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert "ETag" not in response.headers
    assert "Last-Modified" not in response.headers


def test_a_former_address_is_asked_again_too(client):
    series = factories.make_series()
    address = series.get_absolute_url()
    tag = client.get(address).headers["ETag"]
    series.delete()
    for path in (address, f"/api/v1{address}"):
        gone = client.get(path, headers={"If-None-Match": tag})
        assert (gone.status_code, gone.headers["Cache-Control"]) == (410, "public, no-cache")


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_how_the_process_is_doing_is_never_kept(client, address):
    response = client.get(address)
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


def test_the_form_for_reports_and_the_desk_are_never_kept(client, admin_client):
    for response in (
        client.get("/report/notice/2023-national/"),
        client.get("/admin/login/"),
        admin_client.get("/admin/"),
    ):
        assert response.status_code == 200
        assert set(response.headers["Cache-Control"].split(", ")) == {"no-store", "private"}
        assert "ETag" not in response.headers


def test_the_desk_is_packed_with_bytes_of_chance(admin_client):
    response = admin_client.get("/admin/", headers=ZIPPED)
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.content[3] & 8, "a name of random length stands in front"


def test_who_says_who_it_is_gets_an_answer_of_its_own_that_nobody_keeps(client):
    path = "/api/v1/notices/2023-national/"
    public = client.get(path).headers["ETag"]
    headers = {**bearer(make_staff("Reader")), **ZIPPED}
    response = client.get(path, headers={**headers, "If-None-Match": public})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    tag = response.headers["ETag"]
    assert tag != public
    assert validators.revision_of(tag, path) == Revision.current().number
    assert validators.revision_of(public, path) is None


def test_a_token_that_is_none_is_refused_though_reading_needs_no_token(client):
    response = client.get("/api/v1/notices/2023-national/", headers={"Authorization": "Bearer x"})
    assert response.status_code == 401
    assert response.headers["Cache-Control"] == "private, no-store"


def test_the_revision_is_read_before_the_record_lest_an_older_record_pass_for_newer(client):
    series = factories.make_series(name_en="Before")
    path = f"/api/v1/series/{series.slug}/"
    before = Revision.current().number
    read = validators.current

    def meanwhile():
        stands = read()
        Series.objects.filter(pk=series.pk).update(name_en="After")
        return stands

    headers = bearer(make_staff("Reader"))
    with mock.patch("qualitymonth.validators.current", meanwhile):
        response = client.get(path, headers=headers)
    assert response.json()["name_en"] == "After"
    assert validators.revision_of(response.headers["ETag"], path) == before


@pytest.mark.parametrize(("headers", "status"), [({"If-None-Match": "*"}, 304), ({"If-Match": '"x"'}, 412), ({}, 200)])
@pytest.mark.parametrize("address", ["/years.csv", "/api/v1/years.jsonl"])
def test_a_file_that_is_not_sent_after_all_lets_go_of_what_it_reads(client, monkeypatch, address, headers, status):
    """Left to the garbage collector, a cursor is closed in the midst of another query, and psycopg ends the process."""
    close = mock.Mock()
    monkeypatch.setattr(Streamed, "close", close)
    response = client.get(address, headers=headers)
    assert response.status_code == status
    assert close.call_count == (status != 200)
    response.close()
    assert close.call_count == 1


def test_what_if_match_does_not_name_is_a_problem_of_the_api(client):
    response = client.get("/api/v1/years/", headers={"If-Match": '"x"'})
    assert response.status_code == 412
    assert response.headers["Content-Type"] == "application/problem+json"


def test_within_the_second_of_a_change_only_the_tag_validates(client):
    Revision.objects.filter(pk=1).update(changed_at=timezone.now() + timedelta(seconds=1))
    response = client.get("/api/v1/years/")
    assert "Last-Modified" not in response.headers
    assert "ETag" in response.headers
    again = client.get("/api/v1/years/", headers={"If-Modified-Since": http_date(timezone.now().timestamp() + 60)})
    assert again.status_code == 200


def test_while_the_database_is_away_nothing_is_kept(client):
    with mock.patch("django.db.models.sql.compiler.SQLCompiler.execute_sql", side_effect=OperationalError("gone")):
        away = client.get("/years/")
        there = client.get("/api/v1/")
    assert (away.status_code, away.headers["Cache-Control"]) == (503, "no-store")
    assert there.status_code == 200
    assert "ETag" not in there.headers


def test_a_form_that_is_sent_is_not_for_caches():
    response = Client().post("/report/notice/2023-national/", {"message": ""})
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "ETag" not in response.headers
