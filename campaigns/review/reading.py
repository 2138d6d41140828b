"""The drafter's reading of a document of the database: candidates in the order in which they are reviewed."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core import signing

from campaigns.builder.records import Records
from campaigns.documents.files import Document
from campaigns.drafting.draft import draft
from campaigns.drafting.model import Claim, Draft, Field, Member, Table
from campaigns.review.kinds import KINDS, key_of

#: The drafter's slug for the document under review: it need not be one of the archive's.
DOCUMENT = "document"
#: A page of candidates stays below the bounds on the fields and on the bytes of a request.
MOST_FIELDS, MOST_CHARACTERS = 6_000, 150_000
_SALT = "campaigns.review"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a document: candidates, and what is doubtful about the document as a whole."""

    tables: list[Table]
    doubts: list[str]


@dataclass(slots=True)
class Snapshot:
    """The candidates that a page offers, as they were read, and the records that stand for others."""

    tables: list[Table]
    #: Kind, key that the drafter proposed, and key of the record that was accepted for it.
    stands_for: list[tuple[str, str, str]] = field(default_factory=list)
    #: The indexes of the candidates that had been accepted when the page was made.
    accepted: list[int] = field(default_factory=list)


def document(name: str, content: str) -> Document:
    """Return the text of ``content`` as the drafter takes it."""
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Document(name, digest, content, tuple(content.removesuffix("\n").split("\n")))


def read_candidates(text: Document, records: Records) -> Reading:
    """Return the reading of ``text``; raise DraftError where it holds no words."""
    drafted = draft(text, records, DOCUMENT)
    tables = [*drafted.tables, *_new_agencies(drafted, records)]
    order = {kind: number for number, kind in enumerate(KINDS)}
    return Reading(sorted(tables, key=lambda table: order[table.kind]), drafted.doubts)


def _new_agencies(drafted: Draft, records: Records) -> Iterable[Table]:
    """Yield a candidate for each agency that signs, or takes part, and that the archive does not know."""
    seen: set[str] = set()
    for table in drafted.tables:
        for members in table.lists.values():
            for member in members:
                slug = member.fields["agency"]
                if slug in seen or records.find("agency", slug):
                    continue
                seen.add(slug)
                name_zh, name_en = member.fields.get("name_zh", ""), member.fields.get("name_en", "")
                made = Table("agency").put("slug", slug).put("kind", _agency_kind(name_zh, name_en))
                made.put("name_zh", name_zh).put("name_en", name_en)
                made.doubts.append("no known agency has this name")
                name = name_zh or name_en
                made.claims = [
                    Claim("names", claim.at, claim.quote, name, doubt=claim.doubt) for claim in member.claims
                ]
                yield made


def _agency_kind(*names: str) -> str:
    words = ("协会", "学会", "联合会", "Association", "Society", "Federation")
    return "association" if any(word in name for name in names for word in words) else "state"


def pages(tables: Sequence[Table]) -> list[list[Table]]:
    """Return ``tables`` in pages, each small enough to be sent back in one form; there is at least one."""
    found: list[list[Table]] = [[]]
    fields = characters = 0
    for table in tables:
        fields += _field_count(table)
        characters += len(str(table))
        if found[-1] and (fields > MOST_FIELDS or characters > MOST_CHARACTERS):
            found.append([])
            fields, characters = _field_count(table), len(str(table))
        found[-1].append(table)
    return found


def _field_count(table: Table) -> int:
    """Return how many fields the form of a candidate has at most."""
    members = sum(5 + len(member.claims) for listed in table.lists.values() for member in listed)
    return 2 + len(KINDS[table.kind]) + len(table.claims) + members


def pack(snapshot: Snapshot, sha256: str) -> str:
    """Return ``snapshot`` of the document with ``sha256``, signed, for a form to carry."""
    return signing.dumps({"text": sha256, **asdict(snapshot)}, salt=_SALT, compress=True)


def unpack(packed: str, sha256: str) -> Snapshot:
    """Return the snapshot in ``packed``; raise BadSignature where it is none of this document."""
    data: dict[str, Any] = signing.loads(packed, salt=_SALT)
    if data["text"] != sha256:
        raise signing.BadSignature("the reading of another text")
    stands_for = [(kind, key, record) for kind, key, record in data["stands_for"]]
    return Snapshot([_table(table) for table in data["tables"]], stands_for, data["accepted"])


def _table(data: dict[str, Any]) -> Table:
    return Table(
        data["kind"],
        [Field(**one) for one in data["fields"]],
        {
            name: [Member(one["fields"], [Claim(**claim) for claim in one["claims"]], one["doubt"]) for one in members]
            for name, members in data["lists"].items()
        },
        [Claim(**claim) for claim in data["claims"]],
        data["doubts"],
    )


def lines_of(claim: Claim) -> tuple[int, int]:
    """Return the first and the last line on which ``claim`` stands."""
    first, _, last = claim.at.rpartition(":")[2].partition("-")
    return int(first), int(last or first)


def source_of(claim: Claim) -> str:
    """Return the drafter's slug of the source that makes ``claim``."""
    return claim.at.rpartition(":")[0]


def is_document(table: Table) -> bool:
    """Tell whether a candidate is the document under review itself."""
    return table.kind == "source" and key_of(table) == DOCUMENT


def is_unsure(table: Table) -> bool:
    """Tell whether the drafter doubts the record, or the value of one of its fields."""
    return bool(table.doubts) or any(held.doubt for held in table.fields)
