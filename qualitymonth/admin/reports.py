"""Admin pages of readers' reports: the queue, and what waits beside a record."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import truncatechars
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qualitymonth.models import Report, ReportState
from qualitymonth.reports.records import KINDS, any_record, open_reports

#: How many open reports are listed beside a record; the rest is a link away.
LISTED = 10


class AnswerForm(forms.Form):
    """Asks what was done."""

    answer = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Kept with the report, and read by staff."),
    )


class ReportForm(forms.ModelForm):  # type: ignore[type-arg]
    """A report that is dealt with or dismissed says what was done."""

    def clean(self) -> dict[str, Any]:
        """Ask for the answer."""
        data = super().clean() or self.cleaned_data
        if data.get("state") != ReportState.OPEN and not data.get("answer"):
            self.add_error("answer", ValidationError(_("Say what was done, or why nothing was."), code="required"))
        return data


class KindFilter(admin.SimpleListFilter):
    """The kind of record that a report is about."""

    title = gettext_lazy("kind of record")
    parameter_name = "record_kind"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, Any]]:
        """Return the kinds by their nouns."""
        return [(name, model._meta.verbose_name) for name, model in KINDS.items()]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the reports about records of the chosen kind."""
        return queryset.filter(kind=self.value()) if self.value() in KINDS else queryset


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What readers say is wrong; they write it, and staff deal with it."""

    form = ReportForm
    readonly_fields = ("record", "message", "contact", "language", "created_at", "handled_by", "handled_at")
    list_display = ("created_at", "record", "excerpt", "state", "handled_by")
    list_filter = ("state", KindFilter)
    list_select_related = ("handled_by",)
    list_per_page = 50
    search_fields = ("key", "message", "answer")
    actions = ("deal_with", "dismiss")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the reports as they stand, not as a replica has them."""
        return super().get_queryset(request).using(DEFAULT_DB_ALIAS)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the report and what became of it; who may not answer does not see where to."""
        shown = [
            "record",
            "message",
            "contact",
            "language",
            "created_at",
            "state",
            "answer",
            "handled_by",
            "handled_at",
        ]
        return shown if self.has_change_permission(request, obj) else [name for name in shown if name != "contact"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave it to readers."""
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Refuse what no filter asks."""
        return lookup in ("state", "state__exact", KindFilter.parameter_name)

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        """Note who dealt with the report, and when; one that is opened again is nobody's."""
        if "state" in form.changed_data:
            handled = obj.state != ReportState.OPEN
            obj.handled_by, obj.handled_at = (request.user, timezone.now()) if handled else (None, None)  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        """Add the way to the record."""
        view = self.admin_site.admin_view(self.record_view)
        return [path("<int:pk>/record/", view, name="qualitymonth_report_record"), *super().get_urls()]

    def record_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to the page of the record here, wherever it went since; say so where it is gone."""
        report = self.get_object(request, str(pk))
        if report is None or not self.has_view_permission(request, report):
            raise Http404
        found = any_record(report.kind, report.key)
        if found is not None:
            name = f"admin:{found._meta.app_label}_{found._meta.model_name}_change"
            return HttpResponseRedirect(reverse(name, args=[found.pk]))
        self.message_user(request, _("The record is gone: %(record)s.") % {"record": report}, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:qualitymonth_report_change", args=[pk]))

    @admin.display(description=gettext_lazy("record"), ordering="key")
    def record(self, report: Report) -> str:
        """Return the record's kind and key, leading to its page; no record is looked up for a list."""
        kind = KINDS[report.kind]._meta.verbose_name if report.kind in KINDS else report.kind
        address = reverse("admin:qualitymonth_report_record", args=[report.pk])
        return format_html('<a href="{}">{} {}</a>', address, kind, report.key)

    @admin.display(description=gettext_lazy("what is wrong"))
    def excerpt(self, report: Report) -> str:
        """Return the beginning of the message."""
        return truncatechars(report.message, 120)

    @admin.action(permissions=["change"], description=gettext_lazy("Dealt with: close the selected reports"))
    def deal_with(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask what was done, and close the reports as dealt with."""
        return self._close(request, queryset, "deal_with", ReportState.DONE)

    @admin.action(permissions=["change"], description=gettext_lazy("Dismiss the selected reports"))
    def dismiss(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask why, and close the reports as dismissed."""
        return self._close(request, queryset, "dismiss", ReportState.DISMISSED)

    def _close(
        self, request: HttpRequest, queryset: QuerySet[Any], action: str, state: ReportState
    ) -> HttpResponse | None:
        """Return the page that asks for the answer; None once it has been given."""
        form = AnswerForm(request.POST if "confirmed" in request.POST else None)
        if form.is_valid():
            closed = list(queryset)
            for report in closed:
                report.state, report.answer = state, form.cleaned_data["answer"]
                report.handled_by, report.handled_at = request.user, timezone.now()
                report.save()
                self.log_change(request, report, str(state.label))
            said = ngettext("%(count)d report was closed.", "%(count)d reports were closed.", len(closed))
            self.message_user(request, said % {"count": len(closed)}, messages.SUCCESS)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": state.label.capitalize(),
            "opts": self.opts,
            "form": form,
            "reports": queryset,
            "action": action,
            "checkbox": helpers.ACTION_CHECKBOX_NAME,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/close_reports.html", context)


class Reported(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shows, on the page of a record, the reports about it that are open."""

    @property
    def media(self) -> forms.Media:
        """Return the styles of the page, that of the reports among them."""
        return super().media + forms.Media(css={"all": ["css/admin-guard.css"]})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        """Add the open reports, for those who may read them."""
        record = options.get("obj")
        if record is not None and request.user.has_perm("qualitymonth.view_report"):
            found = list(open_reports(record)[: LISTED + 1])
            context["open_reports"], context["more_reports"] = found[:LISTED], len(found) > LISTED
        return super().render_change_form(request, context, *args, **options)
