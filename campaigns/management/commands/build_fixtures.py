"""``manage.py build_fixtures``: make the fixtures from the dossiers, or check that they are what the dossiers say."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.builder.build import build, differences, write
from campaigns.builder.documents import check_quotations, read_documents
from campaigns.builder.errors import DossierError


class Command(BaseCommand):
    """Build fixtures/*.json from fixtures/dossiers/*.toml."""

    help = "Build fixtures/*.json from fixtures/dossiers/*.toml; the same dossiers give the same bytes."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --check, --documents and --fixtures."""
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a fixture is out of date")
        parser.add_argument(
            "--documents", type=Path, metavar="DIR", help="also check each quotation in the documents in DIR"
        )
        parser.add_argument(
            "--fixtures", type=Path, default=settings.FIXTURES_DIR, metavar="DIR", help="where the fixtures are"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Build; raise CommandError, which exits with status 1, on any problem, having written nothing."""
        folder: Path = options["fixtures"]
        try:
            built = build(folder / "dossiers")
            if options["documents"]:
                quotations = check_quotations(built, read_documents(built, options["documents"]))
                self.stdout.write(f"{quotations} quotations stand where they are said to stand")
        except DossierError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{len(error.problems)} problems; nothing was written") from error
        if options["check"]:
            if differing := differences(built.files, folder):
                raise CommandError("; ".join(differing) + ": run manage.py build_fixtures")
            self.stdout.write(f"{len(built.files)} fixtures are what the dossiers say")
            return
        written = write(built.files, folder)
        self.stdout.write(f"wrote {', '.join(written)}" if written else f"{len(built.files)} fixtures were up to date")
