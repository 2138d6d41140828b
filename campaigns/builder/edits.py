"""What editors changed in the archive, applied to the rows that the dossiers give: the last step of building.

``manage.py export_edits`` writes these tables; see ``Edit`` and its neighbours in ``schema``.
"""

from collections.abc import Callable
from typing import Any

from campaigns.builder.columns import Columns, Fields, RowName, columns_of, shape_of
from campaigns.builder.errors import DossierError, Problem
from campaigns.builder.schema import Addition, Dossier, Edit, ListEdit, Move, Removal
from qualitymonth.moves import Moves

Rows = dict[RowName, Fields]

#: The name of the dossier that ``export_edits`` writes.
EDITS = "edits.toml"

#: The tables in which it says what editors changed.
TABLES = ("moves", "removals", "edits", "lists", "additions")


def say(name: RowName) -> str:
    """Write the name of a row as messages do."""
    return f"{name[0]} {'/'.join(map(str, name[1]))}"


def moved(rows: Rows, moves: list[Move]) -> Rows:
    """Return the rows with what the moves rename and merge followed."""
    followed = Moves(
        {(move.kind, move.key): move.to for move in moves},
        {(move.kind, move.key) for move in moves if move.merged},
        shape_of,
    )
    read = followed.rows({name: (name[0], fields) for name, fields in rows.items()}, _name)
    made = {name: fields for name, (_, fields) in read.items()}
    signed: set[tuple[Any, ...]] = set()
    for name in sorted(made, key=lambda name: (made[name] is not rows.get(name), str(name))):
        if name[0] == "signature":
            key = (name[1][0], *made[name]["agency"])
            if key in signed:
                del made[name]
            signed.add(key)
    return made


def apply_edits(rows: Rows, dossiers: dict[str, Dossier]) -> Rows:
    """Return the rows as the edits in ``dossiers`` leave them; raise DossierError with all that is wrong with these."""
    if not any(getattr(dossier, table) for dossier in dossiers.values() for table in TABLES):
        return rows
    work = _Work(dict(rows))
    steps: dict[str, Callable[[Any, str, str], None]] = {
        "removals": work.remove, "edits": work.edit, "lists": work.replace, "additions": work.add,
    }  # fmt: skip
    for file in sorted(dossiers, key=lambda file: (file == EDITS, file)):
        for index, move in enumerate(dossiers[file].moves):
            work.check_move(move, file, f"moves[{index}]")
        work.rows = moved(work.rows, dossiers[file].moves)
        for table, step in steps.items():
            for index, one in enumerate(getattr(dossiers[file], table)):
                step(one, file, f"{table}[{index}]")
    work.check_references()
    if work.problems:
        raise DossierError(work.problems)
    return work.rows


def _name(model: str, fields: Fields) -> RowName:
    columns = columns_of(model)
    if columns is None:
        raise LookupError(model)
    return columns.name(model, fields)


class _Work:
    """The rows while edits are applied to them, what is wrong with the edits, and where each row was touched."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.problems: list[Problem] = []
        self.touched: dict[RowName, tuple[str, str]] = {}
        self.removed: dict[RowName, tuple[str, str]] = {}

    def check_move(self, move: Move, file: str, path: str) -> None:
        """Find a move of a record that no dossier holds, and one to where another record stands."""
        if (move.kind, (move.key,)) not in self.rows:
            self.problems.append(Problem(file, f"{path}.key", f"no dossier holds {move.kind} {move.key}"))
        if not move.merged and (move.kind, (move.to,)) in self.rows:
            self.problems.append(Problem(file, f"{path}.to", f"there is {move.kind} {move.to} already"))
        self.removed[move.kind, (move.key,)] = (file, path)

    def remove(self, removal: Removal, file: str, path: str) -> None:
        """Take a row away."""
        name = self._find(removal.kind, removal.key, file, path)
        if name:
            del self.rows[name]
            self.removed[name] = (file, path)

    def edit(self, edit: Edit, file: str, path: str) -> None:
        """Change fields of a row."""
        columns, name = columns_of(edit.kind), self._find(edit.kind, edit.key, file, path)
        if not name or not columns:
            return
        fields = edit.fields | dict.fromkeys(edit.empty)
        for field in self._known(columns, fields, file, f"{path}.fields"):
            if field in columns.key:
                self.problems.append(Problem(file, f"{path}.fields.{field}", "is part of the key: see moves"))
        self.rows[name] = {**self.rows[name], **fields}
        self.touched[name] = (file, path)

    def replace(self, listed: ListEdit, file: str, path: str) -> None:
        """Put another list in the place of one that a record owns."""
        columns = columns_of(listed.kind)
        if columns is None or columns.key[1:] != ("position",):
            self.problems.append(Problem(file, f"{path}.kind", f"{listed.kind!r} is no list that is kept in order"))
            return
        owner = columns.key[0]
        if not self._find(owner, [listed.of], file, path, "of"):
            return
        for name in [name for name in self.rows if name[0] == listed.kind and name[1][0] == listed.of]:
            del self.rows[name]
        for number, row in enumerate(listed.rows):
            self._put(listed.kind, {owner: [listed.of], **row}, file, f"{path}.rows[{number}]")

    def add(self, addition: Addition, file: str, path: str) -> None:
        """Add a row."""
        if columns_of(addition.kind) is None:
            self.problems.append(Problem(file, f"{path}.kind", f"{addition.kind!r} is no kind of row"))
        else:
            self._put(addition.kind, addition.fields, file, f"{path}.fields")

    def check_references(self) -> None:
        """Find references to what stands nowhere: by what was edited, or to what was removed or moved."""
        for name, fields in self.rows.items():
            for column, kind in shape_of(name[0]).references.items():
                if not fields.get(column):
                    continue
                target: RowName = (kind, tuple(fields[column]))
                if target in self.rows:
                    continue
                if name in self.touched:
                    file, path = self.touched[name]
                    said = f"{say(name)}: {column} refers to {say(target)}, which no dossier holds"
                else:
                    file, path = self.removed.get(target, ("", ""))
                    said = f"{say(name)} refers to {say(target)}"
                self.problems.append(Problem(file, path, said))

    def _put(self, model: str, given: Fields, file: str, path: str) -> None:
        columns = columns_of(model)
        if columns is None:
            return
        known = self._known(columns, given, file, path)
        if missing := [column for column in columns.key if column not in known]:
            self.problems.append(Problem(file, path, f"{', '.join(missing)} is missing"))
            return
        absent = {} if model == "claim" else dict.fromkeys(columns.kinds)
        name = columns.name(model, given)
        if name in self.rows:
            self.problems.append(Problem(file, path, f"a dossier holds {say(name)} already: export the edits anew"))
        self.rows[name] = absent | given
        self.touched[name] = (file, path)

    def _find(self, model: str, key: list[str | int], file: str, path: str, where: str = "key") -> RowName | None:
        if columns_of(model) is None:
            self.problems.append(Problem(file, f"{path}.kind", f"{model!r} is no kind of row"))
            return None
        name: RowName = (model, tuple(key))
        if name not in self.rows:
            self.problems.append(Problem(file, f"{path}.{where}", f"no dossier holds {say(name)}"))
            return None
        return name

    def _known(self, columns: Columns, fields: Fields, file: str, path: str) -> list[str]:
        """Return the names of fields that the columns have; the others, and what no reference can be, are problems."""
        known = []
        for field, value in fields.items():
            if field not in columns.kinds:
                self.problems.append(Problem(file, f"{path}.{field}", "no such field"))
            elif value is not None and isinstance(value, list) != bool(columns.kinds[field]):
                self.problems.append(Problem(file, f"{path}.{field}", f"{value!r} is not what the field holds"))
            else:
                known.append(field)
        return known
