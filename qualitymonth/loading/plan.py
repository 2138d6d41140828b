"""What a load has to do: the three states compared, and what follows for each row."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from qualitymonth.loading.compare import compare
from qualitymonth.loading.derive import complete
from qualitymonth.loading.draft import Draft
from qualitymonth.loading.merge import Conflict, Preference, changed_fields
from qualitymonth.loading.moves import follow, staff_moves, staff_removals
from qualitymonth.loading.settle import settle
from qualitymonth.loading.states import States, baseline_state, model_of
from qualitymonth.moves import Moves
from qualitymonth.reading import Address, Fields, Row, check_rows, comparable, say_address


@dataclass(slots=True)
class Plan:
    """What a load will do, and then what it did.

    ``changes`` names the fields of what is updated, ``kept`` says what stays as staff left it and why, ``conflicts``
    what staff and fixtures both changed. ``baseline`` is what to remember of the fixtures; what to ``forget`` comes
    with the addresses at which the rows stand now.
    """

    create: dict[Address, Row] = field(default_factory=dict)
    update: dict[Address, Row] = field(default_factory=dict)
    changes: dict[Address, list[str]] = field(default_factory=dict)
    delete: list[Address] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    baseline: States = field(default_factory=dict)
    forget: dict[Address, Address] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.create or self.update or self.delete or self.baseline or self.forget)

    @property
    def writing(self) -> dict[Address, Row]:
        """The rows to create or update."""
        return self.create | self.update

    def lines(self) -> Iterator[str]:
        """Yield what is created, updated and removed, row by row."""
        yield from (f"create {say_address(address)}" for address in self.create)
        yield from (f"update {say_address(address)}: {', '.join(self.changes[address])}" for address in self.update)
        yield from (f"remove {say_address(address)}" for address in self.delete)

    def retain(self, address: Address, why: str) -> None:
        """Do not remove the row at ``address``, though it left the fixtures."""
        self.delete.remove(address)
        self.forget = {before: now for before, now in self.forget.items() if now != address}
        self.kept.append(f"{say_address(address)}: gone from the fixtures, but {why}; not removed")


def make_plan(rows: list[Row], state: States, prefer: Preference = None) -> Plan:
    """Compare fixtures, database and baseline.

    Raises LoadError with what is wrong with the values of the fixtures, or where two of their rows exclude each other.
    """
    moves, stored = staff_moves(state), baseline_state()
    by_address = {row.address: row for row in rows}
    base = follow(moves, stored, state)
    given = {
        address: Row(by_address[before].model, address[1], fields, by_address[before].place)
        for address, (before, fields) in follow(moves, {row.address: row.fields for row in rows}, state).items()
    }
    check_rows(list(given.values()), state)
    draft = Draft(
        {address: fields for address, (_, fields) in base.items()},
        state,
        {address: comparable(row.fields) for address, row in given.items()},
        prefer,
        {address for address, (before, fields) in base.items() if stored[before] is not fields}
        | {address for address, row in given.items() if by_address.get(address) != row},
    )
    _note_merged(draft, moves, rows)
    compare(draft, staff_removals())
    complete(draft)
    settle(draft, {address: row.place for address, row in given.items()})
    return _planned(draft, given, _remembered(draft, moves, rows, stored), _forgotten(draft, moves, rows, stored))


def _note_merged(draft: Draft, moves: Moves, rows: list[Row]) -> None:
    """Say which records of the fixtures staff merged into others."""
    for row in rows if moves else ():
        kind = str(row.model._meta.model_name)
        if moves.shape(kind).own and moves.was_merged(kind, row.key[0]):
            draft.note(row.address, f"merged by staff into {moves.follow(kind, row.key[0])}; not brought back")


def _now(moves: Moves, address: Address, fields: Fields) -> Address:
    """Return where a row of the fixtures stands now; where it stood if it is none any more."""
    return next(iter(follow(moves, {address: fields}, {})), address)


def _remembered(draft: Draft, moves: Moves, rows: list[Row], stored: States) -> States:
    """Return what to remember of the fixtures, but for what could not be followed: the next load tries that again."""
    baseline: States = {}
    for row in rows:
        wanted, before = comparable(row.fields), stored.get(row.address)
        held = draft.held.get(_now(moves, row.address, row.fields), set()) if draft.held else set()
        if held is None or (held and before is None):
            continue
        if held and before is not None:
            wanted = {name: value for name, value in wanted.items() if name not in held}
            wanted |= {name: before[name] for name in held if name in before}
        if wanted != before:
            baseline[row.address] = wanted
    return baseline


def _forgotten(draft: Draft, moves: Moves, rows: list[Row], stored: States) -> dict[Address, Address]:
    """Return the rows of the last load that the fixtures hold no more, with where they stand now."""
    gone = sorted(stored.keys() - {row.address for row in rows}, key=str)
    now = {address: _now(moves, address, stored[address]) for address in gone}
    return {address: there for address, there in now.items() if there not in draft.retained}


def _planned(draft: Draft, given: dict[Address, Row], baseline: States, forget: dict[Address, Address]) -> Plan:
    """Return what leads from what the database holds to what is to be."""
    plan = Plan(
        delete=sorted(draft.leaving(), key=str),
        kept=sorted(draft.kept),
        conflicts=draft.conflicts,
        baseline=baseline,
        forget=forget,
    )
    for address in draft.writing():
        fields, row = draft.future[address], given[address]
        planned = Row(model_of(address), address[1], fields, row.place)
        if address in draft.mine:
            plan.update[address] = planned
            plan.changes[address] = changed_fields(draft.mine[address], fields)
        else:
            plan.create[address] = planned
    return plan
