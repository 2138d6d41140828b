"""``manage.py export_edits``: write what editors changed in the archive as a dossier, so that it flows back."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.builder.edits import EDITS
from campaigns.builder.errors import DossierError
from campaigns.edits import ExportError, export_edits
from qualitymonth.history import changing


class Command(BaseCommand):
    """Write fixtures/dossiers/edits.toml."""

    help = (
        "Write what editors changed of public records as the dossier edits.toml; after build_fixtures the fixtures are "
        "the archive, and load_archive changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --output and --fixtures."""
        parser.add_argument(
            "--output", type=Path, metavar="FILE", help=f"where to write (default: {EDITS} beside the other dossiers)"
        )
        parser.add_argument(
            "--fixtures", type=Path, default=settings.FIXTURES_DIR, metavar="DIR", help="where the fixtures are"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Export; raise CommandError, having written nothing, on any problem or interruption."""
        folder: Path = options["fixtures"] / "dossiers"
        output: Path = options["output"] or folder / EDITS
        draft = output.with_name(f"{output.name}.new")
        try:
            # One change at a time: nobody edits while the archive is read. Nothing is written to it.
            with changing("other"):
                export = export_edits(folder)
            draft.write_text(export.text, encoding="utf-8")
            draft.replace(output)
        except (ExportError, DossierError) as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{len(error.problems)} problems; nothing was written") from error
        except OSError as error:
            raise CommandError(f"{error}; nothing was written") from error
        except KeyboardInterrupt:
            draft.unlink(missing_ok=True)
            raise CommandError("interrupted; nothing was written", returncode=130) from None
        for line in export.left_out:
            self.stderr.write(f"left out: {line}")
        counted = ", ".join(f"{count} {name}" for name, count in export.counts.items())
        self.stdout.write(f"wrote {output.name}: {counted}; {len(export.left_out)} left out")
