"""What every test finds in place."""

from collections.abc import Iterator
from copy import copy
from io import StringIO

import hypothesis
import pytest
import pytest_django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models import Model
from django.test import override_settings

from qualitymonth.catalogues import compile_catalogues
from qualitymonth.loading import analyse


def pytest_configure() -> None:
    """Compile the interface's translations, so that plain ``pytest`` sees what ``make test`` sees; draw no lots."""
    compile_catalogues()
    hypothesis.settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
    hypothesis.settings.load_profile("repeatable")


@pytest.fixture(scope="session", autouse=True)
def _own_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests away from the files of the archive that runs in this checkout, and free of collectstatic."""
    folder = tmp_path_factory.mktemp("var")
    (folder / "static").mkdir()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        VAR_DIR=folder,
        STATIC_ROOT=folder / "static",
        MEDIA_ROOT=folder / "media",
        STORAGES={**settings.STORAGES, "staticfiles": plain},
    ):
        yield


@pytest.fixture(scope="session")
def _archive_rows(
    django_db_setup: None,  # noqa: ARG001 - the database must be there
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> list[tuple[type[Model], list[Model]]]:
    """Load the committed fixtures once and return every row that this makes; the database is left empty."""
    models = [
        model for app in ("qualitymonth", "agencies", "campaigns") for model in apps.get_app_config(app).get_models()
    ]
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_archive", stdout=StringIO())
        rows = [(model, list(model._base_manager.order_by("pk"))) for model in models]
        transaction.set_rollback(True)
    return rows


@pytest.fixture(scope="module")
def archive(
    _archive_rows: list[tuple[type[Model], list[Model]]], django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """Stand every test of a module on the real archive, as ``load_archive`` leaves it.

    For modules that say ``pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]``; all others find
    the database empty. The rows lie in a transaction around the module, so no test there may be a transactional one.
    """
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        for model, rows in _archive_rows:
            model._base_manager.bulk_create(copy(row) for row in rows)
        analyse()
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
