"""A record as unqualified Dublin Core: what its page says in its head, in both languages where it has them."""

import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import override
from lxml import etree
from oai_repo.response import NSMAP_OAIDC, OAIDC_SCHEMA

from campaigns.citing.formats import names
from campaigns.citing.items import csl_item
from qualitymonth.bilingual import LANGUAGES

#: What XML 1.0 cannot hold.
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_DC = f"{{{NSMAP_OAIDC['dc'].decode()}}}"
_OAI_DC = f"{{{NSMAP_OAIDC['oai_dc'].decode()}}}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TYPES = {"year": "Event", "campaign": "Event", "activity": "Event", "series": "Event"}


def dublin_core(record: Any, request: HttpRequest) -> Any:
    """Return ``record`` as an oai_dc element."""
    root = etree.Element(f"{_OAI_DC}dc", nsmap=NSMAP_OAIDC)
    root.set(*OAIDC_SCHEMA)
    with override("en"):
        for name, value, language in _told(record, request):
            if text := NO_XML.sub("", value).strip():
                element = etree.SubElement(root, f"{_DC}{name}")
                element.text = text
                if language:
                    element.set(_LANG, language)
    return root


def _told(record: Any, request: HttpRequest) -> Iterator[tuple[str, str, str]]:
    """Yield the elements in their usual order: name, value, and the language of a text."""
    item = csl_item(record, request)
    titles = list(_in_both(record, ("title", "name", "heading", "text")))
    for value, language in titles or [(item["title"], item["language"])]:
        yield "title", value, language
    for name in names(item):
        yield "creator", name, ""
    for value, language in _in_both(record, ("summary", "notes", "theme")):
        yield "description", value, language
    if item.get("publisher"):
        yield "publisher", item["publisher"], ""
    parts = item.get("issued", {}).get("date-parts", [[]])[0]
    if parts:
        yield "date", "-".join(f"{part:02d}" for part in parts), ""
    yield "type", _TYPES.get(str(record._meta.model_name), "Text"), ""
    yield "type", str(record._meta.verbose_name), ""
    yield "identifier", request.build_absolute_uri(record.get_absolute_url()), ""
    if item.get("number"):
        yield "identifier", item["number"], ""
    if (address := getattr(record, "web_address", "")) and address.startswith(("https://", "http://")):
        yield "source", address, ""
    yield "language", item["language"], ""


def _in_both(record: Any, fields: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the first of ``fields`` that the record has, in each language that it has it in."""
    for name in fields:
        values = [(getattr(record, f"{name}_{suffix}", ""), language) for suffix, language in LANGUAGES.items()]
        if found := [(value, language) for value, language in values if value]:
            yield from found
            return
