"""What the pages of the editor's desk take from the archive."""

from typing import Any

from django import template
from django.contrib import admin

from qualitymonth.admin.first_page import FirstPage

register = template.Library()


@register.simple_tag(takes_context=True)
def first_page(context: template.Context) -> Any:
    """Return what the first page shows to the reader."""
    return FirstPage(context["request"], admin.site)
