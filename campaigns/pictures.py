"""Pictures of the whole record, as coordinates for SVG: years in a row, and years by provinces.

A picture shows what the archive holds and nothing between: where nothing is known there is a gap, never a guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Province
from campaigns.models import Activity, Campaign, Year
from campaigns.vocabularies import Held, Scope
from qualitymonth.bilingual import Text, reader_suffix

#: Sizes in the units of the SVG.
LEFT, STEP, TOP, HEIGHT = 40, 21, 20, 180
CELL, LABEL = 18, 74
#: How many shades the tiles have.
LEVELS = 4
STRIP_STEP = 14
#: Gridlines stand at each of so many sponsors.
TENS = 10


@dataclass(frozen=True, slots=True)
class YearMark:
    """One year of the timeline: its record, its joint sponsors where known, and where it is drawn.

    ``associations`` tells whether the number counts associations, None where that is not known.
    """

    year: Year
    sponsors: int | None
    associations: bool | None
    x: int
    y: int
    height: int

    @property
    def gap(self) -> bool:
        """Whether nothing is known of the year, or no month was held."""
        return self.year.held != Held.YES

    @property
    def words(self) -> str:
        """What the mark shows, for those who do not see it."""
        said = f"{self.year.number}: {self.year.get_held_display()}"
        if self.sponsors:
            counted = ngettext("%(total)s joint sponsor", "%(total)s joint sponsors", self.sponsors)
            said += f", {counted % {'total': self.sponsors}}"
        return f"{said} {_('(associations included)')}" if self.associations else said


@dataclass(frozen=True, slots=True)
class Timeline:
    """The years in order, with the lines that measure them."""

    marks: tuple[YearMark, ...]
    lines: tuple[tuple[int, int], ...]
    width: int
    base: int

    @property
    def bottom(self) -> int:
        """The height of the whole picture."""
        return self.base + 50


@dataclass(frozen=True, slots=True)
class Cell:
    """What the archive holds of one province in one year: ``documented``, ``mentioned`` or ``nothing``."""

    number: int
    state: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Row:
    """One province of the grid."""

    province: Province
    cells: tuple[Cell, ...]
    y: int

    def years(self, state: str) -> list[int]:
        """Return the years of which the archive holds this much."""
        return [cell.number for cell in self.cells if cell.state == state]

    @property
    def documented(self) -> list[int]:
        """The years with an edition of the province's own."""
        return self.years("documented")

    @property
    def mentioned(self) -> list[int]:
        """The years in which only single activities or local editions are known."""
        return self.years("mentioned")


@dataclass(frozen=True, slots=True)
class Grid:
    """The provinces by years."""

    rows: tuple[Row, ...]
    years: tuple[tuple[int, int], ...]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Tile:
    """One province on the map: its activities, each event once, and how dark it is, from 0 (none) to 4."""

    province: Province
    total: int
    level: int

    @property
    def name(self) -> Text:
        """What the tile is called, as short as the reader's language has it."""
        return Text(self.province.short_zh, "zh-Hans") if reader_suffix() == "zh" else self.province.name

    @property
    def code(self) -> str:
        """The tile's letters, for where its name has no room."""
        return self.province.code.removeprefix("CN-")


def tiles() -> list[Tile]:
    """Return the published provinces with their activities; those without a place on the map come too."""
    provinces = list(Province.objects.published().for_list())
    most = max([province.activity_total for province in provinces], default=0)  # type: ignore[attr-defined]
    return [
        Tile(province, total := province.activity_total, -(-LEVELS * total // most) if most else 0)  # type: ignore[attr-defined]
        for province in provinces
    ]


def timeline() -> Timeline:
    """Return the published years with the joint sponsors of their national campaigns."""
    years = list(Year.objects.published().for_list().order_by("number"))
    counts = {year.number: next((c for c in year.national if c.department_count), None) for year in years}  # type: ignore[attr-defined]
    highest: int = max([campaign.department_count for campaign in counts.values() if campaign] or [TENS])
    top = -(-highest // TENS) * TENS
    base = TOP + HEIGHT

    def height(count: int) -> int:
        return round(HEIGHT * count / top)

    first = years[0].number if years else 0
    marks = []
    for year in years:
        campaign = counts[year.number]
        sponsors = campaign.department_count if campaign else None
        tall = height(sponsors or 0)
        marks.append(
            YearMark(
                year, sponsors, campaign.associations_counted if campaign else None,
                LEFT + STEP * (year.number - first), base - tall, tall,
            )
        )  # fmt: skip
    lines = tuple((count, base - height(count)) for count in range(0, top + 1, TENS))
    last = marks[-1].x if marks else LEFT
    return Timeline(tuple(marks), lines, last + STEP + 10, base)


def grid() -> Grid:
    """Return what the archive holds of each province in each published year, in the order of the national codes."""
    numbers = list(Year.objects.published().order_by("number").values_list("number", flat=True))
    known = known_of()
    first = numbers[0] if numbers else 0
    rows = []
    provinces = sorted(Province.objects.published(), key=lambda province: (province.gb_code or "9", province.code))
    for index, province in enumerate(provinces):
        y = TOP + CELL * (index + 1)
        cells = tuple(
            Cell(number, known.get((province.pk, number), "nothing"), LABEL + CELL * (number - first), y)
            for number in numbers
        )
        rows.append(Row(province, cells, y))
    years = tuple((number, LABEL + CELL * (number - first)) for number in numbers)
    right = years[-1][1] + CELL + 10 if years else LABEL
    return Grid(tuple(rows), years, right, TOP + CELL * (len(rows) + 2))


def known_of(province: Province | None = None) -> dict[tuple[int, int], str]:
    """Return how each pair of a province's id and a year is known: ``documented`` or ``mentioned``; of one if given."""
    campaigns, activities = Campaign.objects.published(), Activity.objects.published()
    if province:
        campaigns, activities = campaigns.filter(province=province), activities.filter(locations__province=province)
    known = dict.fromkeys(activities.values_list("locations__province", "campaign__year__number"), "mentioned")
    for place, number, scope in campaigns.values_list("province", "year__number", "scope"):
        if scope == Scope.PROVINCIAL:
            known[place, number] = "documented"
        else:
            known.setdefault((place, number), "mentioned")
    return {(place, number): state for (place, number), state in known.items() if place is not None}


@dataclass(frozen=True, slots=True)
class StripMark:
    """One year of a strip: what is to be said of it (``states`` of the strip), where it leads, where it is drawn."""

    number: int
    state: str
    x: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """All years in one row, those of which something is told filled or outlined, the others dots."""

    marks: tuple[StripMark, ...]
    width: int

    def told(self, state: str) -> list[StripMark]:
        """Return the years of which ``state`` is told."""
        return [mark for mark in self.marks if mark.state == state]

    @property
    def filled(self) -> list[StripMark]:
        """The years drawn filled."""
        return self.told("filled")

    @property
    def outlined(self) -> list[StripMark]:
        """The years drawn outlined."""
        return self.told("outlined")


def strip(told: Mapping[int, tuple[str, str]]) -> Strip:
    """Return the published years in one row; ``told`` gives years their state and address, the others are unknown."""
    numbers = list(Year.objects.published().order_by("number").values_list("number", flat=True))
    marks = []
    for number in numbers:
        state, url = told.get(number, ("nothing", ""))
        marks.append(StripMark(number, state, STRIP_STEP * (number - numbers[0]), url))
    return Strip(tuple(marks), marks[-1].x + 2 * STRIP_STEP if marks else 0)


def strip_of_province(province: Province) -> Strip:
    """Return the years of one province: its own months filled, what is only mentioned outlined."""
    known = known_of(province)
    lists = {"documented": ("filled", reverse("campaign-list")), "mentioned": ("outlined", reverse("activity-list"))}
    return strip(
        {
            number: (lists[state][0], f"{lists[state][1]}?year={number}&province={province.code}")
            for (_place, number), state in known.items()
        }
    )
