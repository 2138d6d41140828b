"""The form of one candidate: whether to accept it, the record to use or the values of a new one, and its evidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from campaigns.documents.glosses import HAN
from campaigns.drafting.model import Claim, Member, Table
from campaigns.models import SUBJECTS, Participation, Signature
from campaigns.review.kinds import KINDS, MEMBERS, key_of
from campaigns.review.matching import Accepted
from campaigns.review.reading import is_document, is_unsure, lines_of

#: Kinds of record that are chosen from a list of suggestions; all others are named by their slugs.
SUGGESTED = ("agency", "province", "campaign", "series", "person")
_ROWS = {"issuers": Signature, "organisers": Participation}


class ReferenceField(forms.CharField):
    """Names a record of ``kind`` by its key or name; what it names is looked up when the review is accepted."""

    def __init__(self, kind: str, **options: Any) -> None:
        self.kind = kind
        attributes = {"autocomplete": "off", **({"list": f"known-{kind}"} if kind in SUGGESTED else {})}
        super().__init__(required=False, max_length=500, widget=forms.TextInput(attrs=attributes), **options)


class ReferencesField(ReferenceField):
    """Names several records, parted by commas."""

    def clean(self, value: Any) -> Any:
        """Return the names, as typed."""
        said = super().clean(value).replace("，", ",").replace("、", ",")
        return [name.strip() for name in said.split(",") if name.strip()]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim as the review shows it: where it stands, and the box that keeps it."""

    claim: Claim
    line: int
    line_end: int
    box: Any = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as the review shows it, with the claims on it and the reason to doubt its value."""

    bound: Any
    doubt: str
    evidence: list[Evidence]


@dataclass(frozen=True, slots=True)
class ShownMember:
    """A member of a list as the review shows it."""

    number: int
    box: Any
    fields: list[Any]
    doubt: str
    evidence: list[Evidence]


class CandidateForm(forms.Form):
    """One candidate; nothing that is typed is looked at unless it is accepted."""

    def __init__(
        self, table: Table, done: Accepted | None, proposed: str, fresh: bool, *args: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.table = table
        self.kind = table.kind
        self.model = SUBJECTS[table.kind]
        self.done = done
        self.proposed = proposed
        self.original = is_document(table)
        if done is None:
            self.fields["accept"] = forms.BooleanField(
                required=False, initial=fresh and not is_unsure(table), label=_("Accept")
            )
            self.fields["existing"] = ReferenceField(
                table.kind, initial=proposed, label=_("Use this record instead of a new one (key or name)"),
            )  # fmt: skip
            for name in KINDS[table.kind]:
                self.fields[f"value-{name}"] = self._value_field(name)
        for number, claim in self.open_claims():
            self.fields[f"claim-{number}"] = forms.BooleanField(
                required=False,
                initial=not claim.doubt and not (done and not self.original),
                label=_("evidence"),
            )
        for name, number, member in self.open_members():
            self._add_member(name, number, member)

    def _value_field(self, name: str) -> forms.Field:
        """Return the form field of a field of the record, with the value that was read."""
        column: Any = self.model._meta.get_field(name)
        value = self.table.get(name)
        if column.many_to_many:
            kind = column.related_model._meta.model_name
            return ReferencesField(kind, initial=", ".join(value or ()), label=column.verbose_name)  # type: ignore[arg-type]
        if column.is_relation:
            return ReferenceField(column.related_model._meta.model_name, initial=value, label=column.verbose_name)
        if value is None and column.has_default():
            value = column.get_default()
        # Without a value the choice is empty, so that nobody takes the first one for what was read.
        given = {} if value in (None, "") else {"initial": value}
        field: forms.Field = column.formfield(required=False, **given)
        if isinstance(field.widget, forms.Textarea):
            field.widget = forms.TextInput()
        return field

    def _add_member(self, name: str, number: int, member: Member) -> None:
        prefix = f"{name}-{number}"
        ticked = not member.doubt and self.done is None
        self.fields[f"{prefix}-accept"] = forms.BooleanField(required=False, initial=ticked, label=_("Accept"))
        for asked in MEMBERS[name]:
            value = member.fields.get(asked)
            column: Any = _ROWS[name]._meta.get_field(asked)
            field = f"{prefix}-{asked}"
            if column.is_relation:
                self.fields[field] = ReferenceField("agency", initial=value, label=column.verbose_name)
            else:
                self.fields[field] = column.formfield(required=False, initial=value or column.get_default())

    def open_claims(self) -> Iterator[tuple[int, Claim]]:
        """Yield the claims on the record's own fields that the archive does not have yet."""
        taken = self.done.claims if self.done else set()
        return ((number, claim) for number, claim in enumerate(self.table.claims) if number not in taken)

    def open_members(self) -> Iterator[tuple[str, int, Member]]:
        """Yield the members of lists that the archive does not have yet."""
        taken = self.done.members if self.done else set()
        return (
            (name, number, member)
            for name, members in self.table.lists.items()
            for number, member in enumerate(members)
            if (name, number) not in taken
        )

    @property
    def finished(self) -> bool:
        """Whether nothing of the candidate is left to accept."""
        return self.done is not None and not any(self.open_claims()) and not any(self.open_members())

    @property
    def wanted(self) -> bool:
        """Whether the candidate, or something more of what became of it, is accepted."""
        if not self.is_bound:
            return False
        if self.done is None:
            return self._ticked("accept")
        return any(self._ticked(name) for name in self.fields if name.startswith("claim-") or name.endswith("-accept"))

    def _ticked(self, name: str) -> bool:
        return bool(self[name].data)

    def full_clean(self) -> None:
        """Look at what is typed, unless the candidate is left out."""
        super().full_clean()
        if self.is_bound and not self.wanted:
            self._errors = ErrorDict()

    def kept_claims(self) -> list[tuple[int, Claim]]:
        """Return the claims that are ticked."""
        return [(number, claim) for number, claim in self.open_claims() if self.cleaned_data.get(f"claim-{number}")]

    def kept_members(self) -> list[tuple[str, int, Member]]:
        """Return the members of lists that are ticked."""
        return [one for one in self.open_members() if self.cleaned_data.get(f"{one[0]}-{one[1]}-accept")]

    def value(self, name: str) -> Any:
        """Return what is given for a field of the record."""
        return self.cleaned_data.get(f"value-{name}")

    def member_value(self, name: str, number: int, asked: str) -> str:
        """Return what is given for a field of a member of the list ``name``."""
        return self.cleaned_data.get(f"{name}-{number}-{asked}") or ""

    # What the page shows

    @property
    def key(self) -> str:
        """The key that was proposed."""
        return key_of(self.table)

    @property
    def headline(self) -> str:
        """The words by which the page names the candidate."""
        names = ("title_zh", "heading_zh", "text_zh", "name_zh", "title_en", "heading_en", "text_en", "name_en",
                 "posts_zh", "byline", "theme_zh")  # fmt: skip
        words = next((str(value) for name in names if (value := self.table.get(name))), "")
        place = {"section": "path", "appearance": "person", "figure": "value"}.get(self.kind, "")
        return " ".join(filter(None, [str(self.table.get(place) or "") if place else "", words or self.key]))

    @property
    def lang(self) -> str:
        """The language of the headline."""
        return "zh-Hans" if re.search(f"[{HAN}]", self.headline) else "en"

    @property
    def names_existing(self) -> bool:
        """Whether the field for a record that exists has something in it, or something is wrong there."""
        field = self["existing"]
        return bool(field.value() or field.errors)

    @property
    def lines(self) -> list[int]:
        """The lines on which the candidate stands, each once."""
        claims = [*self.table.claims, *(claim for members in self.table.lists.values()
                                        for member in members for claim in member.claims)]  # fmt: skip
        return sorted({lines_of(claim)[0] for claim in claims})

    def _evidence(self, name: str) -> list[Evidence]:
        return [
            Evidence(claim, *lines_of(claim), box=self[f"claim-{number}"])
            for number, claim in self.open_claims()
            if claim.field == name
        ]

    def shown(self) -> list[Shown]:
        """Return the fields of a new candidate in which something stands, or is wrong."""
        return [shown for shown in self._all_shown() if self._stands(shown)]

    def more(self) -> list[Shown]:
        """Return the other fields of a new candidate."""
        return [shown for shown in self._all_shown() if not self._stands(shown)]

    def _stands(self, shown: Shown) -> bool:
        value = shown.bound.value()
        return (
            bool(shown.evidence or shown.bound.errors or value not in (None, "", []))
            or shown.bound.name == "value-slug"
        )

    def _all_shown(self) -> Iterator[Shown]:
        if self.done is not None:
            return
        doubts = {held.name: held.doubt for held in self.table.fields}
        for name in KINDS[self.kind]:
            yield Shown(self[f"value-{name}"], doubts.get(name, ""), self._evidence(name))

    def loose(self) -> list[tuple[str, Evidence]]:
        """Return the open claims on fields that the form does not show, each with the name of its field."""
        shown = KINDS[self.kind] if self.done is None else ()
        return [
            (str(self._label(claim.field)), Evidence(claim, *lines_of(claim), box=self[f"claim-{number}"]))
            for number, claim in self.open_claims()
            if claim.field not in shown
        ]

    def _label(self, name: str) -> Any:
        try:
            return getattr(self.model._meta.get_field(name), "verbose_name", name)
        except FieldDoesNotExist:
            return name

    def members(self) -> list[tuple[Any, list[ShownMember]]]:
        """Return the open members of each list, with the list's name."""
        lists: dict[str, list[ShownMember]] = {}
        for name, number, member in self.open_members():
            prefix = f"{name}-{number}"
            evidence = [Evidence(claim, *lines_of(claim)) for claim in member.claims]
            fields = [self[f"{prefix}-{asked}"] for asked in MEMBERS[name]]
            shown = ShownMember(number + 1, self[f"{prefix}-accept"], fields, member.doubt, evidence)
            lists.setdefault(name, []).append(shown)
        return [(self._label(name), rows) for name, rows in lists.items()]
