"""Saving a record with its rows: as one change, with its reason, and never over what others saved meanwhile."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qualitymonth.admin.display import name_of, shown, typed
from qualitymonth.admin.merging import Merge
from qualitymonth.admin.merging_rows import merge
from qualitymonth.admin.stale import newest_change, seal, unseal
from qualitymonth.history import changing
from qualitymonth.models import ChangeKind, Status, Tombstone

#: What stands on the form and is no field of the record.
BESIDE = ("reason", "seen")


def reason_field() -> forms.CharField:
    """Return the box in which an editor says why."""
    return forms.CharField(
        label=gettext_lazy("Reason for the change"),
        help_text=gettext_lazy("Kept with the change and read by staff. A published record asks for it."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
    )


class Saving:
    """One form on its way to be saved: what stands in the way, and what is to be saved along with it."""

    def __init__(self, model_admin: Any, request: Any) -> None:
        self.model_admin, self.request = model_admin, request
        #: The newest change when the form is shown, which a later save names.
        self.opened_at = newest_change()
        self.formsets: list[Any] = []
        self.merge: Merge | None = None
        #: Where changes of what sources say come from (campaigns/admin/sourcing.py), where that was asked.
        self.sources: Any = None

    def changed_rows(self) -> list[Any]:
        """Return the forms of the rows that are to be added, changed or removed."""
        return [
            row
            for formset in self.formsets
            for row in formset.forms
            if row.has_changed() and (row.instance.pk or row not in formset.deleted_forms)
        ]

    def check(self, form: Any) -> None:
        """Add to ``form`` and its rows what stands in the way, once each by itself has been looked through."""
        valid = {formset.is_valid() for formset in self.formsets} <= {True}
        rows = self.changed_rows()
        self.sources = self.model_admin.sources_asked(self, form)
        if self.merge:
            self._come_back(form, self.merge)
            return
        if self.sources and not form.errors and valid and not self.sources.is_valid():
            form.add_error(None, ValidationError(self.sources.complaint, code="sources"))
        if form.was_published or form.instance.status == Status.PUBLISHED or any(map(_is_published, rows)):
            why = _("Say why: what is published changes, and the reason is kept.")
        elif self.sources and self.sources.by_judgement:
            why = _("Say why: the reason stands for the source.")
        else:
            return
        if (form.changed_data or rows) and not form.cleaned_data.get("reason") and "reason" not in form.errors:
            form.add_error("reason", ValidationError(why, code="reason"))

    def _come_back(self, form: Any, merged: Merge) -> None:
        """Refuse the form, with a note beside each box that both sides changed."""
        for one in (form, *(row for formset in self.formsets for row in formset.forms)):
            for name in list(one.fields):
                if note := merged.notes.get(one.add_prefix(name)):
                    one.add_error(name, ValidationError(note, code="clash"))
        if merged.changes:
            who = ", ".join(dict.fromkeys(name_of(change.user) for change in merged.changes))
            message = _(
                "Nothing has been saved yet: after you opened this form, %(who)s saved this record. All that you typed "
                "is still here, and what was changed meanwhile has been added. Look through it and save again."
            )
            form.add_error(None, ValidationError(message, code="stale", params={"who": who}))
        else:
            message = _(
                "Nothing has been saved yet: the form does not say when it was opened. Check it and save again."
            )
            form.add_error(None, ValidationError(message, code="unsealed"))


class GuardedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A record's form with the reason and with the number of the newest change when it was opened."""

    reason = reason_field()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    #: The save that this form is a part of; each request has a form class of its own.
    saving: ClassVar[Any] = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        stored = self.instance.pk is not None
        self.was_published = stored and self.instance.status == Status.PUBLISHED
        if stored and not self.is_bound:
            self.initial["seen"] = seal(self.instance, self.saving.opened_at)

    @cached_property
    def changed_data(self) -> list[str]:
        """Return the names of the record's own fields that changed."""
        return [name for name in super().changed_data if name not in BESIDE]

    def full_clean(self) -> None:
        """Look through the record, then through all that is to be saved with it."""
        super().full_clean()
        if self.is_bound:
            self.saving.check(self)


class GuardedSave(admin.ModelAdmin):  # type: ignore[type-arg]
    """Saves each form as one change, refuses what was overtaken, and asks why what is published changes."""

    change_form_template = "admin/record_form.html"
    #: The serializer that reads, over the API, where the new value of a field comes from; None where nobody asks.
    answers: ClassVar[Any] = None

    @property
    def media(self) -> forms.Media:
        """Return the styles of the page, that of the form among them."""
        return super().media + forms.Media(css={"all": ["css/admin-form.css"]})

    def sources_asked(self, saving: Saving, form: Any) -> Any:
        """Return what asks for the sources of the changes on ``form``, None where nothing is to be asked."""
        return None

    def answers_sent(self, answers: dict[str, Any]) -> dict[str, Any]:
        """Return what the form would send of ``answers``, by the fields that they are about."""
        return {}

    def changeform_view(
        self, request: Any, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Show the form, or save it within one change."""
        request.saving = Saving(self, request)
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        request.POST = with_plain_lines(request.POST)
        with changing(ChangeKind.EDIT, user=request.user, reason=reason_given(request.POST)) as change:
            request.saving.opened_at = change.number - 1
            if object_id is not None:
                self._take_over(request, object_id)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _take_over(self, request: Any, object_id: str) -> None:
        """Where others overtook the form, add to what was sent what they changed, for the form to come back with it."""
        record = self.get_object(request, unquote(object_id))
        if record is None or not self.has_change_permission(request, record):
            return
        fieldsets = self.get_fieldsets(request, record)
        form = self.get_form(request, record, change=True, fields=flatten_fieldsets(fieldsets))
        fields = {name: box for name, box in form.base_fields.items() if name not in BESIDE}
        formsets, inlines = super()._create_formsets(request, record, change=True)  # type: ignore[misc]
        lists = [
            (formset, str(inline.verbose_name or inline.opts.verbose_name))
            for formset, inline in zip(formsets, inlines, strict=True)
        ]
        seen = unseal(request.POST.get("seen", ""), record)
        if merged := merge(record, request.POST, seen, fields, lists):
            merged.data["seen"] = seal(record, request.saving.opened_at)
            request.saving.merge, request.POST = merged, merged.data

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **options: Any) -> Any:
        """Return the kind's form with the reason and the seal."""
        plain = options.pop("form", self.form)
        if not hasattr(request, "saving"):
            request.saving = Saving(self, request)
        options["form"] = type(plain.__name__, (GuardedForm, plain), {"saving": request.saving})
        return super().get_form(request, obj, change, **options)

    def _create_formsets(self, request: Any, obj: Any, change: bool) -> Any:
        """Let the form know its rows."""
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        request.saving.formsets = formsets
        return formsets, inlines

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Save the record where it, its rows or the claims about it change; its version moves with all of them."""
        sources = request.saving.sources
        if sources:
            sources.put_back()
        if not change or form.changed_data or sources or request.saving.changed_rows():
            super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """Save the rows, then let the claims follow."""
        super().save_related(request, form, formsets, change)
        if request.saving.sources:
            request.saving.sources.save()

    def render_change_form(self, request: Any, context: Any, *args: Any, **options: Any) -> HttpResponse:
        """Show along with the form what stood in the way."""
        saving = request.saving
        context |= {"merge": saving.merge, "sources": saving.sources}
        if saving.sources:
            context["media"] += saving.sources.media
        return super().render_change_form(request, context, *args, **options)

    def _get_obj_does_not_exist_redirect(self, request: Any, opts: Any, object_id: str) -> HttpResponse:
        """Show what was typed where the record was removed while it was typed; else send to the first page."""
        last = self._last_row(unquote(object_id)) if request.method == "POST" else None
        if last is None:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc,no-any-return]
        record = last.instance
        key = str(record.natural_key()[0])
        stone = Tombstone.objects.filter(kind=opts.model_name, key=key).first()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Removed meanwhile"),
            "opts": opts,
            "key": key,
            "change": last.change,
            "who": name_of(last.change.user),
            "moved_to": stone.moved_to if stone else "",
            "typed": self._typed(request),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/removed_meanwhile.html", context, status=410)

    def _last_row(self, key: str) -> Any:
        """Return the last row of the history of a record that was removed."""
        if not key.isdecimal() or len(key) >= len(str(2**63)):
            return None
        rows = self.model.history.using(DEFAULT_DB_ALIAS)
        return rows.filter(id=int(key), history_type="-").select_related("change__user").last()

    def _typed(self, request: Any) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return all that was typed: the record's own fields, then each row, by their names."""
        form = self.get_form(request, None, change=False, fields=flatten_fieldsets(self.get_fieldsets(request)))
        groups = [("", _filled(form.base_fields, request.POST, ""))]
        for formset, inline in self.get_formsets_with_inlines(request):
            prefix, fields = formset.get_default_prefix(), formset.form.base_fields
            number = 0
            while any(name.startswith(f"{prefix}-{number}-") for name in request.POST):
                row = _filled(fields, request.POST, f"{prefix}-{number}-")
                name = str(inline.verbose_name or inline.opts.verbose_name)
                groups.append((name, row))
                number += 1
        return [(name, row) for name, row in groups if row]


def _filled(fields: dict[str, forms.Field], data: Any, start: str) -> list[tuple[str, str]]:
    """Return the boxes of ``data`` that hold something, each by its label."""
    values = ((box.label, shown(box, typed(box, data, start + name))) for name, box in fields.items() if name != "seen")
    return [(str(label), value) for label, value in values if value]


def _is_published(row: Any) -> bool:
    """Tell whether a row is a record that is, or becomes, public."""
    return Status.PUBLISHED in (getattr(row.instance, "status", None), row.initial.get("status"))


def with_plain_lines(sent: QueryDict) -> QueryDict:
    """Return what was sent with lines that end as stored ones do; browsers send two characters for each end."""
    plain = sent.copy()
    for name, values in sent.lists():
        plain.setlist(name, [value.replace("\r\n", "\n") for value in values])
    return plain


def reason_given(sent: QueryDict) -> str:
    """Return the reason as it is kept; the form says what is wrong with one that cannot be."""
    try:
        return str(reason_field().clean(sent.get("reason", "")))
    except ValidationError:
        return ""
