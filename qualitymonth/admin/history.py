"""The history of a record on its admin page: every change with who, when and why, and the way back to what was."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from qualitymonth.admin.changes import may
from qualitymonth.admin.publishing import ReasonForm
from qualitymonth.differences import Names, differences
from qualitymonth.history import changing
from qualitymonth.models import Change, ChangeKind, Status
from qualitymonth.reverting import RevertError, States, changes_of, revert_record, state_at

#: How many changes a page of the history tells.
CHANGES_A_PAGE = 20


class Histories(admin.ModelAdmin):  # type: ignore[type-arg]
    """Tells what became of a record, and takes it back to what it was."""

    @property
    def media(self) -> forms.Media:
        """Return the styles of the page, that of differences among them."""
        return super().media + forms.Media(css={"all": ["css/admin-history.css"]})

    def get_urls(self) -> list[URLPattern]:
        """Add the page on which one goes back."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_revert"
        view = self.admin_site.admin_view(self.revert_view)
        return [path("<path:object_id>/revert/<int:number>/", view, name=name), *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the changes of a record, newest first, with what each did."""
        record = self._record(request, object_id)
        page = Paginator(changes_of(self.model, record.pk), CHANGES_A_PAGE).get_page(request.GET.get("p"))
        names = Names()
        told = []
        for change in page:
            before, after = (
                {place: row for place, row in side.items() if may(request, "view", place[0])}
                for side in (
                    state_at(self.model, record.pk, change.number - 1),
                    state_at(self.model, record.pk, change.number),
                )
            )
            told.append((change, differences(before, after, names)))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(record)s") % {"record": record},
            "opts": self.opts,
            "record": record,
            "told": told,
            "page": page,
            "newest": page.object_list[0].number if page.number == 1 and told else None,
            "may_revert": self.has_change_permission(request, record),
            "media": self.media,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/record_history.html", context)

    def revert_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """Show what going back to change ``number`` would do; ask why, and do it."""
        record = self._record(request, object_id)
        change = Change.objects.filter(pk=number).first()
        if change is None:
            raise Http404
        wanted = state_at(self.model, record.pk, number)
        now = state_at(self.model, record.pk, Change.objects.order_by("-number").values_list("number", flat=True)[0])
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        _ensure_may_go_back(request, now, wanted)
        form = ReasonForm(request.POST or None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            try:
                with changing(ChangeKind.REVERT, user=request.user, reason=reason) as revert:
                    # Once more, as it stands now that nobody else can change it.
                    now = state_at(self.model, record.pk, revert.number)
                    _ensure_may_go_back(request, now, wanted)
                    revert_record(self.model, record.pk, number)
            except RevertError as error:
                for problem in error.problems:
                    form.add_error(None, problem)
            else:
                said = _("“%(record)s” is again as it was after change %(number)d.")
                self.message_user(request, said % {"record": record, "number": number}, messages.SUCCESS)
                return HttpResponseRedirect(
                    reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[record.pk])
                )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Back to what it was after change %(number)d") % {"number": number},
            "opts": self.opts,
            "record": record,
            "change": change,
            "differences": differences(now, wanted, Names()),
            "form": form,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/revert_record.html", context)

    def _record(self, request: HttpRequest, object_id: str) -> Any:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        return record


def _ensure_may_go_back(request: Any, now: States, wanted: States) -> None:
    """Raise PermissionDenied unless the user may write each row that differs, and publish where that is undone."""
    for place, values in wanted.items():
        current = now.get(place)
        if values == current:
            continue
        before, after = ((row or {}).get("status") for row in (current, values))
        undoes = before != after and (after == Status.PUBLISHED or (before == Status.PUBLISHED and after is not None))
        if not may(request, "publish" if undoes else "change", place[0]):
            raise PermissionDenied
