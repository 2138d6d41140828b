"""The data package's tables as one SQLite file: made in one order with nothing of chance, so that its bytes repeat."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from qualitymonth.dataset.tables import ListTable, Table

PAGE_SIZE = 4096
_TYPES = {"integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}


class DatabaseError(Exception):
    """A reference that leads nowhere."""


class Database:
    """A new SQLite file, with the tables' keys and references as its own."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        # The file is put in place when it is whole: there is nothing to roll back to.
        for pragma in (f"page_size={PAGE_SIZE}", "journal_mode=OFF", "synchronous=OFF", "encoding='UTF-8'"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def create(self, table: Table | ListTable) -> None:
        """Make a table."""
        columns = [
            f"{_quoted(column.name)} {_TYPES.get(column.type, 'TEXT')}{' NOT NULL' if column.required else ''}"
            for column in table.columns
        ]
        key = f"PRIMARY KEY ({', '.join(map(_quoted, table.key))})"
        references = [
            f"FOREIGN KEY ({_quoted(column.name)}) REFERENCES {_quoted(column.leads_to[0])} ({column.leads_to[1]})"
            for column in table.columns
            if column.leads_to
        ]
        said = ",\n  ".join([*columns, key, *references])
        self._connection.execute(f"CREATE TABLE {_quoted(table.name)} (\n  {said}\n)")

    def add(self, table: Table | ListTable, rows: Iterable[dict[str, Any]]) -> None:
        """Write rows of a table, texts as they are stored."""
        places = ", ".join("?" * len(table.columns))
        names = [column.name for column in table.columns]
        self._connection.executemany(
            f"INSERT INTO {_quoted(table.name)} VALUES ({places})",  # noqa: S608 - the names are ours
            (tuple(row[name] for name in names) for row in rows),
        )

    def finish(self, revision: int) -> None:
        """Check that each reference leads somewhere, and leave the file as compact as it can be."""
        self._connection.execute(f"PRAGMA user_version={revision % 2**31}")
        self._connection.execute("COMMIT")
        if broken := self._connection.execute("PRAGMA foreign_key_check").fetchall():
            table, _, led_to, _ = broken[0]
            raise DatabaseError(f"{len(broken)} references lead nowhere, the first from {table} to {led_to}")
        self._connection.execute("VACUUM")


def _quoted(name: str) -> str:
    return f'"{name}"'
