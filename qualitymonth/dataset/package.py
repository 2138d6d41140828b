"""Writing the data package: every public record at one revision, to the same bytes each time."""

import csv
import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from qualitymonth.dataset.database import Database
from qualitymonth.dataset.schema import table_schema
from qualitymonth.dataset.tables import ListTable, Table, tables
from qualitymonth.exports import cell, compact
from qualitymonth.models import Revision

NAME = "quality-month-archive"
DATABASE = "archive.sqlite3"
DESCRIPTION = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

#: After how many records the writer says how far it is.
STEP = 20_000

#: What is told of each table as it is written: its name and the number of its records so far.
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Package:
    """What was written: the revision, when it was made, and the number of rows of each table."""

    revision: Revision
    counts: dict[str, int]


def write_package(folder: Path, progress: Progress) -> Package:
    """Write the package into ``folder``, which must be new."""
    (folder / "data").mkdir(parents=True)
    counts: dict[str, int] = {}
    with _at_one_moment(), override("en"), Database(folder / DATABASE) as database:
        revision = Revision.objects.using(DEFAULT_DB_ALIAS).filter(pk=1).first() or Revision(pk=1)
        for table in tables():
            for one in table.all:
                database.create(one)
        for table in tables():
            counts |= _write_table(folder, table, database, progress)
        database.finish(revision.number)
    package = Package(revision, counts)
    shutil.copyfile(settings.BASE_DIR / "LICENSE", folder / "LICENSE")
    said = render_to_string("dataset/readme.md", {"revision": revision, "tables": tables(), "counts": counts})
    (folder / "README.md").write_text(said, encoding="utf-8")
    text = json.dumps(_description(folder, package), ensure_ascii=False, indent=2)
    (folder / DESCRIPTION).write_text(f"{text}\n", encoding="utf-8")
    sums = [f"{_sha256(folder / name)}  {name}\n" for name in files(folder)]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return package


def files(folder: Path) -> list[str]:
    """Return the names of the files of a package in order."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def zip_package(folder: Path, target: Path, package: Package) -> None:
    """Pack ``folder`` into one file: in order, and with no time in it but that of the revision."""
    moment = timezone.localtime(package.revision.changed_at, timezone.get_default_timezone())
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name in files(folder):
            # Zip knows no year before 1980, and counts seconds by twos.
            stamp = max((moment.year, *moment.timetuple()[1:5], moment.second // 2 * 2), (1980, 1, 1, 0, 0, 0))
            entry = zipfile.ZipInfo(f"{NAME}/{name}", stamp)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            with (folder / name).open("rb") as source, packed.open(entry, "w") as into:
                shutil.copyfileobj(source, into, 1 << 20)


@contextmanager
def _at_one_moment() -> Iterator[None]:
    """Read all as it stands at one moment, while others go on writing."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(using=DEFAULT_DB_ALIAS), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            yield
    else:
        # Not Django's own, which would take the lock of writers.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _write_table(folder: Path, table: Table, database: Database, progress: Progress) -> dict[str, int]:
    """Write the records of one kind, and the tables of their lists, in one reading."""
    counts = dict.fromkeys([one.name for one in table.all], 0)
    opened = [(folder / "data" / f"{name}.csv").open("w", encoding="utf-8", newline="") for name in counts]
    with (folder / "data" / f"{table.name}.jsonl").open("w", encoding="utf-8", newline="\n") as lines:
        try:
            writers = {name: csv.writer(file) for name, file in zip(counts, opened, strict=True)}
            for one in table.all:
                writers[one.name].writerow(column.name for column in one.columns)
            progress(table.name, 0)
            for record in table.records():
                lines.write(f"{compact(record)}\n")
                for one in table.all:
                    rows = (
                        [record] if isinstance(one, Table) else list(one.rows(record[table.key[0]], record[one.field]))
                    )
                    _write_rows(one, rows, writers[one.name], database)
                    counts[one.name] += len(rows)
                if counts[table.name] % STEP == 0:
                    progress(table.name, counts[table.name])
        finally:
            for file in opened:
                file.close()
    progress(table.name, counts[table.name])
    return counts


def _write_rows(table: Table | ListTable, rows: list[dict[str, Any]], writer: Any, database: Database) -> None:
    writer.writerows([cell(row[column.name]) for column in table.columns] for row in rows)
    database.add(table, rows)


def _description(folder: Path, package: Package) -> dict[str, Any]:
    changed_at = package.revision.changed_at.astimezone(timezone.get_default_timezone())
    resources: list[dict[str, Any]] = []
    for table in tables():
        resources += [
            {
                "name": one.name, "title": one.title, "type": "table", "path": f"data/{one.name}.csv", "format": "csv",
                "mediatype": "text/csv", "encoding": "utf-8", "schema": table_schema(one),
            }
            for one in table.all
        ]  # fmt: skip
        resources.append({
            "name": f"{table.name}-records", "title": f"{table.title}, whole", "description": table.description,
            "type": "file", "path": f"data/{table.name}.jsonl", "format": "jsonl", "mediatype": "application/jsonl",
            "encoding": "utf-8",
        })  # fmt: skip
    resources.append({
        "name": "archive", "title": "all tables as one SQLite database", "type": "file", "path": DATABASE,
        "format": "sqlite3",
        "mediatype": "application/vnd.sqlite3",
    })  # fmt: skip
    for resource in resources:
        path = folder / str(resource["path"])
        resource |= {"bytes": path.stat().st_size, "hash": f"sha256:{_sha256(path)}"}
    return {
        "$schema": _PROFILE,
        "name": NAME,
        "title": "Quality Month Archive / 质量月档案",
        "description": "China's national Quality Month as one citable record: every statement with its source and "
        "line. README.md tells what is in it and how to use it, in English and Chinese.",
        "version": f"{settings.VERSION}+r{package.revision.number}",
        "revision": package.revision.number,
        "created": changed_at.isoformat(),
        "licenses": [{"name": "MIT", "title": "MIT License", "path": "LICENSE"}],
        "keywords": ["China", "Quality Month", "质量月"],
        "resources": resources,
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
