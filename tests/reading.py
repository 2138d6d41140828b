"""How tests read what the site answers: pages as text and elements, lists as keys."""

import csv
import json
from html.parser import HTMLParser
from io import StringIO
from typing import Any
from xml.etree import ElementTree as ET

from django.test import Client

from qualitymonth.pagination import LARGEST_SIZE

#: The lists that have a page, by their plural: noun and the name of the key.
LISTS = {
    "years": ("year", "number"),
    "campaigns": ("campaign", "slug"),
    "notices": ("notice", "slug"),
    "series": ("series", "slug"),
    "activities": ("activity", "slug"),
    "people": ("person", "slug"),
    "sources": ("source", "slug"),
    "agencies": ("agency", "slug"),
    "provinces": ("province", "code"),
}
#: The kinds that only the API lists.
API_ONLY = {
    "sections": ("section", "slug"),
    "slogans": ("slogan", "slug"),
    "figures": ("figure", "slug"),
    "appearances": ("appearance", "slug"),
    "precedents": ("precedent", "slug"),
    "claims": ("claim", "key"),
}
KINDS = LISTS | API_ONLY

#: The beginning of an address in each language.
PREFIXES = {"en": "", "zh-Hans": "/zh-hans"}

VOID = {"meta", "link", "input", "br", "img", "hr"}
ATOM = "{http://www.w3.org/2005/Atom}"


class Page(HTMLParser):
    """A page: its elements as (name, attributes, text within), in order, and its whole text."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[tuple[str, list[str]]] = []
        self.feed(response.content.decode())
        self.close()
        assert self._open == [], f"never closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said: list[str] = []
        self.elements.append((tag, dict(attrs), said))
        if tag not in VOID:
            self._open.append((tag, said))

    def handle_endtag(self, tag: str) -> None:
        name, _ = self._open.pop()
        assert name == tag, f"</{tag}> closes <{name}>"

    def handle_data(self, data: str) -> None:
        for _, said in self._open:
            said.append(data)

    def texts(self, tag: str, **attributes: str) -> list[str]:
        """Return the text of each ``tag`` with these attributes; ``class_`` asks for one class among others."""
        return [" ".join("".join(said).split()) for _, said in self._matching(tag, attributes)]

    def links(self, tag: str = "a", **attributes: str) -> list[str]:
        """Return the address of each link with these attributes."""
        return [attrs.get("href") or "" for attrs, _ in self._matching(tag, attributes)]

    def text(self, tag: str = "main", **attributes: str) -> str:
        """Return the text of the only ``tag`` with these attributes."""
        (found,) = self.texts(tag, **attributes)
        return found

    def _matching(self, tag: str, attributes: dict[str, str]) -> list[tuple[dict[str, str | None], list[str]]]:
        wanted = dict(attributes)
        css = wanted.pop("class_", None)
        return [
            (attrs, said)
            for name, attrs, said in self.elements
            if name == tag
            and all(attrs.get(key) == value for key, value in wanted.items())
            and (css is None or css in (attrs.get("class") or "").split())
        ]


def page(client: Client, address: str, status: int = 200) -> Page:
    """Return the page at ``address``."""
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    return Page(response)


def body(response: Any) -> str:
    """Return what a file download holds."""
    return b"".join(response.streaming_content).decode()


def fact(read: Page, label: str) -> str:
    """Return all that a record's page says under ``label``."""
    (found,) = [said for said in read.texts("div", class_="fact") if said.startswith(label)]
    return found.removeprefix(label).strip()


def roomy(query: str) -> str:
    """Return ``query`` asking for the largest pages, unless it says how large they are."""
    return query if "page_size=" in query else f"{query or '?'}{'&' if query else ''}page_size={LARGEST_SIZE}"


def api(client: Client, plural: str, query: str = "") -> list[Any]:
    """Return all records that the API lists, page after page."""
    address: str | None = f"/api/v1/{plural}/{roomy(query)}"
    found: list[Any] = []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.content.decode()[:2000]
        found += answer.json()["results"]
        address = answer.json()["next"]
    return found


def keys_of_api(client: Client, plural: str, query: str = "") -> list[str]:
    """Return the keys of the records that the API lists."""
    return [str(record[KINDS[plural][1]]) for record in api(client, plural, query)]


def keys_of_page(client: Client, plural: str, query: str = "") -> list[str]:
    """Return the keys of the records that a list's page links to, page after page."""
    address: str | None = f"/{plural}/{roomy(query)}"
    found: list[str] = []
    while address:
        read = page(client, address)
        found += _row_keys(read, plural)
        following = read.links("a", rel="next")
        address = f"/{plural}/{following[0]}" if following else None
    return found


def _row_keys(read: Page, plural: str) -> list[str]:
    """Return the key in the first link of each row of the list."""
    found, in_rows, fresh = [], False, False
    for name, attrs, _ in read.elements:
        if name == "ol" and "rows" in (attrs.get("class") or ""):
            in_rows = True
        elif name in ("nav", "p", "section"):
            in_rows = False
        elif name == "li":
            fresh = True
        elif name == "a" and in_rows and fresh:
            fresh = False
            found.append((attrs["href"] or "").rstrip("/").rsplit("/", 1)[1])
    assert all(found), plural
    return found


def keys_of_csv(client: Client, plural: str, query: str = "") -> list[str]:
    """Return the keys in a list's CSV file."""
    rows = csv.DictReader(StringIO(body(client.get(f"/{plural}.csv{query}")), newline=""))
    return [row[KINDS[plural][1]] for row in rows]


def keys_of_jsonl(client: Client, plural: str, query: str = "") -> list[str]:
    """Return the keys in a list's JSON Lines file."""
    lines = body(client.get(f"/{plural}.jsonl{query}")).splitlines()
    return [str(json.loads(line)[KINDS[plural][1]]) for line in lines]


def entries(client: Client, address: str) -> list[tuple[str, str]]:
    """Return the title and address of each entry of an Atom feed."""
    feed = ET.fromstring(client.get(address).content)  # noqa: S314 - our own
    return [
        (entry.findtext(f"{ATOM}title") or "", entry.find(f"{ATOM}link").attrib["href"])  # type: ignore[union-attr]
        for entry in feed.iter(f"{ATOM}entry")
    ]
