"""Model fields that both apps use."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qualitymonth import edtf

#: Help beside fields that many kinds have, in the words of those who fill them in.
SLUG_HELP = _("the last part of the public address: small Latin letters, digits and hyphens; it stays once published")
DATE_HELP = _("as precise as the document: 2023, 2023-09 or 2023-09-01; empty where none says")
SUMMARY_HELP = _("a sentence or two of the archive's own, not copied from a document")
NOTES_HELP = _("in the archive's own words")
PRINTED_HELP = _("as the document prints it, damage included")
POSITION_HELP = _("its place in the order of the document, from 1")

validate_http = URLValidator(schemes=["http", "https"])


def validate_edtf(value: str) -> None:
    """Raise ValidationError unless ``value`` is a date of the archive's EDTF subset."""
    try:
        edtf.parse(value)
    except ValueError as error:
        raise ValidationError(str(error), code="edtf") from error


class EdtfField(models.CharField):  # type: ignore[type-arg]
    """A date as precise as its document: ``1978``, ``1978-08``, ``1978-08-31``; empty where none is known."""

    default_validators = [validate_edtf]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": 11, "blank": True, "default": "", "help_text": DATE_HELP, **options})


class WebAddressField(models.URLField):  # type: ignore[type-arg]
    """An http or https address; anything else is refused."""

    default_validators = [validate_http]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": 500, "blank": True, "default": "", **options})


class TextLine(models.CharField):  # type: ignore[type-arg]
    """A short text on one line: a name, a title, a theme."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": 500, "blank": True, "default": "", **options})


class Summary(models.TextField):  # type: ignore[type-arg]
    """A sentence or two of the archive's own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"blank": True, "default": "", "help_text": SUMMARY_HELP, **options})
