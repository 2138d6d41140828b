"""What a dossier may say: one class a kind, with the field names of the design page.

A dossier is a TOML file; ``[[notice]]`` starts a notice, and so on. Positions, parents and the slugs of parts are
derived (``derived`` in ``rows``), never typed. ``Ref("agency")`` marks a field that holds the key of another record.
The words of ``Literal`` types are those of the apps' ``vocabularies``; a test holds the two together.
"""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from campaigns.builder.values import (
    ActivityRef,
    Address,
    AgencyRef,
    At,
    AtLine,
    CampaignRef,
    Code,
    Count,
    Date,
    Line,
    NoticeRef,
    Path,
    ProvinceRef,
    Quote,
    Ref,
    Sentence,
    SeriesRef,
    Slug,
    YearNumber,
    as_number,
)


class Table(BaseModel):
    """A TOML table: unknown keys are refused, and nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class MemberClaim(Table):
    """A claim about the member of a list in which it stands."""

    at: At
    quote: Quote | None = None
    rank: Literal["preferred", "normal", "deprecated"] | None = None
    note_zh: Line | None = None
    note_en: Line | None = None


class FieldClaim(MemberClaim):
    """A claim about one field of the record in which it stands; ``value`` where the source says otherwise."""

    field: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
    value: Sentence | None = None


class Entry(Table):
    """A record: its kind, and the name of the field that is its key."""

    kind: ClassVar[str]
    key_name: ClassVar[str] = "slug"
    #: EDTF fields from which the sortable day is derived.
    dated_by: ClassVar[tuple[str, ...]] = ()
    #: Lists whose claims name a member instead of a value of the field.
    lists: ClassVar[tuple[str, ...]] = ()

    claims: list[FieldClaim] = []


class TopClaim(FieldClaim):
    """A claim about a record of another dossier: ``on = "notice:2023-national"``."""

    on: Annotated[str, StringConstraints(pattern=r"^[a-z]+:\S+$")]


class Province(Entry):
    """A province."""

    kind = "province"
    key_name = "code"

    code: Code
    gb_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")] | None = None
    type: Literal["province", "municipality", "autonomous-region", "special-administrative-region", "corps"] = Field(
        alias="kind"
    )
    region: Literal["north", "northeast", "east", "central-south", "southwest", "northwest", "hong-kong-macao-taiwan"]
    name_zh: Line
    name_en: Line
    name_hant: Line
    pinyin: Line
    short_zh: Line
    tile_row: Count | None = None
    tile_column: Count | None = None


class Name(Table):
    """One name of an agency."""

    language: Literal["zh-Hans", "zh-Hant", "en"]
    type: Literal["official", "short", "former", "variant", "mistranslation"]
    name: Line
    from_year: YearNumber | None = None
    to_year: YearNumber | None = None
    claims: list[MemberClaim] = []


class Agency(Entry):
    """An agency with all its names; ``name_zh`` and ``name_en`` must be among them."""

    kind = "agency"
    lists = ("names", "predecessors")

    slug: Slug
    type: Literal[
        "state", "party", "judiciary", "peoples-organisation", "local", "association", "institution", "media", "firm",
        "other",
    ] = Field(alias="kind")  # fmt: skip
    province: ProvinceRef | None = None
    parent: AgencyRef | None = None
    predecessors: list[AgencyRef] = []
    name_zh: Line | None = None
    name_en: Line | None = None
    names: list[Name] = Field(min_length=1)


class Source(Entry):
    """A document, or a part of one from ``first_line`` to ``last_line``."""

    kind = "source"
    dated_by = ("published_on",)

    slug: Slug
    part_of: Annotated[Slug, Ref("source")] | None = None
    first_line: Annotated[int, Field(ge=1)] | None = None
    last_line: Annotated[int, Field(ge=1)] | None = None
    title_zh: Line | None = None
    title_en: Line | None = None
    short_zh: Line | None = None
    short_en: Line | None = None
    publisher_zh: Line | None = None
    publisher_en: Line | None = None
    byline: Line | None = None
    published_on: Date | None = None
    type: Literal["official", "translation", "association", "news", "secondary", "content-farm"] = Field(alias="kind")
    primary: bool | None = None
    language: Literal["zh", "en", "en-zh"]
    script: Literal["Hans", "Hant", "Hant-spun", "Latn"]
    condition: Literal["clean", "machine-translated", "converted", "glossed"] = "clean"
    web_address: Address | None = None
    file: Annotated[str, StringConstraints(pattern=r"^[\w.-]+$", max_length=200)] | None = None
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    line_count: Annotated[int, Field(ge=1)] | None = None
    notes_zh: Sentence | None = None
    notes_en: Sentence | None = None


class Year(Entry):
    """A year."""

    kind = "year"
    key_name = "number"

    number: YearNumber
    held: Literal["yes", "no", "unknown"] = "unknown"
    notes_zh: Sentence | None = None
    notes_en: Sentence | None = None


class Precedent(Entry):
    """A Quality Month elsewhere."""

    kind = "precedent"
    dated_by = ("began_on",)

    slug: Slug
    country_code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    country_zh: Line
    country_en: Line
    began_on: Date | None = None
    summary_zh: Sentence | None = None
    summary_en: Sentence | None = None


class Series(Entry):
    """What recurs from year to year."""

    kind = "series"

    slug: Slug
    name_zh: Line | None = None
    name_en: Line | None = None
    since: Date | None = None
    summary_zh: Sentence | None = None
    summary_en: Sentence | None = None


class Campaign(Entry):
    """One host's edition in one year."""

    kind = "campaign"

    slug: Slug
    year: Annotated[YearNumber, Ref("year")]
    scope: Literal["national", "provincial", "association", "local"]
    province: ProvinceRef | None = None
    host: AgencyRef | None = None
    part_of: CampaignRef | None = None
    series: SeriesRef | None = None
    theme_zh: Line | None = None
    theme_en: Line | None = None
    department_count: Count | None = None
    associations_counted: bool | None = None
    activity_count: Count | None = None
    launch: ActivityRef | None = None
    summary_zh: Sentence | None = None
    summary_en: Sentence | None = None


class Slogan(Entry):
    """A slogan; its position is its order among the campaign's slogans in the dossier."""

    kind = "slogan"

    campaign: CampaignRef
    text_zh: Line | None = None
    text_en: Line | None = None


class Issuer(Table):
    """One issuer of a notice, in the order of the signatures."""

    agency: AgencyRef
    name_zh: Line | None = None
    name_en: Line | None = None
    claims: list[MemberClaim] = []


class Notice(Entry):
    """A notice."""

    kind = "notice"
    dated_by = ("issued_on", "published_on")
    lists = ("issuers",)

    slug: Slug
    campaign: CampaignRef
    title_zh: Line | None = None
    title_en: Sentence | None = None
    document_number: Line | None = None
    issued_on: Date | None = None
    published_on: Date | None = None
    forwards: NoticeRef | None = None
    issuers: list[Issuer] = []
    summary_zh: Sentence | None = None
    summary_en: Sentence | None = None


class Section(Entry):
    """A section; slug, parent and position follow from notice and path."""

    kind = "section"

    notice: NoticeRef
    path: Path
    label: Annotated[str, StringConstraints(min_length=1, max_length=40)] | None = None
    heading_zh: Line | None = None
    heading_en: Line | None = None
    summary_zh: Sentence | None = None
    summary_en: Sentence | None = None
    text_known: bool = True


class Organiser(Table):
    """One agency's part in an activity."""

    agency: AgencyRef
    role: Literal["organiser", "co-organiser", "partner", "host"] = "organiser"
    basis: Literal["stated", "inferred"] = "stated"
    name_zh: Line | None = None
    name_en: Line | None = None
    claims: list[MemberClaim] = []


class Activity(Entry):
    """One thing done."""

    kind = "activity"
    dated_by = ("starts_on", "ends_on")
    lists = ("organisers", "provinces")

    slug: Slug
    campaign: CampaignRef
    section: Annotated[Slug, Ref("section")] | None = None
    series: SeriesRef | None = None
    edition: Annotated[int, Field(ge=1, le=999)] | None = None
    part_of: ActivityRef | None = None
    same_as: ActivityRef | None = None
    organisers: list[Organiser] = []
    provinces: list[ProvinceRef] = []
    type: Literal[
        "launch", "conference", "forum", "exhibition", "contest", "award", "selection", "training", "exchange",
        "publicity", "open-day", "service", "pledge", "standards", "publication", "inspection", "enforcement",
        "improvement", "research", "other",
    ] = Field(alias="kind")  # fmt: skip
    title_zh: Line | None = None
    title_en: Line | None = None
    summary_zh: Sentence | None = None
    summary_en: Sentence | None = None
    starts_on: Date | None = None
    ends_on: Date | None = None
    place_zh: Line | None = None
    place_en: Line | None = None


class Figure(Entry):
    """A number that a document states."""

    kind = "figure"

    slug: Slug
    campaign: CampaignRef
    province: ProvinceRef | None = None
    name_zh: Line | None = None
    name_en: Line | None = None
    value: Annotated[Decimal, BeforeValidator(as_number)]
    qualifier: Literal["exact", "at-least", "about"] = "exact"
    unit_zh: Line | None = None
    unit_en: Line | None = None


class Person(Entry):
    """A person."""

    kind = "person"

    slug: Slug
    name_zh: Line | None = None
    name_en: Line | None = None


class Appearance(Entry):
    """Somebody at an activity; the slug follows from activity, who and role, with ``party`` naming an unnamed party."""

    kind = "appearance"

    activity: ActivityRef
    person: Annotated[Slug, Ref("person")] | None = None
    agency: AgencyRef | None = None
    party: Slug | None = None
    party_zh: Line | None = None
    party_en: Line | None = None
    role: Literal["attended", "opened", "chaired", "spoke"]
    posts_zh: Line | None = None
    posts_en: Line | None = None


class SetAside(Table):
    """Lines, or words on them, that state no fact: without ``quote`` the lines, with ``quote_end`` all between both."""

    at: AtLine
    quote: Quote | None = None
    quote_end: Quote | None = None
    reason: Literal["page", "repeat", "name", "reference", "appeal", "terms", "emphasis", "damage"]
    note_zh: Line | None = None
    note_en: Line | None = None


#: The model of a row in small letters: a kind of record, or what records own, such as ``signature``.
Model = Annotated[str, StringConstraints(pattern=r"^[a-z]+$")]
#: A value as rows hold it; a reference is a list of the key.
Value = str | bool | int | Annotated[list[str | int], Field(min_length=1, max_length=1)]


class Move(Table):
    """A record that editors gave another key, or ``merged`` into another."""

    kind: Model
    key: str | int
    to: str | int
    merged: bool = False


class Removal(Table):
    """A row that editors removed."""

    kind: Model
    key: list[str | int]


class Edit(Table):
    """Fields of a row that editors changed, and those that they emptied."""

    kind: Model
    key: list[str | int]
    fields: dict[str, Value] = {}
    empty: list[str] = []


class ListEdit(Table):
    """A list of a record that editors changed, whole: its rows are known by their places alone."""

    kind: Model
    of: str | int
    rows: list[dict[str, Value]]


class Addition(Table):
    """A row that editors added."""

    kind: Model
    fields: dict[str, Value]


class Dossier(Table):
    """One file: records of any kind, claims about records of other dossiers, and what was read and set aside.

    The last five are what editors changed in the archive, as ``export_edits`` writes it.
    """

    province: list[Province] = []
    agency: list[Agency] = []
    source: list[Source] = []
    year: list[Year] = []
    precedent: list[Precedent] = []
    series: list[Series] = []
    person: list[Person] = []
    campaign: list[Campaign] = []
    notice: list[Notice] = []
    section: list[Section] = []
    slogan: list[Slogan] = []
    activity: list[Activity] = []
    figure: list[Figure] = []
    appearance: list[Appearance] = []
    claim: list[TopClaim] = []
    set_aside: list[SetAside] = []
    moves: list[Move] = []
    removals: list[Removal] = []
    edits: list[Edit] = []
    lists: list[ListEdit] = []
    additions: list[Addition] = []


_NO_KINDS = {"claim", "set_aside", "moves", "removals", "edits", "lists", "additions"}

#: The kinds of record, in an order in which each refers mostly to those before it.
KINDS = tuple(name for name in Dossier.model_fields if name not in _NO_KINDS)
