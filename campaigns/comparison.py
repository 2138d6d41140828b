"""Two records of one kind side by side: what the archive holds of each, counted in the same way.

A count is the archive's: of what its documents tell, not of what took place. Where nothing is told of a side its
count is None, which is not zero.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import F
from django.urls import reverse

from agencies.models import Agency, Province
from campaigns.lineage import Change, Signatories, Standing, change, forerunners, signatories
from campaigns.models import Activity, Campaign, Notice, Year
from campaigns.vocabularies import ActivityKind, ParticipationRole, Scope

Side_co = TypeVar("Side_co", covariant=True)

#: The length of the longest bar.
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Count:
    """A number of one side, None where nothing is known; the list that shows what was counted, and its bar."""

    total: int | None
    length: int
    url: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What is counted on both sides under one label."""

    label: Any
    counts: tuple[Count, Count]


@dataclass(frozen=True, slots=True)
class Comparison(Generic[Side_co]):
    """Two sides, and the tables that stand below what is said of each."""

    sides: tuple[Side_co, Side_co]
    kinds: tuple[Tally, ...]


def tallies(
    labels: Mapping[Any, Any], counted: Mapping[tuple[int, Any], int], sides: Iterable[tuple[int, bool, str]], word: str
) -> tuple[Tally, ...]:
    """Return a tally for each of ``labels`` that either side counts, in the order of the labels.

    ``counted`` holds numbers by the id of a side and the label's key. A side is its id, whether anything is known of
    it, and the address of its list, to which ``word`` adds the key.
    """
    sides = list(sides)
    highest = max(counted.values(), default=1)

    def count(key: Any, side: tuple[int, bool, str]) -> Count:
        total = counted.get((side[0], key), 0)
        url = f"{side[2]}&{word}={key}" if total and word else ""
        return Count(total if side[1] else None, -(-LONGEST * total // highest), url)

    return tuple(
        Tally(label, (count(key, sides[0]), count(key, sides[1])))
        for key, label in labels.items()
        if any(counted.get((side[0], key)) for side in sides)
    )


# Years.


@dataclass(frozen=True, slots=True)
class YearSide:
    """One year: its national campaign and notice, and whose own months the archive knows."""

    year: Year
    campaign: Campaign | None
    signatories: Signatories | None
    notice: Notice | None
    provinces: tuple[Province, ...]

    @property
    def known(self) -> bool:
        """Whether the archive holds anything of the year."""
        return bool(self.year.campaign_total)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class YearComparison(Comparison[YearSide]):
    """Two years, and how the signatories of their national notices differ where both have any."""

    change: Change | None
    shared: tuple[Province, ...]


def compare_years(first: Year, second: Year) -> YearComparison:
    """Return the two years side by side."""
    numbers = [first.number, second.number]
    years = Year.objects.published().for_list().with_claims().in_bulk(numbers, field_name="number")
    campaigns = Campaign.objects.published().filter(year__number__in=numbers)
    national: dict[int, Campaign] = {}
    for campaign in campaigns.filter(scope=Scope.NATIONAL).for_list().with_claims().order_by("-slug"):
        national[campaign.year.number] = campaign
    own = set(campaigns.filter(scope=Scope.PROVINCIAL).order_by().values_list("year__number", "province"))
    provinces = Province.objects.published().in_bulk([province for _, province in own])
    signed = signatories(numbers)
    notices = Notice.objects.published().for_detail().in_bulk([found.notice.pk for found in signed.values()])

    def side(number: int) -> YearSide:
        found = signed.get(number)
        of_this_year = [provinces[key] for year, key in own if year == number and key in provinces]
        return YearSide(
            years[number],
            national.get(number),
            found if found and found.agencies else None,
            notices.get(found.notice.pk) if found else None,
            tuple(sorted(of_this_year, key=lambda province: province.code)),
        )

    sides = side(numbers[0]), side(numbers[1])
    rows = (
        Activity.objects.published().filter(campaign__year__number__in=numbers).totals("campaign__year__number", "kind")
    )
    lists = [(one.year.number, one.known, f"{reverse('activity-list')}?year={one.year.number}") for one in sides]
    both = (sides[0].signatories, sides[1].signatories)
    return YearComparison(
        sides,
        tallies(dict(ActivityKind.choices), by_pair(rows), lists, "kind"),
        change(both[0], both[1], forerunners()) if both[0] and both[1] else None,
        tuple(province for province in sides[0].provinces if province in sides[1].provinces),
    )


# Provinces.


@dataclass(frozen=True, slots=True)
class ProvinceSide:
    """One province: its months and its agencies, and how many activities took place there."""

    province: Province
    campaigns: tuple[Campaign, ...]
    agencies: tuple[Agency, ...]
    activities: int

    @property
    def known(self) -> bool:
        """Whether the archive holds anything of what was done in the province."""
        return bool(self.campaigns or self.activities)


@dataclass(frozen=True, slots=True)
class ProvinceComparison(Comparison[ProvinceSide]):
    """Two provinces, with the campaigns of each year in which either had one."""

    years: tuple[tuple[int, tuple[tuple[Campaign, ...], tuple[Campaign, ...]]], ...]


def compare_provinces(first: Province, second: Province) -> ProvinceComparison:
    """Return the two provinces side by side."""
    both = [first, second]
    campaigns = list(Campaign.objects.published().for_list().with_claims().filter(province__in=both).order_by("slug"))
    agencies = list(Agency.objects.published().filter(province__in=both).order_by("slug"))
    rows = Activity.objects.published().filter(locations__province__in=both).totals("locations__province", "kind")
    kinds = by_pair(rows)

    def side(province: Province) -> ProvinceSide:
        return ProvinceSide(
            province,
            tuple(campaign for campaign in campaigns if campaign.province_id == province.pk),
            tuple(agency for agency in agencies if agency.province_id == province.pk),
            sum(total for (key, _kind), total in kinds.items() if key == province.pk),
        )

    sides = side(first), side(second)
    numbers = sorted({campaign.year.number for campaign in campaigns}, reverse=True)

    def in_year(one: ProvinceSide, number: int) -> tuple[Campaign, ...]:
        return tuple(campaign for campaign in one.campaigns if campaign.year.number == number)

    lists = [(one.province.pk, one.known, f"{reverse('activity-list')}?province={one.province.code}") for one in sides]
    return ProvinceComparison(
        sides,
        tallies(dict(ActivityKind.choices), kinds, lists, "kind"),
        tuple((number, (in_year(sides[0], number), in_year(sides[1], number))) for number in numbers),
    )


# Agencies.


@dataclass(frozen=True, slots=True)
class AgencySide:
    """One agency: what it signed, and how many activities it took part in."""

    agency: Agency
    notices: tuple[Notice, ...]
    activities: int

    @property
    def known(self) -> bool:
        """Whether the archive holds any activity of the agency."""
        return bool(self.activities)


@dataclass(frozen=True, slots=True)
class Signing:
    """What an agency signed in one year, and what is known of it and the national notice where it signed nothing."""

    notices: tuple[Notice, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class AgencyComparison(Comparison[AgencySide]):
    """Two agencies: the years in which either signed, their roles, and the provinces in which they were active."""

    years: tuple[tuple[int, tuple[Signing, Signing]], ...]
    roles: tuple[Tally, ...]
    provinces: tuple[Tally, ...]


def compare_agencies(first: Agency, second: Agency) -> AgencyComparison:
    """Return the two agencies side by side."""
    both = [first, second]
    signed: dict[int, list[Notice]] = {first.pk: [], second.pk: []}
    notices = Notice.objects.published().filter(issuers__in=both).annotate(signer=F("issuers"))
    for notice in notices.select_related("campaign__year").order_by("campaign__year__number", "slug"):
        signed[notice.signer].append(notice)  # type: ignore[attr-defined]
    activities = Activity.objects.published().filter(participations__agency__in=both)

    def counted(*columns: str) -> dict[tuple[int, Any], int]:
        return by_pair(activities.totals("participations__agency", *columns))

    kinds, roles = counted("kind"), counted("participations__role")
    places = counted("locations__province")
    provinces = Province.objects.published().in_bulk({key for _, key in places if key})
    labels = {province.code: province.name for province in sorted(provinces.values(), key=lambda one: one.code)}
    by_code = {(side, provinces[key].code): total for (side, key), total in places.items() if key in provinces}

    def side(agency: Agency) -> AgencySide:
        total = sum(total for (key, _kind), total in kinds.items() if key == agency.pk)
        return AgencySide(agency, tuple(signed[agency.pk]), total)

    sides = side(first), side(second)
    national = signatories(notice.campaign.year.number for one in sides for notice in one.notices)
    numbers = sorted({notice.campaign.year.number for one in sides for notice in one.notices}, reverse=True)

    def signing(one: AgencySide, number: int) -> Signing:
        found = tuple(notice for notice in one.notices if notice.campaign.year.number == number)
        standing = national[number].standing(one.agency) if number in national else Standing.UNKNOWN
        return Signing(found, Standing.SIGNED if found else standing)

    lists = [(one.agency.pk, one.known, f"{reverse('activity-list')}?agency={one.agency.slug}") for one in sides]
    return AgencyComparison(
        sides,
        tallies(dict(ActivityKind.choices), kinds, lists, "kind"),
        tuple((number, (signing(sides[0], number), signing(sides[1], number))) for number in numbers),
        tallies(dict(ParticipationRole.choices), roles, lists, ""),
        tallies(labels, by_code, lists, "province"),
    )


def by_pair(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[int, Any], int]:
    """Return numbers by the first two columns of ``rows``."""
    return {(side, key): total for side, key, total in rows}


#: What can be compared, by the word of the address.
COMPARISONS: dict[str, Callable[[Any, Any], Comparison[Any]]] = {
    "years": compare_years,
    "provinces": compare_provinces,
    "agencies": compare_agencies,
}
