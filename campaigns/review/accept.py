"""Accept the candidates of a review: all of them become drafts with their claims in one change, or none does."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from campaigns.drafting.model import Claim as Candidate
from campaigns.evidence import LIST_FIELDS, claimed_form
from campaigns.models import Source
from campaigns.review.candidates import CandidateForm, ReferenceField
from campaigns.review.claims import NewClaim, write_claims
from campaigns.review.kinds import IN_ORDER, key_of
from campaigns.review.matching import accepted, claims_of
from campaigns.review.reading import source_of
from campaigns.review.records import RecordMaker, order_sections
from campaigns.review.resolve import Resolver
from campaigns.review.review import Review
from qualitymonth.history import changing
from qualitymonth.models import ChangeKind


class RefusedError(Exception):
    """Something is wrong with what was accepted; the forms say what."""


def accept(review: Review, user: Any) -> tuple[int, int] | None:
    """Write what was accepted; return how many records are new and how many claims, None where anything is wrong.

    All is looked at once more when it is this change's turn, so that nothing is accepted twice.
    """
    if not review.wanted:
        review.errors.append(_("Nothing is ticked: tick what you accept."))
    if not user.has_perm("campaigns.add_claim"):
        review.errors.append(_("You may not add records of this kind: %(kind)s.") % {"kind": _("claims")})
    if not review.is_valid():
        return None
    try:
        with changing(ChangeKind.DOCUMENT, user=user, reason=reason_for(review.source)):
            return _Acceptance(review, user).write()
    except RefusedError:
        return None


def reason_for(source: Source) -> str:
    """Return the reason of a change that a document brings: which document it is."""
    return f"{source.slug}: {source.label.plain}"


class _Acceptance:
    """The writing of what was accepted, kind by kind; what is wrong is added to the candidates' forms."""

    def __init__(self, review: Review, user: Any) -> None:
        self.review = review
        self.resolver = Resolver(review)
        self.maker = RecordMaker(review.source, self.resolver, user)
        #: The record of each candidate that is accepted, by its form; None where it could not be made.
        self.records: dict[CandidateForm, Any] = {}

    def write(self) -> tuple[int, int]:
        """Write everything; raise RefusedError, so that nothing is written, once all that is wrong has been said."""
        self._refuse_repeats()
        wanted = self.review.wanted
        for form in (form for kind in IN_ORDER for form in wanted if form.kind == kind):
            self._accept(form)
        written = {form: record for form, record in self.records.items() if record}
        for form, record in written.items():
            if form.kind == "campaign":
                self.maker.set_launch(form, record)
        order_sections([record for form, record in written.items() if form.kind == "section" and not form.done])
        self._insist()
        claims = [claim for form, record in written.items() for claim in self._claims(form, record)]
        self._insist()
        return self.maker.created, write_claims(claims)

    def _insist(self) -> None:
        if not self.review.is_valid():
            raise RefusedError

    def _refuse_repeats(self) -> None:
        """Refuse a candidate that somebody accepted after the page was made."""
        now = accepted(self.review.source, self.review.snapshot.tables, claims_of(self.review.source))
        for index, form in enumerate(self.review.forms):
            if form.wanted and form.done is None and index in now:
                message = _("Accepted in the meantime, as “%s”. Leave it out, or start again.")
                form.add_error(None, message % now[index].record)

    def _accept(self, form: CandidateForm) -> None:
        """Find or make the record of a candidate, and what it owns."""
        if form.done is not None:
            record = form.done.record
        elif existing := form.cleaned_data.get("existing"):
            record = self.resolver.find(form, "existing", form.kind, existing)
            if record:
                self.maker.complete(form, record)
        else:
            record = self.maker.create(form)
        self.records[form] = record
        for key in {key_of(form.table), str(record.natural_key()[0]) if record else ""} - {""}:
            self.resolver.made[form.kind, key] = record
        if record:
            self.maker.add_members(form, record)

    def _claims(self, form: CandidateForm, record: Any) -> Iterator[NewClaim]:
        """Yield the claims of an accepted candidate that are kept."""
        for number, claim in form.kept_claims():
            source = self.resolver.find(form, f"claim-{number}", "source", source_of(claim))
            said = self._said(form, record, claim)
            if source and said:
                yield NewClaim(source, form.kind, record, claim, claim.field, said)
        for name, number, member in form.kept_members():
            place = f"{name}-{number}-agency"
            agency = self.resolver.find(form, place, "agency", form.member_value(name, number, "agency"))
            for claim in member.claims:
                source = self.resolver.find(form, place, "source", source_of(claim))
                if source and agency:
                    yield NewClaim(source, form.kind, record, claim, name, agency.slug)

    def _said(self, form: CandidateForm, record: Any, claim: Candidate) -> str:
        """Return what a claim says: its own words, else what was given for the field; empty where that was emptied."""
        if form.done is not None:
            return claim.value or self._of_record(form, record, claim.field)
        if claim.field in LIST_FIELDS:
            return self._member(form, claim)
        if claim.value:
            return claim.value
        field, given = form.fields.get(f"value-{claim.field}"), form.value(claim.field)
        if isinstance(field, ReferenceField):
            given = self.resolver.find(form, f"value-{claim.field}", field.kind, given) if given else None
        return claimed_form(given)

    def _of_record(self, form: CandidateForm, record: Any, field: str) -> str:
        """Return what was read for a field of a record that is there already, else what the record holds."""
        column: Any = record._meta.get_field(field)
        read = form.table.get(field)
        return claimed_form(getattr(record, field) if column.is_relation or read is None else read)

    def _member(self, form: CandidateForm, claim: Candidate) -> str:
        """Return the member of a list that a claim names: an agency's name as given, or a province among those given.

        A single province that was given instead is what the claim is taken to name.
        """
        if claim.field == "names":
            return form.value("name_zh") or form.value("name_en") or claim.value
        named = [self.resolver.find(form, "value-provinces", "province", one) for one in form.value("provinces")]
        codes = [province.code for province in named if province]
        return claim.value if claim.value in codes else codes[0] if len(codes) == 1 else ""
