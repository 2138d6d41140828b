"""Whole lists as CSV and JSON Lines."""

import csv
import json
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from django.db import OperationalError

from agencies.models import Agency
from qualitymonth.exports import Streamed, cell, download
from tests import factories
from tests.reading import LISTS, api, body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

every_list = pytest.mark.parametrize("plural", LISTS)


def table(client, address):
    return list(csv.reader(StringIO(body(client.get(address)), newline="")))


@every_list
def test_a_csv_file_is_a_download_of_utf_8_with_a_header_of_the_apis_fields(client, plural):
    response = client.get(f"/{plural}.csv")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{plural}.csv"'
    assert response.cookies == {}
    rows = list(csv.reader(StringIO(body(response), newline="")))
    records = api(client, plural)
    assert rows[0] == list(records[0])
    assert len(rows) == len(records) + 1
    assert {len(row) for row in rows} == {len(rows[0])}


@every_list
def test_a_json_lines_file_holds_the_apis_records_to_the_letter(client, plural):
    response = client.get(f"/{plural}.jsonl")
    assert response.headers["Content-Type"] == "application/jsonl; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{plural}.jsonl"'
    assert [json.loads(line) for line in body(response).splitlines()] == api(client, plural)


@every_list
def test_a_csv_file_says_what_the_apis_records_say(client, plural):
    header, *rows = table(client, f"/{plural}.csv")
    for row, record in zip(rows, api(client, plural), strict=True):
        assert row == [cell(record[column]) for column in header]


def test_nothing_found_is_a_header_alone_in_csv_and_nothing_in_json_lines(client):
    assert table(client, "/activities.csv?q=zyzzyva") == [table(client, "/activities.csv")[0]]
    response = client.get("/activities.jsonl?q=zyzzyva")
    assert (response.status_code, body(response)) == (200, "")


def test_the_file_in_chinese_leads_to_the_chinese_pages_and_holds_the_same(client):
    english = [json.loads(line) for line in body(client.get("/agencies.jsonl")).splitlines()]
    chinese = [json.loads(line) for line in body(client.get("/zh-hans/agencies.jsonl")).splitlines()]
    for record in chinese:
        record["html_url"] = record["html_url"].replace("/zh-hans/", "/")
    assert chinese == english


FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1+1", "＋1", "－1", "＠SUM", "﹦1", "﹢1", "﹣1", "﹫x",
    " =1", "\n=1", "\u3000=1", "\u00a0=1", "\u200b=1", "\u200e＝1", "\ufeff=1", "\u2060-1", "\u200b\u200b @x",
    "\u00ad=1", "\u202e=1", "\u2066=1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://evil.example")',
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed_in_the_file_and_stays_as_it_is_in_the_archive(client, text):
    Agency.objects.filter(slug="samr").update(name_zh=text)
    header, row = table(client, "/agencies.csv?slug=samr")
    assert row[header.index("name_zh")] == f"'{text}"
    assert Agency.objects.get(slug="samr").name_zh == text
    assert json.loads(body(client.get("/agencies.jsonl?slug=samr")))["name_zh"] == text


@pytest.mark.parametrize("text", ["a=1", "质量", "1-2", "'", "“质量月”", "x@example.org", "", "#=", "(=1)", '"=1"'])
def test_a_harmless_cell_is_left_alone(text):
    assert cell(text) == text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""), (True, "true"), (False, "false"), (2023, "2023"), (-1.5, "-1.5"), ([], ""),
        (["CN-AH", "CN-JS"], "CN-AH; CN-JS"), (["=1", "x"], "'=1; x"), ([{"agency": "samr"}], '{"agency":"samr"}'),
    ],
)  # fmt: skip
def test_every_kind_of_value_has_a_cell(value, written):
    assert cell(value) == written


def test_quotes_commas_and_line_breaks_come_through(client):
    Agency.objects.filter(slug="samr").update(name_zh='a"b,c\r\nd;e')
    header, row = table(client, "/agencies.csv?slug=samr")
    assert row[header.index("name_zh")] == 'a"b,c\r\nd;e'


def test_organisers_and_provinces_are_all_there(client):
    header, row = table(client, "/activities.csv?slug=2023-five-province-launch")
    assert row[header.index("provinces")] == "CN-JS; CN-ZJ; CN-AH; CN-JX; CN-SH"
    header, row = table(client, "/activities.csv?slug=2023-natural-resources-capacity-verification")
    organisers = [json.loads(part) for part in row[header.index("organisers")].split("; ")]
    assert [(one["agency"], one["role"]) for one in organisers] == [
        ("ministry-of-natural-resources", "organiser"), ("samr", "partner"),
    ]  # fmt: skip


def test_a_file_is_written_as_it_is_read_and_needs_no_memory_of_the_whole(client, django_assert_num_queries):
    factories.empty_archive()
    for _ in range(5):
        factories.make_agency()
    with mock.patch("qualitymonth.exports.CHUNK", 2):
        stream = client.get("/agencies.csv").streaming_content
        assert next(stream).startswith(b"url,")
        with django_assert_num_queries(0):
            next(stream)
            next(stream)
        assert len(list(stream)) == 3


@pytest.mark.parametrize("address", ["/agencies.csv", "/agencies.jsonl", "/agencies.atom"])
def test_a_database_that_is_away_is_no_half_file(client, address):
    with mock.patch("django.db.models.sql.compiler.SQLCompiler.execute_sql", side_effect=OperationalError("gone")):
        response = client.get(address)
    assert response.status_code == 503
    assert "Content-Disposition" not in response.headers


def test_a_file_that_is_sent_in_part_lets_go_of_the_rest():
    read: list[Any] = []

    def records():
        try:
            for number in range(3):
                read.append(number)
                yield number
        finally:
            read.append("closed")

    streamed = Streamed(records(), lambda numbers: map(str, numbers))
    assert read == [0]
    response = download(streamed, "text/plain", "numbers.txt")
    assert next(iter(response)) == b"0"
    response.close()
    assert read == [0, "closed"]
