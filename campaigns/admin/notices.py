"""Admin pages of notices, with their issuers in order, and of their sections."""

from itertools import count
from typing import Any

from django.contrib import admin
from django.db import DEFAULT_DB_ALIAS
from django.db.models import F
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from campaigns.admin.claims import ClaimInline
from campaigns.admin.sourcing import SourcedEdits
from campaigns.models import Notice, Section, Signature
from qualitymonth.admin import RecordAdmin, RowInline, year_at


class SignatureFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """A notice's issuers, who may trade places in one save although no two ever stand in one."""

    def save_existing_objects(self, commit: bool = True) -> list[Any]:
        """Save the changed rows, moved to free places beforehand."""
        if commit:
            stored = {form.instance.pk: form.initial["position"] for form in self.initial_forms}
            wanted = {form.instance.position for form in self.forms}
            free = (place for place in count() if place not in wanted | set(stored.values()))
            for form in self.initial_forms:
                if form in self.deleted_forms or "position" in form.changed_data:
                    self.instance.signatures.filter(pk=form.instance.pk).update(position=next(free))
        return super().save_existing_objects(commit)


class SignatureInline(RowInline):
    """The issuers in order, each with its name as printed."""

    model = Signature
    formset = SignatureFormSet
    fields = ("position", "agency", "name_zh", "name_en")
    autocomplete_fields = ("agency",)
    ordering = ("position",)
    related = ("notice", "agency__province")


@admin.register(Notice)
class NoticeAdmin(SourcedEdits, RecordAdmin):
    """Documents that announce or forward a campaign."""

    fields = (
        "slug", "campaign", ("title_zh", "title_en"), "document_number", ("issued_on", "published_on"), "forwards",
        "summary_zh", "summary_en",
    )  # fmt: skip
    autocomplete_fields = ("campaign", "forwards")
    related = ("campaign__year", "campaign__province", "campaign__host", "campaign__series")
    told_apart_by = ("campaign__year", "document_number")
    list_display = ("__str__", "slug", "document_number", year_at("campaign__year"), "campaign", "issued_on", "status")
    list_filter = ("status", "campaign__scope", "campaign__year", "campaign__province")
    search_fields = (
        "slug", "title_zh", "title_en", "document_number", "summary_zh", "summary_en", "signatures__name_zh",
        "signatures__name_en",
    )  # fmt: skip
    inlines = (SignatureInline, ClaimInline)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the notice first, then the outline of a stored one to who may see it, then the housekeeping."""
        *fieldsets, housekeeping = super().get_fieldsets(request, obj)
        if obj and request.user.has_perm("campaigns.view_section"):
            context = {"notice": obj, "sections": obj.sections.using(DEFAULT_DB_ALIAS).order_by("position", "path")}
            # Django asks for the fieldsets several times, and shows them once.
            outline = SimpleLazyObject(lambda: render_to_string("admin/desk/outline.html", context, request))
            fieldsets.append((_("Outline"), {"fields": (), "description": outline, "classes": ("collapse",)}))
        return [*fieldsets, housekeeping]


@admin.register(Section)
class SectionAdmin(SourcedEdits, RecordAdmin):
    """The outlines of notices, annexes and their items included."""

    fields = (
        "slug", "notice", "parent", ("path", "position"), "label", ("heading_zh", "heading_en"), "text_known",
        "summary_zh", "summary_en",
    )  # fmt: skip
    autocomplete_fields = ("notice", "parent")
    related = ("notice__campaign__year", "parent__notice")
    told_apart_by = ("notice__slug",)
    list_display = ("__str__", "slug", year_at("notice__campaign__year"), "notice", "path", "text_known", "status")
    list_filter = ("status", "text_known", "notice__campaign__scope", "notice__campaign__year")
    search_fields = ("slug", "path", "label", "heading_zh", "heading_en", "summary_zh", "summary_en", "notice__slug")
    inlines = (ClaimInline,)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the address gives, and for a section below another its path and place after its siblings."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        notice, parent = (str(initial.get(name, "")) for name in ("notice", "parent"))
        if notice.isdecimal() and (parent.isdecimal() or not parent) and len(notice + parent) < len(str(2**63)):
            outline = list(Section.objects.using(DEFAULT_DB_ALIAS).filter(notice=int(notice)).order_by("position"))
            initial |= place_below(next((one for one in outline if str(one.pk) == parent), None), outline)
        return initial

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the section; where it takes the place of another one, this and all that follow make room."""
        super().save_model(request, obj, form, change)
        others = obj.notice.sections.using(DEFAULT_DB_ALIAS).exclude(pk=obj.pk)
        if others.filter(position=obj.position).exists():
            others.filter(position__gte=obj.position).update(position=F("position") + 1)


def place_below(parent: Section | None, outline: list[Section]) -> dict[str, Any]:
    """Return path and position of the next section below ``parent``, or at the end of the ``outline``."""
    if parent is None:
        tops = [int(one.path) for one in outline if one.path.isdecimal()]
        return {
            "path": str(max(tops, default=0) + 1),
            "position": max((one.position for one in outline), default=0) + 1,
        }
    below = [one for one in outline if one.path.startswith(f"{parent.path}.") or one.pk == parent.pk]
    last = [one.path.rpartition(".")[2] for one in below if one.parent_id == parent.pk]
    number = max((int(part) for part in last if part.isdecimal()), default=0) + 1
    return {"path": f"{parent.path}.{number}", "position": max(one.position for one in below) + 1}
