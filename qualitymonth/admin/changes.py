"""The changes of the archive, and the undoing of whole ones: loads, imports, merges, edits."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from qualitymonth.admin.publishing import ReasonForm
from qualitymonth.differences import Difference, Names, differences
from qualitymonth.models import Change, ChangeKind, Owned, Record
from qualitymonth.reverting import RevertError, describe, revert_change, rows_of, states_after

#: How many rows of a change are told one by one.
TOLD = 100

#: Kinds of change that editors may undo; of the others, only who may publish.
EDITORS = frozenset({ChangeKind.EDIT, ChangeKind.DOCUMENT, ChangeKind.OTHER})


def owner_of(model: Any) -> type[Record]:
    """Return the kind of record to which rows of ``model`` belong: itself, if it is one."""
    if not issubclass(model, Owned):
        return model  # type: ignore[no-any-return]
    column: Any = model._meta.get_field(model.natural_key_fields[0].partition("__")[0])
    return column.related_model  # type: ignore[no-any-return]


def may(request: Any, action: str, model: Any) -> bool:
    """Tell whether the user may do ``action`` with the records to which rows of ``model`` belong."""
    opts = owner_of(model)._meta
    return bool(request.user.has_perm(f"{opts.app_label}.{get_permission_codename(action, opts)}"))


def told_of(change: Change, touched: dict[Any, set[int]]) -> tuple[list[tuple[str, list[Difference]]], int]:
    """Return the first rows that ``change`` touched, each with its name and what became of it, and how many more."""
    total = sum(len(ids) for ids in touched.values())
    names, told = Names(), list[tuple[str, list[Difference]]]()
    for model, ids in touched.items():
        some = sorted(ids)[: TOLD - len(told)]
        before = states_after(model, change.number - 1, ids=some)
        after = states_after(model, change.number, ids=some)
        names.read([before, after])
        for place in before:
            found = differences({place: before[place]}, {place: after[place]}, names)
            told.append((describe(place, after[place] or before[place]), found))
        if len(told) >= TOLD:
            break
    return told, total - len(told)


@admin.register(Change)
class ChangeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shows changes; nobody writes them by hand."""

    list_display = ("number", "at", "kind", "user", "reason", "reverts")
    list_filter = ("kind",)
    search_fields = ("reason", "user__username")
    date_hierarchy = "at"
    list_select_related = ("user", "reverts")
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds changes."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody edits changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody removes changes."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the page on which a change is undone."""
        view = self.admin_site.admin_view(self.revert_view)
        return [path("<int:number>/revert/", view, name="qualitymonth_change_revert"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Change]:
        """Return the changes with those who made them."""
        return super().get_queryset(request).select_related("user", "reverts")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show one change with what it did."""
        return self._page(request, object_id, form=None)

    def revert_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Ask why, and undo the change."""
        return self._page(request, str(number), form=ReasonForm(request.POST or None))

    def may_revert(self, request: Any, change: Change, touched: dict[Any, set[int]]) -> bool:
        """Tell whether the user may undo ``change``: may write all kinds that it touched, or publish them."""
        action = "change" if change.kind in EDITORS else "publish"
        return bool(touched) and all(may(request, action, model) for model in touched)

    def _page(self, request: HttpRequest, key: str, form: ReasonForm | None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        change = self.get_queryset(request).filter(pk=int(key)).first() if key.isdecimal() else None
        if change is None:
            raise Http404
        touched = rows_of(change)
        may_revert = self.may_revert(request, change, touched)
        if form is not None:
            if not may_revert:
                raise PermissionDenied
            if form.is_valid() and (response := self._undo(request, change, form)):
                return response
        touched = {model: ids for model, ids in touched.items() if may(request, "view", model)}
        told, more = told_of(change, touched)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Change %(number)d") % {"number": change.number},
            "opts": self.opts,
            "change": change,
            "told": told,
            "more": more,
            "tallies": [(model._meta.verbose_name_plural, len(ids)) for model, ids in touched.items()],
            "reverted_by": list(change.reverted_by.all()),
            "may_revert": may_revert,
            "form": form,
        }
        return TemplateResponse(request, "admin/change_of_rows.html", context)

    def _undo(self, request: Any, change: Change, form: ReasonForm) -> HttpResponse | None:
        """Undo the change; None where that cannot be, with the reasons on the form."""
        try:
            undone = revert_change(change, user=request.user, reason=form.cleaned_data["reason"])
        except RevertError as error:
            for problem in error.problems[:TOLD]:
                form.add_error(None, problem)
            return None
        said = _("Change %(number)d is undone.") % {"number": change.number}
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:qualitymonth_change_change", args=[undone.number]))
