"""Admin pages of notices, with their issuers in order, and of their sections."""

from itertools import count
from typing import Any

from django.contrib import admin
from django.forms.models import BaseInlineFormSet

from campaigns.admin.claims import ClaimInline
from campaigns.admin.sourcing import SourcedEdits
from campaigns.models import Notice, Section, Signature
from qualitymonth.admin import RecordAdmin, RowInline


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
    related = ("notice", "agency")


@admin.register(Notice)
class NoticeAdmin(SourcedEdits, RecordAdmin):
    """Documents that announce or forward a campaign."""

    fields = (
        "slug", "campaign", ("title_zh", "title_en"), "document_number", ("issued_on", "published_on"), "forwards",
        "summary_zh", "summary_en",
    )  # fmt: skip
    autocomplete_fields = ("campaign", "forwards")
    related = ("campaign__year", "campaign__province", "campaign__host", "campaign__series")
    list_display = ("__str__", "slug", "document_number", "campaign", "issued_on", "status")
    list_filter = ("status", "campaign__scope", "campaign__year", "campaign__province")
    search_fields = (
        "slug", "title_zh", "title_en", "document_number", "summary_zh", "summary_en", "signatures__name_zh",
        "signatures__name_en",
    )  # fmt: skip
    inlines = (SignatureInline, ClaimInline)


@admin.register(Section)
class SectionAdmin(SourcedEdits, RecordAdmin):
    """The outlines of notices, annexes and their items included."""

    fields = (
        "slug", "notice", "parent", ("path", "position"), "label", ("heading_zh", "heading_en"), "text_known",
        "summary_zh", "summary_en",
    )  # fmt: skip
    autocomplete_fields = ("notice", "parent")
    related = ("notice", "parent")
    list_display = ("__str__", "slug", "notice", "path", "text_known", "status")
    list_filter = ("status", "text_known", "notice__campaign__scope", "notice__campaign__year")
    search_fields = ("slug", "path", "label", "heading_zh", "heading_en", "summary_zh", "summary_en", "notice__slug")
    inlines = (ClaimInline,)
