"""A record as a CSL-JSON item in the reader's language: what every citation, file and head of a page is made from.

A notice is a ``report``: that type keeps the issuers, the document number and the date in GB/T 7714, Chicago and
Zotero alike, where ``legislation`` loses the issuers. A source is what it was published as. Everything else is the
archive's own entry, dated by its last change.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from campaigns.models import SUBJECTS, Notice, Source
from campaigns.vocabularies import SourceKind
from qualitymonth import edtf
from qualitymonth.bilingual import LANGUAGES, Bilingual, Text, reader_suffix

Item = dict[str, Any]

#: What reference managers call the languages of ``Text``.
CSL_LANGUAGES = {"zh-Hans": "zh-CN", "en": "en"}

_SOURCE_TYPES = {SourceKind.OFFICIAL: "report", SourceKind.NEWS: "article-newspaper"}
#: Kinds of source whose publisher is their author where nobody else is named.
_SPEAK_FOR_THEMSELVES = {SourceKind.OFFICIAL, SourceKind.ASSOCIATION}
_NAMES = ("title", "name", "heading", "text", "label")
_CHINESE_NAME = re.compile("[\u4e00-\u9fff]{2,3}")


def kind_of(record: Any) -> str:
    """Return the noun of the record's kind: ``activity``."""
    return next(kind for kind, model in SUBJECTS.items() if isinstance(record, model))


def title_of(record: Any) -> Text:
    """Return what the record is called, in the language it is called so."""
    for name in _NAMES:
        if isinstance(value := getattr(record, name, None), Text) and value:
            return value
    if isinstance(record, SUBJECTS["year"]):
        return Text(_("Quality Month %(year)s") % {"year": record}, LANGUAGES[reader_suffix()])
    return Text(str(record), LANGUAGES[reader_suffix()])


def original_title(record: Any) -> str:
    """Return the Chinese title where another one is shown, empty where there is none."""
    name = next((name for name in _NAMES if isinstance(getattr(type(record), name, None), Bilingual)), None)
    chinese: str = getattr(record, f"{name}_zh", "") if name else ""
    return "" if chinese == title_of(record).plain else chinese


def csl_item(record: Any, request: HttpRequest) -> Item:
    """Return ``record`` as one CSL-JSON item, read today at the address that ``request`` gives it."""
    kind, title = kind_of(record), title_of(record)
    item: Item = {
        "id": f"{kind}-{record.natural_key()[0]}",
        "title": title.plain,
        "language": CSL_LANGUAGES[title.lang],
        "URL": request.build_absolute_uri(record.get_absolute_url()),
        "accessed": csl_date(timezone.localdate().isoformat()),
        "source": _("Quality Month Archive"),
    }
    if isinstance(record, Notice):
        item |= _notice(record)
    elif isinstance(record, Source):
        item |= _source(record)
    else:
        item |= _entry(record)
    return {name: value for name, value in item.items() if value}


def csl_items(records: Iterable[Any], request: HttpRequest) -> Iterator[Item]:
    """Return each of ``records``, which may be of several kinds, as a CSL-JSON item, one at a time."""
    language = get_language() or settings.LANGUAGE_CODE

    def in_language(record: Any) -> Item:
        # A file is written after the view has answered: whoever writes it may have another language in force by then.
        with override(language):
            return csl_item(record, request)

    return map(in_language, records)


def csl_date(date: str) -> dict[str, Any]:
    """Return an EDTF date as CSL writes it, at its own precision; empty where there is none."""
    if not date:
        return {}
    parsed = edtf.parse(date)
    parts = [int(part) for part in date.rstrip("?~%").split("-")]
    return {"date-parts": [parts]} | ({"circa": True} if parsed.qualifier else {})


def issuers(notice: Notice) -> list[str]:
    """Return the names of a notice's issuers in order: as printed in the reader's language, or as headed here."""
    suffix = reader_suffix()
    signatures = notice.signatures.all()
    return [getattr(one, f"name_{suffix}") or one.agency.name.plain for one in signatures]


def _literal(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"literal": name} for name in names]


def _notice(notice: Notice) -> Item:
    return {
        "type": "report",
        "genre": _("Notice") if notice.document_number else "",
        "author": _literal(issuers(notice)),
        "number": notice.document_number,
        "issued": csl_date(notice.issued_on or notice.published_on),
        "original-title": original_title(notice),
    }


def _source(source: Source) -> Item:
    publisher, authors = source.publisher.plain, _byline(source.byline)
    if not authors and publisher and source.kind in _SPEAK_FOR_THEMSELVES:
        authors = [publisher]
    kind = _SOURCE_TYPES.get(SourceKind(source.kind), "webpage")
    item: Item = {
        "type": kind,
        "author": _literal(authors),
        "issued": csl_date(source.published_on),
        "original-title": original_title(source),
    }
    if source.web_address.startswith(("https://", "http://")):
        item["URL"] = source.web_address
    if source.part_of and not publisher:
        publisher = source.part_of.title.plain
    return item | {"publisher" if kind == "report" else "container-title": publisher}


def _byline(byline: str) -> list[str]:
    """Return the authors in a byline: each one where it is nothing but Chinese names, else the line as printed."""
    authors = byline.split()
    return authors if all(_CHINESE_NAME.fullmatch(name) for name in authors) else [byline]


def _entry(record: Any) -> Item:
    archive = _("Quality Month Archive")
    return {
        "type": "webpage",
        "author": _literal([archive]),
        "container-title": archive,
        "issued": csl_date(timezone.localtime(record.updated_at).date().isoformat()),
        "version": str(record.version),
        "original-title": original_title(record),
    }
