"""One load, from the files to the database: all of it or nothing."""

from pathlib import Path

from django.apps import apps
from django.db import DatabaseError, connection
from django.dispatch import Signal

from qualitymonth.history import changing
from qualitymonth.loading.merge import Preference
from qualitymonth.loading.plan import Plan, make_plan
from qualitymonth.loading.states import database_state
from qualitymonth.loading.write import Progress, apply_plan
from qualitymonth.models import ChangeKind, Revision
from qualitymonth.reading import LoadError, digest, read_rows

#: Sent in the transaction of a load that changed something, when all is written: rows written at once send no signals.
archive_loaded = Signal()


class ConflictError(LoadError):
    """Staff and fixtures changed the same, and nobody said whose side to take; nothing was changed."""

    def __init__(self, plan: Plan) -> None:
        super().__init__([str(conflict) for conflict in plan.conflicts])
        self.plan = plan


def load(paths: list[Path], progress: Progress, *, prefer: Preference = None, dry_run: bool = False) -> Plan:
    """Load the fixture files in one transaction and return what was done; with ``dry_run`` what would be.

    Raises LoadError, with nothing changed, on anything wrong in the files or refused by the database; ConflictError
    where staff and fixtures changed the same, unless the side to ``prefer`` is named.
    """
    rows = read_rows(paths)
    try:
        with changing(ChangeKind.LOAD):
            plan = make_plan(rows, database_state(), prefer)
            if dry_run:
                return plan
            if plan.conflicts and not prefer:
                raise ConflictError(plan)
            if plan:
                apply_plan(plan, progress)
                archive_loaded.send(sender=Plan)
                analyse()
            seal = digest(paths)
            if Revision.current().fixtures != seal:
                Revision.objects.update_or_create(pk=1, defaults={"fixtures": seal})
    except DatabaseError as error:
        raise LoadError([f"the database refuses the load: {str(error).strip()}"]) from error
    return plan


def analyse() -> None:
    """Let PostgreSQL count what was just written: until it does by itself, its plans are those of empty tables."""
    if connection.vendor == "postgresql":
        written = [*apps.get_app_config("agencies").get_models(), *apps.get_app_config("campaigns").get_models()]
        tables = [model._meta.db_table for model in written]
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")
