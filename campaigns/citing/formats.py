"""CSL-JSON items as files that reference managers read: BibTeX, RIS and CSL-JSON, written one item at a time."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from campaigns.citing.items import Item

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029\ufeff\ufffe\uffff]+")

# Braces are spelt out: BibTeX counts them even behind a backslash.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{mark: f"\\{mark}" for mark in "&%#_$"},
}  # fmt: skip
_TEX_TABLE = str.maketrans(_TEX)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BIBTEX_TYPES = {"report": "techreport", "article-newspaper": "article"}
_RIS_TYPES = {"report": "RPRT", "article-newspaper": "NEWS", "webpage": "ELEC"}


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files: what readers call it, its content type, how items are written in it."""

    label: str
    content_type: str
    write: Callable[[Iterable[Item]], Iterator[str]]


def one_line(text: str) -> str:
    """Return ``text`` on one line, without what no format can hold."""
    return " ".join(_UNPRINTABLE.sub(" ", str(text)).split())


def names(item: Item) -> list[str]:
    """Return the authors of ``item``."""
    return [author["literal"] for author in item.get("author", ())]


def bibtex(items: Iterable[Item]) -> Iterator[str]:
    """Write ``items`` as BibTeX, which biblatex reads as well; the key is the item's id."""
    return map(_bibtex_entry, items)


def _bibtex_entry(item: Item) -> str:
    kind = _BIBTEX_TYPES.get(item["type"], "misc")
    fields = {"author": " and ".join(f"{{{tex(name)}}}" for name in names(item)), "title": f"{{{tex(item['title'])}}}"}
    container = "journal" if kind == "article" else "howpublished"
    fields[container] = tex(item.get("container-title", ""))
    fields["origtitle"] = _braced(item.get("original-title", ""))
    if kind == "techreport":
        # BibTeX asks for an institution; where nobody published it, whoever signed first did.
        fields["institution"] = _braced(item.get("publisher") or next(iter(names(item)), "") or item.get("source", ""))
        fields["type"] = tex(item.get("genre", ""))
    elif kind == "article":
        fields["entrysubtype"] = "newspaper"
    fields |= {"number": tex(item.get("number", "")), "version": tex(item.get("version", ""))}
    issued = _iso(item, "issued")
    fields |= {
        "date": issued + ("~" if item.get("issued", {}).get("circa") else ""),
        "year": issued[:4],
        "language": item["language"],
        "url": _bibtex_url(item["URL"]),
        "urldate": _iso(item, "accessed"),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    if len(issued) > len("1978"):
        lines.append(f"  month = {_MONTHS[int(issued[5:7]) - 1]},\n")
    return f"@{kind}{{{item['id']},\n{''.join(lines)}}}\n\n"


def tex(text: str) -> str:
    """Return ``text`` on one line with every character that TeX would run spelt out."""
    return one_line(text).translate(_TEX_TABLE)


def _braced(text: str) -> str:
    return f"{{{tex(text)}}}" if text else ""


def _bibtex_url(address: str) -> str:
    r"""Return an address as ``\url`` takes it: as it stands, but for what would end the field."""
    return one_line(address).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _iso(item: Item, name: str) -> str:
    """Return a date of ``item`` as ``1978``, ``1978-08`` or ``1978-08-31``; empty where there is none."""
    parts = item.get(name, {}).get("date-parts", [[]])[0]
    return "-".join(f"{part:0{width}d}" for part, width in zip(parts, (4, 2, 2), strict=False))


def ris(items: Iterable[Item]) -> Iterator[str]:
    """Write ``items`` as RIS, with lines that end as its specification has it."""
    return map(_ris_entry, items)


def _ris_entry(item: Item) -> str:
    kind = _RIS_TYPES.get(item["type"], "GEN")
    issued, accessed = _iso(item, "issued"), _iso(item, "accessed")
    # A comma would part a family name from a given one; RIS knows no way to say that it does not.
    authors = [("AU", name.replace(", ", "，").replace(",", "，")) for name in names(item)]
    original = item.get("original-title")
    fields = [
        ("TY", kind),
        ("ID", item["id"]),
        ("TI", item["title"]),
        *authors,
        ("T2", item.get("container-title")),
        ("PY", issued[:4]),
        ("DA", _slashed(issued)),
        ("PB", item.get("publisher")),
        ("SN", item.get("number")),
        ("M3", item.get("genre")),
        ("ET", item.get("version")),
        ("LA", item["language"]),
        ("DB", item.get("source")),
        ("UR", item["URL"]),
        ("Y2", _slashed(accessed)),
        ("N1", f"original title: {original}" if original else ""),
    ]
    return "".join(f"{tag}  - {one_line(value)}\r\n" for tag, value in fields if value) + "ER  - \r\n\r\n"


def _slashed(date: str) -> str:
    """Return a date as RIS has it, each part before its slash: ``1978/08//``."""
    return "/".join([*date.split("-"), "", "", ""][:3]) + "/" if date else ""


def csl_json(items: Iterable[Item]) -> Iterator[str]:
    """Write ``items`` as the array that CSL-JSON is, an item a line."""
    lines = (json.dumps(item, ensure_ascii=False) for item in items)
    first = next(lines, None)
    if first is None:
        return iter(("[]\n",))
    return chain(("[\n", first), (f",\n{line}" for line in lines), ("\n]\n",))


#: The formats by the ending of their addresses.
FORMATS = {
    "bib": Format("BibTeX", "application/x-bibtex; charset=utf-8", bibtex),
    "ris": Format("RIS", "application/x-research-info-systems; charset=utf-8", ris),
    "json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
}
