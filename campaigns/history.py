"""The account of the history: sentences in both languages, each resting on facts of the archive.

The sentences stand in ``history.toml`` beside this module. Each names the facts that it retells, as
``kind:key:field`` (``year:1978:held``); the page cites the claims on them, the best first.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from campaigns.evidence import ranked
from campaigns.models import SUBJECTS, Claim, subject_column
from qualitymonth.bilingual import LANGUAGES, Text, reader_suffix

FILE = Path(__file__).with_name("history.toml")
#: So many sources are named for one fact; the record's own page names all.
CITED = 3


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence in the reader's language, with the claims that it rests on."""

    text: Text
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the account."""

    title: Text
    sentences: tuple[Told, ...]


@cache
def chapters() -> list[dict[str, Any]]:
    """Return the chapters as written."""
    return list(tomllib.loads(FILE.read_text(encoding="utf-8"))["chapter"])


def facts() -> list[str]:
    """Return every fact that the account names, in order."""
    return [fact for chapter in chapters() for sentence in chapter["sentence"] for fact in sentence["facts"]]


def account() -> list[Chapter]:
    """Return the account in the reader's language, with its citations; one query for each kind of record."""
    claims = claims_on(facts())
    return [
        Chapter(
            _text(chapter["title_zh"], chapter["title_en"]),
            tuple(
                Told(_text(sentence["zh"], sentence["en"]), _cited(claims, sentence["facts"]))
                for sentence in chapter["sentence"]
            ),
        )
        for chapter in chapters()
    ]


def claims_on(wanted: Iterable[str]) -> dict[str, list[Claim]]:
    """Return the published claims on each of the facts that has any, the best first."""
    keys: dict[str, set[str]] = {}
    for fact in wanted:
        kind, key, _ = fact.split(":")
        keys.setdefault(kind, set()).add(key)
    found: dict[str, list[Claim]] = {}
    for kind, names in keys.items():
        column, (name,) = subject_column(kind), SUBJECTS[kind].natural_key_fields
        claims = Claim.objects.published().for_list().filter(**{f"{column}__{name}__in": names})
        for claim in claims:
            found.setdefault(f"{kind}:{claim.record.natural_key()[0]}:{claim.field}", []).append(claim)
    return {fact: ranked(claims) for fact, claims in found.items()}


def _cited(claims: dict[str, list[Claim]], named: list[str]) -> tuple[Claim, ...]:
    """Return the claims to cite for the facts of one sentence: each once, those that the archive follows."""
    chosen = [claim for fact in named for claim in claims.get(fact, [])[:CITED]]
    return tuple({(claim.source_id, claim.line): claim for claim in chosen}.values())


def _text(zh: object, en: object) -> Text:
    suffix = reader_suffix()
    return Text(str(zh if suffix == "zh" else en), LANGUAGES[suffix])
