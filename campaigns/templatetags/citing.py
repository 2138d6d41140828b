"""What pages say of themselves: how to cite them, and their heads for search engines and reference managers."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.http import urlencode

from campaigns.citing import linked
from campaigns.citing.formats import names
from campaigns.citing.items import csl_item, title_of
from campaigns.citing.styles import cited
from qualitymonth.bilingual import Text

register = template.Library()

#: Zotero's item types, by those of CSL.
_ZOTERO = {"report": "report", "article-newspaper": "newspaperArticle", "webpage": "webpage"}
LENGTH = 300


@register.simple_tag(takes_context=True)
def absolute(context: template.Context, address: str) -> str:
    """Return ``address`` with this site's scheme and host."""
    request: HttpRequest | None = context.get("request")
    return request.build_absolute_uri(address) if request else address


@register.simple_tag(takes_context=True)
def canonical(context: template.Context, language: str = "") -> str:
    """Return the address under which this page is to be known, in ``language`` where one is given.

    It keeps the page number and the only filter of a list; every other word of the query it leaves out.
    """
    request: HttpRequest | None = context.get("request")
    if not request:
        return "/"
    chosen = context.get("chosen") or ()
    kept = {word: request.GET[word] for word, *_ in chosen} if len(chosen) == 1 else {}
    if len(chosen) <= 1 and getattr(context.get("page_obj"), "number", 1) > 1:
        kept["page"] = request.GET["page"]
    address = translate_url(request.path, language) if language else request.path
    return request.build_absolute_uri(address + (f"?{urlencode(kept)}" if kept else ""))


@register.inclusion_tag("components/cite.html", takes_context=True)
def cite(context: template.Context, record: Any) -> dict[str, Any]:
    """Show how to cite ``record``: in both styles, and in the formats of reference managers."""
    item = csl_item(record, context["request"])
    address = context["request"].build_absolute_uri(record.get_absolute_url())
    return {"record": record, "cited": cited(item), "address": address, "citations": context["citations"]}


@register.inclusion_tag("head/record.html", takes_context=True)
def head_meta(context: template.Context, record: Any) -> dict[str, Any]:
    """Write what a record's page says of itself in its head."""
    item = csl_item(record, context["request"])
    parts = item.get("issued", {}).get("date-parts", [[]])[0]
    return {
        "title": item["title"],
        "description": description(record),
        "address": context["request"].build_absolute_uri(record.get_absolute_url()),
        "item": item,
        "creators": names(item),
        "issued": "-".join(f"{part:02d}" for part in parts),
        "item_type": _ZOTERO[item["type"]],
        "citations": context["citations"],
        "linked": linked.script_text(linked.linked_data(record, context["request"])),
        "modified": record.updated_at,
    }


@register.inclusion_tag("head/open_graph.html", takes_context=True)
def open_graph(context: template.Context, title: Any, description: Any, kind: str) -> dict[str, Any]:
    """Write what a link to this page shows elsewhere (Open Graph)."""
    return {"title": str(title), "description": str(description), "kind": kind, "address": canonical(context)}


@register.filter
def cited_title(record: Any) -> str:
    """Return what ``record`` is called where it is cited."""
    return title_of(record).plain


@register.filter
def description(record: Any) -> str:
    """Return a sentence or two about ``record`` for its head: its summary or notes, or what it is called."""
    for name in ("summary", "notes", "theme"):
        text = getattr(record, name, None)
        if isinstance(text, Text) and text:
            return text.plain if len(text) <= LENGTH else f"{text.plain[: LENGTH - 1].rstrip()}…"
    return f"{title_of(record).plain} ({record._meta.verbose_name})"
