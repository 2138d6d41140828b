"""What the builder makes of a claim."""

from dataclasses import dataclass

from campaigns.builder.records import Key, Placed


@dataclass(frozen=True, slots=True)
class BuiltClaim:
    """One claim, complete."""

    key: str
    kind: str
    record: Key
    source: str
    line: int | None
    line_end: int | None
    quote: str
    field: str
    value: str
    rank: str
    note_zh: str
    note_en: str
    place: Placed
    where: str
