"""The base of every kind's pages, and the few pages that belong to no kind."""

import datetime
import re
import sys
from collections.abc import Mapping
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView, TemplateView
from rest_framework.exceptions import ValidationError

from campaigns.citing.exports import citations_response
from campaigns.citing.formats import FORMATS
from qualitymonth.exports import BOM_WORD, bom_asked, csv_response, jsonl_response
from qualitymonth.facets import WHOLE_WORD, facets, kept
from qualitymonth.feeds import atom_response
from qualitymonth.filters import ArchiveFilterSet
from qualitymonth.middleware import DATABASE_AWAY, unavailable
from qualitymonth.moving import standing_address
from qualitymonth.pagination import DEFAULT_SIZE, SIZE_WORD, size_asked, size_refused
from qualitymonth.problems import problem_response
from qualitymonth.public_history import told_of
from qualitymonth.serializers import RecordSerializer
from qualitymonth.shapes import Shape

#: Words that other sites append to track their readers; they redirect away.
TRACKING = ("utm_", "fbclid", "gclid")
PAGE_WORD = "page"


class RecordListView(ListView):  # type: ignore[type-arg]
    """A list of one kind as a page, CSV, JSON Lines, Atom feed or citations: one filter, the API's, for all of them."""

    template_name = "list.html"
    filterset_class: type[ArchiveFilterSet]
    serializer_class: type[RecordSerializer]
    #: ``page``, ``csv``, ``jsonl``, ``atom`` or a format of citations, set where the address is routed.
    representation = "page"
    #: The plural that names the list in addresses: ``activities``.
    plural: ClassVar[str]
    noun: ClassVar[str]
    filterset: ArchiveFilterSet

    def get_queryset(self) -> QuerySet[Any]:
        """Return the published records that the query asks for, with what the representation shows of them."""
        model: Any = self.model
        published = model._default_manager.published()
        whole = self.representation in ("csv", "jsonl", *FORMATS)
        words = {"page": (PAGE_WORD, SIZE_WORD, WHOLE_WORD), "csv": (*Shape.words, BOM_WORD), "jsonl": Shape.words}
        self.filterset = self.filterset_class(
            self.request.GET,
            queryset=published.for_api() if whole else published.for_list(),
            request=self.request,
            paging_words=words.get(self.representation, ()),
        )
        return self.filterset.qs if self.filterset.is_valid() else published.none()

    def get_paginate_by(self, queryset: QuerySet[Any]) -> int:
        """Return the size of a page."""
        return size_asked(self.request.GET.get(SIZE_WORD)) or DEFAULT_SIZE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer in the representation of the address; a query that the filter refuses is a 400 that says why."""
        if kept := without_tracking(request):
            return kept
        queryset = self.get_queryset()
        if errors := self.filterset.errors or bad_paging(request) or self._bad_facet():
            return refused(request, errors)
        try:
            return self.file(queryset) or super().get(request, *args, **kwargs)
        except ValidationError as error:
            return refused(request, error.detail)  # type: ignore[arg-type]

    def file(self, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        """Return the list as the file that was asked for, None where it is the page."""
        form, request, serializer = self.representation, self.request, self.serializer_class
        if form in ("csv", "jsonl"):
            shape = Shape.read(request.GET, serializer)
            records = shape.fetch(queryset, serializer)
            if form == "csv":
                return csv_response(request, records, serializer, self.plural, shape, bom=bom_asked(request.GET))
            return jsonl_response(request, records, serializer, self.plural, shape)
        if form == "atom":
            return atom_response(request, queryset, str(self.model._meta.verbose_name_plural), self.list_url())  # type: ignore[union-attr]
        return citations_response(request, queryset, form, f"{self.plural}.{form}") if form in FORMATS else None

    def _bad_facet(self) -> dict[str, list[str]]:
        """Return what is wrong with the word that asks for the whole of a facet."""
        word, known = self.request.GET.get(WHOLE_WORD), self.filterset_class.facet_words
        if word is None or (word in known and len(self.request.GET.getlist(WHOLE_WORD)) == 1):
            return {}
        return {WHOLE_WORD: [_("This list has these facets: %(words)s.") % {"words": ", ".join(known)}]}

    def list_url(self) -> str:
        """Return the address of the list with the query it was asked."""
        query = self.request.GET.urlencode()
        return reverse(f"{self.noun}-list") + (f"?{query}" if query else "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the filter, the applied words and the other forms of the list."""
        query = self.request.GET.copy()
        query.pop(PAGE_WORD, None)
        query.pop(WHOLE_WORD, None)
        question = query.copy()
        to_api = f"?{query.urlencode()}" if query else ""
        query.pop(SIZE_WORD, None)
        tail = f"?{query.urlencode()}" if query else ""
        forms = [
            (label, reverse(f"{self.noun}-{form}") + tail)
            for label, form in (
                ("CSV", "csv"), ("JSON Lines", "jsonl"), ("Atom", "atom"),
                *((chosen.label, f"list-cite-{form}") for form, chosen in FORMATS.items()),
            )
        ]  # fmt: skip
        return super().get_context_data(
            filterset=self.filterset,
            facets=facets(self.filterset, self.request.GET.get(WHOLE_WORD)),
            question=question.urlencode(),
            kept=kept(self.filterset),
            chosen=self.filterset.chosen(),
            not_found=self.filterset.not_found,
            forms=[("API", reverse(f"api-{self.noun}-list") + to_api), *forms],
            kind=self.model._meta,  # type: ignore[union-attr]
            noun=self.noun,
            row_template=f"{self.model._meta.app_label}/_{self.noun}_row.html",  # type: ignore[union-attr]
            **kwargs,
        )


class RecordDetailView(DetailView):  # type: ignore[type-arg]
    """The page of one record, with its claims, its history, or its citation in one format."""

    noun: ClassVar[str]
    context_object_name = "record"
    #: ``page``, ``history`` or a format of citations, set where the address is routed.
    representation = "page"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer with the page, the history or the citation; a single record takes no query words."""
        words = (PAGE_WORD,) if self.representation == "history" else ()
        if answer := without_tracking(request) or refuse_words(request, words):
            return answer
        try:
            return self._answer(request, *args, **kwargs)
        except Http404:
            return former_address(request, self.noun)

    def _answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.representation == "history":
            record = self.get_object(self.model._default_manager.published().labelled())
            if errors := bad_paging(request):
                return refused(request, errors)
            told, page = told_of(record, request.GET.get(PAGE_WORD, "1"))
            return render(request, "record_history.html", {"record": record, "told": told, "page": page})
        if self.representation in FORMATS:
            record = self.get_object(self.model._default_manager.published().for_api())
            name = f"{self.noun}-{record.natural_key()[0]}.{self.representation}"
            return citations_response(request, [record], self.representation, name)
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the published records, with their claims."""
        return self.model._default_manager.published().for_list()  # type: ignore[no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the record's address in the API, that for reports, and those of its citation."""
        key = self.object.natural_key()[0]
        return super().get_context_data(
            api_url=reverse(f"api-{self.noun}-detail", args=[key]),
            history_url=reverse(f"{self.noun}-history", args=[key]),
            report_url=reverse("report", args=[self.noun, key]),
            citations=[(chosen, reverse(f"{self.noun}-cite-{form}", args=[key])) for form, chosen in FORMATS.items()],
            **kwargs,
        )


def former_address(request: HttpRequest, noun: str) -> HttpResponse:
    """Answer where no record stands: 301 to where it went, 410 with what it was, or else raise Http404."""
    match: Any = request.resolver_match
    ((name, key),) = match.captured_kwargs.items()
    stone = standing_address(noun, key)
    if stone is None:
        raise Http404
    if stone.moved_to:
        return HttpResponsePermanentRedirect(reverse(match.view_name, kwargs={name: stone.moved_to}))
    return render(request, "410.html", {"stone": stone, "kind": kind_named(noun)}, status=410)


def kind_named(noun: str) -> str:
    """Return what a kind of record is called in the reader's language."""
    app = "agencies" if noun in ("agency", "province") else "campaigns"
    return str(apps.get_model(app, noun)._meta.verbose_name)


def bad_paging(request: HttpRequest) -> dict[str, list[str]]:
    """Return what is wrong with the words that choose a page of a list."""
    errors = {}
    size = request.GET.get(SIZE_WORD)
    if size_asked(size) is None:
        errors[SIZE_WORD] = [size_refused(size or "")]
    page = request.GET.get(PAGE_WORD, "1")
    if not re.fullmatch("[1-9][0-9]{0,8}", page):
        errors[PAGE_WORD] = [_("%(value)s is not a number.") % {"value": page}]
    return errors


def without_tracking(request: HttpRequest) -> HttpResponseRedirect | None:
    """Return a redirect to the address without tracking words, None where it has none."""
    if not any(word.startswith(TRACKING) for word in request.GET):
        return None
    query = request.GET.copy()
    for word in list(query):
        if word.startswith(TRACKING):
            del query[word]
    return HttpResponseRedirect(request.path + (f"?{query.urlencode()}" if query else ""))


def refuse_words(request: HttpRequest, known: tuple[str, ...] = ()) -> HttpResponse | None:
    """Return a 400 that names the query words which the page does not know, None where there are none."""
    unknown = sorted(set(request.GET) - set(known))
    if not unknown:
        return None
    message = _("Unknown word. This page knows: %(words)s.") % {"words": ", ".join(known) or _("none")}
    return refused(request, {word: [message] for word in unknown})


def refused(request: HttpRequest, errors: Mapping[str, Any]) -> HttpResponse:
    """Return a 400 that names what is wrong with each word.

    The template gets pairs: it would take ``errors.items`` for the word ``items``, which anybody may ask for.
    """
    return render(request, "400.html", {"errors": list(errors.items())}, status=400)


class StrictTemplateView(TemplateView):
    """A page that takes no query words."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer with the page, or refuse the words."""
        return without_tracking(request) or refuse_words(request) or super().get(request, *args, **kwargs)


def healthz(_request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def readyz(_request: HttpRequest) -> JsonResponse:
    """Say whether the database answers and has every migration; 503 where not."""
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseFailure:
        return JsonResponse({"ready": False, "why": "the database does not answer"}, status=503)
    if waiting:
        return JsonResponse({"ready": False, "why": f"{waiting} migrations are waiting"}, status=503)
    return JsonResponse({"ready": True})


def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where faults in the site's safety are reported (RFC 9116)."""
    contact = settings.SECURITY_CONTACT or request.build_absolute_uri(f"{reverse('about')}#contact")
    # The standard asks for less than a year.
    expires = timezone.now().astimezone(datetime.UTC).replace(microsecond=0) + datetime.timedelta(days=180)
    lines = [f"Contact: {contact}", f"Expires: {expires.isoformat()}", "Preferred-Languages: en, zh"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def favicon(_request: HttpRequest) -> HttpResponseRedirect:
    """Lead browsers that ask for the icon unasked, as on the admin's pages, to where it is."""
    return HttpResponseRedirect(static("img/icon.svg"))


def robots_txt(request: HttpRequest) -> HttpResponse:
    """Keep crawlers out of the admin, and tell them where the sitemap is."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /zh-hans/admin/", ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def opensearch(request: HttpRequest) -> HttpResponse:
    """Describe the archive's search to browsers (OpenSearch 1.1)."""
    return render(request, "opensearch.xml", content_type="application/opensearchdescription+xml; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer 404: problem+json under /api/, a page elsewhere."""
    if request.path.startswith("/api/"):
        return problem_response(request, 404, "There is nothing at this address.")
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching the database; 503 where it was the database that failed outside of a view."""
    if isinstance(sys.exception(), DATABASE_AWAY):
        return unavailable(request)
    if request.path.startswith("/api/"):
        return problem_response(request, 500, "A fault of ours. It has been logged.")
    return render(request, "500.html", status=500)
