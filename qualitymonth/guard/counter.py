"""How often each client asked, counted by all processes of this machine together, in a small file of its own.

The file holds nothing that need outlive a restart: it is never waited for on the disk. Clients stand in it under
digests of their addresses that change every day.
"""

import os
import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path

_TABLE = """
CREATE TABLE IF NOT EXISTS asked (
  client TEXT NOT NULL, span INTEGER NOT NULL, began INTEGER NOT NULL, times INTEGER NOT NULL,
  PRIMARY KEY (client, span)
) WITHOUT ROWID
"""
# One statement counts all spans, and says how it stands: nobody else comes between.
_COUNT = """
INSERT INTO asked (client, span, began, times) VALUES {rows}
ON CONFLICT (client, span) DO UPDATE
SET times = CASE WHEN began = excluded.began THEN times + 1 ELSE 1 END, began = excluded.began
RETURNING span, times
"""
#: How many seconds a request waits for others to be counted, before it goes uncounted.
PATIENCE = 0.5

_own = threading.local()


def count(file: Path, client: str, spans: Iterable[int], now: int) -> dict[int, int]:
    """Count one request of ``client``; return how often it asked in the current span of each length, in seconds.

    Raise ``sqlite3.Error`` or ``OSError`` where the file cannot be used.
    """
    connection = _connection(file)
    listed = list(spans)
    values = [value for span in listed for value in (client, span, now - now % span, 1)]
    statement = _COUNT.format(rows=", ".join(["(?, ?, ?, ?)"] * len(listed)))
    counted: dict[int, int] = dict(connection.execute(statement, values).fetchall())
    if min(counted.values()) == 1:
        # Somebody's span begins: a moment to forget those whose spans have ended.
        connection.execute("DELETE FROM asked WHERE began + span <= ?", [now])
    return counted


def forget() -> None:
    """Close this thread's file."""
    if connection := getattr(_own, "connection", None):
        connection.close()
    _own.__dict__.clear()


def _connection(file: Path) -> sqlite3.Connection:
    """Return this thread's connection; a child of this process, or a new file, gets a new one."""
    wanted = (os.getpid(), file)
    if getattr(_own, "of", None) != wanted:
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(_TABLE)
        _own.of, _own.connection = wanted, connection
    held: sqlite3.Connection = _own.connection
    return held
