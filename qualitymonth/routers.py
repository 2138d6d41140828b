"""Where reads go when ``DATABASE_REPLICA_URL`` names a replica."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction


class ReplicaRouter:
    """Reads go to the replica, except within a transaction, which must see its own writes."""

    def db_for_read(self, _model: Any, **_hints: Any) -> str:
        """Return the database to read from."""
        return DEFAULT_DB_ALIAS if transaction.get_connection().in_atomic_block else "replica"

    def db_for_write(self, _model: Any, **_hints: Any) -> str:
        """Return the database to write to."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, _one: Any, _other: Any, **_hints: Any) -> bool:
        """Let records from both be related: they are the same rows."""
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool:
        """Migrate the default database only; the replica follows."""
        return db == DEFAULT_DB_ALIAS
