"""The public page of a record as it will look, shown to staff before the public sees it."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, resolve, reverse

from qualitymonth.models import Record
from qualitymonth.querysets import previewing


class Preview(BaseModelAdmin):  # type: ignore[type-arg]
    """Gives the records of a kind a preview: the page that they have, or stand on, with the drafts that one may see."""

    def get_urls(self) -> list[URLPattern]:
        """Return the kind's addresses, with that of the preview."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        view = self.admin_site.admin_view(self.preview_view)
        return [path("<path:object_id>/preview/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def preview_url(self, record: Any) -> str:
        """Return the address of the preview of ``record``, at the place where the record stands on the page."""
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_preview", args=[record.pk])
        fragment = urlsplit(record.get_absolute_url()).fragment
        return f"{address}#{fragment}" if fragment else address

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        """Let the form of a stored record lead to the preview, where the public does not see the record yet."""
        record = options.get("obj")
        if record is not None and record.pk and not self.view_on_site(record):  # type: ignore[operator]
            context["preview_url"] = self.preview_url(record)
        return super().render_change_form(request, context, *args, **options)  # type: ignore[misc]

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Answer with the page on which the record stands, drafts of kinds that the reader may view among the rest."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        record = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if record is None:
            raise Http404
        match = resolve(urlsplit(record.get_absolute_url()).path)
        with previewing(self._visible_kinds(request)):
            response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
            if isinstance(response, TemplateResponse):
                page = response.resolve_template(response.template_name)
                shown = {"previewed_page": page, "previewed": record, "opts": self.opts}
                response.context_data = {**(response.context_data or {}), **shown}
                response.template_name = "admin/preview.html"
                response.render()
        response["X-Robots-Tag"] = "noindex"
        return response

    def _visible_kinds(self, request: HttpRequest) -> set[type[Record]]:
        registered = self.admin_site._registry.items()  # noqa: SLF001 - Django has no public name for it
        return {model for model, kind in registered if issubclass(model, Record) and kind.has_view_permission(request)}
