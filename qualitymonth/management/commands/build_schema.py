"""``manage.py build_schema``: describe the API in docs/openapi.json, or check that it is what the code says."""

from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment

from qualitymonth.catalogues import compile_catalogues
from qualitymonth.schema.document import PATH, build


class Command(BaseCommand):
    """Build docs/openapi.json, with examples from a database of its own that holds the fixtures."""

    help = "Describe the API in docs/openapi.json (OpenAPI 3.1); the same code and fixtures give the same bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --check."""
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the file is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build; raise CommandError where the file is to be checked and differs."""
        compile_catalogues()
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        setup_test_environment()
        name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            call_command("load_archive", stdout=StringIO())
            made = build(Client())
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)
            teardown_test_environment()
        current = PATH.exists() and PATH.read_text(encoding="utf-8") == made
        if options["check"] and not current:
            raise CommandError(f"{PATH.name} is out of date: run make schema")
        if not current:
            PATH.write_text(made, encoding="utf-8")
        self.stdout.write(f"{PATH.name} was up to date" if current else f"wrote {PATH.name}")
