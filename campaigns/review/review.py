"""The review of a document: the forms of all its candidates, in the groups in which the page shows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from campaigns.drafting.model import Table
from campaigns.models import SUBJECTS, Source
from campaigns.review.candidates import CandidateForm
from campaigns.review.kinds import KINDS, key_of
from campaigns.review.matching import Accepted, accepted, claims_of, proposed
from campaigns.review.reading import Snapshot, is_document


@dataclass(slots=True)
class Group:
    """The candidates of one kind: those that are open, and those of which nothing is left to accept."""

    name: Any
    kind: str
    open: list[CandidateForm] = field(default_factory=list)
    finished: list[CandidateForm] = field(default_factory=list)


class Review:
    """The forms of the candidates of one page."""

    def __init__(self, source: Source, snapshot: Snapshot, data: Any = None) -> None:
        self.source = source
        self.snapshot = snapshot
        tables = snapshot.tables
        #: What was accepted when the page was made: what was accepted since is refused, with all that was typed.
        self.done: dict[int, Accepted] = accepted(source, tables, claims_of(source))
        if data is None:
            snapshot.accepted = list(self.done)
        self.done = {index: one for index, one in self.done.items() if index in snapshot.accepted}
        known = proposed(tables, self.done)
        # What an editor left out before is not to slip in later.
        fresh = all(is_document(tables[index]) for index in self.done)
        self.forms = [
            CandidateForm(
                table, self.done.get(index), known.get(index, ""), fresh, data, prefix=f"c{index}", auto_id="%s",
                use_required_attribute=False,
            )
            for index, table in enumerate(tables)
        ]  # fmt: skip
        #: What is wrong with the review as a whole.
        self.errors: list[Any] = []

    @property
    def wanted(self) -> list[CandidateForm]:
        """The candidates that are accepted."""
        return [form for form in self.forms if form.wanted]

    def is_valid(self) -> bool:
        """Tell whether nothing is wrong with what was accepted, as far as is known yet."""
        return not self.errors and not any(form.errors for form in self.wanted)

    def faulty(self) -> list[CandidateForm]:
        """Return the accepted candidates with which something is wrong."""
        return [form for form in self.wanted if form.errors]

    def groups(self) -> Iterator[Group]:
        """Yield the groups that have candidates."""
        for kind in KINDS:
            mine = [form for form in self.forms if form.kind == kind]
            if mine:
                group = Group(SUBJECTS[kind]._meta.verbose_name_plural, kind)
                group.finished = [form for form in mine if form.finished]
                group.open = [form for form in mine if not form.finished]
                yield group

    def by_line(self) -> dict[int, list[CandidateForm]]:
        """Return the open candidates on each line."""
        found: dict[int, list[CandidateForm]] = {}
        for form in self.forms:
            for line in form.lines if not form.finished else ():
                found.setdefault(line, []).append(form)
        return found


def stands_for(tables: Sequence[Table], done: dict[int, Accepted]) -> list[tuple[str, str, str]]:
    """Return kind, proposed key and key of the record of each candidate that was accepted before."""
    return [
        (tables[index].kind, key, str(accepted.record.natural_key()[0]))
        for index, accepted in done.items()
        if (key := key_of(tables[index]))
    ]
