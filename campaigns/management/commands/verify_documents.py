"""``manage.py verify_documents``: account for every line of the documents, and for every detail on it."""

from pathlib import Path
from typing import Any

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


class Command(BaseCommand):
    """Account for each document, line by line and detail by detail, with the claims of the dossiers."""

    help = "Account for every line of the documents in DIR; exit 1 if anything is left."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder, --list and --fixtures."""
        parser.add_argument("documents", type=Path, metavar="DIR", help="where the documents are")
        parser.add_argument("--list", action="store_true", help="also list each line and each detail that is left")
        parser.add_argument(
            "--fixtures", type=Path, default=settings.FIXTURES_DIR, metavar="DIR", help="where the dossiers are"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the totals; raise CommandError, which exits with status 1, if anything is left or cannot be read."""
        accounts: list[Account] = []
        try:
            built = build(options["fixtures"] / "dossiers")
            documents = read_documents(built, options["documents"])
            self.stdout.write(f"{check_quotations(built, documents)} quotations stand where they are said to stand")
            for slug, document in documents.items():
                account = account_for(built, slug, document)
                self._report(slug, document, account, every=options["list"])
                accounts.append(account)
        except DossierError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{len(error.problems)} problems") from error
        lines = sum(len(account.left) for account in accounts)
        details = sum(len(account.details_left) for account in accounts)
        if lines or details:
            raise CommandError(f"{lines} lines are not accounted for, {details} details are left")
        self.stdout.write("every line and every detail is accounted for")

    def _report(self, slug: str, document: Document, account: Account, *, every: bool) -> None:
        """Print what became of a document's lines and details."""
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
