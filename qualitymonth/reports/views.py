"""The page on which a reader reports what is wrong with a record. It sets no cookie: a signed token comes with it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from qualitymonth.models import Report
from qualitymonth.reports.forms import ReportForm, make_token
from qualitymonth.reports.limits import sender_of, take
from qualitymonth.reports.records import public_record
from qualitymonth.views import refuse_words, without_tracking


class SeeOther(HttpResponseRedirect):
    """Leads to a page to be read, whatever was sent here."""

    status_code = 303


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # the token, bound to the record, does what the cookie would
def report(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show the form, or take what was sent; whatever is wrong with it, it comes back as it was typed."""
    if kept := without_tracking(request) or refuse_words(request):
        return kept
    record = _record(kind, key)
    sent = request.method == "POST"
    form = ReportForm(request.POST if sent else None, kind=kind, key=key)
    status, refusal = 200, None
    if sent and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("message", "contact")}
        language = get_language() or ""
        refusal = take(Report(kind=kind, key=key, language=language, sender=sender_of(request), **told))
        if refusal is None:
            return SeeOther(reverse("report-sent", args=[kind, key]))
        form.add_error(None, refusal.why)
    if sent:
        status = 429 if refusal else 400
    context = {"record": record, "form": form, "token": make_token(kind, key)}
    response = _kept_private(render(request, "report.html", context, status=status))
    if refusal:
        response["Retry-After"] = str(refusal.seconds)
    return response


@require_safe
def report_sent(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Thank the reader."""
    if kept := without_tracking(request) or refuse_words(request):
        return kept
    return _kept_private(render(request, "report_sent.html", {"record": _record(kind, key)}))


def _record(kind: str, key: str) -> Any:
    """Return the public record, or answer 404."""
    record = public_record(kind, key)
    if record is None:
        raise Http404
    return record


def _kept_private(response: HttpResponse) -> HttpResponse:
    """Keep the page out of caches and search engines."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response
