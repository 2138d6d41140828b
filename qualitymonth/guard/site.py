"""The admin's site: who gets in, and the page on which staff set up their own second factor."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

import django_otp
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext as _

from qualitymonth.guard import second_factor
from qualitymonth.guard.forms import WRONG_CODE, CodeForm, PasswordForm, SignInForm
from qualitymonth.guard.token_pages import tokens_page

#: The pages on which somebody who is to set up a second factor may be without one.
SETTING_UP = frozenset({"second_factor", "second_factor_qr", "logout"})
#: Where the session remembers which device it is setting up: no other session gets to see its key.
PENDING = "second_factor_pending"


class Desk(AdminSite):
    """The editor's desk: staff get in by password, and by a code where they have, or must have, a second factor."""

    login_form = SignInForm
    login_template = "admin/sign_in.html"

    def has_permission(self, request: HttpRequest) -> bool:
        """Tell whether this is staff, with the second factor where one is demanded."""
        if not super().has_permission(request):
            return False
        return not self._lacks_code(request) or (self._must_set_up(request) and self._page(request) in SETTING_UP)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Send those who must have a second factor, and have none, to where they set it up."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **options: Any) -> Any:
            staff = super(Desk, self).has_permission(request)
            if staff and not self.has_permission(request) and self._must_set_up(request):
                return HttpResponseRedirect(reverse("admin:second_factor"))
            return guarded(request, *args, **options)

        return update_wrapper(inner, guarded)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add the pages of one's own second factor and tokens."""
        return [
            path("second-factor/", self.admin_view(self.second_factor), name="second_factor"),
            path("tokens/", self.admin_view(tokens_page), name="tokens"),
            path("second-factor/qr.svg", self.admin_view(self.second_factor_qr), name="second_factor_qr"),
            *super().get_urls(),
        ]

    def second_factor(self, request: HttpRequest) -> HttpResponse:
        """Show how one's second factor stands, and set it up, renew its recovery codes or switch it off."""
        device, pending = second_factor.device_of(request.user), self._pending(request)
        step = request.POST.get("step", "") if device else "confirm" if pending else "begin"
        form = self._form(request, step)
        context: dict[str, Any] = {"title": _("Second factor"), "required": settings.REQUIRE_SECOND_FACTOR}
        if request.method == "POST" and form.is_valid():
            codes = self._take(request, step, form.cleaned_data, pending)
            if codes is None:
                return HttpResponseRedirect(request.path)
            context["codes"] = codes
            device = second_factor.device_of(request.user)
            if not codes:
                form.add_error("code", WRONG_CODE)
        context |= {
            "device": device,
            "pending": pending,
            "key": second_factor.typed_key(pending) if pending and device is None else "",
            "form": form if device is None or form.errors else CodeForm(),
            "left": second_factor.recovery_codes_left(request.user),
            **self.each_context(request),
        }
        return TemplateResponse(request, "admin/second_factor.html", context)

    def _form(self, request: HttpRequest, step: str) -> Any:
        """Return the form of a step, with what was sent."""
        sent = request.POST if request.method == "POST" else None
        return PasswordForm(request, sent) if step == "begin" else CodeForm(sent)

    def _take(self, request: Any, step: str, data: dict[str, Any], pending: Any) -> list[str] | None:
        """Take a step; return the recovery codes to show, none where the code is wrong; None where none are shown."""
        user = request.user
        if step == "begin":
            request.session[PENDING] = second_factor.begin(user).pk
            return None
        if step == "confirm":
            codes = second_factor.confirm(pending, data["code"])
            if codes:
                del request.session[PENDING]
                request.session.cycle_key()
                django_otp.login(request, pending)
            return codes
        if step not in ("renew", "off") or (step == "off" and settings.REQUIRE_SECOND_FACTOR):
            raise PermissionDenied
        if second_factor.check(user, data["code"]) is None:
            return []
        if step == "renew":
            return second_factor.new_recovery_codes(user)
        second_factor.switch_off(user)
        messages.success(request, _("Your second factor is switched off: you sign in by password alone."))
        return None

    def second_factor_qr(self, request: HttpRequest) -> HttpResponse:
        """Draw the code by which an app takes over what is being set up."""
        if (device := self._pending(request)) is None:
            raise Http404
        return HttpResponse(second_factor.qr_code(device), content_type="image/svg+xml")

    def _pending(self, request: HttpRequest) -> Any:
        """Return the device that this session is setting up."""
        key = request.session.get(PENDING)
        return second_factor.pending_device_of(request.user, key) if key else None

    def _lacks_code(self, request: Any) -> bool:
        """Tell whether a code is demanded that this session was not given; asked once a request."""
        if getattr(request.user, "otp_device", None) is not None:
            return False
        if not hasattr(request, "lacks_code"):
            request.lacks_code = second_factor.demanded_of(request.user)
        return bool(request.lacks_code)

    def _must_set_up(self, request: HttpRequest) -> bool:
        """Tell whether a code is demanded of somebody who has nothing yet to make one with."""
        return settings.REQUIRE_SECOND_FACTOR and second_factor.device_of(request.user) is None

    def _page(self, request: HttpRequest) -> str:
        """Return the name of the page that is asked for."""
        match = request.resolver_match
        return (match.url_name or "") if match else ""
