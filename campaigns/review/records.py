"""The records that accepted candidates become, with what they own; what is wrong is said at the candidates' fields."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from agencies.models import AgencyName
from agencies.vocabularies import NameLanguage, NameType
from campaigns.builder.records import section_order, section_slug
from campaigns.drafting.names import proposed_slug
from campaigns.models import Location, Participation, Section, Signature, Source
from campaigns.review.candidates import CandidateForm, ReferenceField
from campaigns.review.kinds import KINDS
from campaigns.review.resolve import Resolver
from qualitymonth.models import Status


class RecordMaker:
    """Makes the records of accepted candidates, or completes drafts that exist, as far as ``user`` may."""

    def __init__(self, source: Source, resolver: Resolver, user: Any) -> None:
        self.source = source
        self.resolver = resolver
        self.user = user
        self.created = 0

    def create(self, form: CandidateForm) -> Any:
        """Return the new record of a candidate, None where something is wrong with it."""
        if not self._allowed(form, "add"):
            return None
        values = self._values(form)
        if form.errors or form in self.resolver.blocked:
            return None
        record: Any = form.model(**{name: value for name, value in values.items() if name != "provinces"})
        if not _refers(form, record) or not self._derive(form, record) or not _save(form, record):
            return None
        self.created += 1
        if form.kind == "agency":
            _name_agency(record)
        for position, province in enumerate(values.get("provinces", ()), 1):
            Location.objects.create(activity=record, province=province, position=position)
        return record

    def complete(self, form: CandidateForm, record: Any) -> None:
        """Give a draft that exists what it lacks; what is published keeps what it says, and gains evidence only."""
        if record.status != Status.DRAFT:
            return
        lacking = {
            name: value
            for name, value in self._values(form).items()
            if name != "provinces" and getattr(record, name) in (None, "") and value not in (None, "")
        }
        if lacking and not form.errors and self._allowed(form, "change"):
            for name, value in lacking.items():
                setattr(record, name, value)
            _save(form, record)

    def add_members(self, form: CandidateForm, record: Any) -> None:
        """Add the issuers or the organisers that were accepted; a published record gains no more than evidence."""
        for name, number, _member in form.kept_members():
            given = {
                asked: form.member_value(name, number, asked) for asked in ("agency", "role", "name_zh", "name_en")
            }
            agency = self.resolver.find(form, f"{name}-{number}-agency", "agency", given["agency"])
            if agency is None or record.status != Status.DRAFT:
                continue
            model, owner = (Signature, "notice") if name == "issuers" else (Participation, "activity")
            standing = model.objects.filter(**{owner: record})
            role = {"role": given["role"]} if given["role"] else {}
            if not standing.filter(agency=agency, **role).exists():
                names = {"name_zh": given["name_zh"], "name_en": given["name_en"]}
                model(agency=agency, position=_next(standing), **{owner: record}, **role, **names).save()
            elif form.done is None and not form.cleaned_data.get("existing"):
                form.add_error(f"{name}-{number}-agency", _("“%s” is named twice.") % agency)

    def set_launch(self, form: CandidateForm, campaign: Any) -> None:
        """Set the activity that opened a campaign, now that it is there."""
        said = form.value("launch")
        if not said or campaign.launch_id or campaign.status != Status.DRAFT:
            return
        if activity := self.resolver.find(form, "value-launch", "activity", said):
            campaign.launch = activity
            campaign.save()

    def _allowed(self, form: CandidateForm, action: str) -> bool:
        """Tell whether the editor may do so; say so where not."""
        options = form.model._meta
        if self.user.has_perm(f"{options.app_label}.{action}_{options.model_name}"):
            return True
        said = {
            "add": _("You may not add records of this kind: %(kind)s."),
            "change": _("You may not change records of this kind: %(kind)s."),
        }
        form.add_error(None, said[action] % {"kind": options.verbose_name_plural})
        return False

    def _values(self, form: CandidateForm) -> dict[str, Any]:
        """Return the values of a candidate's fields, with the records that they name; a launch is set later."""
        values: dict[str, Any] = {}
        for name in KINDS[form.kind]:
            field, value, place = form.fields[f"value-{name}"], form.value(name), f"value-{name}"
            if isinstance(field, ReferenceField) and name != "launch":
                said = value if isinstance(value, list) else [value] if value else []
                found = [self.resolver.find(form, place, field.kind, one) for one in said]
                records = [record for record in dict.fromkeys(found) if record]
                values[name] = records if isinstance(value, list) else next(iter(records), None)
            elif value is not None and name != "launch":
                values[name] = value
        return values

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
        if not (above := record.path.rpartition(".")[0]):
            return True
        record.parent = record.notice.sections.filter(path=above).first()
        is_wrong = ("section", section_slug(record.notice.slug, above)) in self.resolver.made
        if record.parent is None and not is_wrong:
            form.add_error("value-path", _("Section %s, of which it is a part, is not accepted.") % above)
        return record.parent is not None


def order_sections(sections: list[Any]) -> None:
    """Give numbers to the sections of the notices that gained ``sections``, as their paths say."""
    for notice in {section.notice_id for section in sections}:
        whole = sorted(Section.objects.filter(notice=notice), key=lambda section: section_order(section.path))
        for position, section in enumerate(whole, 1):
            if section.position != position:
                section.position = position
                section.save()


def _next(rows: Any) -> int:
    """Return the place after the last of ``rows``."""
    last: int | None = rows.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def _refers(form: CandidateForm, record: Any) -> bool:
    """Tell whether a record refers to all that it has to; say so where not."""
    missing = [
        field.name
        for field in record._meta.fields
        if field.is_relation and not field.null and getattr(record, field.attname) is None
    ]
    for name in missing:
        form.add_error(f"value-{name}", _("This field is required."))
    return not missing


def _save(form: CandidateForm, record: Any) -> bool:
    """Save a record that passes all checks; else say at the form's fields what is wrong."""
    references = {field.name for field in record._meta.fields if field.is_relation}
    try:
        record.clean_fields(exclude=references)
        record.clean()
        record.validate_unique()
        record.validate_constraints()
    except ValidationError as error:
        for name, errors in error.update_error_dict({}).items():
            known = name != NON_FIELD_ERRORS and f"value-{name}" in form.fields
            form.add_error(f"value-{name}" if known else None, errors)
        return False
    record.save()
    return True


def _name_agency(agency: Any) -> None:
    """Enter the headings of a new agency among its names."""
    named = (
        (NameLanguage.ZH_HANS, NameType.OFFICIAL, agency.name_zh),
        (NameLanguage.EN, NameType.VARIANT, agency.name_en),
    )
    for position, (language, standing, name) in enumerate((one for one in named if one[2]), 1):
        AgencyName.objects.create(agency=agency, position=position, language=language, type=standing, name=name)
