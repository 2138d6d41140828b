"""The page on which staff make the tokens by which their programs write over the API, and revoke them."""

import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qualitymonth.guard.forms import PasswordForm
from qualitymonth.models import Token

#: For how many days a token is good, unless its owner says otherwise, and at most.
USUAL_DAYS, MOST_DAYS = 90, 365
#: How many tokens one account may have.
MOST_TOKENS = 20


class TokenForm(PasswordForm):
    """Asks what a token is for, for how long, and for one's own password."""

    label = forms.CharField(
        label=gettext_lazy("What it is for"), max_length=60, help_text=gettext_lazy("such as the name of a program")
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days until it expires"), min_value=1, max_value=MOST_DAYS, initial=USUAL_DAYS
    )
    field_order = ("label", "days", "password")


def tokens_page(request: HttpRequest) -> HttpResponse:
    """Show one's own tokens; make one, which is shown this once, or revoke one."""
    own = Token.objects.filter(user=request.user)
    form = TokenForm(request)
    made = ""
    if request.method == "POST" and "revoke" in request.POST:
        if own.filter(digest=request.POST["revoke"]).delete()[0]:
            messages.success(request, _("The token is revoked: whoever has it can write no more."))
        return HttpResponseRedirect(request.path)
    if request.method == "POST":
        form = TokenForm(request, request.POST)
        if form.is_valid() and own.count() >= MOST_TOKENS:
            form.add_error(None, _("You have %(number)d tokens: revoke one first.") % {"number": MOST_TOKENS})
        if form.is_valid():
            lifetime = datetime.timedelta(days=form.cleaned_data["days"])
            _token, made = Token.objects.create(request.user, expiry=lifetime, label=form.cleaned_data["label"])
            form = TokenForm(request)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("API tokens"),
        "form": form,
        "made": made,
        "tokens": own,
        "now": timezone.now(),
    }
    return TemplateResponse(request, "admin/tokens.html", context)
