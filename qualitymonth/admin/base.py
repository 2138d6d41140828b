"""Reading and writing records on admin pages: forms, rows and lists of every kind."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    CheckConstraint,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    QuerySet,
    SlugField,
    URLField,
)
from django.forms.models import InlineForeignKeyField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from qualitymonth.admin.bulk import BulkMixin
from qualitymonth.admin.change_form import GuardedSave
from qualitymonth.admin.choices import ChoiceByTyping, label_choices, remember_choices
from qualitymonth.admin.filters import NeedFilters
from qualitymonth.admin.history import Histories
from qualitymonth.admin.moving import Moving
from qualitymonth.admin.paging import KeysFirst, LongTables
from qualitymonth.admin.preview import Preview
from qualitymonth.admin.publishing import OwnersArePublished, Publishing, StatusShown
from qualitymonth.admin.reports import Reported
from qualitymonth.bulk.rules import RULES
from qualitymonth.fields import TextLine
from qualitymonth.fold import spellings
from qualitymonth.models import Record, Status
from qualitymonth.rings import above_in_archive, closes_ring, ways_up

#: Columns that the archive keeps by itself; shown, never typed.
HOUSEKEEPING = ("version", "created_at", "updated_at", "sort_on")

#: Lookups that an address of a list may name; patterns and ranges would let one request occupy the database.
LOOKUPS = frozenset({"exact", "in", "isnull", "id", "pk"})


def year_at(path: str) -> Callable[[Any], Any]:
    """Return the column of a list that shows the year to which a record belongs, over ``path``."""

    @admin.display(description=_("year"), ordering=f"{path}__number")
    def year(record: Any) -> Any:
        for name in path.split("__"):
            record = getattr(record, name)
        return record

    return year


class WholeRowForm(forms.ModelForm):  # type: ignore[type-arg]
    """Asks all of the database's checks before anything is saved.

    Django leaves out those that involve what is on no form: the row's id, and in a list of rows their parent.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        remember_choices(self)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        parents = [name for name, field in self.fields.items() if isinstance(field, InlineForeignKeyField)]
        unsaved = {name for name in parents if getattr(self.instance, f"{name}_id") is None}
        for constraint in self.instance._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                try:
                    constraint.validate(type(self.instance), self.instance, exclude=unsaved)
                except ValidationError as error:
                    rule = RULES.get(constraint.name)
                    self.add_error(None, ValidationError(str(rule), code=error.code) if rule else error)
        for column in ways_up(type(self.instance)):
            other = self.cleaned_data.get(column.name)
            if other is None or column.name not in self.changed_data:
                continue
            if closes_ring(self.instance.pk, other.pk, above_in_archive(column)):
                message = _("“%(other)s” leads back to this record: that would be a ring.")
                self.add_error(column.name, ValidationError(message, code="ring", params={"other": other}))


class RecordForm(OwnersArePublished, WholeRowForm):
    """A form that keeps the public key of a record as it is once the record has been published."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        key = self.fields.get(self.instance.natural_key_fields[0])
        if key and self.instance.pk and self.instance.status == Status.PUBLISHED:
            key.disabled = True
            key.help_text = _("Published: others cite the record by it, so it does not change.")


class FreshReads(BaseModelAdmin):  # type: ignore[type-arg]
    """Reads from the default database, with what the rows' names need: a replica may lag behind what was just saved."""

    #: Foreign keys to fetch along with the rows.
    related: tuple[str, ...] = ()
    #: Numbers end where PostgreSQL's do, on SQLite too; an address typed without a scheme gets the safe one.
    formfield_overrides = {
        PositiveSmallIntegerField: {"max_value": 32_767},
        PositiveIntegerField: {"max_value": 2_147_483_647},
        URLField: {"assume_scheme": "https"},
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return all rows, drafts included."""
        rows = super().get_queryset(request).using(DEFAULT_DB_ALIAS)
        return rows.select_related(*self.related) if self.related else rows

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Return a form field that looks its choices up in the default database."""
        options.setdefault("using", DEFAULT_DB_ALIAS)
        if db_field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", ChoiceByTyping(db_field, self.admin_site, using=options["using"]))
        field = super().formfield_for_foreignkey(db_field, request, **options)
        label_choices(field, self.admin_site, db_field.remote_field.model)
        return field

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> QuerySet[Any] | None:
        """Return the choices of a foreign key as the target's own pages read them, so that a name takes one query."""
        target = db_field.remote_field.model
        if not self.admin_site.is_registered(target):
            return super().get_field_queryset(db, db_field, request)
        return self.admin_site.get_model_admin(target).get_queryset(request)


class RowInline(StatusShown, FreshReads, admin.TabularInline):  # type: ignore[type-arg]
    """Rows that a record owns, one a line; none is offered unasked."""

    form = WholeRowForm
    extra = 0
    view_on_site = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Return a form field that says its name to those who do not see the heading of the column."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field is not None and field.label:
            widget: Any = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = field.label
        return field


class PartInline(RowInline):
    """Records on the page of the one that they belong to; each has a form of its own, where it is published or removed.

    A new one is a draft.
    """

    form = RecordForm
    can_delete = False
    show_change_link = True
    readonly_fields = ("status",)
    formfield_overrides = {
        **FreshReads.formfield_overrides,
        SlugField: {"widget": AdminTextInputWidget(attrs={"size": 24})},
        TextLine: {"widget": AdminTextInputWidget(attrs={"size": 28})},
    }


class RecordAdmin(
    NeedFilters,
    BulkMixin,
    Preview,
    Reported,
    GuardedSave,
    Histories,
    Moving,
    Publishing,
    LongTables,
    FreshReads,
    admin.ModelAdmin,  # type: ignore[type-arg]
):
    """The pages on which staff find, write and correct the records of one kind."""

    form = RecordForm
    save_on_top = True
    list_per_page = 50
    paginator = KeysFirst
    # Each facet would cost a query.
    show_facets = admin.ShowFacets.NEVER
    #: What stands beside a record's name where it is one of several choices.
    told_apart_by: ClassVar[tuple[str, ...]] = ()
    list_filter: ClassVar[Any] = ("status",)
    formfield_overrides = {
        **FreshReads.formfield_overrides,
        TextLine: {"widget": AdminTextInputWidget(attrs={"class": "vLargeTextField"})},
    }
    search_help_text = _("Chinese in simplified or traditional characters, or English")

    def name_of(self, record: Any) -> str:
        """Return what the desk calls a record among those of all kinds."""
        return str(record)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        """Return what is shown only: the housekeeping."""
        kept = {field.name for field in self.opts.fields}
        return (*super().get_readonly_fields(request, obj), *(name for name in HOUSEKEEPING if name in kept))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the record's own fields first, then whether it is published, and for a stored one the housekeeping."""
        kept = self.get_readonly_fields(request, obj)
        known = [name for name in HOUSEKEEPING if name in kept] if obj else []
        return [
            (None, {"fields": self.get_fields(request, obj)}),
            (_("Publication"), {"fields": ["status", *known]}),
        ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Return the rows that hold ``search_term`` as typed or in simplified characters."""
        found, repeats = super().get_search_results(request, queryset, search_term)
        for spelling in spellings(search_term)[1:]:
            more, also_repeats = super().get_search_results(request, queryset, spelling)
            found, repeats = found | more, repeats or also_repeats
        return found, repeats

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Refuse what none of our filters asks: an unlisted look-up is a 400."""
        plain = "__" not in lookup or lookup.rpartition("__")[2] in LOOKUPS
        return plain and super().lookup_allowed(lookup, value, request)

    def view_on_site(self, obj: Record) -> str | None:
        """Return the address of the record's public page; a draft, or a part of one, has none."""
        public = self.model._default_manager.using(DEFAULT_DB_ALIAS).published()
        if not public.filter(pk=obj.pk).exists():
            return None
        return obj.get_absolute_url()  # type: ignore[attr-defined,no-any-return]
