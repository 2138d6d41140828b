"""``manage.py compile_catalogues``: make the files that Django reads the interface's translations from."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qualitymonth.catalogues import CatalogueError, compile_catalogues


class Command(BaseCommand):
    """Compile locale/*/LC_MESSAGES/*.po where they changed."""

    help = "Compile the interface's translations where they changed; needs no gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile; raise CommandError that names file and line where a catalogue is malformed."""
        try:
            written = compile_catalogues()
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            languages = ", ".join(path.parts[-3] for path in written)
            self.stdout.write(f"translations: compiled {languages}" if written else "translations: up to date")
