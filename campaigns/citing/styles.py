"""Citations as readers print them: GB/T 7714-2015 and Chicago, by the style files in ``styles/`` (docs/citing.md)."""

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from django.utils.translation import gettext as _

from campaigns.citing.items import Item

FOLDER = Path(__file__).parent / "styles"
_TWICE = re.compile(r"^(?P<title>.+?) (?P<year>n\.d|[0-9]{4})\. (?P=title)")
_CSL = "{http://purl.org/net/xbiblio/csl}"
#: A parsed style is a tree that rendering leaves notes on.
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation in one style, with the language that it is written in."""

    style: str
    text: str
    lang: str


def cited(item: Item) -> list[Cited]:
    """Return the citations of ``item`` in the styles that the archive offers."""
    chinese = item["language"].startswith("zh")
    lang = "zh-Hans" if chinese else "en"
    return [
        Cited(_("GB/T 7714-2015 style"), gb_t_7714(item, "zh-CN" if chinese else "en-US"), lang),
        Cited(_("Chicago style"), chicago(item), lang),
    ]


def gb_t_7714(item: Item, locale: str) -> str:
    """Return ``item`` as GB/T 7714-2015 has it, without the number that a list would give it."""
    return _rendered("china-national-standard-gb-t-7714-2015-numeric", locale, item).removeprefix("[1]")


def chicago(item: Item) -> str:
    """Return ``item`` as the reference list of Chicago's author-date system has it."""
    if item["type"] == "webpage":
        # An entry was published nowhere before, whatever title the documents give its subject.
        item = {name: value for name, value in item.items() if name != "original-title"}
    if item["type"] != "report":
        # Titles that the style puts in quotation marks hold single ones.
        item = item | {"title": item["title"].translate({ord("“"): "‘", ord("”"): "’"})}
    text = _rendered("chicago-author-date", "en-US", item)
    # American punctuation stands within the quotation marks, and a title in the author's place stands there alone.
    return _TWICE.sub(r"\g<title> \g<year>.", text.replace("”.", ".”").replace("”,", ",”"))


@cache
def _style(name: str, locale: str) -> CitationStylesStyle:
    """Return a parsed style without what citeproc-py gets wrong: names of bodies in capitals, labels of nothing."""
    style = CitationStylesStyle(str(FOLDER / f"{name}.csl"), locale=locale, validate=False)
    for element in [*style.root.iter(f"{_CSL}name-part"), *style.root.iter(f"{_CSL}label")]:
        if element.get("variable") in (None, "edition"):
            element.getparent().remove(element)
    return style


def _rendered(name: str, locale: str, item: Item) -> str:
    return _remembered(name, locale, json.dumps({field: item[field] for field in sorted(item) if field != "source"}))


@lru_cache(maxsize=1024)
def _remembered(name: str, locale: str, written: str) -> str:
    """Render an item that is written as JSON: the style takes its time, and a page is asked for more than once."""
    item = json.loads(written)
    with _lock:
        bibliography = CitationStylesBibliography(_style(name, locale), CiteProcJSON([item]), formatter.plain)
        bibliography.register(Citation([CitationItem(item["id"])]))
        return " ".join(str(bibliography.bibliography()[0]).split())
