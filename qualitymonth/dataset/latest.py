"""The data package that the site offers: one file in ``VAR_DIR/dataset``, and beside it what is told of it."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from qualitymonth.dataset.package import NAME, Package, Progress, write_package, zip_package
from qualitymonth.models import Revision
from qualitymonth.validators import software

#: What is told of the latest package.
_TOLD = "latest.json"


@dataclass(frozen=True, slots=True)
class Latest:
    """The package that is offered: of which revision it is, and its file."""

    revision: int
    changed_at: str
    software: str
    file: str
    bytes: int
    sha256: str

    @property
    def path(self) -> Path:
        """Where the file is."""
        return _folder() / self.file

    def is_current(self) -> bool:
        """Tell whether a package made now would be the same."""
        stands = Revision.objects.using(DEFAULT_DB_ALIAS).filter(pk=1).first() or Revision(pk=1)
        made_of = (self.revision, self.changed_at, self.software)
        return made_of == (stands.number, stands.changed_at.isoformat(), software())


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "dataset"


def latest() -> Latest | None:
    """Return the package that the site offers, None where there is none or it cannot be read."""
    try:
        found = Latest(**json.loads((_folder() / _TOLD).read_text(encoding="utf-8")))
        return found if found.path.stat().st_size == found.bytes else None
    except (OSError, ValueError, TypeError):
        return None


def make_latest(progress: Progress) -> Latest:
    """Make the package anew and offer it; until it is whole the former one is offered."""
    _folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=_folder(), prefix="new-") as scratch:
        packed = Path(scratch) / "package.zip"
        package = _write_zip(Path(scratch) / NAME, packed, progress)
        with packed.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        made = Latest(
            package.revision.number, package.revision.changed_at.isoformat(), software(),
            f"{NAME}-r{package.revision.number}-{digest[:12]}.zip", packed.stat().st_size, digest,
        )  # fmt: skip
        told = Path(scratch) / _TOLD
        told.write_text(json.dumps(asdict(made)), encoding="utf-8")
        packed.replace(made.path)
        told.replace(_folder() / _TOLD)
    for old in _folder().glob(f"{NAME}-*.zip"):
        if old != made.path:
            old.unlink(missing_ok=True)
    return made


def make_at(target: Path, progress: Progress) -> Package:
    """Make the package as the folder or, where its name ends so, the zip file ``target``; it is whole or not there."""
    with _beside(target) as scratch:
        if target.suffix == ".zip":
            package = _write_zip(scratch / NAME, scratch / target.name, progress)
        else:
            package = write_package(scratch / target.name, progress)
            if target.exists():
                target.rename(scratch / "old")
        (scratch / target.name).replace(target)
    return package


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _write_zip(folder: Path, target: Path, progress: Progress) -> Package:
    package = write_package(folder, progress)
    zip_package(folder, target, package)
    return package
