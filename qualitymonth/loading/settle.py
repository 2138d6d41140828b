"""What one row keeps may be in the way of what another would have written or removed: the fixtures give way."""

import json

from django.db import models

from qualitymonth.loading.draft import Draft
from qualitymonth.loading.states import is_listed, model_of, owner_of, references
from qualitymonth.reading import Address, LoadError, say_address


def settle(draft: Draft, places: dict[Address, str]) -> None:
    """Let go of what cannot be done beside what staff left; ``places`` says where rows stand in the fixtures.

    Raises LoadError where two rows of the fixtures exclude each other.
    """
    while _keep_referred(draft) or _withhold_leaning(draft) or _withhold_clashing(draft, places):
        pass
    draft.conflicts = [
        conflict for conflict in draft.conflicts if not _is_held(draft, conflict.address, conflict.field)
    ]


def _is_held(draft: Draft, address: Address, name: str) -> bool:
    held = draft.held.get(address, set())
    return held is None or name in held


def _keep_referred(draft: Draft) -> bool:
    """Keep what would go but others hold on to, and what belongs to a record that stays; tell whether there was any."""
    leaving = draft.leaving()
    reasons: dict[Address, str] = {}
    if leaving:
        for address, fields in draft.future.items():
            for _, target in references(address, fields):
                if target in leaving:
                    reasons.setdefault(target, f"{say_address(address)} refers to it")
    for address in leaving:
        for column, target in references(address, draft.mine[address]):
            stays = target in draft.future and target not in draft.theirs
            if column.remote_field.on_delete is models.CASCADE and stays:
                reasons.setdefault(address, f"{say_address(target)} stays")
    for address, why in reasons.items():
        draft.future[address] = draft.mine[address]
        draft.retained.add(address)
        draft.note(address, f"gone from the fixtures, but {why}; not removed")
    return bool(reasons)


def _withhold_leaning(draft: Draft) -> bool:
    """Withhold what refers to a record that is not there; tell whether there was any."""
    leaning = [
        (address, column.name, target)
        for address in draft.writing()
        for column, target in references(address, draft.future[address])
        if target not in draft.future
    ]
    for address, name, target in leaning:
        why = "which staff removed" if target in draft.absent else "which is not written"
        if draft.held.get(address, set()) is None or address not in draft.future:
            continue
        if address not in draft.mine:
            draft.withhold(address, f"refers to {say_address(target)}, {why}")
        elif is_listed(model_of(address)):
            _withhold_list(draft, address, f"{say_address(address)} refers to {say_address(target)}, {why}")
        else:
            _withhold_field(draft, address, name, f"{name} refers to {say_address(target)}, {why}; not written")
    return bool(leaning)


def _withhold_field(draft: Draft, address: Address, name: str, said: str) -> None:
    """Leave one field as staff left it."""
    row, mine = dict(draft.future[address]), draft.mine[address]
    row.pop(name)
    draft.future[address] = row | ({name: mine[name]} if name in mine else {})
    held = draft.held.setdefault(address, set())
    if held is not None:
        held.add(name)
    draft.note(address, said)


def _withhold_list(draft: Draft, address: Address, why: str) -> None:
    """Leave the list in which the row stands as staff left it."""
    owner = owner_of(address)
    given = {a for a in (*draft.mine, *draft.theirs) if a[0] == address[0] and owner_of(a) == owner}
    for one in given:
        draft.future.pop(one, None)
        if one in draft.mine:
            draft.future[one] = draft.mine[one]
        draft.held[one] = None
    draft.note(owner, f"{why}; {model_of(address)._meta.model_name} not written")


def _withhold_clashing(draft: Draft, places: dict[Address, str]) -> bool:
    """Withhold what cannot stand beside a row that staff left so; tell whether there was any.

    Raises LoadError where two rows of the fixtures exclude each other.
    """
    writing = set(draft.writing())
    standing: dict[tuple[str, str, str], list[Address]] = {}
    for address, fields in draft.future.items():
        for constraint in model_of(address)._meta.total_unique_constraints:
            values = [fields.get(name) for name in constraint.fields]
            if None not in values:
                key = address[0], ", ".join(constraint.fields), json.dumps(values)
                standing.setdefault(key, []).append(address)
    problems, reasons = list[str](), dict[Address, str]()
    for (_, names, _), members in standing.items():
        if len(members) < 2:  # noqa: PLR2004 - one stands alone
            continue
        if staffs := [a for a in members if draft.future[a] != draft.theirs.get(a)]:
            holder = next((a for a in members if a not in writing), staffs[0])
            reasons |= {a: f"{say_address(holder)} has its {names}" for a in members if a in writing and a != holder}
        else:
            first, *others = (places[address] for address in members)
            problems += [f"{place}: the same {names} as in {first}" for place in others]
    if problems:
        raise LoadError(problems)
    for address, why in reasons.items():
        if is_listed(model_of(address)):
            _withhold_list(draft, address, f"{say_address(address)}: {why}")
        else:
            draft.withhold(address, why)
    return bool(reasons)
