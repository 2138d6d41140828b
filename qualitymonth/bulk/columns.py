"""What a file of each kind holds, column by column: the names of the data dictionary."""

from dataclasses import dataclass

#: The columns of each kind, its key first. Left out is what has no simple form in one cell: the names of agencies.
COLUMNS: dict[str, tuple[str, ...]] = {
    "province": (
        "code", "gb_code", "kind", "region", "name_zh", "name_hant", "name_en", "pinyin", "short_zh", "tile_row",
        "tile_column", "status",
    ),
    "agency": ("slug", "kind", "name_zh", "name_en", "province", "parent", "predecessors", "status"),
    "year": ("number", "held", "notes_zh", "notes_en", "status"),
    "precedent": (
        "slug", "country_code", "country_zh", "country_en", "began_on", "summary_zh", "summary_en", "status",
    ),
    "series": ("slug", "name_zh", "name_en", "since", "summary_zh", "summary_en", "status"),
    "person": ("slug", "name_zh", "name_en", "status"),
    "campaign": (
        "slug", "year", "scope", "province", "host", "part_of", "series", "theme_zh", "theme_en", "department_count",
        "associations_counted", "activity_count", "launch", "summary_zh", "summary_en", "status",
    ),
    "notice": (
        "slug", "campaign", "title_zh", "title_en", "document_number", "issued_on", "published_on", "issuers",
        "forwards", "summary_zh", "summary_en", "status",
    ),
    "section": (
        "slug", "notice", "parent", "path", "position", "label", "heading_zh", "heading_en", "summary_zh",
        "summary_en", "text_known", "status",
    ),
    "slogan": ("slug", "campaign", "position", "text_zh", "text_en", "status"),
    "activity": (
        "slug", "campaign", "section", "series", "edition", "part_of", "same_as", "organisers", "provinces", "kind",
        "title_zh", "title_en", "summary_zh", "summary_en", "starts_on", "ends_on", "place_zh", "place_en", "status",
    ),
    "figure": (
        "slug", "campaign", "province", "name_zh", "name_en", "value", "qualifier", "unit_zh", "unit_en", "status",
    ),
    "appearance": (
        "slug", "activity", "position", "person", "agency", "party_zh", "party_en", "role", "posts_zh", "posts_en",
        "status",
    ),
    "source": (
        "slug", "part_of", "first_line", "last_line", "title_zh", "title_en", "short_zh", "short_en", "publisher_zh",
        "publisher_en", "byline", "published_on", "kind", "primary", "language", "script", "condition", "web_address",
        "file", "sha256", "line_count", "notes_zh", "notes_en", "status",
    ),
    "claim": (
        "key", "source", "line", "line_end", "quote", "record", "field", "value", "rank", "note_zh",
        "note_en", "status",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnedList:
    """A list in one cell: the rows that a record owns, each by the key of the record that it leads to."""

    relation: str
    member: str
    role: str = ""
    ordered: bool = True


#: The lists that stand in one cell, by kind and column.
LISTS: dict[tuple[str, str], OwnedList] = {
    ("agency", "predecessors"): OwnedList("successions", "predecessor", ordered=False),
    ("notice", "issuers"): OwnedList("signatures", "agency"),
    ("activity", "organisers"): OwnedList("participations", "agency", role="role"),
    ("activity", "provinces"): OwnedList("locations", "province"),
}
