"""What editors changed in the archive, as a dossier: the fixtures that it and the other dossiers give are the archive.

The archive's public rows are compared with what the dossiers give without it. What the public does not see stays as the
fixtures have it.
"""

from dataclasses import dataclass, field
from pathlib import Path

from campaigns.builder.build import Built, build
from campaigns.builder.edits import EDITS, Rows, apply_edits, moved, say
from campaigns.builder.read import parse_dossier
from campaigns.edits.rows import ExportError, given, public_rows
from campaigns.edits.tables import tables_of, written
from campaigns.edits.wanted import Wanted
from qualitymonth.loading.moves import staff_moves
from qualitymonth.loading.states import database_state
from qualitymonth.models import Revision
from qualitymonth.reading import digest_of

__all__ = ["Export", "ExportError", "export_edits"]


@dataclass(slots=True)
class Export:
    """The dossier of edits, how many it holds of each table, and what was left out, with the reason."""

    text: str
    counts: dict[str, int]
    left_out: list[str] = field(default_factory=list)


def export_edits(folder: Path) -> Export:
    """Return what editors changed of the archive that the dossiers in ``folder`` gave.

    Raises ExportError where the archive was last loaded from other fixtures, or a change cannot be said.
    """
    now = build(folder)
    bare = build(folder, without={EDITS}) if (folder / EDITS).exists() else now
    if digest_of(now.files) != Revision.current().fixtures:
        raise ExportError(
            ["the archive was not loaded from what these dossiers give: run build_fixtures and load_archive first"]
        )
    state = database_state()
    archive: Rows = {(label.partition(".")[2], key): fields for (label, key), fields in state.items()}
    wanted = Wanted(archive, public_rows(archive), staff_moves(state))
    rows, moves = wanted.rows(now, bare)
    tables = tables_of(moved(bare.rows, moves), rows, moves)
    text = written(tables)
    _check(bare, text, rows)
    return Export(text, {name: len(listed) for name, listed in tables.items()}, sorted(wanted.left_out))


def _check(bare: Built, text: str, wanted: Rows) -> None:
    """Raise ExportError unless the dossier leads to the rows that are wanted."""
    made = apply_edits(bare.rows, {EDITS: parse_dossier(EDITS, text)})
    left = {name: given(fields) for name, fields in made.items()}
    if wrong := sorted(say(name) for name in {*left, *wanted} if left.get(name) != wanted.get(name)):
        raise ExportError([f"{name}: cannot be said in a dossier" for name in wrong])
