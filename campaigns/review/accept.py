"""Accept the candidates of a review: all of them become drafts with their claims in one change, or none does."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from agencies.models import AgencyName
from agencies.vocabularies import NameLanguage, NameType
from campaigns.builder.records import section_order, section_slug
from campaigns.drafting.model import Claim as Candidate
from campaigns.drafting.names import Known, known_names, proposed_slug
from campaigns.evidence import claimed_form
from campaigns.models import Location, Participation, Section, Signature, Source
from campaigns.review.archive import archive_records, find_record
from campaigns.review.candidates import CandidateForm, ReferenceField
from campaigns.review.claims import NewClaim, write_claims
from campaigns.review.kinds import IN_ORDER, KINDS, key_of
from campaigns.review.matching import accepted, claims_of
from campaigns.review.reading import DOCUMENT, source_of
from campaigns.review.review import Review
from qualitymonth.history import changing
from qualitymonth.models import ChangeKind, Status


class RefusedError(Exception):
    """Something is wrong with what was accepted; the forms say what."""


def accept(review: Review, user: Any) -> tuple[int, int] | None:
    """Write what was accepted; return how many records are new and how many claims, None where anything is wrong.

    All is looked at once more when it is this change's turn, so that nothing is accepted twice.
    """
    if not review.wanted:
        review.errors.append(_("Nothing is ticked: tick what you accept."))
    if not review.is_valid():
        return None
    try:
        with changing(ChangeKind.DOCUMENT, user=user, reason=reason_for(review.source)):
            acceptance = _Acceptance(review, user)
            acceptance.write()
            acceptance.insist()
    except RefusedError:
        return None
    return acceptance.created, acceptance.claimed


def reason_for(source: Source) -> str:
    """Return the reason of a change that a document brings: which document it is."""
    return f"{source.slug}: {source.label.plain}"


def _next(rows: Any) -> int:
    """Return the place after the last of ``rows``."""
    last: int | None = rows.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


class _Acceptance:
    """The writing of what was accepted, kind by kind; what is wrong is added to the candidates' forms."""

    def __init__(self, review: Review, user: Any) -> None:
        self.review = review
        self.source = review.source
        self.user = user
        self.created = self.claimed = 0
        #: The record of each candidate that is accepted, by its form; None where it could not be made.
        self.records: dict[CandidateForm, Any] = {}
        #: What candidates became, by kind and key: the key as typed, and the one that was proposed.
        self.made: dict[tuple[str, str], Any] = {("source", DOCUMENT): self.source}
        self.stored: dict[tuple[str, str], Any] = {}
        self.proposals = {(form.kind, form.key) for form in review.forms if form.key}
        #: Candidates that refer to one with which something is wrong: it is said there, once.
        self.blocked: set[CandidateForm] = set()
        self._known: Known | None = None

    def write(self) -> None:
        """Write everything, or leave errors."""
        if not self.user.has_perm("campaigns.add_claim"):
            self.review.errors.append(_("You may not add records of this kind: %(kind)s.") % {"kind": _("claims")})
        self._refuse_repeats()
        for kind, key, record in self.review.snapshot.stands_for:
            if found := find_record(kind, record):
                self.made[kind, key] = found
        wanted = self.review.wanted
        for kind in IN_ORDER:
            for form in wanted:
                if form.kind == kind:
                    self._accept(form)
        for form, record in self.records.items():
            if form.kind == "campaign" and record:
                self._set_launch(form, record)
        self._order_sections()
        if self.review.is_valid():
            claims = [claim for form, record in self.records.items() for claim in self._claims(form, record)]
            if self.review.is_valid():
                self.claimed = write_claims(claims)

    def insist(self) -> None:
        """Raise RefusedError where anything is wrong, so that nothing is written."""
        if not self.review.is_valid():
            raise RefusedError

    def _refuse_repeats(self) -> None:
        """Refuse a candidate that somebody accepted after the page was made."""
        tables = self.review.snapshot.tables
        now = accepted(self.source, tables, claims_of(self.source))
        for index, form in enumerate(self.review.forms):
            if form.wanted and form.done is None and index in now:
                form.add_error(
                    None, _("Accepted in the meantime, as “%s”. Leave it out, or start again.") % now[index].record
                )

    # Records

    def _accept(self, form: CandidateForm) -> None:
        """Find or make the record of a candidate, and what it owns."""
        if form.done is not None:
            record = form.done.record
        elif existing := form.cleaned_data.get("existing"):
            record = self._resolve(form, "existing", form.kind, existing)
            if record:
                self._fill(form, record)
        else:
            record = self._create(form)
        self.records[form] = record
        for key in {key_of(form.table), str(record.natural_key()[0]) if record else ""} - {""}:
            self.made[form.kind, key] = record
        if record:
            self._add_members(form, record)

    def _allowed(self, form: CandidateForm, action: str, model: Any) -> bool:
        """Tell whether the editor may do so; say so where not."""
        if self.user.has_perm(f"{model._meta.app_label}.{action}_{model._meta.model_name}"):
            return True
        said = {
            "add": _("You may not add records of this kind: %(kind)s."),
            "change": _("You may not change records of this kind: %(kind)s."),
        }
        form.add_error(None, said[action] % {"kind": model._meta.verbose_name_plural})
        return False

    def _create(self, form: CandidateForm) -> Any:
        """Return the new record of a candidate, None where something is wrong with it."""
        if not self._allowed(form, "add", form.model):
            return None
        values = self._values(form)
        if form.errors or form in self.blocked:
            return None
        record: Any = form.model(**{name: value for name, value in values.items() if name != "provinces"})
        if not self._complete(form, record) or not self._derive(form, record) or not self._save(form, record):
            return None
        self.created += 1
        if form.kind == "agency":
            self._name_agency(record)
        for position, province in enumerate(values.get("provinces", ()), 1):
            Location.objects.create(activity=record, province=province, position=position)
        return record

    def _values(self, form: CandidateForm) -> dict[str, Any]:
        """Return the values of a candidate's fields, with the records that they name."""
        values: dict[str, Any] = {}
        for name in KINDS[form.kind]:
            field, value = form.fields[f"value-{name}"], form.value(name)
            if name == "launch":
                continue
            if isinstance(value, list):
                found = [self._resolve(form, f"value-{name}", field.kind, one) for one in value]  # type: ignore[attr-defined]
                values[name] = [record for record in dict.fromkeys(found) if record]
            elif isinstance(field, ReferenceField):
                values[name] = self._resolve(form, f"value-{name}", field.kind, value) if value else None
            elif value is not None:
                values[name] = value
        return values

    def _fill(self, form: CandidateForm, record: Any) -> None:
        """Give a draft that exists what it lacks; what is published keeps what it says, and gains evidence only."""
        if record.status != Status.DRAFT:
            return
        values = self._values(form)
        lacking = {
            name: value
            for name, value in values.items()
            if name != "provinces" and getattr(record, name) in (None, "") and value not in (None, "")
        }
        if lacking and not form.errors and self._allowed(form, "change", form.model):
            for name, value in lacking.items():
                setattr(record, name, value)
            self._save(form, record)

    def _complete(self, form: CandidateForm, record: Any) -> bool:
        """Tell whether a record refers to all that it has to; say so where not."""
        missing = [
            field.name
            for field in record._meta.fields
            if field.is_relation and not field.null and getattr(record, field.attname) is None
        ]
        for name in missing:
            form.add_error(f"value-{name}", _("This field is required."))
        return not missing

    def _derive(self, form: CandidateForm, record: Any) -> bool:
        """Set what follows from other fields and from what stands there already: keys, places, parents."""
        if form.kind == "source":
            record.part_of, record.file, record.sha256 = self.source, self.source.file, self.source.sha256
        elif form.kind == "section":
            return self._derive_section(form, record)
        elif form.kind == "slogan":
            record.position = _next(record.campaign.slogans)
            record.slug = f"{record.campaign.slug}-slogan-{record.position}"
        elif form.kind == "appearance":
            who = record.person or record.agency
            named = who.slug if who else proposed_slug(record.party_en, record.party_zh)
            record.position = _next(record.activity.appearances)
            record.slug = f"{record.activity.slug}-{named}-{record.role}"
        return True

    def _derive_section(self, form: CandidateForm, record: Any) -> bool:
        """Set slug and parent of a section from its path; say so where its parent is not there."""
        record.slug = section_slug(record.notice.slug, record.path)
        record.position = _next(record.notice.sections)
        above = record.path.rpartition(".")[0]
        if above:
            record.parent = record.notice.sections.filter(path=above).first()
            if (
                record.parent is None
                and self.made.get(("section", section_slug(record.notice.slug, above)), True) is None
            ):
                return False
            if record.parent is None:
                form.add_error("value-path", _("Section %s, of which it is a part, is not accepted.") % above)
        return not form.errors

    def _save(self, form: CandidateForm, record: Any) -> bool:
        """Save a record that passes all checks; else say at the form's fields what is wrong."""
        references = {field.name for field in record._meta.fields if field.is_relation}
        try:
            record.clean_fields(exclude=references)
            record.clean()
            record.validate_unique()
            record.validate_constraints()
        except ValidationError as error:
            self._say(form, error)
            return False
        record.save()
        return True

    def _say(self, form: CandidateForm, error: ValidationError) -> None:
        """Add what the model says to the fields of the form, and to the whole where the form has no such field."""
        for name, errors in error.update_error_dict({}).items():
            field = f"value-{name}" if f"value-{name}" in form.fields else None
            form.add_error(field if name != NON_FIELD_ERRORS else None, errors)

    def _resolve(self, form: CandidateForm, field: str, kind: str, said: str) -> Any:
        """Return the record that ``said`` names by key or name; None, with an error, where there is none."""
        if (kind, said) in self.made:
            record = self.made[kind, said]
            if record is None:
                self.blocked.add(form)
            return record
        if (kind, said) not in self.stored:
            self.stored[kind, said] = find_record(kind, said) or self._named(kind, said)
        if (record := self.stored[kind, said]) is None:
            message = (
                _("“%s” is a candidate that is not accepted: tick it as well, or choose another record.")
                if (kind, said) in self.proposals
                else _("The archive has no record of this kind with the key or the name “%s”.")
            )
            form.add_error(field, message % said)
        return record

    def _named(self, kind: str, said: str) -> Any:
        if kind not in ("agency", "province", "series", "person"):
            return None
        self._known = self._known or known_names(archive_records())
        key = self._known.find(kind, said)
        return find_record(kind, key) if key else None

    def _name_agency(self, agency: Any) -> None:
        """Enter the headings of a new agency among its names."""
        named = (
            (NameLanguage.ZH_HANS, NameType.OFFICIAL, agency.name_zh),
            (NameLanguage.EN, NameType.VARIANT, agency.name_en),
        )
        for position, (language, sort, name) in enumerate((one for one in named if one[2]), 1):
            AgencyName.objects.create(agency=agency, position=position, language=language, type=sort, name=name)

    def _add_members(self, form: CandidateForm, record: Any) -> None:
        """Add the issuers or the organisers that were accepted; to a published record no more than the evidence."""
        for name, number, _member in form.kept_members():
            prefix = f"{name}-{number}"
            agency = self._resolve(form, f"{prefix}-agency", "agency", form.cleaned_data.get(f"{prefix}-agency") or "")
            if agency is None or record.status != Status.DRAFT:
                continue
            model, owner = (Signature, "notice") if name == "issuers" else (Participation, "activity")
            standing = model.objects.filter(**{owner: record})
            role = form.cleaned_data.get(f"{prefix}-role")
            if standing.filter(agency=agency, **({"role": role} if role else {})).exists():
                if form.done is None and not form.cleaned_data.get("existing"):
                    form.add_error(f"{prefix}-agency", _("“%s” is named twice.") % agency)
                continue
            row = model(
                agency=agency, position=_next(standing), name_zh=form.cleaned_data.get(f"{prefix}-name_zh") or "",
                name_en=form.cleaned_data.get(f"{prefix}-name_en") or "", **{owner: record},
                **({"role": role} if role else {}),
            )  # fmt: skip
            row.save()

    def _set_launch(self, form: CandidateForm, campaign: Any) -> None:
        """Set the activity that opened a campaign, now that it is there."""
        said = form.value("launch")
        if not said or campaign.launch_id or campaign.status != Status.DRAFT:
            return
        if activity := self._resolve(form, "value-launch", "activity", said):
            campaign.launch = activity
            campaign.save()

    def _order_sections(self) -> None:
        """Give numbers to the sections of the notices that gained some, as their paths say."""
        new = [
            record for form, record in self.records.items() if form.kind == "section" and record and form.done is None
        ]
        for notice in {section.notice_id for section in new}:
            sections = sorted(Section.objects.filter(notice=notice), key=lambda section: section_order(section.path))
            for position, section in enumerate(sections, 1):
                if section.position != position:
                    section.position = position
                    section.save()

    # Claims

    def _claims(self, form: CandidateForm, record: Any) -> Iterator[NewClaim]:
        """Yield the claims of an accepted candidate that are kept."""
        if record is None:
            return
        for number, claim in form.kept_claims():
            source = self._source_of(form, f"claim-{number}", claim)
            said = self._said(form, record, claim)
            if source and said:
                yield NewClaim(source, form.kind, record, claim, claim.field, said)
        for name, number, member in form.kept_members():
            agency = self._resolve(
                form, f"{name}-{number}-agency", "agency", form.cleaned_data[f"{name}-{number}-agency"]
            )
            for claim in member.claims:
                source = self._source_of(form, f"{name}-{number}-accept", claim)
                if source and agency:
                    yield NewClaim(source, form.kind, record, claim, name, agency.slug)

    def _source_of(self, form: CandidateForm, field: str, claim: Candidate) -> Source | None:
        """Return the document, or the part of it, that makes a claim."""
        found: Source | None = self._resolve(form, field, "source", source_of(claim))
        return found

    def _said(self, form: CandidateForm, record: Any, claim: Candidate) -> str:
        """Return what a claim says: its own words, else what was given for the field; empty where that was emptied."""
        if claim.value and claim.field != "provinces":
            return form.cleaned_data.get("value-name_zh") or claim.value if claim.field == "names" else claim.value
        if form.done is not None:
            read = form.table.get(claim.field)
            return claimed_form(getattr(record, claim.field) if read is None else read)
        if claim.field == "provinces":
            return self._province(form, claim)
        field = form.fields.get(f"value-{claim.field}")
        given = form.value(claim.field)
        if isinstance(field, ReferenceField):
            given = self._resolve(form, f"value-{claim.field}", field.kind, given) if given else None
        return claimed_form(given)

    def _province(self, form: CandidateForm, claim: Candidate) -> str:
        """Return the code of the province that a claim names, as long as it is among those given, or the one given."""
        codes = [self._resolve(form, "value-provinces", "province", one).code for one in form.value("provinces")]
        if claim.value in codes:
            return claim.value
        return codes[0] if len(codes) == 1 else ""
