"""Every read of campaigns and their evidence, by name."""

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db.models import Count, Exists, Model, OuterRef, Prefetch, Q, QuerySet

from qualitymonth.querysets import RecordQuerySet, count_public, status_shown

if TYPE_CHECKING:
    from campaigns import models

Row_co = TypeVar("Row_co", bound=Model, covariant=True)

#: What the heading of the campaign at the end of ``path`` is made of.
HEADING = ("year", "province", "host", "series")


def heading(path: str) -> list[str]:
    """Return the relations from which the heading of the campaign reached over ``path`` is made."""
    return [f"{path}__{name}" for name in HEADING]


def all_of(model: str) -> Any:
    """Return all records of ``model`` (such as ``Activity``), whose class cannot be imported here yet."""
    return apps.get_model("campaigns", model)._default_manager.all()


def published(model: str) -> Any:
    """Return the published records of ``model`` (such as ``Activity``) in their usual list form."""
    return all_of(model).published().for_list()


def public_at(path: str, model: str) -> Q:
    """Return the condition that the records of ``model`` (such as ``agencies.Agency``) at ``path`` are public."""
    condition: Q = apps.get_model(model)._default_manager.all().public(f"{path}__")
    return condition


def count_published(relation: str, model: str) -> Any:
    """Return a count of the published records of ``model`` over ``relation``; of activities, each event once."""
    records = all_of(model)
    return count_public(relation, records, records.told_first(f"{relation}__") if model == "Activity" else None)


def with_claims(records: QuerySet[Row_co]) -> QuerySet[Row_co]:
    """Fetch the published claims of ``records``, of whatever kind, each with its source."""
    return records.prefetch_related(claims_on(""))


def claims_on(path: str) -> Any:
    """Return what fetches the published claims, with their sources, of the records reached over ``path``."""
    return Prefetch(f"{path}claims", queryset=all_of("Claim").from_published_sources())


class ArchiveQuerySet(RecordQuerySet[Row_co]):
    """What the querysets of this app share."""

    def with_claims(self) -> Self:
        """Fetch each record's published claims, with their sources."""
        return with_claims(self)  # type: ignore[return-value]


class YearQuerySet(ArchiveQuerySet["models.Year"]):
    """Questions about years."""

    def for_list(self) -> Self:
        """Newest first, with the numbers of campaigns and activities and the national theme."""
        return (
            self.prefetch_related(
                Prefetch("campaigns", queryset=published("Campaign").filter(scope="national"), to_attr="national")
            )
            .annotate(
                campaign_total=count_published("campaigns", "Campaign"),
                activity_total=count_published("campaigns__activities", "Activity"),
            )
            .order_by("-number")
        )

    def for_api(self) -> Self:
        """Fetch nothing beside the years."""
        return self


class CampaignQuerySet(ArchiveQuerySet["models.Campaign"]):
    """Questions about campaigns."""

    belongs_to = ("year",)
    shows = ("launch",)

    def labelled(self) -> Self:
        """Fetch what a campaign's heading is made of."""
        return self.select_related(*HEADING)

    def for_list(self) -> Self:
        """All a list row shows, with the number of activities."""
        return (
            self.labelled()
            .select_related("part_of", "launch", *heading("part_of"))
            .annotate(activity_total=count_published("activities", "Activity"))
        )

    def for_api(self) -> Self:
        """Fetch what a campaign refers to."""
        return self.labelled().select_related("part_of__year", "launch")

    def akin_to(self, campaign: "models.Campaign") -> Self:
        """Keep the other years' editions of the same month: of one scope, and of one province or host."""
        editions = self.labelled().filter(scope=campaign.scope).exclude(year=campaign.year_id)
        if campaign.scope == "national":
            return editions
        if campaign.scope == "provincial":
            # The host is often unknown; where both are known, they are one.
            hosts = Q(host=None) | Q(host=campaign.host_id) if campaign.host_id else Q()
            return editions.filter(hosts, province=campaign.province_id)
        # Two months of one place are the same only where their host says so.
        return editions.filter(host=campaign.host_id) if campaign.host_id else editions.none()


class NoticeQuerySet(ArchiveQuerySet["models.Notice"]):
    """Questions about notices."""

    belongs_to = ("campaign",)

    def for_list(self) -> Self:
        """All a list row shows, with the number of issuers."""
        return self.select_related("campaign", "forwards__campaign", *heading("campaign")).annotate(
            issuer_total=Count("signatures", filter=public_at("signatures__agency", "agencies.Agency"), distinct=True)
        )

    def for_api(self) -> Self:
        """Fetch the issuers in order."""
        return self.select_related("campaign", "forwards__campaign").prefetch_related(
            Prefetch("signatures", queryset=self._signatures())
        )

    def for_detail(self) -> Self:
        """Fetch the issuers in order, and the claims on the notice and on its campaign."""
        signatures = Prefetch("signatures", queryset=self._signatures())
        return self.for_list().with_claims().prefetch_related(signatures, claims_on("campaign__"))

    def of_the_nation(self) -> Self:
        """Keep what called a national month and forwards no other notice, with the issuers in order."""
        return (
            self.filter(campaign__scope="national", forwards=None)
            .select_related(*heading("campaign"))
            .prefetch_related(Prefetch("signatures", queryset=self._signatures()))
            .order_by("sort_on", "slug")
        )

    @staticmethod
    def _signatures() -> Any:
        return all_of("Signature").filter(public_at("agency", "agencies.Agency")).select_related("agency")


class SectionQuerySet(ArchiveQuerySet["models.Section"]):
    """Questions about the outlines of notices."""

    belongs_to = ("notice",)

    def for_list(self) -> Self:
        """All a list row shows."""
        return self.select_related("notice__campaign__year", "parent")


class SloganQuerySet(ArchiveQuerySet["models.Slogan"]):
    """Questions about slogans."""

    belongs_to = ("campaign",)

    def for_list(self) -> Self:
        """All a list row shows."""
        return self.select_related("campaign__year")


class SeriesQuerySet(ArchiveQuerySet["models.Series"]):
    """Questions about series."""

    def for_list(self) -> Self:
        """All a list row shows, with the number of activities."""
        return self.annotate(activity_total=count_published("activities", "Activity"))

    def for_api(self) -> Self:
        """Fetch nothing beside the series."""
        return self


class ActivityQuerySet(ArchiveQuerySet["models.Activity"]):
    """Questions about activities."""

    belongs_to = ("campaign",)

    def for_list(self) -> Self:
        """All a list row shows: campaign, organisers in order, provinces."""
        participations = all_of("Participation").filter(public_at("agency", "agencies.Agency")).select_related("agency")
        locations = all_of("Location").filter(public_at("province", "agencies.Province")).select_related("province")
        return self.select_related(
            *heading("campaign"),
            "series",
            "section__notice__campaign",
            "part_of__campaign",
            "same_as__campaign",
        ).prefetch_related(
            Prefetch("participations", queryset=participations), Prefetch("locations", queryset=locations)
        )

    def told_first(self, path: str = "") -> Q:
        """Return the condition that activities, reached over ``path``, retell no other one that the public sees."""
        hidden = self.model._default_manager.all().hidden().values("pk")
        return Q(**{f"{path}same_as__isnull": True}) | Q(**{f"{path}same_as__in": hidden})

    def counted_once(self) -> Self:
        """Leave out retellings of events that another published record holds."""
        return self.filter(self.told_first())

    def totals(self, *columns: str) -> "QuerySet[models.Activity, tuple[Any, ...]]":
        """Return rows of ``columns`` with the number of events that share them, each event counted once."""
        return self.counted_once().order_by().values_list(*columns).annotate(total=Count("pk", distinct=True))


class FigureQuerySet(ArchiveQuerySet["models.Figure"]):
    """Questions about figures."""

    belongs_to = ("campaign",)

    def for_list(self) -> Self:
        """All a list row shows."""
        return self.select_related("campaign__year", "province")


class PersonQuerySet(ArchiveQuerySet["models.Person"]):
    """Questions about people."""

    def for_list(self) -> Self:
        """All a list row shows, with the number of appearances."""
        return self.annotate(appearance_total=count_published("appearances", "Appearance"))

    def for_api(self) -> Self:
        """Fetch nothing beside the people."""
        return self


class AppearanceQuerySet(ArchiveQuerySet["models.Appearance"]):
    """Questions about appearances."""

    belongs_to = ("activity", "person", "agency")

    def for_list(self) -> Self:
        """All a list row shows."""
        return self.select_related("activity__campaign__year", "person", "agency")


class PrecedentQuerySet(ArchiveQuerySet["models.Precedent"]):
    """Questions about precedents abroad."""


class SourceQuerySet(ArchiveQuerySet["models.Source"]):
    """Questions about sources."""

    belongs_to = ("part_of",)

    def for_list(self) -> Self:
        """All a list row shows, with the number of claims."""
        return self.select_related("part_of").annotate(claim_total=count_published("claims_made", "Claim"))

    def for_api(self) -> Self:
        """Fetch the wholes of parts."""
        return self.select_related("part_of")


class ClaimQuerySet(ArchiveQuerySet["models.Claim"]):
    """Questions about claims."""

    #: Who claims, and the record that the claim is about.
    belongs_to = (
        "source",
        "year",
        "campaign",
        "notice",
        "section",
        "slogan",
        "series",
        "activity",
        "figure",
        "person",
        "appearance",
        "agency",
        "province",
        "precedent",
        "of_source",
    )

    def for_list(self) -> Self:
        """All a list row shows: the source, and the record it is about."""
        extra = [
            *heading("campaign"),
            "section__notice",
            "slogan__campaign",
            "figure__campaign",
            "appearance__activity",
            "appearance__person",
            "appearance__agency",
        ]
        return self.select_related(*self.belongs_to, *extra).order_by("source__slug", "line", "key")

    def from_published_sources(self) -> Self:
        """Keep the published claims of published sources, with these: enough for claims on a record that is public."""
        return self.filter(status_shown(self.model) & all_of("Source").public("source__")).select_related("source")

    def possibly_disagreeing_on(self, subject: str) -> Self:
        """Keep claims on fields of the records in the column ``subject`` of which other claims say something else."""
        told = all_of("Claim").from_published_sources().select_related(None).order_by().exclude(field__endswith="_en")
        others = told.filter(**{subject: OuterRef(subject)}, field=OuterRef("field")).exclude(value=OuterRef("value"))
        return self.exclude(**{subject: None}).exclude(field__endswith="_en").filter(Exists(others))

    def possibly_disagreeing(self) -> Self:
        """Keep claims on fields of records of which another published claim says something else."""
        # Compared here and not by the database, which would have to look at every claim once for each kind of subject.
        told = all_of("Claim").from_published_sources().select_related(None).order_by().exclude(field__endswith="_en")
        values: dict[tuple[Any, ...], set[str]] = {}
        claims: dict[tuple[Any, ...], list[int]] = {}
        for key, value, *about in told.values_list("pk", "value", "field", *self.belongs_to[1:]):
            values.setdefault(tuple(about), set()).add(value)
            claims.setdefault(tuple(about), []).append(key)
        return self.filter(pk__in=[key for about, keys in claims.items() if len(values[about]) > 1 for key in keys])
