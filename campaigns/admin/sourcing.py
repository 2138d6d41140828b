"""Sourced edits: who changes what sources say about a record, says where the new value comes from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.forms.models import model_to_dict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.admin.answers import AnswerSerializer, as_sent, unanswered
from campaigns.admin.choices import Choice
from campaigns.admin.citations import CitationForm
from campaigns.agreement import agree
from campaigns.evidence import claimed_form, ranked
from campaigns.models import SUBJECTS, Claim, subject_column
from campaigns.vocabularies import Rank
from qualitymonth.admin.change_form import Saving
from qualitymonth.admin.display import shown

#: Lists on forms, by the name of their rows: the field that claims name, and what of a row names the member.
LISTS = {
    "signatures": ("issuers", "agency"),
    "participations": ("organisers", "agency"),
    "names": ("names", "name"),
    "locations": ("provinces", "province"),
    "successions": ("predecessors", "predecessor"),
}

#: Why a claim on a member that was taken off a list is deprecated, in both languages, as every deprecated claim says.
TAKEN_OFF = {
    "note_zh": "编者已将此项从名单中删去。",
    "note_en": "The editors took this member off the list.",
}
MISREAD = {
    "note_zh": "编者核对原文后认为此处系误读。",
    "note_en": "The editors found that the source had been misread here.",
}


@dataclass(frozen=True)
class Need:
    """A sourced field of a record that changes to what no source says; ``form`` is the record's, or its row's."""

    form: Any
    field: str
    label: str
    opened: str
    wanted: str
    #: What claims would say of the new value: the value, or the members added to a list.
    values: tuple[str, ...]
    #: The claims that stand against it: those on the field, or on the members taken off a list.
    claims: tuple[Claim, ...]
    listed: bool = False

    @property
    def record(self) -> Any:
        """The record that changes."""
        return self.form.instance

    @property
    def name(self) -> str:
        """The name of the question: the field's, and for a row the record's besides."""
        return f"{self.record._meta.model_name}-{self.record.pk}-{self.field}" if self.form.prefix else self.field

    def choices(self, user: Any) -> Iterator[Choice]:
        """Yield what ``user`` can answer; members of lists contradict nobody, and nothing is said of no value."""
        if self.claims and len(self.values) <= 1 and user.has_perm("campaigns.change_claim"):
            yield Choice.MISREAD
        if self.values and user.has_perm("campaigns.add_claim"):
            yield Choice.ANOTHER
            if not self.listed:
                yield Choice.DISAGREE
        yield Choice.JUDGEMENT


class SourceRow(CitationForm):
    """Asks for the source of one change."""

    asked = forms.CharField(required=False, initial="1", widget=forms.HiddenInput)
    choice = forms.ChoiceField(
        label=gettext_lazy("Where does it come from?"),
        error_messages={"required": gettext_lazy("Say where the new value comes from.")},
    )
    misread = forms.ModelMultipleChoiceField(
        Claim.objects.none(), label=gettext_lazy("Which was misread?"), required=False
    )
    rank = forms.ChoiceField(
        label=gettext_lazy("rank"),
        choices=[choice for choice in Rank.choices if choice[0] != Rank.DEPRECATED],
        initial=Rank.PREFERRED,
        required=False,
    )

    def __init__(self, need: Need, user: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, prefix=f"sources-{need.name}", **options)
        self.need = need
        self.fields["choice"].choices = [(one.value, one.label) for one in need.choices(user)]  # type: ignore[attr-defined]
        known = [claim.pk for claim in need.claims if claim.pk]
        self.fields["misread"].queryset = Claim.objects.filter(pk__in=known)  # type: ignore[attr-defined]

    @property
    def offers(self) -> list[tuple[str, str, bool]]:
        """The choices with whether each is chosen, for the template."""
        chosen = self["choice"].value()
        return [(value, label, value == chosen) for value, label in self.fields["choice"].choices]  # type: ignore[attr-defined]

    @property
    def cited_after(self) -> str:
        """The choice after which the source is asked for."""
        return Choice.ANOTHER if self.need.listed else Choice.DISAGREE

    @property
    def misreadable(self) -> list[tuple[Claim, bool]]:
        """The claims among which the misread one is, each with whether it is chosen; an only one is."""
        claims = [claim for claim in self.need.claims if claim.pk]
        chosen = {str(key) for key in self["misread"].value() or []}
        return [(claim, str(claim.pk) in chosen or len(claims) == 1) for claim in claims]

    def clean(self) -> dict[str, Any]:
        """Ask for what the choice needs, and for nothing else."""
        data = self.cleaned_data
        choice = data.get("choice")
        if choice not in (Choice.ANOTHER, Choice.DISAGREE):
            for name in ("source", "slug", "line", "quote", "rank"):
                self.errors.pop(name, None)
        else:
            self.clean_citation(rank=str(data.get("rank")) if choice == Choice.ANOTHER else "")
        if choice == Choice.MISREAD and not data.get("misread") and "misread" not in self.errors:
            self.add_error("misread", _("Choose what was misread."))
        return data


class Sources:
    """The sources of the changes on one form: what is asked, and how the claims follow the answers."""

    def __init__(self, saving: Saving, needs: list[Need]) -> None:
        data, user = saving.request.POST, saving.request.user
        answered = {need.name for need in needs if f"sources-{need.name}-asked" in data}
        self.rows = [SourceRow(need, user, data if need.name in answered else None) for need in needs]
        self.complaint = (
            _("Nothing has been saved yet: look through what you said of the sources of your changes.")
            if answered
            else _(
                "Nothing has been saved yet: sources say otherwise. "
                "Say under “Sources of your changes” where they come from."
            )
        )

    @property
    def media(self) -> Any:
        """What the boxes need."""
        return sum((row.media for row in self.rows), forms.Media())

    @property
    def by_judgement(self) -> bool:
        """Whether a change has no source but the editors' judgement."""
        return any(row.is_valid() and row.cleaned_data["choice"] == Choice.JUDGEMENT for row in self.rows)

    def is_valid(self) -> bool:
        """Tell whether all is answered."""
        return {row.is_valid() for row in self.rows} == {True}

    def faults(self) -> dict[str, Any]:
        """Return what is wrong with each answer; of a question without one, what can be answered."""
        return {
            row.need.name: {name: list(messages) for name, messages in row.errors.items()}
            if row.is_bound
            else [unanswered(row.need.opened, [value for value, _label, _chosen in row.offers], row.need.claims)]
            for row in self.rows
            if not row.is_valid()
        }

    def put_back(self) -> None:
        """Give the fields that keep their values back what they were."""
        for row in self.rows:
            if row.cleaned_data["choice"] == Choice.DISAGREE:
                form, name = row.need.form, row.need.field
                column = row.need.record._meta.get_field(name)
                setattr(row.need.record, column.attname, form.initial[name])
                form.changed_data.remove(name)

    def save(self) -> None:
        """Let the claims follow what was answered."""
        for row in self.rows:
            choice = row.cleaned_data["choice"]
            if choice == Choice.MISREAD:
                self._correct(row)
            if choice in (Choice.ANOTHER, Choice.DISAGREE):
                self._cite(row, Rank.NORMAL if choice == Choice.DISAGREE else row.cleaned_data["rank"])
            if choice != Choice.DISAGREE:
                self._lower(row.need)
            elif row.need.form.prefix and not row.need.form.changed_data:
                row.need.record.save()  # the version moves with the claims

    def _correct(self, row: SourceRow) -> None:
        """Give the misread claims the new value; where there is none, they say nothing any more."""
        for claim in row.cleaned_data["misread"]:
            if row.need.values:
                claim.value = row.need.values[0]
            else:
                _deprecate(claim, MISREAD)
            claim.save()

    def _cite(self, row: SourceRow, rank: str) -> None:
        """Add a claim for each new value."""
        said, record = row.cleaned_data, row.need.record
        kind = next(name for name, model in SUBJECTS.items() if isinstance(record, model))
        for value in row.need.values:
            Claim.objects.create(
                source=said["source"], line=said["line"], quote=said["quote"], field=row.need.field, value=value,
                rank=rank, status=record.status, **{subject_column(kind): record},
            )  # fmt: skip

    def _lower(self, need: Need) -> None:
        """Let no claim be preferred that says other than the record; one on what left a list is wrong."""
        for claim in Claim.objects.filter(pk__in=[claim.pk for claim in need.claims if claim.pk]):
            if any(agree(need.field, claim.value, value) for value in need.values):
                continue
            if need.listed and claim.rank != Rank.DEPRECATED:
                _deprecate(claim, TAKEN_OFF)
                claim.save()
            elif claim.rank == Rank.PREFERRED:
                claim.rank = Rank.NORMAL
                claim.save()


class SourcedEdits(admin.ModelAdmin):  # type: ignore[type-arg]
    """Asks for the sources of changes of what claims are about."""

    answers = AnswerSerializer

    def answers_sent(self, answers: dict[str, Any]) -> dict[str, Any]:
        """Return what the boxes would send of ``answers``."""
        return as_sent(answers)

    def sources_asked(self, saving: Saving, form: Any) -> Sources | None:
        """Return the questions, None where every change is said by a source or never was."""
        if form.instance.pk is None:
            return None
        live = _live(_claims_after(saving, form))
        needs = [*_changed_fields(form, live), *_changed_lists(saving, form, live)]
        for formset in saving.formsets:
            if formset.model is not Claim and formset.model in SUBJECTS.values():
                for row in formset.initial_forms:
                    if row.has_changed() and row not in formset.deleted_forms:
                        needs += _changed_fields(row, _live(row.instance.claims.select_related("source")))
        return Sources(saving, needs) if needs else None


def _live(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims that are held to be right."""
    return [claim for claim in claims if claim.rank != Rank.DEPRECATED and claim.source_id]


def _deprecate(claim: Claim, why: dict[str, str]) -> None:
    """Make a claim say that it is wrong, and why; its own note is kept."""
    claim.rank = Rank.DEPRECATED
    for name, note in why.items():
        setattr(claim, name, getattr(claim, name) or note)


def _claims_after(saving: Saving, form: Any) -> list[Claim]:
    """Return the claims about the record as they will be once its rows are saved."""
    for formset in saving.formsets:
        if formset.model is Claim and formset.is_valid():
            kept = [row for row in formset.forms if row not in formset.deleted_forms]
            return [row.instance for row in kept if row.instance.pk or row.has_changed()]
    return list(form.instance.claims.select_related("source"))


def _changed_fields(form: Any, live: list[Claim]) -> Iterator[Need]:
    """Yield the columns that change to what no claim on them says."""
    model = type(form.instance)
    columns = {column.name for column in model._meta.fields}
    for name in form.changed_data:
        claims = [claim for claim in live if claim.field == name]
        if not claims or name not in columns or name in form.errors:
            continue
        value = claimed_form(getattr(form.instance, name))
        if value and any(agree(name, claim.value, value) for claim in claims):
            continue
        box = form.fields[name]
        wanted = model_to_dict(form.instance, fields=[name])[name]
        label = f"{form.instance}: {capfirst(box.label)}" if form.prefix else capfirst(box.label)
        yield Need(
            form, name, str(label), shown(box, form.initial.get(name)), shown(box, wanted),
            (value,) if value else (), tuple(ranked(claims)),
        )  # fmt: skip


def _changed_lists(saving: Saving, form: Any, live: list[Claim]) -> Iterator[Need]:
    """Yield the lists that gain members whom no claim names, or lose some whom claims name."""
    for formset in saving.formsets:
        field, attribute = LISTS.get(formset.fk.remote_field.get_accessor_name(), ("", ""))
        claims = [claim for claim in live if claim.field == field]
        if not claims or not formset.has_changed() or not formset.is_valid():
            continue
        stored = formset.model._default_manager.filter(**{formset.fk.name: formset.instance})
        before = [claimed_form(getattr(row, attribute)) for row in stored]
        rows = [row for row in formset.forms if row not in formset.deleted_forms]
        after = [claimed_form(row.cleaned_data[attribute]) for row in rows if row.cleaned_data.get(attribute)]
        added = {
            one: None
            for one in after
            if one not in before and not any(agree(field, claim.value, one) for claim in claims)
        }
        gone = {one for one in before if one not in after}
        against = [
            claim
            for claim in claims
            if any(agree(field, claim.value, one) for one in gone)
            and not any(agree(field, claim.value, one) for one in after)
        ]
        if added or against:
            label = str(formset.model._meta.verbose_name_plural)
            yield Need(
                form, field, capfirst(label), ", ".join(sorted(gone)), ", ".join(added), tuple(added),
                tuple(ranked(against)), listed=True,
            )  # fmt: skip
