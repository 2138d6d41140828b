"""Writers to an SQLite file take turns."""

from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

from django.db import connection


@contextmanager
def in_turn() -> Iterator[None]:
    """Wait until no other change is under way, in any thread or process.

    SQLite lets whoever asks at the right moment go first and gives up on the others after its time-out: where many
    write at once, somebody is always unlucky. Who waits here is woken instead. PostgreSQL's locks do it by themselves.
    Within a transaction it is too late: who holds the database does not wait for who waits for it.
    """
    database: Any = connection
    if database.vendor != "sqlite" or database.in_atomic_block or database.is_in_memory_db():
        yield
        return
    with Path(f"{database.settings_dict['NAME']}-turn").open("a", encoding="ascii") as file:
        flock(file, LOCK_EX)
        yield
