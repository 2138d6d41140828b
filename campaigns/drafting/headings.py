"""The heading of an item: what stands before its first sentence ends, or, in an annex, whom it begins with."""

import re
from dataclasses import dataclass

from campaigns.drafting.ground import CHINESE
from campaigns.drafting.names import Known

_CHINESE_SENTENCE = re.compile(r"[^。！？]+")
_ENGLISH_SENTENCE = re.compile(r".+?[.!?][\"”’')]*(?=\s+[\"“‘(A-Z]|$)")
#: A heading that is longer than this is a sentence of the text.
_LONGEST = {CHINESE: 60, "en": 200}
_NAME = re.compile(r"(?:[Tt]he\s+)?(?P<name>[A-Z][\w'’-]*(?:\s+(?:(?:(?:of|and|for|the|in)\s+)*[A-Z][\w'’-]*))*)")
#: When or on what occasion, before whom: “During the conference, …”.
_OCCASION = re.compile(r"(?:During|In|On|At|With|For|After|Before)\s[^,]{3,80},\s+")
_THEME = re.compile(r"(?P<heading>(?:The )?theme of the \w+) is (?:to )?(?P<theme>.+?)\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """A heading, the agency or province it names, if the archive knows one, and the reason to doubt it."""

    text: str = ""
    kind: str = ""
    key: str = ""
    doubt: str = ""


def heading(text: str, language: str) -> Head:
    """Return the heading of an item: the part up to the first sentence end."""
    pattern = _CHINESE_SENTENCE if language == CHINESE else _ENGLISH_SENTENCE
    found = pattern.match(text)
    said = (found[0] if found else text).strip().rstrip(".:：").strip()
    if len(said) > _LONGEST[language]:
        return Head("", doubt=f"no heading: the first sentence has {len(said)} characters")
    return Head(said)


def theme_within(text: str) -> tuple[str, str] | None:
    """Return heading and theme of a sentence that is both: “The theme of the activity is to …”."""
    found = _THEME.match(text)
    return (found["heading"], found["theme"]) if found else None


def annex_head(text: str, language: str, known: Known) -> Head:
    """Return whom an annex's item begins with: a known agency or province, else the words in capitals at its start."""
    if language == CHINESE:
        for kind in ("agency", "province"):
            if named := known.beginning(kind, text):
                return Head(named[1], kind, named[0])
        head = heading(text, language)
        return Head(head.text, doubt=head.doubt or "begins with no known agency or province")
    occasion = _OCCASION.match(text)
    bare = text[occasion.end() :] if occasion else text
    words = _NAME.match(bare)
    if words is None:
        return Head("", doubt="begins with no name")
    doubts = ["named after the occasion"] if occasion else []
    for kind in ("agency", "province"):
        if key := known.find(kind, words["name"]):
            return Head(words["name"], kind, key, "; ".join(doubts))
    for kind in ("agency", "province"):
        if named := known.beginning(kind, bare):
            doubts.append(f"known under {named[1]!r}")
            return Head(words["name"], kind, named[0], "; ".join(doubts))
    doubts.append("no known agency or province has this name; it ends where the capital letters do")
    return Head(words["name"], doubt="; ".join(doubts))
