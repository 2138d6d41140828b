"""What ``manage.py check --deploy`` and the server's start say about the machine."""

import sqlite3
from typing import Any

from django.core.checks import Info, Tags, register
from django.db import connection

#: Before this release a rare race could damage a WAL database that several processes write (sqlite.org/wal.html).
SAFE_SQLITE = (3, 51, 3)


@register(Tags.database, deploy=True)
def several_processes_need_a_newer_sqlite(**_: Any) -> list[Info]:
    """Note an SQLite that is older than is safest for several server processes."""
    if connection.vendor != "sqlite" or sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return []
    return [
        Info(
            f"SQLite {sqlite3.sqlite_version} serves several processes; {'.'.join(map(str, SAFE_SQLITE))} is safer.",
            hint="Set DATABASE_URL to PostgreSQL where many people write.",
            id="qualitymonth.I001",
        )
    ]
