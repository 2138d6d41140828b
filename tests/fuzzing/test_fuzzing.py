"""Nothing that schemathesis asks breaks the API or its description: the production server, with the real archive."""

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


@pytest.fixture(scope="module")
def site(_archive_database: BaseDatabaseWrapper, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the archive as its fixtures are loaded."""
    if _archive_database.vendor != "sqlite":
        pytest.skip("what holds of every answer is asked once, with SQLite")
    folder = tmp_path_factory.mktemp("site")
    file = surroundings(folder)["DATABASE_URL"].removeprefix("sqlite:///")
    with sqlite3.connect(file) as copy:
        _archive_database.connection.backup(copy)
    copy.close()
    with serving(folder) as address:
        yield address


@pytest.mark.django_db
@pytest.mark.parametrize("examples", [25, pytest.param(200, marks=pytest.mark.long)])
def test_no_question_breaks_the_api_or_its_description(site, examples):
    command = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"),
        "run", f"{site}/api/v1/schema/", "--max-examples", str(examples),
    ]  # fmt: skip
    told = subprocess.run(  # noqa: S603 - nothing here comes from outside
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout[-20_000:] + told.stderr
    assert "Examples" in told.stdout
    assert "Stateful" in told.stdout
