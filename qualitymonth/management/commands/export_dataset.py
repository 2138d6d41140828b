"""``manage.py export_dataset``: make the data package of all that is public."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from qualitymonth.dataset.database import DatabaseError
from qualitymonth.dataset.latest import latest, make_at, make_latest
from qualitymonth.dataset.package import DESCRIPTION
from qualitymonth.models import Revision


class Command(BaseCommand):
    """Write the package where it is asked for, or to where the site offers it."""

    help = (
        "Make a Frictionless data package of all public records: CSV, JSON Lines, an SQLite file, schema, checksums. "
        "The same archive gives the same bytes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the target and --if-outdated."""
        parser.add_argument(
            "target", type=Path, nargs="?", metavar="FOLDER|FILE.zip", help="default: where the site offers it"
        )
        parser.add_argument(
            "--if-outdated",
            action="store_true",
            help="do nothing where the site offers what would be made, or nothing is held",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Export; raise CommandError, leaving what was there, on any problem or interruption."""
        target: Path | None = options["target"]
        progress = self._progress if options["verbosity"] else _silent
        if target is None and options["if_outdated"]:
            offered = latest()
            if Revision.current().number == 0 or (offered and offered.is_current()):
                return
        if target and target.is_dir() and any(target.iterdir()) and not (target / DESCRIPTION).exists():
            raise CommandError(f"{target} holds something else than a data package; nothing was written")
        try:
            if target:
                made = make_at(target, progress)
                self.stdout.write(
                    f"wrote {target.name}: revision {made.revision.number}, {sum(made.counts.values())} rows"
                )
            else:
                offered = make_latest(progress)
                self.stdout.write(f"data package: revision {offered.revision}, {offered.bytes} bytes")
        except (OSError, DatabaseError) as error:
            raise CommandError(f"{error}; nothing was written") from error
        except KeyboardInterrupt:
            raise CommandError("interrupted; nothing was written", returncode=130) from None

    def _progress(self, table: str, records: int) -> None:
        if records:
            self.stdout.write(f"{table}: {records} records")
            self.stdout.flush()


def _silent(_table: str, _records: int) -> None:
    """Say nothing."""
