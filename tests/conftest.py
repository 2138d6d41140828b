"""What every test finds in place."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import pytest_django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client, override_settings
from django.utils import translation

from qualitymonth.catalogues import compile_catalogues
from tests import contract

CAMPAIGNS = Path(__file__).parent / "campaigns"


def pytest_configure() -> None:
    """Compile the interface's translations, so that plain ``pytest`` sees what ``make test`` sees; draw no lots."""
    compile_catalogues()
    hypothesis.settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
    hypothesis.settings.load_profile("repeatable")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, with PostgreSQL, what reads and builds dossiers without a database: it runs with SQLite's tests."""
    if connections["default"].vendor == "sqlite":
        return
    without = [item for item in items if item.path.is_relative_to(CAMPAIGNS) and not _asks_a_database(item)]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if item not in set(without)]


def pytest_collection_finish() -> None:
    """Keep the garbage collector off what stays until the end: looking through it again takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000)


def _asks_a_database(item: pytest.Item) -> bool:
    needed = {"db", "transactional_db", "live_server", "admin_client"}
    return item.get_closest_marker("django_db") is not None or not needed.isdisjoint(item.fixturenames)  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def _own_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests away from the files of the archive that runs in this checkout, free of collectstatic and limits."""
    folder = tmp_path_factory.mktemp("var")
    (folder / "static").mkdir()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        VAR_DIR=folder,
        STATIC_ROOT=folder / "static",
        MEDIA_ROOT=folder / "media",
        RATE_LIMITS={},
        STORAGES={**settings.STORAGES, "staticfiles": plain},
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Hash passwords fast: what makes guessing slow costs a third of a second each time, and no test asks for it."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def _plain_language() -> Iterator[None]:
    """Start in English, whatever page was read before: a page in Chinese leaves its language to the thread."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def _archive_database(
    django_db_setup: None,  # noqa: ARG001 - the database must be there
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> Iterator[BaseDatabaseWrapper]:
    """Load the committed fixtures into a copy of the tests' database and return the connection to it."""
    empty = connections["default"]
    loaded = empty.copy()
    with django_db_blocker.unblock():
        if loaded.vendor == "sqlite":
            loaded.settings_dict["NAME"] = empty.settings_dict["NAME"].replace("memorydb", "archive")
            loaded.ensure_connection()
            empty.ensure_connection()
            empty.connection.backup(loaded.connection)
        else:
            empty.creation.clone_test_db("archive", verbosity=0)
            # Pools are kept by alias: this connection would go into that of the empty database.
            loaded.settings_dict["OPTIONS"].pop("pool", None)
            loaded.settings_dict["NAME"] = empty.creation.get_test_db_clone_settings("archive")["NAME"]
        with _connected(loaded):
            call_command("load_archive", stdout=StringIO())
    yield loaded
    with django_db_blocker.unblock():
        loaded.close()
        if loaded.vendor != "sqlite":
            empty.creation.destroy_test_db(verbosity=0, suffix="archive")


@contextmanager
def _connected(connection: BaseDatabaseWrapper) -> Iterator[None]:
    usual = connections["default"]
    connections["default"] = connection
    try:
        yield
    finally:
        connections["default"] = usual


@pytest.fixture(scope="module")
def archive(_archive_database: BaseDatabaseWrapper) -> Iterator[None]:
    """Stand every test of a module on the real archive, as ``load_archive`` leaves it.

    For modules that say ``pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]``; all others find
    the database empty. No test there may be a transactional one: it would leave the archive empty for the next.
    """
    with _connected(_archive_database):
        yield


class ClosingClient(Client):
    """A client that holds the API to its description, and closes the files it was sent as a server does."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.streams: list[Any] = []

    def request(self, **request: Any) -> Any:
        """Answer, and remember a file."""
        response: Any = super().request(**request)
        if response.streaming:
            self.streams.append(response)
        contract.check(request["REQUEST_METHOD"], response.request["PATH_INFO"], response)
        return response


@pytest.fixture
def client() -> Iterator[Client]:
    """Stand for a visitor; what was sent is closed when the test is over."""
    visitor = ClosingClient()
    yield visitor
    for response in visitor.streams:
        for close in response._resource_closers:  # noqa: SLF001 - close() itself would end the test's connection
            close()
