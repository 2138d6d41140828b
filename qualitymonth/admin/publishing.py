"""Draft and publish on admin pages: the status is shown, never typed, and moves by actions and buttons of its own."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qualitymonth import publishing
from qualitymonth.models import Record, Status

#: How many records one action takes: each is saved by itself, so that its version and history move.
AT_ONCE = 1_000
#: How many records are named in messages; the rest would fill the page.
NAMED = 20


class ReasonForm(forms.Form):
    """Asks why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Kept with the change, and read by staff."),
    )


class OwnersArePublished(forms.ModelForm):  # type: ignore[type-arg]
    """Refuses to move a published record into a draft, where the public would no longer see it."""

    def clean(self) -> dict[str, Any]:
        """Name the draft."""
        data = super().clean() or self.cleaned_data
        if self.instance.status == Status.PUBLISHED:
            for name in type(self.instance)._default_manager.all().belongs_to:
                owner = data.get(name)
                if name in self.changed_data and owner is not None and owner.status != Status.PUBLISHED:
                    message = _("“%(owner)s” is a draft, and this record is published. Publish the draft first.")
                    self.add_error(name, ValidationError(message, code="draft", params={"owner": owner}))
        return data


class StatusShown(BaseModelAdmin):  # type: ignore[type-arg]
    """Shows the status of records, and lets nobody type it."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return what is shown only, the status among it."""
        shown = super().get_readonly_fields(request, obj)
        return (*shown, "status") if issubclass(self.model, Record) else shown


class Publishing(StatusShown, admin.ModelAdmin):  # type: ignore[type-arg]
    """Publishes records and takes them back to draft: in a list, and on the page of one."""

    actions = ("publish", "back_to_draft")

    def has_publish_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the user may publish records of this kind."""
        codename = get_permission_codename("publish", self.opts)
        return request.user.has_perm(f"{self.opts.app_label}.{codename}")

    def get_urls(self) -> list[URLPattern]:
        """Add the page that asks why a record goes back to draft."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_unpublish"
        view = self.admin_site.admin_view(self.unpublish_view)
        return [path("<path:object_id>/unpublish/", view, name=name), *super().get_urls()]

    # Lists.

    @admin.action(permissions=["publish"], description=gettext_lazy("Publish the selected %(verbose_name_plural)s"))
    def publish(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Publish the selected records with their claims, and say which were not, and why."""
        if (keys := self._chosen(request, queryset)) is not None:
            self._publish(request, keys)

    @admin.action(
        permissions=["publish"], description=gettext_lazy("Take the selected %(verbose_name_plural)s back to draft")
    )
    def back_to_draft(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask why, and take the selected records back to draft."""
        if (keys := self._chosen(request, queryset)) is None:
            return None
        return self._ask_why(request, keys, action="back_to_draft", back=request.get_full_path())

    def _chosen(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[int] | None:
        """Return the ids of the selected records; None where there are more than one action takes."""
        keys = list(queryset.order_by().values_list("pk", flat=True)[: AT_ONCE + 1])
        if len(keys) <= AT_ONCE:
            return keys
        self.message_user(
            request, _("Choose at most %(number)d records at once.") % {"number": AT_ONCE}, messages.ERROR
        )
        return None

    # The page of one record.

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        """Offer to publish what is a draft, and to take back what is not."""
        record = options.get("obj")
        if self.has_publish_permission(request, record):
            waiting = record is None or record.status != Status.PUBLISHED
            context["publish_label"] = _("Save and publish") if waiting else ""
            if record is not None and not waiting:
                if publishing.draft_claims(record):
                    context["publish_label"] = _("Save and publish the draft claims")
                name = f"{self.opts.app_label}_{self.opts.model_name}_unpublish"
                context["unpublish_url"] = reverse(f"admin:{name}", args=[record.pk])
        return super().render_change_form(request, context, *args, **options)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """Publish what was just written, if the button says so."""
        self._publish_saved(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Publish what was just saved, if the button says so."""
        self._publish_saved(request, obj)
        return super().response_change(request, obj)

    def _publish_saved(self, request: Any, record: Any) -> None:
        """Publish ``record`` for the button; where that is refused, the form comes again."""
        if "_publish" not in request.POST:
            return
        if not self.has_publish_permission(request, record):
            raise PermissionDenied
        if not self._publish(request, [record.pk]):
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"

    def unpublish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why one record goes back to draft, and take it back."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        if not self.has_publish_permission(request, record):
            raise PermissionDenied
        name = f"{self.opts.app_label}_{self.opts.model_name}_change"
        back = reverse(f"admin:{name}", args=[record.pk])
        return self._ask_why(request, [record.pk], action="", back=back) or HttpResponseRedirect(back)

    # What both share.

    def _publish(self, request: HttpRequest, keys: Collection[int]) -> bool:
        """Publish, and say what was done; tell whether nothing was refused."""
        done, claims, refused = publishing.publish(self.model, keys, request.user)
        for record in done:
            self.log_change(request, record, _("Published."))
        if done:
            said = ngettext("%(count)d record was published.", "%(count)d records were published.", len(done))
            told = said % {"count": len(done)}
            if claims:
                said = ngettext(
                    "With it, %(count)d claim was published.", "With it, %(count)d claims were published.", claims
                )
                told = f"{told} {said % {'count': claims}}"
            self.message_user(request, told, messages.SUCCESS)
        elif not refused:
            self.message_user(request, _("Nothing was left to publish."), messages.INFO)
        for record, needs in refused[:NAMED]:
            said = _("“%(record)s” is not published. Publish first: %(drafts)s.")
            self.message_user(request, said % {"record": record, "drafts": names(needs)}, messages.ERROR)
        for record in done[:NAMED]:
            if drafts := publishing.drafts_referred_to(record):
                said = _("“%(record)s” names drafts, which the public does not see there: %(drafts)s.")
                self.message_user(request, said % {"record": record, "drafts": names(drafts)}, messages.WARNING)
        return not refused

    def _ask_why(self, request: HttpRequest, keys: list[int], *, action: str, back: str) -> HttpResponse | None:
        """Return the page that asks why; None once it has been answered and done."""
        form = ReasonForm(request.POST if "confirmed" in request.POST else None)
        if form.is_valid():
            taken = publishing.unpublish(self.model, keys, request.user, form.cleaned_data["reason"])
            for record in taken:
                self.log_change(request, record, _("Taken back to draft."))
            said = ngettext("%(count)d record is a draft again.", "%(count)d records are drafts again.", len(taken))
            self.message_user(request, said % {"count": len(taken)}, messages.SUCCESS if taken else messages.INFO)
            return None
        records = publishing.rows_of(self.model).filter(pk__in=keys, status=Status.PUBLISHED)
        along = publishing.hidden_along(self.model, [record.pk for record in records])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Back to draft"),
            "opts": self.opts,
            "form": form,
            "records": records,
            "along": [(kind._meta.verbose_name_plural, number) for kind, number in along.most_common() if number],
            "action": action,
            "keys": keys,
            "checkbox": helpers.ACTION_CHECKBOX_NAME,
            "back": back,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/unpublish.html", context)


def names(records: Collection[Any]) -> str:
    """Return the kinds and names of ``records`` in one line."""
    named = [f"{record._meta.verbose_name} “{record}”" for record in list(records)[:NAMED]]
    return ", ".join([*named, "…"] if len(records) > NAMED else named)
