"""The form of a report, and the signed token that stands in the place of a cookie."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: How old a page must be, and may be, when it is sent: programs are quicker, and a day is long.
YOUNGEST, OLDEST = 3, 24 * 60 * 60

SIGNER = signing.TimestampSigner(salt="qualitymonth.reports")


def make_token(kind: str, key: str) -> str:
    """Return a token for a report about one record, good for a day."""
    return SIGNER.sign_object([kind, key])


class PlainText(forms.CharField):
    """Text whose line ends count once, as the reader's browser counts them."""

    def to_python(self, value: Any) -> Any:
        """Return the text with plain line ends."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class ReportForm(forms.Form):
    """What is wrong, and where to answer, if the reader likes."""

    message = PlainText(
        label=_("What is wrong?"),
        min_length=10,
        max_length=4_000,
        help_text=_("Say what the record should say, and how you know: a document and its line help most."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    contact = forms.EmailField(
        label=_("Your e-mail address (optional)"),
        required=False,
        max_length=254,
        help_text=_("Only if you would like an answer. It is removed some time after your report was dealt with."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    #: Nobody sees it, so nobody fills it in; programs do.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: str, key: str, **options: Any) -> None:
        self.about = [kind, key]
        options["label_suffix"] = ""
        super().__init__(*args, **options)

    def clean_website(self) -> str:
        """Refuse what only a program fills in; a reader whose browser did is told which field it is."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("This is not for people to fill in. Please empty it and send again."))
        return ""

    def clean_token(self) -> str:
        """Check that the form comes from our own page of this record, neither at once nor long ago."""
        token: str = self.cleaned_data["token"]
        try:
            about = SIGNER.unsign_object(token, max_age=OLDEST)
        except signing.SignatureExpired as error:
            raise ValidationError(_("This page was open for more than a day. Please send it again.")) from error
        except signing.BadSignature:
            about = None
        if about != self.about:
            raise ValidationError(_("This did not come from the page of the record. Please send it again."))
        if self._is_fresh(token):
            raise ValidationError(_("That was too quick for us. Please send it again in a few seconds."))
        return token

    def _is_fresh(self, token: str) -> bool:
        try:
            SIGNER.unsign(token, max_age=YOUNGEST)
        except signing.SignatureExpired:
            return False
        return True
