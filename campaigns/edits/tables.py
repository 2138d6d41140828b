"""The tables of a dossier that lead from some rows to others."""

from typing import Any

import tomlkit

from campaigns.builder.columns import RowName
from campaigns.builder.edits import Rows
from campaigns.builder.schema import Move
from campaigns.edits.rows import given, owner_of, without

_HEAD = (
    "What editors changed in the archive, beside what the other dossiers say. Written by manage.py export_edits, which",
    "writes it anew each time: to correct it, correct the archive and export again, or move what it says to a dossier.",
)


def tables_of(before: Rows, wanted: Rows, moves: list[Move]) -> dict[str, list[dict[str, Any]]]:
    """Return the tables that lead from the rows ``before`` to those that are wanted."""
    before = {name: given(fields) for name, fields in before.items()}
    changed = {name for name in {*before, *wanted} if name[0] == "signature" and before.get(name) != wanted.get(name)}
    lists = {owner_of(name): name[0] for name in changed if owner_of(name) in wanted}
    removals, edits, additions = [], [], []
    for name in sorted({*before, *wanted}, key=str):
        old, new = before.get(name), wanted.get(name)
        if old == new or (name[0] == "signature" and owner_of(name) in lists):
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
    names = sorted(name for name in wanted if name[0] == model and owner_of(name) == owner)
    rows = [dict(sorted(without(wanted[name], owner[0]).items())) for name in names]
    return {"kind": model, "of": owner[1][0], "rows": rows}


def written(tables: dict[str, list[dict[str, Any]]]) -> str:
    """Return the tables as TOML; the same tables give the same text."""
    head = "".join(f"# {line}\n" for line in _HEAD)
    bodies = (tomlkit.dumps({name: [one]}) for name, listed in tables.items() for one in listed)
    return "\n".join([head, *bodies])
