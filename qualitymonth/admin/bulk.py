"""Import and export of files on the admin pages of every kind: preview first, then all of it or nothing."""

import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportMixin

from qualitymonth.bulk.columns import COLUMNS, LISTS
from qualitymonth.bulk.files import FILE_LIMIT, ROW_LIMIT, Table, read_table, too_large, write_csv, write_xlsx
from qualitymonth.bulk.resources import Plan, RecordResource, resource_for
from qualitymonth.bulk.stale import changed_since
from qualitymonth.bulk.writing import write
from qualitymonth.exports import Streamed, download
from qualitymonth.history import changing
from qualitymonth.models import ChangeKind, Revision, Upload

#: So many rows and faults are shown; the rest is counted.
SHOWN = 500

#: How long a preview waits for its confirmation.
PATIENCE = datetime.timedelta(hours=12)

_SALT = "qualitymonth.bulk"


class ImportForm(forms.Form):
    """A file to look at."""

    file = forms.FileField(label=gettext_lazy("File (CSV in UTF-8, or XLSX)"))

    def clean_file(self) -> Any:
        """Read the table that the file holds."""
        file: Any = self.cleaned_data["file"]
        if (file.size or 0) > FILE_LIMIT:
            raise ValidationError(too_large())
        self.cleaned_data["content"] = file.read()
        self.cleaned_data["table"] = read_table(str(file.name), self.cleaned_data["content"])
        return file


class ConfirmForm(forms.Form):
    """What an editor confirms: a file, as it was previewed at a revision of the archive, and why it is imported."""

    preview = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Where the facts come from, or why they change; kept in the history of each record."),
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        max_length=1_000,
    )


class FormatForm(forms.Form):
    """The form of a file to be written."""

    format = forms.ChoiceField(label=gettext_lazy("Format"), widget=forms.RadioSelect)

    def __init__(self, formats: list[Any], data: Any = None) -> None:
        super().__init__(data, initial={"format": formats[0]().get_extension()})
        choices = [(made.get_extension(), made.get_extension().upper()) for made in (one() for one in formats)]
        self.fields["format"].choices = choices  # type: ignore[attr-defined]


class BulkMixin(ImportExportMixin):  # type: ignore[misc]
    """Import and export of the records of one kind."""

    import_template_name = "admin/bulk/import.html"
    export_template_name = "admin/bulk/export.html"

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Let those import who may add and change records of this kind."""
        return bool(super().has_import_permission(request) and self.has_add_permission(request))

    def get_resource_classes(self, _request: HttpRequest) -> list[type[RecordResource]]:
        """Return the resource of this kind."""
        return [resource_for(self.model)]

    def get_resource_kwargs(self, request: HttpRequest, *_args: Any, **_options: Any) -> dict[str, Any]:
        """Return the records, and the checks of the forms with which they are edited here."""
        publishing = f"{self.opts.app_label}.publish_{self.opts.model_name}"
        return {
            "records": self.get_queryset(request),
            "checked": lambda column: self.formfield_for_dbfield(column, request),
            "check": self.check_imported,
            "may_publish": request.user.has_perm(publishing),
        }

    def check_imported(self, record: Any) -> None:
        """Raise ValidationError for what only this kind's own form would find wrong."""

    def import_action(self, request: HttpRequest, **_options: Any) -> HttpResponseBase:
        """Show the form, and for a file what it would change; only the file itself is kept, for a while."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        forget_uploads()
        form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
        if not form.is_valid():
            return self._import_page(request, form=form)
        number = Revision.current().number
        plan = self._plan(request, form.cleaned_data["table"])
        if plan.faults or not plan.changing:
            return self._import_page(request, form=form, plan=plan)
        upload = keep_upload(request.user, str(form.cleaned_data["file"].name), form.cleaned_data["content"])
        return self._import_page(request, plan=plan, upload=upload, confirm=self._confirm_form(upload, number))

    @method_decorator(require_POST)
    def process_import(self, request: HttpRequest, **_options: Any) -> HttpResponseBase:
        """Import a previewed file as one change, unless one of its records was changed since."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form, seen = ConfirmForm(request.POST), self._seen(request)
        if seen is None:
            messages.error(request, _("This preview is no longer there. Upload the file again; nothing was changed."))
            return HttpResponseRedirect(self._address("import"))
        upload, number = seen
        table = read_table(upload.name, bytes(upload.content))
        before = Revision.current().number
        plan = self._plan(request, table)
        if not form.is_valid():
            return self._import_page(request, form=ImportForm(), plan=plan, upload=upload, confirm=form)
        reason = f"{upload.name}: {form.cleaned_data['reason']}"
        with changing(ChangeKind.IMPORT, user=request.user, reason=reason) as change:
            if change.number != before + 1:
                # Somebody was quicker; from here on nobody can be.
                before, plan = change.number - 1, self._plan(request, table)
            stale = changed_since(self.model, number, set(table[self.model.natural_key_fields[0]]))
            if not stale and not plan.faults:
                write(plan)
                upload.delete()
        if stale and not plan.faults:
            again = self._confirm_form(upload, before, reason=form.cleaned_data["reason"])
            return self._import_page(request, plan=plan, upload=upload, confirm=again, stale=stale)
        if plan.faults:
            upload.delete()
            return self._import_page(request, form=ImportForm(), plan=plan, stale=stale)
        self._say_imported(request, plan, change.pk)
        return HttpResponseRedirect(self._address("changelist"))

    def _plan(self, request: HttpRequest, table: Table) -> Plan:
        return resource_for(self.model)(**self.get_resource_kwargs(request)).import_data(table)

    def _confirm_form(self, upload: Upload, number: int, reason: str = "") -> ConfirmForm:
        preview = signing.dumps([upload.pk, self.opts.label_lower, number], salt=_SALT)
        return ConfirmForm(initial={"preview": preview, "reason": reason})

    def _seen(self, request: HttpRequest) -> tuple[Upload, int] | None:
        """Return the file that was previewed, by the same person for the same kind, and at which revision."""
        try:
            key, kind, number = signing.loads(request.POST.get("preview", ""), salt=_SALT, max_age=PATIENCE)
        except signing.BadSignature:
            return None
        upload = Upload.objects.filter(pk=key, user=request.user).first()  # type: ignore[misc]
        return (upload, number) if upload and kind == self.opts.label_lower else None

    def _import_page(self, request: HttpRequest, plan: Plan | None = None, **context: Any) -> TemplateResponse:
        shown = {
            "faults": plan.faults[:SHOWN],
            "more_faults": max(0, len(plan.faults) - SHOWN),
            "rows": plan.changing[:SHOWN],
            "more_rows": max(0, len(plan.changing) - SHOWN),
            "totals": plan.totals,
        } if plan else {}  # fmt: skip
        context |= {
            **self.admin_site.each_context(request),
            "title": _("Import"),
            "opts": self.opts,
            "key": self.model.natural_key_fields[0],
            "columns": COLUMNS[self.opts.model_name],
            "lists": [name for kind, name in LISTS if kind == self.opts.model_name],
            "row_limit": ROW_LIMIT,
            "plan": plan,
            **shown,
        }
        return TemplateResponse(request, self.import_template_name, context)

    def _say_imported(self, request: HttpRequest, plan: Plan, number: int | None) -> None:
        count = len(plan.changing)
        said = ngettext("%(count)d record was imported.", "%(count)d records were imported.", count) % {"count": count}
        address = reverse("admin:qualitymonth_change_change", args=[number])
        messages.success(request, format_html('{} <a href="{}">{}</a>', said, address, _("See or undo this import")))

    def _address(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", current_app=self.admin_site.name)

    def export_action(self, request: HttpRequest) -> HttpResponseBase:
        """Ask for the format, and send the records of the list as it is filtered."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        try:
            records = self.get_export_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{self._address('changelist')}?e=1")
        form = FormatForm(self.get_export_formats(), request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                return self._file(request, records, form.cleaned_data["format"])
            except ValueError as error:
                messages.error(request, str(error))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Export"),
            "opts": self.opts,
            "form": form,
            "columns": COLUMNS[self.opts.model_name],
            "count": records.count(),
        }
        return TemplateResponse(request, self.export_template_name, context)

    def _file(self, request: HttpRequest, records: Any, extension: str) -> HttpResponseBase:
        resource = resource_for(self.model)(**{**self.get_resource_kwargs(request), "records": records})
        header = list(COLUMNS[self.opts.model_name])
        name = f"{self.opts.model_name}-{timezone.localdate():%Y-%m-%d}.{extension}"
        if extension == "csv":
            lines = Streamed(resource.records, lambda found: write_csv(chain([header], map(resource.row_of, found))))
            return download(lines, "text/csv; charset=utf-8", name)
        rows = map(resource.row_of, resource.records.iterator(chunk_size=SHOWN))
        return FileResponse(write_xlsx(header, rows), as_attachment=True, filename=name)


def keep_upload(user: Any, name: str, content: bytes) -> Upload:
    """Keep a file where whichever process confirms its import will find it."""
    return Upload.objects.create(user=user, name=Path(name).name[-200:], content=content)


def forget_uploads() -> None:
    """Forget the files whose import nobody confirmed."""
    Upload.objects.filter(created_at__lt=timezone.now() - PATIENCE).delete()
