"""Who signed the national notices, year after year, who took over from whom, and which series ran when.

Of some notices only the first issuers are known. Who is missing from such a list may have signed all the same, so
nothing here says that an agency did not sign unless the list is as long as the number of departments stated.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from django.urls import reverse

from agencies.models import Agency, Succession
from agencies.vocabularies import AgencyKind
from campaigns.models import Activity, Campaign, Notice, Series
from campaigns.pictures import Strip, strip
from campaigns.vocabularies import Scope
from qualitymonth.querysets import PUBLISHED


class Standing(StrEnum):
    """What is known of an agency and a notice."""

    SIGNED = "signed"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Signatories:
    """Who signed the notice that called the national month of one year, as far as it is known."""

    notice: Notice
    agencies: tuple[Agency, ...]

    @property
    def number(self) -> int:
        """The year."""
        return self.notice.campaign.year.number

    @property
    def stated(self) -> int | None:
        """How many departments the documents say there were."""
        return self.notice.campaign.department_count

    @property
    def complete(self) -> bool:
        """Whether all are known."""
        return self.stated is not None and len(self.agencies) >= self.stated

    def standing(self, agency: Agency) -> Standing:
        """Return what is known of ``agency`` and this notice."""
        if agency in self.agencies:
            return Standing.SIGNED
        return Standing.ABSENT if self.complete else Standing.UNKNOWN


def signatories(numbers: Iterable[int] | None = None) -> dict[int, Signatories]:
    """Return who signed the national notice of each year that has one, of ``numbers`` alone where they are given."""
    notices = Notice.objects.published().of_the_nation()
    if numbers is not None:
        notices = notices.filter(campaign__year__number__in=list(numbers))

    def year(found: Signatories) -> int:
        return found.number

    signed = [Signatories(notice, tuple(one.agency for one in notice.signatures.all())) for notice in notices]
    return {number: _calling(list(group)) for number, group in groupby(sorted(signed, key=year), key=year)}


def _calling(of_one_year: list[Signatories]) -> Signatories:
    """Return the notice that called the month: the state's own before an association's letter, the most issuers."""

    def rank(found: Signatories) -> tuple[bool, int]:
        letter = bool(found.agencies) and found.agencies[0].kind == AgencyKind.ASSOCIATION
        return letter, -len(found.agencies)

    return min(of_one_year, key=rank)


def forerunners() -> dict[int, set[int]]:
    """Return the ids of all agencies that each agency took over from, over any number of steps."""
    pairs = Succession.objects.filter(agency__status=PUBLISHED, predecessor__status=PUBLISHED)
    before: dict[int, set[int]] = {}
    for agency, predecessor in pairs.order_by().values_list("agency", "predecessor"):
        before.setdefault(agency, set()).add(predecessor)
    found: dict[int, set[int]] = {}
    for agency, direct in before.items():
        waiting, seen = list(direct), set[int]()
        while waiting:
            if (one := waiting.pop()) not in seen:
                seen.add(one)
                waiting += before.get(one, ())
        found[agency] = seen
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """How the signatories of one notice differ from those of another.

    ``first_only`` and ``second_only`` are losses and gains where the other list is complete, and no more than a
    difference of what is known where it is not. Who took over from a signatory stands in ``succeeded`` with it.
    """

    first: Signatories
    second: Signatories
    both: tuple[Agency, ...]
    succeeded: tuple[tuple[Agency, Agency], ...]
    first_only: tuple[Agency, ...]
    second_only: tuple[Agency, ...]

    @property
    def certain(self) -> bool:
        """Whether both lists are complete."""
        return self.first.complete and self.second.complete


def change(first: Signatories, second: Signatories, before: Mapping[int, set[int]]) -> Change:
    """Return how the signatories of ``second`` differ from those of ``first``; ``before`` are all forerunners."""
    gone = [agency for agency in first.agencies if agency not in second.agencies]
    new = [agency for agency in second.agencies if agency not in first.agencies]
    succeeded = tuple(
        (old, heir)
        for heir in new
        for old in gone
        if old.pk in before.get(heir.pk, ()) or heir.pk in before.get(old.pk, ())
    )
    paired = {agency for pair in succeeded for agency in pair}
    return Change(
        first,
        second,
        tuple(agency for agency in first.agencies if agency in second.agencies),
        succeeded,
        tuple(agency for agency in gone if agency not in paired),
        tuple(agency for agency in new if agency not in paired),
    )


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency of the matrix, with the notice and its standing to it in each year."""

    agency: Agency
    cells: tuple[tuple[Signatories, Standing], ...]


@dataclass(frozen=True, slots=True)
class SigningMatrix:
    """Who signed when: the years whose signatories are known at least in part, and those left out."""

    columns: tuple[Signatories, ...]
    rows: tuple[AgencyRow, ...]
    left_out: tuple[int, ...]


def signing_matrix() -> SigningMatrix:
    """Return the matrix: the agency that signed earliest first, then the one that signed most often."""
    signed = signatories()
    columns = tuple(found for _, found in sorted(signed.items()) if found.agencies)
    agencies = {agency.pk: agency for column in columns for agency in column.agencies}
    rows = [
        AgencyRow(agency, tuple((column, column.standing(agency)) for column in columns))
        for agency in agencies.values()
    ]

    def order(row: AgencyRow) -> tuple[int, str]:
        return -sum(standing is Standing.SIGNED for _, standing in row.cells), row.agency.slug

    held = Campaign.objects.published().filter(scope=Scope.NATIONAL).order_by("year__number")
    shown = {column.number for column in columns}
    left_out = [number for number in held.values_list("year__number", flat=True).distinct() if number not in shown]
    return SigningMatrix(columns, tuple(sorted(rows, key=order)), tuple(left_out))


@dataclass(frozen=True, slots=True)
class SeriesCell:
    """One series in one year: how many activities the archive holds of it, and the list that shows them."""

    number: int
    activities: int
    url: str


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One series of the matrix; None stands for years of which the archive holds nothing."""

    series: Series
    cells: tuple[SeriesCell | None, ...]


@dataclass(frozen=True, slots=True)
class SeriesMatrix:
    """Which series ran when, and those of which no year is known."""

    years: tuple[int, ...]
    rows: tuple[SeriesRow, ...]
    without: tuple[Series, ...]


def series_matrix() -> SeriesMatrix:
    """Return the matrix: the series by name, the years in which any ran."""
    ran: dict[tuple[int | None, int], int] = {}
    for key, number in Campaign.objects.published().order_by().values_list("series", "year__number"):
        ran.setdefault((key, number), 0)
    for key, number, total in Activity.objects.published().totals("series", "campaign__year__number"):
        ran[key, number] = total
    every = list(Series.objects.published().order_by("slug"))
    keys = {series.pk for series in every}
    years = tuple(sorted({number for key, number in ran if key in keys}))
    rows, without = [], []
    for series in every:
        cells = tuple(
            _cell(series, number, ran[series.pk, number]) if (series.pk, number) in ran else None for number in years
        )
        if any(cells):
            rows.append(SeriesRow(series, cells))
        else:
            without.append(series)
    return SeriesMatrix(years, tuple(rows), tuple(without))


def _cell(series: Series, number: int, total: int) -> SeriesCell:
    """Return the cell of a series in a year; where no activity is known it leads to the campaigns."""
    address = reverse("activity-list" if total else "campaign-list")
    return SeriesCell(number, total, f"{address}?series={series.slug}&year={number}")


@dataclass(frozen=True, slots=True)
class Line:
    """One agency among those that it took over from and that took over from it: when each signed which notice."""

    agency: Agency
    signed: tuple[Notice, ...]

    @property
    def numbers(self) -> list[int]:
        """The years in which it signed."""
        return sorted({notice.campaign.year.number for notice in self.signed})


@dataclass(frozen=True, slots=True)
class Lineage:
    """When an agency signed, in a row of all years, and the agencies before and after it."""

    strip: Strip
    own: Line
    predecessors: tuple[Line, ...]
    successors: tuple[Line, ...]


def lineage(agency: Agency) -> Lineage:
    """Return the lineage of ``agency``."""
    predecessors = list(Agency.objects.published().filter(superseded_by__agency=agency).order_by("slug"))
    successors = list(Agency.objects.published().filter(successions__predecessor=agency).order_by("slug"))
    signed: dict[int, list[Notice]] = {one.pk: [] for one in (agency, *predecessors, *successors)}
    notices = Notice.objects.published().for_api().select_related("campaign__year").filter(issuers__in=signed)
    for notice in notices.distinct().order_by("campaign__year__number", "slug"):
        for signature in notice.signatures.all():
            if signature.agency_id in signed:
                signed[signature.agency_id].append(notice)
    lines = {one.pk: Line(one, tuple(signed[one.pk])) for one in (agency, *predecessors, *successors)}
    own = lines[agency.pk]
    told = {
        number: ("outlined", found.notice.get_absolute_url())
        for number, found in signatories().items()
        if found.standing(agency) is Standing.ABSENT
    }
    told |= {notice.campaign.year.number: ("filled", notice.get_absolute_url()) for notice in own.signed}
    return Lineage(
        strip(told),
        own,
        tuple(lines[one.pk] for one in predecessors),
        tuple(lines[one.pk] for one in successors),
    )
