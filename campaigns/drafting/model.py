"""A draft before it is written as TOML: tables with fields and claims, each with the reason to doubt it, if any."""

from collections.abc import Iterator
from dataclasses import dataclass, field

#: What a field of a table may hold.
Value = str | int | float | bool | list[str]

#: How long a text may be; only the English title of a notice names all its issuers.
LONGEST, LONGEST_TITLE = 200, 2000


class DraftError(Exception):
    """A document cannot be drafted; the message says why."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a source says about one field (or about the list member it stands beside, where ``field`` is empty)."""

    field: str
    at: str
    quote: str = ""
    value: str = ""
    rank: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a table, with the reason to doubt its value."""

    name: str
    value: Value
    doubt: str = ""


@dataclass(slots=True)
class Member:
    """One inline table of a list: an issuer or an organiser."""

    fields: dict[str, str]
    claims: list[Claim] = field(default_factory=list)
    doubt: str = ""


@dataclass(slots=True)
class Table:
    """One record of the draft.

    ``doubts`` are about the record as a whole; ``remarks`` are facts for who goes on with it, such as that the
    archive holds the record already.
    """

    kind: str
    fields: list[Field] = field(default_factory=list)
    lists: dict[str, list[Member]] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def put(self, name: str, value: Value | None, doubt: str = "") -> "Table":
        """Set a field, unless there is nothing to set; return the table.

        A text that is too long for its field is running text: it is left out, and the table says so.
        """
        longest = LONGEST_TITLE if name == "title_en" else LONGEST
        if isinstance(value, str) and len(value) > longest:
            self.doubts.append(f"no {name}: {len(value)} characters are running text")
        elif value is not None and value not in ("", []):
            self.fields.append(Field(name, value, doubt))
        return self

    def get(self, name: str) -> Value | None:
        """Return the value of a field, None where it is not set."""
        return next((held.value for held in self.fields if held.name == name), None)

    def said(self) -> Iterator[str]:
        """Yield every reason to doubt the table or something in it."""
        yield from self.doubts
        yield from (held.doubt for held in self.fields if held.doubt)
        yield from (claim.doubt for claim in self.claims if claim.doubt)
        for members in self.lists.values():
            for member in members:
                yield from ([member.doubt] if member.doubt else [])
                yield from (claim.doubt for claim in member.claims if claim.doubt)


@dataclass(slots=True)
class Draft:
    """A whole draft: its tables in the order of the dossier, and what concerns the file as a whole."""

    name: str
    tables: list[Table] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def of(self, kind: str) -> list[Table]:
        """Return the tables of one kind."""
        return [table for table in self.tables if table.kind == kind]
