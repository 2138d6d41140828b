"""What the public reads of a record's history: what changed and when, in words; not who, nor what was a draft then."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from qualitymonth.differences import Difference, Names, differences, public_state
from qualitymonth.models import Change, Status
from qualitymonth.reverting import changes_of, state_at

#: How many changes a page of the history tells.
CHANGES_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Told:
    """One change as the public reads it; ``entered`` where the record was not public before, ``left`` after."""

    change: Change
    entered: bool
    left: bool
    differences: list[Difference]


def told_of(record: Any, number: str | int) -> tuple[list[Told], Page[Change]]:
    """Return what page ``number`` of the history of ``record`` tells, newest change first, and the page."""
    model, pk, names = type(record), record.pk, Names(public=True)
    page = Paginator(changes_of(model, pk), CHANGES_A_PAGE).get_page(number)
    told = []
    for change in page:
        before, after = (state_at(model, pk, change.number - step) for step in (1, 0))
        was, stands = (
            bool(state[model, pk]) and (state[model, pk] or {}).get("status") == Status.PUBLISHED
            for state in (before, after)
        )
        if was and stands:
            found = differences(public_state(before), public_state(after), names)
            if found:
                told.append(Told(change, entered=False, left=False, differences=found))
        elif was or stands:
            told.append(Told(change, entered=stands, left=was, differences=[]))
    return told, page
