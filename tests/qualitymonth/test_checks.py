"""The start-up checks."""

import sqlite3
from types import SimpleNamespace

import pytest

from qualitymonth import checks


@pytest.mark.parametrize(
    ("vendor", "version", "noted"),
    [
        ("sqlite", (3, 40, 1), [("qualitymonth.I001", 20)]),
        ("sqlite", (3, 51, 3), []),
        ("postgresql", (3, 40, 1), []),
    ],
)
def test_only_an_old_sqlite_is_noted_and_at_level_info(monkeypatch, vendor, version, noted):
    monkeypatch.setattr(checks, "connection", SimpleNamespace(vendor=vendor))
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    assert [(note.id, note.level) for note in checks.several_processes_need_a_newer_sqlite()] == noted
