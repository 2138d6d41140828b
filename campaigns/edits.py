"""What editors changed in the archive, as a dossier: the fixtures that it and the other dossiers give are the archive.

The archive's public rows are compared with what the dossiers give without it. What the public does not see stays as the
fixtures have it.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit

from campaigns.builder.build import Built, build
from campaigns.builder.columns import Fields, RowName, shape_of
from campaigns.builder.columns import columns_of as columns_of_row
from campaigns.builder.edits import EDITS, Rows, apply_edits, moved, say
from campaigns.builder.read import parse_dossier
from campaigns.builder.schema import Move
from qualitymonth.loading.moves import staff_moves
from qualitymonth.loading.states import database_state, model_of
from qualitymonth.models import Owned, Record, Revision
from qualitymonth.moves import Moves
from qualitymonth.reading import digest_of

_HEAD = (
    "What editors changed in the archive, beside what the other dossiers say. Written by manage.py export_edits, which",
    "writes it anew each time: to correct it, correct the archive and export again, or move what it says to a dossier.",
)


class ExportError(Exception):
    """The edits cannot be exported; ``problems`` says why."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


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
    now, bare = build(folder), build(folder, without={EDITS})
    if digest_of(now.files) != Revision.current().fixtures:
        raise ExportError(
            ["the archive was not loaded from what these dossiers give: run build_fixtures and load_archive first"]
        )
    state = database_state()
    archive: Rows = {(label.partition(".")[2], key): fields for (label, key), fields in state.items()}
    wanted = _Wanted(archive, _public(archive), staff_moves(state))
    rows, moves = wanted.rows(now, bare)
    tables = _tables(moved(bare.rows, moves), rows, moves)
    text = _written(tables)
    _check(bare, text, rows)
    return Export(text, {name: len(listed) for name, listed in tables.items()}, sorted(wanted.left_out))


def _public(archive: Rows) -> set[RowName]:
    """Return the names of the rows that the public sees."""
    public: set[RowName] = set()
    for model in {name[0] for name in archive}:
        kind: Any = model_of((_label(model), ()))
        if issubclass(kind, Record):
            keys = kind._default_manager.all().published().values_list(kind.natural_key_fields[0], flat=True)
            public |= {(model, (key,)) for key in keys.order_by()}
    return public | {name for name in archive if _is_owned(name) and _owner(name) in public}


def _label(model: str) -> str:
    app = "agencies" if model in {"province", "agency", "agencyname", "succession"} else "campaigns"
    return f"{app}.{model}"


def _is_owned(name: RowName) -> bool:
    return issubclass(model_of((_label(name[0]), ())), Owned)


def _owner(name: RowName) -> RowName:
    columns = columns_of_row(name[0])
    return (columns.key[0] if columns else "", name[1][:1])


def _belongs(name: RowName, fields: Fields) -> RowName | None:
    """Return the record that a row goes with: its owner, or that which a claim is about."""
    if name[0] == "claim":
        subjects = (item for item in shape_of("claim").references.items() if item[0] != "source")
        return next(((kind, tuple(fields[column])) for column, kind in subjects if fields.get(column)), None)
    return _owner(name) if _is_owned(name) else None


class _Wanted:
    """What the fixtures are to hold, and what is left out of them."""

    def __init__(self, archive: Rows, public: set[RowName], followed: Moves) -> None:
        self.archive, self.public, self.followed = archive, public, followed
        self.left_out: list[str] = []
        self.staying: set[RowName] = set()

    def rows(self, now: Built, bare: Built) -> tuple[Rows, list[Move]]:
        """Return the rows that the fixtures are to hold, and the moves that lead to their keys."""
        moves = self._moves(bare.rows)
        standing = {name: _given(fields) for name, fields in moved(now.rows, moves).items()}
        wanted: Rows = {}
        for name, fields in standing.items():
            goes_with = _belongs(name, fields)
            if name in self.archive:
                wanted[name] = self.archive[name] if name in self.public else fields
                if name not in self.public and wanted[name] != self.archive[name]:
                    self.left_out.append(f"{say(name)}: is not public; stays as the fixtures have it")
            elif {name, goes_with} & (self.staying | (self.archive.keys() - self.public)):
                wanted[name] = fields
        wanted |= {name: fields for name, fields in self.archive.items() if name in self.public - standing.keys()}
        while self._leaning(wanted, standing):
            pass
        self.left_out += [
            f"{say(name)}: is not public" for name in self.archive if name not in self.public and name not in standing
        ]
        return wanted, moves

    def _moves(self, rows: Rows) -> list[Move]:
        """Return the moves of records that the dossiers hold, each straight to where the record stands."""
        moves = []
        for kind, key in sorted(self.followed.moved, key=str):
            to = self.followed.follow(kind, key)
            if (kind, (key,)) not in rows or (kind, (to,)) not in self.archive:
                continue
            merged = self.followed.was_merged(kind, key)
            if merged and (kind, (to,)) not in self.public:
                self.left_out.append(f"{say((kind, (key,)))}: was merged into {to}, which is not public")
                self.staying.add((kind, (key,)))
                continue
            moves.append(Move(kind=kind, key=key, to=to, merged=merged or (kind, (to,)) in rows))
        return moves

    def _leaning(self, wanted: Rows, standing: Rows) -> bool:
        """Mend rows that refer to what the fixtures will not hold; tell whether there was any."""
        leaning = [
            (name, column, (kind, tuple(fields[column])))
            for name, fields in wanted.items()
            for column, kind in shape_of(name[0]).references.items()
            if fields.get(column) and (kind, tuple(fields[column])) not in wanted
        ]
        for name, column, target in leaning:
            if wanted.get(name, {}).get(column) != list(target[1]):
                continue
            if name[0] == "signature":
                self._leave_list(wanted, standing, name)
            elif name in standing:
                self._leave_field(wanted, standing, name, column)
            else:
                del wanted[name]
            self.left_out.append(f"{say(name)}: {column} refers to {say(target)}, which is not public")
        return bool(leaning)

    def _leave_field(self, wanted: Rows, standing: Rows, name: RowName, column: str) -> None:
        """Let a field refer to what the fixtures have there, or else to what the archive has, or to nothing."""
        kind = shape_of(name[0]).references[column]
        values = [side[name][column] for side in (standing, self.archive) if side.get(name, {}).get(column)]
        held = next((value for value in values if (kind, tuple(value)) in wanted), None)
        if held is None and not model_of((_label(name[0]), ()))._meta.get_field(column).null:
            raise ExportError([f"{say(name)}: its {column} is not public: publish it first"])
        wanted[name] = {**wanted[name], column: held} if held else _without(wanted[name], column)

    @staticmethod
    def _leave_list(wanted: Rows, standing: Rows, name: RowName) -> None:
        """Let a list be as the fixtures have it; a new record with such a list is left out."""
        owner = _owner(name)
        if owner not in standing:
            del wanted[name]
            wanted.pop(owner, None)
        elif wanted[name] == standing.get(name):
            del wanted[name]
        else:
            for other in [other for other in wanted if other[0] == name[0] and _owner(other) == owner]:
                del wanted[other]
            wanted |= {row: fields for row, fields in standing.items() if row[0] == name[0] and _owner(row) == owner}


def _given(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if value is not None}


def _without(fields: Fields, column: str) -> Fields:
    return {name: value for name, value in fields.items() if name != column}


def _tables(before: Rows, wanted: Rows, moves: list[Move]) -> dict[str, list[dict[str, Any]]]:
    """Return the tables that lead from the rows ``before`` to those that are wanted."""
    before = {name: _given(fields) for name, fields in before.items()}
    lists = {_owner(name): name[0] for name in {*before, *wanted}
             if name[0] == "signature" and _owner(name) in wanted and before.get(name) != wanted.get(name)}  # fmt: skip
    removals, edits, additions = [], [], []
    for name in sorted({*before, *wanted}, key=str):
        old, new = before.get(name), wanted.get(name)
        if old == new or (name[0] == "signature" and _owner(name) in lists):
            continue
        if new is None:
            removals.append({"kind": name[0], "key": list(name[1])})
        elif old is None:
            additions.append({"kind": name[0], "fields": dict(sorted(new.items()))})
        else:
            fields = {column: new[column] for column in sorted(new) if new[column] != old.get(column)}
            empty = sorted(old.keys() - new.keys())
            edits.append({"kind": name[0], "key": list(name[1])} | ({"empty": empty} if empty else {})
                         | ({"fields": fields} if fields else {}))  # fmt: skip
    return {
        "moves": [move.model_dump(exclude_defaults=True) for move in moves],
        "removals": removals,
        "edits": edits,
        "lists": [_list(wanted, owner, model) for owner, model in sorted(lists.items(), key=str)],
        "additions": additions,
    }


def _list(wanted: Rows, owner: RowName, model: str) -> dict[str, Any]:
    """Return the table of a list: its rows in order, without their owner."""
    names = sorted(name for name in wanted if name[0] == model and _owner(name) == owner)
    rows = [dict(sorted(_without(wanted[name], owner[0]).items())) for name in names]
    return {"kind": model, "of": owner[1][0], "rows": rows}


def _written(tables: dict[str, list[dict[str, Any]]]) -> str:
    """Return the tables as TOML; the same tables give the same text."""
    head = "".join(f"# {line}\n" for line in _HEAD)
    bodies = (tomlkit.dumps({name: [one]}) for name, listed in tables.items() for one in listed)
    return "\n".join([head, *bodies])


def _check(bare: Built, text: str, wanted: Rows) -> None:
    """Raise ExportError unless the dossier leads to the rows that are wanted."""
    made = apply_edits(bare.rows, {EDITS: parse_dossier(EDITS, text)})
    given = {name: _given(fields) for name, fields in made.items()}
    if wrong := sorted(say(name) for name in {*given, *wanted} if given.get(name) != wanted.get(name)):
        raise ExportError([f"{name}: cannot be said in a dossier" for name in wrong])
