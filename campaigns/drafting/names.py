"""The names that the archive knows: agencies, provinces, series and people, under any spelling of any name."""

import re
from dataclasses import dataclass, field

from pypinyin import lazy_pinyin

from campaigns.builder.records import Records
from campaigns.documents.glosses import HAN
from qualitymonth.fold import fold

_HAN = re.compile(f"[{HAN}]")
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
#: The ends by which the names of provinces are cut short.
_PROVINCE_ENDS = (" Province", " Municipality")


def folded(name: str) -> str:
    """Return a name for comparison: without the English article, and folded."""
    return fold(_ARTICLE.sub("", name.strip()))


@dataclass(slots=True)
class Known:
    """What the archive knows, by folded name: ``kind -> folded name -> key``."""

    records: Records
    by_name: dict[str, dict[str, str]] = field(default_factory=dict)

    def find(self, kind: str, name: str) -> str | None:
        """Return the key of the record of ``kind`` that bears ``name``."""
        return self.by_name[kind].get(folded(name))

    def beginning(self, kind: str, text: str) -> tuple[str, str] | None:
        """Return the key of the record whose name ``text`` begins with, and that name as it stands; the longest."""
        whole = folded(text)
        names = [name for name in self.by_name[kind] if whole.startswith(name)]
        if not names:
            return None
        best = max(names, key=len)
        bare = _ARTICLE.sub("", text.strip())
        end = next(end for end in range(1, len(bare) + 1) if fold(bare[:end]) == best)
        if re.match(r"[A-Za-z]", bare[end : end + 1]) and not _HAN.search(best):
            return None
        return self.by_name[kind][best], bare[:end]

    def within(self, kind: str, text: str) -> list[str]:
        """Return the keys of the records that ``text`` names, in the order in which it first does."""
        whole = fold(text)
        places = {
            (whole.find(name), -len(name)): key
            for name, key in self.by_name[kind].items()
            if len(name) > 1 and name in whole
        }
        return list(dict.fromkeys(places[place] for place in sorted(places)))

    def agency_names(self) -> list[str]:
        """Return every name of every agency, as the dossiers print it."""
        return [name.name for placed in self.records.of("agency") for name in placed.entry.names]

    def people(self) -> list[str]:
        """Return the Chinese names of the people, whose characters no conversion may change."""
        return [placed.entry.name_zh for placed in self.records.of("person") if placed.entry.name_zh]

    def holds(self, kind: str, key: str | int) -> str:
        """Return the dossier that holds the record, empty where none does."""
        placed = self.records.find(kind, key)
        return placed.file if placed else ""


def known_names(records: Records) -> Known:
    """Index the names of ``records``."""
    known = Known(records, {kind: {} for kind in ("agency", "province", "series", "person")})
    for placed in records.of("agency"):
        _index(known, "agency", placed.key, *(name.name for name in placed.entry.names))
    for placed in records.of("province"):
        entry = placed.entry
        ends = [entry.name_en + end for end in _PROVINCE_ENDS]
        _index(known, "province", placed.key, entry.name_zh, entry.short_zh, entry.name_hant, entry.name_en, *ends)
    for kind in ("series", "person"):
        for placed in records.of(kind):
            _index(known, kind, placed.key, placed.entry.name_zh, placed.entry.name_en)
    return known


def _index(known: Known, kind: str, key: str | int, *names: str | None) -> None:
    """Enter the names of one record; where two bear a name, the first keeps it."""
    for name in names:
        if name and (spelt := folded(name)):
            known.by_name[kind].setdefault(spelt, str(key))


def proposed_slug(*names: str) -> str:
    """Return a slug made of the first name that gives one: English words, or pinyin."""
    for name in names:
        spelt = " ".join(lazy_pinyin(name)) if _HAN.search(name) else _ARTICLE.sub("", name)
        words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", spelt.lower()))
        if words:
            return _whole_words("-".join(words))
    return "unnamed"


def _whole_words(slug: str, longest: int = 80) -> str:
    """Return a slug that is not too long, cut between words."""
    return slug if len(slug) <= longest else slug[: longest + 1].rpartition("-")[0]
