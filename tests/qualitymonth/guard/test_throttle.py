"""How often one client may ask, and pages of other sites."""

import subprocess
import sys

import pytest
from django.conf import settings as configured

from qualitymonth.guard import counter

pytestmark = pytest.mark.django_db

API = "/api/v1/years/"


@pytest.fixture(autouse=True)
def _limited(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.RATE_LIMITS = {60: 3, 3_600: 1_000}
    yield
    counter.forget()


def test_each_answer_tells_the_limits_and_what_is_left(client):
    first, second = client.get(API).headers, client.get(API).headers
    assert first["RateLimit-Policy"] == '"minute";q=3;w=60, "hour";q=1000;w=3600'
    assert first["RateLimit"].startswith('"minute";r=2;t=')
    assert second["RateLimit"].startswith('"minute";r=1;t=')


def test_one_too_many_is_a_problem_that_says_when_to_come_back(client):
    for _ in range(3):
        assert client.get(API).status_code == 200
    refused = client.get(API)
    assert (refused.status_code, refused.json()["status"]) == (429, 429)
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.headers["Cache-Control"] == "no-store"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert client.get(API, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_pages_are_not_counted(client):
    for _ in range(5):
        response = client.get("/about/")
        assert response.status_code == 200
        assert "RateLimit" not in response.headers


def test_an_ipv6_network_is_one_client(client):
    for last in range(3):
        client.get(API, REMOTE_ADDR=f"2001:db8::{last}")
    assert client.get(API, REMOTE_ADDR="2001:db8::9").status_code == 429


def test_where_nothing_can_be_counted_nobody_is_refused(client, tmp_path, caplog):
    (tmp_path / "throttle.sqlite3").write_text("this is no database, but long enough to look like one" * 40)
    for _ in range(5):
        response = client.get(API)
        assert response.status_code == 200
        assert "RateLimit" not in response.headers
    assert "cannot be counted" in caplog.text


def test_two_processes_count_together(tmp_path):
    script = (
        "import sys; from pathlib import Path; from qualitymonth.guard.counter import count\n"
        "for _ in range(200): told = count(Path(sys.argv[1]), 'a', [60], 120)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "counted.sqlite3")]
    both = [subprocess.Popen(command, cwd=configured.BASE_DIR) for _ in range(2)]  # noqa: S603 - this very interpreter
    assert [one.wait() for one in both] == [0, 0]
    assert counter.count(tmp_path / "counted.sqlite3", "a", [60], 125) == {60: 401}
    assert counter.count(tmp_path / "counted.sqlite3", "a", [60], 180) == {60: 1}


def test_pages_of_all_sites_may_read_and_none_may_write(client):
    answer = client.get(API, headers={"origin": "https://elsewhere.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "origin" not in answer.headers["Vary"].lower()
    assert {"ETag", "Link", "Retry-After"} <= set(answer.headers["Access-Control-Expose-Headers"].split(", "))
    assert "Access-Control-Allow-Credentials" not in answer.headers
    preflight = client.options(
        API, headers={"origin": "https://elsewhere.example", "access-control-request-method": "PUT"}
    )
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Origin" not in client.get("/about/").headers
