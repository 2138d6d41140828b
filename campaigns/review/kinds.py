"""The kinds of record that a document can yield: the fields that a review asks for, and the key that is proposed."""

from campaigns.builder.records import section_slug
from campaigns.drafting.model import Table

#: The fields of each kind, in the order in which they are asked; kinds in the order in which they are reviewed.
KINDS: dict[str, tuple[str, ...]] = {
    "source": (
        "slug", "title_zh", "title_en", "byline", "published_on", "kind", "language", "script", "condition",
        "first_line", "last_line",
    ),
    "year": ("number", "held"),
    "agency": ("slug", "kind", "name_zh", "name_en", "province"),
    "campaign": (
        "slug", "year", "scope", "province", "host", "part_of", "theme_zh", "theme_en", "department_count",
        "activity_count", "launch",
    ),
    "notice": (
        "slug", "campaign", "title_zh", "title_en", "document_number", "issued_on", "published_on", "forwards",
    ),
    "section": ("notice", "path", "label", "heading_zh", "heading_en", "text_known"),
    "slogan": ("campaign", "text_zh", "text_en"),
    "activity": (
        "slug", "campaign", "kind", "title_zh", "title_en", "section", "series", "edition", "starts_on", "ends_on",
        "place_zh", "place_en", "provinces",
    ),
    "figure": ("slug", "campaign", "province", "name_zh", "name_en", "qualifier", "value", "unit_zh", "unit_en"),
    "person": ("slug", "name_zh", "name_en"),
    "appearance": ("activity", "person", "agency", "party_zh", "party_en", "role", "posts_zh", "posts_en"),
}  # fmt: skip

#: Kinds in an order in which each refers to those before it; a campaign's launch is set at the end.
IN_ORDER = (
    "source", "year", "agency", "person", "campaign", "notice", "section", "slogan", "activity", "figure", "appearance",
)  # fmt: skip

#: Lists whose members have rows of their own, with what is asked of each member.
MEMBERS = {"issuers": ("agency", "name_zh", "name_en"), "organisers": ("agency", "role", "name_zh", "name_en")}


def key_of(table: Table) -> str:
    """Return the key that the drafter proposes for a candidate, empty where one follows from its order."""
    if table.kind == "section":
        return section_slug(str(table.get("notice") or ""), str(table.get("path") or ""))
    if table.kind == "year":
        return str(table.get("number") or "")
    return str(table.get("slug") or "")
