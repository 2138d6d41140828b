"""Renaming, merging and removing on admin pages: each asks why, and shows beforehand what will happen."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qualitymonth import moving
from qualitymonth.admin.choices import ChoiceByTyping
from qualitymonth.admin.publishing import ReasonForm


class RenameForm(ReasonForm):
    """Asks for the new key, and why."""

    key = forms.CharField(
        label=gettext_lazy("New key"),
        max_length=400,
        help_text=gettext_lazy("It stands in the record's address. The address it has now will lead to the new one."),
    )
    field_order = ("key", "reason")


class MergeForm(ReasonForm):
    """Asks which record stays, and why; the field's widget and choices are the kind's."""

    into: Any = forms.ModelChoiceField(
        label=gettext_lazy("The record that stays"),
        queryset=None,
        help_text=gettext_lazy("What refers to this one will refer to it, and this one's address will lead to it."),
    )
    field_order = ("into", "reason")


class Moving(admin.ModelAdmin):  # type: ignore[type-arg]
    """Renames, merges and removes records, each as one change."""

    def get_urls(self) -> list[URLPattern]:
        """Add the pages on which a record is renamed and merged."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/rename/", wrap(self.rename_view), name=f"{name}_rename"),
            path("<path:object_id>/merge/", wrap(self.merge_view), name=f"{name}_merge"),
            *super().get_urls(),
        ]

    def get_actions(self, request: HttpRequest) -> Any:
        """Leave out Django's removal of many: each removal has its reason."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Tell whether the user may merge and rename records of this kind."""
        codename = get_permission_codename("merge", self.opts)
        return request.user.has_perm(f"{self.opts.app_label}.{codename}")

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        """Lead from a stored record's form to the pages that move it."""
        record = options.get("obj")
        if record is not None and record.pk and self.has_merge_permission(request):
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
            context["rename_url"] = reverse(f"{name}_rename", args=[record.pk])
            context["merge_url"] = reverse(f"{name}_merge", args=[record.pk])
        return super().render_change_form(request, context, *args, **options)

    def rename_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the new key, and rename."""
        record = self._moved(request, object_id, allowed=self.has_merge_permission(request))
        form = RenameForm(request.POST or None, initial={"key": record.natural_key()[0]})

        def done() -> HttpResponse:
            data = form.cleaned_data
            moving.rename(self.model, record.pk, data["key"], user=request.user, reason=data["reason"])
            said = _("The record is now %(key)s. Its former address leads to the new one.")
            self.message_user(request, said % {"key": data["key"]}, messages.SUCCESS)
            return self._to("change", record.pk)

        return self._moving_page(request, record, form, done, title=_("Rename"), label=_("Rename"))

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask which record stays, and merge."""
        record = self._moved(request, object_id, allowed=self.has_merge_permission(request))
        form = MergeForm(request.POST or None)
        choice: Any = form.fields["into"]
        choice.queryset = self.get_queryset(request).exclude(pk=record.pk)
        choice.label_from_instance = lambda other: f"{other} ({other.natural_key()[0]})"
        field = self._field_to(self.model)
        if field is not None:
            choice.widget = ChoiceByTyping(field, self.admin_site)
            choice.widget.choices = choice.choices

        def done() -> HttpResponse:
            data = form.cleaned_data
            moving.merge(self.model, record.pk, data["into"].pk, user=request.user, reason=data["reason"])
            said = _("“%(gone)s” is one with “%(kept)s” now.")
            self.message_user(request, said % {"gone": record, "kept": data["into"]}, messages.SUCCESS)
            return self._to("change", data["into"].pk)

        return self._moving_page(request, record, form, done, title=_("Merge into another"), label=_("Merge"))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show what would go with the record and what stands in the way; ask why, and remove it."""
        record = self.get_object(request, unquote(object_id))
        record = self._moved(request, object_id, allowed=self.has_delete_permission(request, record))
        form = ReasonForm(request.POST or None)

        def done() -> HttpResponse:
            name = str(record)
            moving.remove(self.model, record.pk, user=request.user, reason=form.cleaned_data["reason"])
            said = _("“%(record)s” is removed. The list of changes undoes it.")
            self.message_user(request, said % {"record": name}, messages.SUCCESS)
            return self._to("changelist")

        return self._moving_page(
            request,
            record,
            form,
            done,
            title=_("Remove"),
            label=_("Remove"),
            in_the_way=[self._link(row) for row in moving.in_the_way(record)],
            going_along=moving.going_along(record),
        )

    def _field_to(self, model: Any) -> Any:
        """Return a foreign key that leads to ``model``, by which Django's autocompletion finds its records."""
        return next(
            (
                relation.field
                for relation in model._meta.related_objects
                if relation.one_to_many and self.admin_site.is_registered(relation.related_model)
                and relation.field.name in self.admin_site.get_model_admin(relation.related_model).autocomplete_fields
            ),
            None,
        )  # fmt: skip

    def _moved(self, request: HttpRequest, object_id: str, *, allowed: bool) -> Any:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not allowed:
            raise PermissionDenied
        return record

    def _to(self, page: str, *args: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args))

    def _link(self, row: Any) -> tuple[str, str, str]:
        """Return the kind, the name and, where it has a form, the address of a row."""
        address = ""
        if self.admin_site.is_registered(type(row)):
            address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        return str(row._meta.verbose_name), str(row), address

    def _moving_page(
        self, request: HttpRequest, record: Any, form: Any, done: Any, *, title: str, label: str, **more: Any
    ) -> HttpResponse:
        """Show the form; do what it is for once it is filled in, and say on it why that cannot be."""
        if form.is_valid():
            try:
                response: HttpResponse = done()
            except moving.MoveError as error:
                for problem in error.problems:
                    form.add_error(None, problem)
            else:
                return response
        context = {
            **self.admin_site.each_context(request),
            "title": f"{title}: {record}",
            "opts": self.opts,
            "record": record,
            "form": form,
            "label": label,
            "media": self.media + form.media,
            **more,
        }
        return TemplateResponse(request, "admin/move_record.html", context)
