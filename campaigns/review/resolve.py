"""What an accepted candidate refers to: a record that another candidate became, or one of the archive."""

from typing import Any

from django.utils.translation import gettext as _

from campaigns.drafting.names import Known, known_names
from campaigns.review.archive import archive_records, find_record
from campaigns.review.candidates import CandidateForm
from campaigns.review.reading import DOCUMENT
from campaigns.review.review import Review

#: Kinds that are found by any of their names, too.
_NAMED = ("agency", "province", "series", "person")


class Resolver:
    """Finds records by key or name, those first that candidates became; what names none is an error at its field."""

    def __init__(self, review: Review) -> None:
        #: What candidates became, by kind and key: the key as typed, and the one that was proposed. None where
        #: something is wrong with the candidate.
        self.made: dict[tuple[str, str], Any] = {("source", DOCUMENT): review.source}
        #: Candidates that refer to one with which something is wrong: it is said there, once.
        self.blocked: set[CandidateForm] = set()
        self._proposals = {(form.kind, form.key) for form in review.forms if form.key}
        self._stored: dict[tuple[str, str], Any] = {}
        self._known: Known | None = None
        for kind, key, standing in review.snapshot.stands_for:
            if record := find_record(kind, standing):
                self.made[kind, key] = record

    def find(self, form: CandidateForm, field: str, kind: str, said: str) -> Any:
        """Return the record that ``said``, in ``field`` of ``form``, names; None where there is none."""
        if (kind, said) in self.made:
            record = self.made[kind, said]
            if record is None:
                self.blocked.add(form)
            return record
        if (kind, said) not in self._stored:
            self._stored[kind, said] = find_record(kind, said) or self._by_name(kind, said)
        if (record := self._stored[kind, said]) is None:
            message = (
                _("“%s” is a candidate that is not accepted: tick it as well, or choose another record.")
                if (kind, said) in self._proposals
                else _("The archive has no record of this kind with the key or the name “%s”.")
            )
            form.add_error(field, message % said)
        return record

    def _by_name(self, kind: str, said: str) -> Any:
        if kind not in _NAMED:
            return None
        self._known = self._known or known_names(archive_records())
        key = self._known.find(kind, said)
        return find_record(kind, key) if key else None
