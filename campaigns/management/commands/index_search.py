"""``manage.py index_search``: bring the search index in step with the records."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from campaigns.models import SearchEntry
from campaigns.search.index import outdated, rebuild


class Command(BaseCommand):
    """Rebuild the search index; loads and edits keep it in step by themselves."""

    help = "Bring the search index in step with the records, in one transaction; only what differs is written."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --if-outdated."""
        parser.add_argument(
            "--if-outdated", action="store_true", help="do nothing unless it is empty or made by an older version"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, saying what is done."""
        if options["if_outdated"] and not outdated():
            return
        rebuild(lambda kind, done, total: self.stdout.write(f"{kind}: {done} of {total} records"))
        self.stdout.write(f"search index: {SearchEntry.objects.count()} records")
