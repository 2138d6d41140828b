"""What the templates of a document's review ask for."""

from typing import Any

from django import template
from django.urls import reverse

from campaigns.review.doubts import said
from qualitymonth.bilingual import Text

register = template.Library()


@register.filter
def verbose_name(model: Any) -> Any:
    """Return the name of a kind of record."""
    return model._meta.verbose_name


@register.filter
def change_address(record: Any) -> str:
    """Return the address of a record's page in the admin."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


@register.filter
def in_words(doubt: str) -> str:
    """Return a reason to doubt in the reader's language, or as the drafter wrote it, marked as English."""
    return said(doubt) or Text(doubt, "en")
