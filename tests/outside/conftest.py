"""The production server with the real archive, for those who ask the API from outside and know its description alone.

All tests of this folder go to one worker of pytest-xdist, and share one server.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.serving import serving, surroundings

HERE = Path(__file__).parent
UNLIMITED = {"RATE_LIMIT_MINUTE": "0", "RATE_LIMIT_HOUR": "0"}
PASSWORD = "of a test"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of this folder together; what holds of every answer is asked once, with SQLite."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("outside"))
            if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
                item.add_marker(pytest.mark.skip(reason="the API is asked from outside once, with SQLite"))


@pytest.fixture(scope="package")
def site(_archive_database: BaseDatabaseWrapper, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the archive as its fixtures are loaded, and return its address."""
    folder = tmp_path_factory.mktemp("site")
    _copy(_archive_database, folder)
    with serving(folder, **UNLIMITED) as address:
        yield address


@pytest.fixture
def site_to_write(_archive_database: BaseDatabaseWrapper, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Serve a copy of the archive that may be changed; return its address and the token of a superuser."""
    _copy(_archive_database, tmp_path)
    environment = {**os.environ, **surroundings(tmp_path)}
    token = subprocess.run(
        [sys.executable, "-m", "tests.outside.staff"], cwd=settings.BASE_DIR, env=environment, check=True,
        capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    with serving(tmp_path, **UNLIMITED) as address:
        yield address, token


def _copy(archive: BaseDatabaseWrapper, folder: Path) -> None:
    copy = sqlite3.connect(surroundings(folder)["DATABASE_URL"].removeprefix("sqlite:///"))
    archive.connection.backup(copy)
    copy.close()
