"""Any list as an Atom feed of what changed last."""

import re
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from qualitymonth.bilingual import Text

LENGTH = 50
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def plain(value: Any) -> str:
    """Return a text without its language span, and without the control characters that XML refuses."""
    text = value.plain if isinstance(value, Text) else str(value)
    return _CONTROL.sub("", text)


def atom_response(request: HttpRequest, queryset: QuerySet[Any], title: str, list_url: str) -> HttpResponse:
    """Return the records of ``queryset`` that changed last."""
    feed = Atom1Feed(
        title=title,
        link=request.build_absolute_uri(list_url),
        description="",
        language=get_language(),
        feed_url=request.build_absolute_uri(),
    )
    for record in queryset.order_by("-updated_at", "-pk")[:LENGTH]:
        address = request.build_absolute_uri(record.get_absolute_url())
        feed.add_item(
            title=plain(record),
            link=address,
            description=plain(getattr(record, "summary", "")),
            unique_id=address,
            updateddate=record.updated_at,
            pubdate=record.created_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
