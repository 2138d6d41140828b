"""``manage.py draft_dossier``: make the skeleton of a dossier from a document that nobody has transcribed yet."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.builder.build import build
from campaigns.builder.errors import DossierError
from campaigns.documents.files import DocumentError, read_document
from campaigns.drafting.draft import draft
from campaigns.drafting.model import DraftError
from campaigns.drafting.write import summary, write


class Command(BaseCommand):
    """Draft a dossier from a document."""

    help = "Draft a dossier from a document: what its text states, each with its line, everything uncertain marked."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take FILE, --slug, --output and --fixtures."""
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="the document, a text in UTF-8 with LF line endings"
        )
        parser.add_argument("--slug", default="", help="the slug of the source; else one is proposed")
        parser.add_argument(
            "--output", type=Path, metavar="PATH", help="a file that does not exist yet; else the output"
        )
        parser.add_argument(
            "--fixtures", type=Path, default=settings.FIXTURES_DIR, metavar="DIR", help="where the fixtures are"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Draft; raise CommandError, which exits with status 1, on any problem, having written nothing."""
        output: Path | None = options["output"]
        if output and output.exists():
            raise CommandError(f"{output} exists and is left as it is; name another file")
        try:
            document = read_document(options["file"])
            drafted = draft(document, build(options["fixtures"] / "dossiers").records, options["slug"])
        except (DocumentError, DraftError) as error:
            raise CommandError(f"{error}; nothing was written") from error
        except DossierError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{len(error.problems)} problems in the dossiers; nothing was written") from error
        text = write(drafted, document.name)
        for line in (*drafted.remarks, *summary(drafted), *(f"? {doubt}" for doubt in drafted.doubts)):
            self.stderr.write(line)
        if output:
            try:
                with output.open("x", encoding="utf-8", newline="\n") as file:
                    file.write(text)
            except OSError as error:
                raise CommandError(f"{output} cannot be written: {error.strerror}; nothing was written") from error
            self.stderr.write(f"wrote {output}")
        else:
            self.stdout.write(text, ending="")
