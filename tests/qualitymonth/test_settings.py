"""What the settings promise about safety and databases."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def told(expression, **environment):
    """Return what ``expression`` is when the settings are read in this environment."""
    code = f"from django.conf import settings\nprint({expression})"
    clean = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    clean["DJANGO_SETTINGS_MODULE"] = "qualitymonth.settings"
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", code], cwd=ROOT, env=clean | environment, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_sqlite_waits_its_turn_and_loses_nothing():
    options = told("settings.DATABASES['default']")
    for promise in (
        "'transaction_mode': 'IMMEDIATE'", "'timeout': 20", "journal_mode=WAL", "synchronous=FULL",
        "'CONN_MAX_AGE': None", "archive.sqlite3",
    ):  # fmt: skip
        assert promise in options


def test_postgresql_gives_up_in_time_and_checks_its_connections():
    options = told("settings.DATABASES['default']", DATABASE_URL="postgresql://u@h/d")
    for promise in ("statement_timeout=5000", "lock_timeout=3000", "'CONN_HEALTH_CHECKS': True", "'pool'"):
        assert promise in options


@pytest.mark.parametrize("address", ["", "sqlite://:memory:", "postgresql://u@h/d"])
def test_no_reader_opens_a_transaction(address):
    assert told("settings.DATABASES['default'].get('ATOMIC_REQUESTS', False)", DATABASE_URL=address) == "False"


def test_nothing_but_the_machine_itself_is_answered_unless_told_so():
    assert told("settings.ALLOWED_HOSTS") == "['127.0.0.1', 'localhost', '[::1]']"
    assert told("settings.ALLOWED_HOSTS", ALLOWED_HOSTS="a.example, b.example") == "['a.example', 'b.example']"
    assert told("settings.DEBUG") == "False"


def test_https_is_all_or_nothing():
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
    flags = ", ".join(f"settings.{name}" for name in names)
    assert told(flags) == "False False False 0"
    assert told(flags, HTTPS="1") == "True True True 31536000"
    assert "neither yes nor no" in told(flags, HTTPS="perhaps")


def test_a_replica_is_routed_to_and_kept_out_of_the_tests():
    assert told("settings.DATABASE_ROUTERS") == "[]"
    told_of = "settings.DATABASE_ROUTERS, settings.DATABASES['replica']['TEST']['MIRROR']"
    expected = "['qualitymonth.routers.ReplicaRouter'] default"
    assert told(told_of, DATABASE_REPLICA_URL="postgresql://u@h/d") == expected


def test_the_policy_lets_in_nothing_from_elsewhere_and_nothing_inline():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert {value for values in directives.values() for value in values} == {"'none'", "'self'"}
    assert {"form-action", "base-uri", "frame-ancestors"} <= set(directives)


def test_no_page_is_cached_by_the_framework():
    assert not [name for name in settings.MIDDLEWARE if "Cache" in name]
    assert settings.TIME_ZONE == "Asia/Shanghai"
    assert settings.USE_TZ is True


def test_what_the_site_makes_is_kept_where_it_is_told():
    kept = "settings.VAR_DIR, settings.STATIC_ROOT, settings.DATABASES['default']['NAME']"
    assert told(kept, VAR_DIR="/srv/v", SECRET_KEY="x") == "/srv/v /srv/v/static /srv/v/archive.sqlite3"
    assert told("settings.VAR_DIR", VAR_DIR="") == told("settings.VAR_DIR") == str(ROOT / "var")
