"""The three states compared: what each row is to be, as far as it depends on no other."""

from qualitymonth.loading.draft import Draft
from qualitymonth.loading.merge import REMOVED, Conflict, Merged, MergedList, changed_fields, merge_fields, merge_list
from qualitymonth.loading.states import States, is_listed, model_of, owner_of, references
from qualitymonth.reading import Address, Fields, say_address


def compare(draft: Draft, removed: set[Address]) -> None:
    """Say what each row is to be, as far as it depends on no other; ``removed`` are records that staff removed."""
    draft.future = dict(draft.mine)
    draft.absent = (draft.base.keys() | (removed & draft.theirs.keys())) - draft.mine.keys()
    for address in sorted({*draft.base, *draft.theirs}, key=str):
        if is_listed(model_of(address)):
            continue
        if address in draft.theirs:
            _compare_given(draft, address)
        elif address in draft.mine:
            _compare_gone(draft, address)
    base, mine, theirs = (_lists(state) for state in (draft.base, draft.mine, draft.theirs))
    for owner, label in sorted({*base, *theirs}, key=str):
        sides = tuple(lists.get((owner, label), {}) for lists in (base, mine, theirs))
        _compare_list(draft, owner, label, sides)


def _compare_given(draft: Draft, address: Address) -> None:
    """Compare a row that stands in the fixtures."""
    mine, theirs = draft.mine.get(address), draft.theirs[address]
    if address in draft.absent:
        draft.note(address, "removed by staff; not brought back")
    elif mine is None:
        draft.future[address] = theirs
    elif mine != theirs:
        merged = merge_fields(address, draft.base.get(address), mine, theirs, draft.prefer)
        draft.future[address] = merged.result
        if merged.both:
            draft.mixed.append(address)
        _take(draft, address, merged)


def _compare_gone(draft: Draft, address: Address) -> None:
    """Compare a row that left the fixtures."""
    base, mine = draft.base[address], draft.mine[address]
    changed = changed_fields(base, mine)
    draft.conflicts += [Conflict(address, name, base.get(name), mine.get(name), REMOVED) for name in changed]
    if not changed or draft.prefer == "fixtures":
        draft.future.pop(address)
    else:
        draft.note(address, "gone from the fixtures, but changed by staff; not removed")


def _take(draft: Draft, address: Address, merged: Merged | MergedList) -> None:
    """Take over what a merge found in conflict, and say what staff's side keeps."""
    draft.conflicts += merged.conflicts
    lost = {conflict.field for conflict in merged.conflicts} if draft.prefer == "fixtures" else set()
    if own := [name for name in merged.own if name not in lost]:
        draft.note(address, f"{', '.join(own)} changed by staff; kept")


def _compare_list(draft: Draft, owner: Address, label: str, sides: tuple[States, ...]) -> None:
    """Compare a list of ``owner`` whose rows are known by their places alone."""
    if owner in draft.absent:
        return
    base, mine, theirs = sides
    for address, row in theirs.items():
        if target := _missing(draft, address, row):
            draft.note(address, f"refers to {say_address(target)}, which staff removed; not written")
    base, theirs = (
        {address: row for address, row in _once(draft, side).items() if not _missing(draft, address, row)}
        for side in (base, theirs)
    )
    name = str(model_of((label, ()))._meta.model_name)
    merged = merge_list(owner, name, (list(base.values()), list(mine.values()), list(theirs.values())), draft.prefer)
    _take(draft, owner, merged)
    if merged.theirs:
        for address in mine:
            draft.future.pop(address)
        draft.future |= theirs


def _lists(state: States) -> dict[tuple[Address, str], States]:
    """Return the lists of ``state`` whose rows are known by their places alone, each in its order."""
    lists: dict[tuple[Address, str], States] = {}
    for address, fields in sorted(
        (pair for pair in state.items() if is_listed(model_of(pair[0]))), key=lambda pair: pair[0][1]
    ):
        lists.setdefault((owner_of(address), address[0]), {})[address] = fields
    return lists


def _missing(draft: Draft, address: Address, row: Fields) -> Address | None:
    """Return what staff removed of that to which a row refers."""
    return next((target for _, target in references(address, row) if target in draft.absent), None)


def _once(draft: Draft, rows: States) -> States:
    """Return the rows without those that came to name the same as another, because staff merged what they name."""
    named: dict[str, Address] = {}
    for address, row in sorted(rows.items(), key=lambda pair: pair[0] in draft.followed):
        named.setdefault(str(list(references(address, row))), address)
    return {
        address: row
        for address, row in rows.items()
        if address not in draft.followed or named[str(list(references(address, row)))] == address
    }
