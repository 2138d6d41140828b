"""What the page of one year tells: its national month, the months beside it, where, and what changed."""

from dataclasses import dataclass
from itertools import groupby

from agencies.models import Province
from agencies.vocabularies import ProvinceKind
from campaigns.lineage import Change, Signatories, change, forerunners, signatories
from campaigns.models import Activity, Campaign, Notice, Section, Year
from campaigns.vocabularies import Scope


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with the headings of its outline.

    One notice at most is ``anchored``: its headings have the same fragments on the year's page as on its own.
    """

    notice: Notice
    sections: tuple[Section, ...]
    anchored: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A province with the number of activities of the year that the archive holds of it."""

    province: Province
    activities: int


@dataclass(frozen=True, slots=True)
class Before:
    """The last year before with a national campaign, and how the signatories differ where both lists are complete."""

    year: Year
    campaign: Campaign
    change: Change | None


@dataclass(frozen=True, slots=True)
class YearPage:
    """All that stands on the page beside the record itself."""

    national: tuple[tuple[Campaign, tuple[Told, ...]], ...]
    others: tuple[tuple[str, tuple[Campaign, ...]], ...]
    signatories: Signatories | None
    places: tuple[Place, ...]
    before: Before | None
    previous: int | None
    following: int | None

    @property
    def campaign(self) -> Campaign | None:
        """The national campaign."""
        return self.national[0][0] if self.national else None

    @property
    def provinces(self) -> int:
        """How many provinces the activities and campaigns name; the Xinjiang Corps is none."""
        return sum(place.province.kind != ProvinceKind.CORPS for place in self.places)


def year_page(year: Year) -> YearPage:
    """Return what the page of ``year`` tells."""
    campaigns = list(year.campaigns.published().for_list().with_claims().order_by("slug"))
    national = [campaign for campaign in campaigns if campaign.scope == Scope.NATIONAL]
    before = _year_before(year) if national else None
    signed = signatories([year.number, *([before.number] if before else [])])
    found = signed.get(year.number)
    told = _told(national, found)
    numbers = list(Year.objects.published().order_by("number").values_list("number", flat=True))
    place = numbers.index(year.number)
    order = list(Scope)
    others = sorted(
        (campaign for campaign in campaigns if campaign.scope != Scope.NATIONAL),
        key=lambda campaign: order.index(Scope(campaign.scope)),
    )
    return YearPage(
        tuple((campaign, told[campaign.pk]) for campaign in national),
        tuple((scope, tuple(group)) for scope, group in groupby(others, lambda campaign: campaign.get_scope_display())),
        found if found and found.agencies else None,
        _places(year, campaigns),
        Before(before, before.national[0], _change(signed.get(before.number), found)) if before else None,  # type: ignore[attr-defined]
        numbers[place - 1] if place else None,
        numbers[place + 1] if place + 1 < len(numbers) else None,
    )


def _year_before(year: Year) -> Year | None:
    """Return the last year before that has a national campaign."""
    called = Campaign.objects.published().filter(scope=Scope.NATIONAL, year__number__lt=year.number)
    return Year.objects.published().for_list().filter(pk__in=called.order_by().values("year")).first()


def _change(first: Signatories | None, second: Signatories | None) -> Change | None:
    """Return how two lists of signatories differ, where both are complete."""
    if not (first and second and first.complete and second.complete):
        return None
    return change(first, second, forerunners())


def _told(campaigns: list[Campaign], signed: Signatories | None) -> dict[int, tuple[Told, ...]]:
    """Return the notices of each of ``campaigns``, that which called the month first, with their outlines."""
    calling = signed.notice.pk if signed else 0
    notices = Notice.objects.published().for_detail().filter(campaign__in=campaigns)
    ordered = sorted(notices, key=lambda notice: notice.pk != calling)
    sections: dict[int, list[Section]] = {}
    for section in Section.objects.published().filter(notice__in=ordered).order_by("notice", "position"):
        sections.setdefault(section.notice_id, []).append(section)
    return {
        campaign.pk: tuple(
            Told(notice, tuple(sections.get(notice.pk, ())), notice.pk == calling)
            for notice in ordered
            if notice.campaign_id == campaign.pk
        )
        for campaign in campaigns
    }


def _places(year: Year, campaigns: list[Campaign]) -> tuple[Place, ...]:
    """Return the provinces of which the archive tells anything in ``year``, by code."""
    activities = Activity.objects.published().filter(campaign__year=year)
    totals = dict(activities.exclude(locations=None).totals("locations__province"))
    keys = {*totals, *(campaign.province_id for campaign in campaigns if campaign.province_id)}
    provinces = Province.objects.published().filter(pk__in=keys).order_by("code")
    return tuple(Place(province, totals.get(province.pk, 0)) for province in provinces)
