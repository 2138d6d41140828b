"""Admin pages of sources and claims, and the rows of claims on the pages of what they are about."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.admin.documents import DocumentPages
from campaigns.admin.sourcing import SourcedEdits
from campaigns.models import SUBJECTS, Claim, SetAside, Source
from campaigns.models.sources import subject_column
from qualitymonth.admin import HOUSEKEEPING, RecordAdmin, RecordForm, RowInline
from qualitymonth.models import Record

#: The foreign keys of ``Claim`` of which exactly one is filled, each with the kind it leads to.
COLUMNS = {subject_column(kind): model for kind, model in SUBJECTS.items()}


def claimable_fields(model: type[Record]) -> list[str]:
    """Return the fields of ``model`` about which a source can say something: columns, and lists of others."""
    own = {"id", "slug", "status", *HOUSEKEEPING}
    columns = [field.name for field in model._meta.fields if field.name not in own]
    lists = [field.name for field in model._meta.many_to_many]
    return sorted([*columns, *lists, *(["names"] if hasattr(model, "names") else [])])


def check_field(model: type[Record], field: str) -> None:
    """Raise ValidationError unless a source can say something about ``field`` of records of ``model``."""
    known = claimable_fields(model)
    if field not in known:
        message = _("“%(field)s” is no field of this kind; choose among %(known)s.")
        raise ValidationError(message, code="field", params={"field": field, "known": ", ".join(known)})


class ClaimForm(RecordForm):
    """A claim is about exactly one record, and about a field that records of its kind have."""

    def clean(self) -> dict[str, Any]:
        """Name what is missing or unknown."""
        data = super().clean() or self.cleaned_data
        chosen = [name for name in COLUMNS if data.get(name)]
        if len(chosen) != 1:
            raise ValidationError(_("Choose exactly one record that the claim is about."), code="subject")
        if data.get("field"):
            try:
                check_field(COLUMNS[chosen[0]], data["field"])
            except ValidationError as error:
                self.add_error("field", error)
        return data

    def _get_validation_exclusions(self) -> set[str]:
        """Leave out the database's words for "exactly one record", which ``clean`` has said better."""
        return {*super()._get_validation_exclusions(), *COLUMNS}  # type: ignore[misc]


class ClaimRowForm(ClaimForm):
    """A claim on one line of a table."""

    class Meta:
        widgets = {
            "line": forms.NumberInput(attrs={"size": 5}),
            "line_end": forms.NumberInput(attrs={"size": 5}),
            "quote": forms.TextInput(attrs={"size": 24}),
            "field": forms.TextInput(attrs={"size": 14}),
            "value": forms.Textarea(attrs={"rows": 2, "cols": 24}),
        }


class ClaimInline(RowInline):
    """What sources say about the record; its notes are on the claim's own page.

    A claim has one foreign key for each kind, so the record's kind alone says by which one it is linked; only
    sources are linked twice (``SourceClaimInline``).
    """

    model = Claim
    form = ClaimRowForm
    fields = ("source", "line", "line_end", "field", "value", "rank", "status", "quote")
    autocomplete_fields = ("source",)
    ordering = ("field", "source__slug", "line", "key")
    related = ("source",)
    show_change_link = True


class SourceClaimInline(ClaimInline):
    """What sources say about a source, not what it says itself."""

    fk_name = "of_source"


class SetAsideInline(RowInline):
    """What of a document was read and states no fact."""

    model = SetAside
    fields = ("line", "line_end", "quote", "quote_end", "reason", "note_zh", "note_en")
    ordering = ("line", "quote")


class SubjectFilter(admin.SimpleListFilter):
    """The kind of record that a claim is about."""

    title = _("kind of record")
    parameter_name = "record_kind"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, Any]]:
        """Return the kinds by their nouns."""
        return [(name, model._meta.verbose_name) for name, model in SUBJECTS.items()]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the claims about records of the chosen kind."""
        kind = self.value()
        return queryset.filter(**{f"{subject_column(kind)}__isnull": False}) if kind in SUBJECTS else queryset


@admin.register(Claim)
class ClaimAdmin(RecordAdmin):
    """Claims, each about one field of one record."""

    form = ClaimForm
    fields = (
        "key", "source", ("line", "line_end"), "quote", "field", "value", "rank", ("note_zh", "note_en"),
    )  # fmt: skip
    readonly_fields = ("key",)
    autocomplete_fields = ("source", *COLUMNS)
    list_display = ("place", "record", "field", "value", "rank", "status")
    list_filter = ("status", "rank", SubjectFilter, "source__kind")
    search_fields = ("quote", "value", "field", "key", "note_zh", "note_en")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return all claims with their sources and the records they are about."""
        return super().get_queryset(request).for_list()  # type: ignore[attr-defined,no-any-return]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the claim's fields, with the key once it has one."""
        return self.fields if obj else [name for name in self.fields if name != "key"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the claim first, then the record it is about."""
        claim, housekeeping = super().get_fieldsets(request, obj)
        record = {"fields": list(COLUMNS), "description": _("The one record that the claim is about.")}
        return [claim, (_("Record"), record), housekeeping]

    def check_imported(self, record: Claim) -> None:
        """Refuse a claim about a field that its record has not."""
        try:
            check_field(SUBJECTS[record.record_kind], record.field)
        except ValidationError as error:
            raise ValidationError({"field": error}) from error

    def name_of(self, record: Any) -> str:
        """Return who says it, and about what: a claim has no name."""
        return f"{self.place(record)}: {record.record}, {record.field}"

    @admin.display(description=_("source and line"), ordering="source__slug")
    def place(self, claim: Claim) -> str:
        """Return the source, with the line or lines where there are any."""
        lines = "-".join(str(line) for line in (claim.line, claim.line_end) if line)
        return f"{claim.source.slug}:{lines}" if lines else claim.source.slug

    @admin.display(description=_("record"))
    def record(self, claim: Claim) -> str:
        """Return the kind and the name of the record."""
        return f"{SUBJECTS[claim.record_kind]._meta.verbose_name}: {claim.record}"


@admin.register(Source)
class SourceAdmin(DocumentPages, SourcedEdits, RecordAdmin):
    """Documents and parts of documents."""

    fields = (
        "slug", ("title_zh", "title_en"), ("short_zh", "short_en"), ("publisher_zh", "publisher_en"), "byline",
        "published_on", ("kind", "primary"), ("language", "script", "condition"), "web_address",
        ("file", "sha256", "line_count"), "part_of", ("first_line", "last_line"), "notes_zh", "notes_en",
    )  # fmt: skip
    autocomplete_fields = ("part_of",)
    related = ("part_of",)
    told_apart_by = ("slug",)
    list_display = ("__str__", "slug", "kind", "published_on", "language", "condition", "part_of", "status")
    list_filter = ("status", "kind", "language", "script", "condition")
    search_fields = (
        "slug", "title_zh", "title_en", "short_zh", "short_en", "publisher_zh", "publisher_en", "byline", "file",
        "web_address",
    )  # fmt: skip
    inlines = (SetAsideInline, SourceClaimInline)
