"""``manage.py load_archive``: bring the fixtures into the database, and staff's edits through it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.builder.rows import FILES
from qualitymonth.loading import LoadError, digest, load
from qualitymonth.models import Revision

EVERY = 250


class Command(BaseCommand):
    """Load fixtures/*.json."""

    help = (
        "Load fixtures/*.json in one transaction; records that staff changed since the last load are kept and listed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --fixtures and --if-changed."""
        parser.add_argument(
            "--fixtures", type=Path, default=settings.FIXTURES_DIR, metavar="DIR", help="where the fixtures are"
        )
        parser.add_argument("--if-changed", action="store_true", help="do nothing if these files were loaded last")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load; raise CommandError, with nothing changed, on any problem or interruption."""
        self._next = EVERY
        paths = [options["fixtures"] / f"{name}.json" for name in FILES.values()]
        if missing := [path.name for path in paths if not path.exists()]:
            raise CommandError(f"missing in {options['fixtures']}: {', '.join(missing)}; run manage.py build_fixtures")
        if options["if_changed"] and Revision.current().fixtures == digest(paths):
            return
        try:
            plan = load(paths, self._progress)
        except LoadError as error:
            for problem in error.problems:
                self.stderr.write(problem)
            raise CommandError(f"{len(error.problems)} problems; nothing was changed") from error
        except KeyboardInterrupt:
            raise CommandError("interrupted; nothing was changed", returncode=130) from None
        for line in plan.kept:
            self.stderr.write(f"kept: {line}")
        self.stdout.write(
            f"{len(plan.create)} rows created, {len(plan.update)} updated, {len(plan.delete)} removed, "
            f"{len(plan.kept)} kept as staff left them"
        )

    def _progress(self, done: str, number: int, total: int) -> None:
        if number >= self._next or number == total:
            self.stdout.write(f"{done} {number} of {total} rows")
            self._next = number + EVERY
