"""``manage.py prepare``: bring database, translations, static files and data in line with the checkout."""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands import collectstatic
from django.core.files.storage import storages
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from qualitymonth.loading import ConflictError
from qualitymonth.models import Revision

#: Holds the digest of what was collected; inside STATIC_ROOT, so that it comes and goes with the files.
STAMP = "collected.sha256"


class Command(BaseCommand):
    """Do what a start needs, and nothing that is done already."""

    help = "Migrate, compile translations, collect static files and load the archive, each only where needed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the steps in order, one after another where several processes start at once."""
        with _alone():
            self._migrate()
            call_command("compile_catalogues", stdout=self.stdout)
            self._collect()
            self._load()
            call_command("index_search", if_outdated=True, stdout=self.stdout)
            call_command("index_addresses", if_missing=True, stdout=self.stdout)
            self._export()
            self.stdout.write(f"archive: at revision {Revision.current().number}")

    def _load(self) -> None:
        """Load what changed; where staff changed the same, open the archive as they left it."""
        try:
            call_command("load_archive", if_changed=True, stdout=self.stdout, stderr=self.stderr)
        except CommandError as error:
            if not isinstance(error.__cause__, ConflictError):
                raise
            self.stderr.write(f"fixtures not loaded: {error}")

    def _export(self) -> None:
        """Make the data package that the site offers; where that fails, open the archive without."""
        try:
            call_command("export_dataset", if_outdated=True, verbosity=0, stdout=self.stdout)
        except CommandError as error:
            if error.returncode != 1:
                raise
            self.stderr.write(f"data package: {error}")

    def _migrate(self) -> None:
        """Migrate; also when nothing is left to, since that makes up for what an interruption left out."""
        executor = MigrationExecutor(connection)
        steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        self.stdout.write(f"database: applying {steps} migrations" if steps else "database: up to date")
        call_command("migrate", verbosity=0, interactive=False)

    def _collect(self) -> None:
        """Collect the static files into a new folder, and put that in the old one's place when it is whole."""
        root = Path(settings.STATIC_ROOT)
        stamp, digest = root / STAMP, _digest()
        if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
            self.stdout.write("static files: up to date")
            return
        self.stdout.write("static files: collecting")
        new, old = root.with_name(f"{root.name}.new"), root.with_name(f"{root.name}.old")
        shutil.rmtree(new, ignore_errors=True)
        configured: dict[str, Any] = settings.STORAGES["staticfiles"]
        command = collectstatic.Command()
        command.storage = storages.create_storage(
            {**configured, "OPTIONS": {**configured.get("OPTIONS", {}), "location": str(new)}}
        )
        call_command(command, interactive=False, verbosity=0)
        (new / STAMP).write_text(digest, encoding="ascii")
        shutil.rmtree(old, ignore_errors=True)
        if root.exists():
            root.rename(old)
        new.rename(root)
        shutil.rmtree(old, ignore_errors=True)


def _digest() -> str:
    """Return a digest of all that the collected files are made from and by."""
    made_by = (version("django"), version("whitenoise"), settings.STORAGES["staticfiles"])
    digest = hashlib.sha256(repr(made_by).encode())
    files = [(path, storage) for finder in get_finders() for path, storage in finder.list([])]
    for path, storage in sorted(files, key=lambda found: found[0]):
        with storage.open(path) as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        digest.update(f"{getattr(storage, 'prefix', None)} {path} {content}\n".encode())
    return digest.hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    """Hold a lock that one process at a time can have; the system lets go of it when its holder ends."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / "prepare.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
