"""Admin pages on which a document is added, and its reading reviewed beside its text."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import DEFAULT_DB_ALIAS
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency, Province
from campaigns.documents.reading import LANGUAGES
from campaigns.drafting.model import DraftError
from campaigns.models import Campaign, Person, Series, Source
from campaigns.review.accept import accept
from campaigns.review.archive import archive_records
from campaigns.review.lines import account_for, review_lines
from campaigns.review.matching import accepted, claims_of
from campaigns.review.new import DocumentForm
from campaigns.review.reading import Snapshot, document, pack, pages, read_candidates, unpack
from campaigns.review.review import Review, stands_for

#: The permissions without which nobody adds a document or reviews one.
NEEDED = ("campaigns.add_source", "campaigns.add_notice")


class DocumentPages:
    """Adds to the pages of sources those of new documents and of their review."""

    admin_site: Any
    model: Any

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of the pages, before those that take any key."""
        view = self.admin_site.admin_view
        return [
            path("add-document/", view(self.add_document), name="campaigns_source_add_document"),
            path("<path:object_id>/review/", view(self.review), name="campaigns_source_review"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def _check(self, request: HttpRequest) -> None:
        if not request.user.has_perms(NEEDED):
            raise PermissionDenied

    def _page(self, request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "opts": Source._meta, "title": title}
        return TemplateResponse(request, f"admin/campaigns/source/{template}.html", {**shared, **context})

    def add_document(self, request: HttpRequest) -> HttpResponseBase:
        """Take a text and its source; with the one button suggest what the text says, with the other store both."""
        self._check(request)
        form = DocumentForm()
        suggested = False
        if request.method == "POST":
            sent = DocumentForm(request.POST, request.FILES)
            suggested = "_suggest" in request.POST
            if sent.is_valid() and not suggested:
                source = sent.store(request.user)
                messages.success(request, _("The text is kept as a draft source. Review what was read in it."))
                return redirect("admin:campaigns_source_review", source.pk)
            form = sent.again(suggest=suggested)
        return self._page(
            request, "add_document", _("Add a document"), form=form, suggested=suggested and not form.is_bound
        )

    def review(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Show the reading of a document beside its text; accept what is ticked."""
        self._check(request)
        source = self._source(request, object_id)
        text = getattr(source, "text", None)
        if text is None:
            messages.error(
                request, _("The archive does not hold the text of this source, so there is nothing to review.")
            )
            return redirect("admin:campaigns_source_change", source.pk)
        if request.method == "POST":
            try:
                snapshot = unpack(request.POST.get("reading", ""), text.sha256)
            except signing.BadSignature:
                messages.error(
                    request, _("This page was of another reading. Nothing was saved; this is the reading now.")
                )
                return redirect(request.get_full_path())
            review = Review(source, snapshot, request.POST)
            if done := accept(review, request.user):
                messages.success(request, _accepted(*done))
                return redirect(request.get_full_path())
            return self._review_page(request, source, text, review)
        return self._review_page(request, source, text)

    def _source(self, request: HttpRequest, object_id: str) -> Source:
        """Return the document; of a part, the whole."""
        source: Source | None = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if source is None:
            raise Http404
        return source.part_of or source

    def _review_page(
        self, request: HttpRequest, source: Source, text: Any, review: Review | None = None
    ) -> HttpResponse:
        """Return the page of ``review``, or of the candidates of the page that was asked for as they are read now."""
        try:
            reading = read_candidates(document(source.file, text.content), archive_records())
        except DraftError as error:
            messages.error(request, str(error))
            return redirect("admin:campaigns_source_change", source.pk)
        parts = pages(reading.tables)
        number = _number(request, len(parts))
        if review is None:
            done = accepted(source, reading.tables, claims_of(source))
            review = Review(source, Snapshot(parts[number - 1], stands_for(reading.tables, done)))
        account = account_for(source, text.lines)
        context = {
            "source": source,
            "text_lang": LANGUAGES[source.script],
            "lines": list(review_lines(source, text.lines, review, account)),
            "account": account,
            "doubts": reading.doubts,
            "review": review,
            "faulty": review.faulty(),
            "groups": list(review.groups()),
            "reading": pack(review.snapshot, text.sha256),
            "page": number,
            "pages": range(1, len(parts) + 1),
            "known": _known(),
        }
        return self._page(request, "review", _("Review of %s") % source, **context)


def _number(request: HttpRequest, last: int) -> int:
    """Return the page that was asked for, the first where that is none."""
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= len(str(last)) else 1
    return min(max(number, 1), last)


def _accepted(records: int, claims: int) -> str:
    """Say what was accepted."""
    said = (
        ngettext("%d draft was made.", "%d drafts were made.", records) % records,
        ngettext("%d claim was added.", "%d claims were added.", claims) % claims,
    )
    return " ".join(said)


def _known() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return, by kind, the records that are suggested where one is to be named: key and names."""
    named = (("agency", Agency, "slug"), ("province", Province, "code"), ("series", Series, "slug"),
             ("person", Person, "slug"))  # fmt: skip
    found = []
    for kind, model, key in named:
        rows = model._default_manager.using(DEFAULT_DB_ALIAS).values_list(key, "name_zh", "name_en").order_by(key)
        found.append((kind, [(slug, " · ".join(filter(None, names))) for slug, *names in rows]))
    campaigns = Campaign.objects.using(DEFAULT_DB_ALIAS).labelled()
    found.append(("campaign", [(campaign.slug, str(campaign)) for campaign in campaigns]))
    return found


def review_address(source: Source) -> str:
    """Return the address of the review of ``source``."""
    return reverse("admin:campaigns_source_review", args=[source.pk])
