"""``manage.py make_catalogues``: bring the interface's translations in line with the code and the templates."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qualitymonth.catalogues import CatalogueError, make_catalogues, missing_messages


class Command(BaseCommand):
    """Add new messages to django.po, remove unused ones, keep translations."""

    help = "Add new messages to the translations and remove unused ones; needs no gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Rewrite the catalogue; list what still lacks a translation."""
        try:
            added, removed = make_catalogues()
            missing = missing_messages()
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(added)} messages added, {len(removed)} removed, {len(missing)} without a translation")
        for line in missing:
            self.stdout.write(line)
