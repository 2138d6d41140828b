"""``manage.py load_archive``: bring the fixtures into the database, and staff's edits through it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.builder.rows import FILES
from qualitymonth.loading import ConflictError, LoadError, Plan, Preference, digest, load
from qualitymonth.models import Revision

EVERY = 250


class Command(BaseCommand):
    """Load fixtures/*.json."""

    help = (
        "Load fixtures/*.json in one transaction, merged field by field with what staff changed since the last load. "
        "What both changed is listed, and then nothing is loaded unless --prefer says whose side to take."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --fixtures, --if-changed, --prefer and --dry-run."""
        parser.add_argument(
            "--fixtures", type=Path, default=settings.FIXTURES_DIR, metavar="DIR", help="where the fixtures are"
        )
        parser.add_argument("--if-changed", action="store_true", help="do nothing if these files were loaded last")
        parser.add_argument(
            "--prefer",
            choices=["fixtures", "archive"],
            help="whose side to take where staff and fixtures changed the same",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load; raise CommandError, with nothing changed, on any problem or interruption."""
        self._next = EVERY
        paths = [options["fixtures"] / f"{name}.json" for name in FILES.values()]
        if missing := [path.name for path in paths if not path.exists()]:
            raise CommandError(f"missing in {options['fixtures']}: {', '.join(missing)}; run manage.py build_fixtures")
        if options["if_changed"] and Revision.current().fixtures == digest(paths):
            return
        try:
            plan = load(paths, self._progress, prefer=options["prefer"], dry_run=options["dry_run"])
        except ConflictError as error:
            self._list("conflict", error.problems)
            raise CommandError(_both_changed(len(error.problems))) from error
        except LoadError as error:
            self._list("", error.problems)
            raise CommandError(f"{len(error.problems)} problems; nothing was changed") from error
        except KeyboardInterrupt:
            raise CommandError("interrupted; nothing was changed", returncode=130) from None
        self._say(plan, options["prefer"], dry_run=options["dry_run"])

    def _say(self, plan: Plan, prefer: Preference, *, dry_run: bool) -> None:
        """Say what was done, or would be, and what was not."""
        if dry_run:
            self.stdout.writelines(f"{line}\n" for line in plan.lines())
        self._list("kept", plan.kept)
        self._list(f"settled for the {prefer}" if prefer else "conflict", plan.conflicts)
        self.stdout.write(
            f"{len(plan.create)} rows created, {len(plan.update)} updated, {len(plan.delete)} removed, "
            f"{len(plan.kept)} kept as staff left them" + ("; a dry run: nothing was changed" if dry_run else "")
        )
        if plan.conflicts and not prefer:
            raise CommandError(_both_changed(len(plan.conflicts)))

    def _list(self, head: str, said: Iterable[object]) -> None:
        for line in said:
            self.stderr.write(f"{head}: {line}" if head else str(line))

    def _progress(self, done: str, number: int, total: int) -> None:
        if number >= self._next or number == total:
            self.stdout.write(f"{done} {number} of {total} rows")
            self._next = number + EVERY


def _both_changed(count: int) -> str:
    return (
        f"{count} conflicts between fixtures and staff; nothing was changed: settle them in the dossiers or the admin, "
        "or name the side to take with --prefer"
    )
