"""``manage.py verify_documents``: account for every line of the documents, and for every detail on it."""

import tomllib
from pathlib import Path
from typing import Any

import tomlkit
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.builder.build import build
from campaigns.builder.coverage import account_for
from campaigns.builder.documents import check_quotations, read_documents
from campaigns.builder.errors import DossierError
from campaigns.documents.coverage import Account, clean
from campaigns.documents.files import Document

#: How much of a line is shown around a detail that is left.
AROUND = 12

Totals = dict[str, dict[str, int]]


class Command(BaseCommand):
    """Account for each document, line by line and detail by detail, with the claims of the dossiers."""

    help = "Account for every line of the documents in DIR; exit 1 if anything is left."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder, --list, --no-worse-than, --record and --fixtures."""
        parser.add_argument("documents", type=Path, metavar="DIR", help="where the documents are")
        parser.add_argument("--list", action="store_true", help="also list each line and each detail that is left")
        parser.add_argument(
            "--no-worse-than", type=Path, metavar="FILE", help="exit 1 only if more is left than FILE records"
        )
        parser.add_argument("--record", type=Path, metavar="FILE", help="write what is left to FILE")
        parser.add_argument(
            "--fixtures", type=Path, default=settings.FIXTURES_DIR, metavar="DIR", help="where the dossiers are"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the totals; raise CommandError, which exits with status 1, if anything is left or cannot be read."""
        totals: Totals = {}
        try:
            built = build(options["fixtures"] / "dossiers")
            documents = read_documents(built, options["documents"])
            self.stdout.write(f"{check_quotations(built, documents)} quotations stand where they are said to stand")
            for slug, document in documents.items():
                account = account_for(built, slug, document)
                totals[slug] = self._report(slug, document, account, every=options["list"])
        except DossierError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{len(error.problems)} problems") from error
        if options["record"]:
            options["record"].write_text(_recorded(totals), encoding="utf-8")
        self._conclude(totals, options["no_worse_than"])

    def _report(self, slug: str, document: Document, account: Account, *, every: bool) -> dict[str, int]:
        """Print what became of a document's lines and details, and return what is left."""
        details = account.in_claims + account.set_aside + len(account.details_left)
        self.stdout.write(
            f"{slug} ({document.name}): {len(document.lines)} lines: {len(account.cited)} cited, "
            f"{len(account.boilerplate)} boilerplate, {len(account.left)} not accounted for; "
            f"{details} details: {account.in_claims} in claims, {account.set_aside} set aside, "
            f"{len(account.details_left)} left"
        )
        if every:
            for number in account.left:
                self.stdout.write(f"  {slug}:{number}: not accounted for: {document.lines[number - 1][:AROUND]}…")
            for left in account.details_left:
                line, detail = clean(document.lines[left.line - 1]), left.detail
                around = line[max(0, detail.start - AROUND) : detail.start], line[detail.end : detail.end + AROUND]
                self.stdout.write(f"  {slug}:{left.line}: {detail.kind}: …{around[0]}[{detail.text}]{around[1]}…")
        return {"lines": len(account.left), "details": len(account.details_left)}

    def _conclude(self, totals: Totals, record: Path | None) -> None:
        """Raise CommandError if anything is left, or, where a record is given, if more is left than it says."""
        lines, details = (sum(left[what] for left in totals.values()) for what in ("lines", "details"))
        said = f"{lines} lines are not accounted for, {details} details are left"
        if record is None:
            if lines or details:
                raise CommandError(said)
            self.stdout.write("every line and every detail is accounted for")
            return
        recorded = _read_record(record)
        worse = [
            f"{slug}: {left[what]} {what} left, {recorded.get(slug, {}).get(what, 0)} recorded"
            for slug, left in totals.items()
            for what in ("lines", "details")
            if left[what] > recorded.get(slug, {}).get(what, 0)
        ]
        if worse:
            raise CommandError("; ".join(worse))
        if totals != recorded:
            self.stdout.write(f"less is left than {record.name} records: write it anew with --record {record}")
        self.stdout.write(said)


def _recorded(totals: Totals) -> str:
    """Write what is left as a TOML file that says what it is."""
    file = tomlkit.document()
    file.add(tomlkit.comment("What is not transcribed yet: written by manage.py verify_documents --record."))
    for slug, left in totals.items():
        table = tomlkit.table()
        table.update(left)
        file.add(slug, table)
    return tomlkit.dumps(file)


def _read_record(path: Path) -> Totals:
    """Return what a record says is left; raise CommandError where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CommandError(f"{path}: {error}") from error
