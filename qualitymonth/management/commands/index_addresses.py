"""``manage.py index_addresses``: bring the public addresses, and so the list of changes, in step with the records."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from qualitymonth.addresses import outdated, rebuild


class Command(BaseCommand):
    """Say what changed unseen; loads and edits keep the addresses in step by themselves."""

    help = "Bring the public addresses in step with records written by loaddata or SQL; what differs changed just now."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --if-missing."""
        parser.add_argument("--if-missing", action="store_true", help="do nothing unless no address is known at all")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, saying what is done."""
        if options["if_missing"] and not outdated():
            return
        found = rebuild()
        for kind, number in found.items():
            self.stdout.write(f"{kind}: {number}")
        self.stdout.write(f"public addresses: {sum(found.values())} changed" if found else "public addresses: in step")
