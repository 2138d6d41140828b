"""The forms of signing in and of the second factor."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qualitymonth.guard import second_factor

WRONG_CODE = _("This code is wrong, was used already, or came too soon after a wrong one. Wait for the next one.")


class CodeField(forms.CharField):
    """A code from the app, or a recovery code; browsers keep no list of them."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"})
        super().__init__(
            **{"label": pgettext_lazy("second factor", "Code"), "max_length": 32, "widget": widget, **options}
        )


class SignInForm(AdminAuthenticationForm):
    """Asks for name and password, and those who have a second factor for a code."""

    code = CodeField(required=False, help_text=_("If you use a second factor: from your app, or a recovery code."))

    def clean(self) -> dict[str, Any]:
        """Check the code once name and password are right: nobody learns from it which names there are."""
        data = super().clean() or self.cleaned_data
        user: Any = self.get_user()
        if user is not None and second_factor.device_of(user):
            if not data.get("code"):
                raise ValidationError({"code": _("Your account asks for a code as well.")})
            user.otp_device = second_factor.check(user, data["code"])
            if user.otp_device is None:
                raise ValidationError({"code": WRONG_CODE})
        return data


class PasswordForm(forms.Form):
    """Asks for one's own password again, before something that an unattended screen should not allow."""

    password = forms.CharField(
        label=_("Your password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        self.request = request
        super().__init__(*args, **options)

    def clean_password(self) -> str:
        """Check it as a sign-in does, so that wrong ones are counted."""
        password: str = self.cleaned_data["password"]
        name = self.request.user.get_username()
        if authenticate(self.request, username=name, password=password) is None:
            raise ValidationError(_("This is not your password."), code="password")
        return password


class CodeForm(forms.Form):
    """Asks for a code."""

    code = CodeField()
