"""The pages of agencies and provinces."""

from typing import Any

from django.db.models import QuerySet

from agencies.filters import AgencyFilter, ProvinceFilter
from agencies.models import Agency, Province
from agencies.serializers import AgencySerializer, ProvinceSerializer
from campaigns.lineage import lineage
from campaigns.models import Activity, Appearance, Campaign, Notice
from campaigns.pictures import strip_of_province
from campaigns.querysets import with_claims
from qualitymonth.views import RecordDetailView, RecordListView


class AgencyListView(RecordListView):
    """All agencies."""

    model = Agency
    filterset_class = AgencyFilter
    serializer_class = AgencySerializer
    plural, noun = "agencies", "agency"


class AgencyDetailView(RecordDetailView):
    """One agency: its names, what it signed and what it did."""

    model = Agency
    noun = "agency"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the agencies, with names and claims."""
        return with_claims(Agency.objects.published().for_list())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lineage, notices signed, campaigns hosted, activities and appearances, the latest years first."""
        agency = self.object
        activities = Activity.objects.published().for_list().filter(organisers=agency).distinct()
        return super().get_context_data(
            lineage=lineage(agency),
            notices=Notice.objects.published()
            .for_list()
            .filter(issuers=agency)
            .order_by("-campaign__year__number", "slug"),
            campaigns=Campaign.objects.published().for_list().filter(host=agency),
            participations=[
                (participation, activity)
                for activity in activities.order_by("-campaign__year__number", "slug")
                for participation in activity.participations.all()
                if participation.agency_id == agency.pk
            ],
            appearances=Appearance.objects.published().for_list().filter(agency=agency),
            **kwargs,
        )


class ProvinceListView(RecordListView):
    """All provinces."""

    model = Province
    filterset_class = ProvinceFilter
    serializer_class = ProvinceSerializer
    plural, noun = "provinces", "province"


class ProvinceDetailView(RecordDetailView):
    """One province: its campaigns and what was done there."""

    model = Province
    noun = "province"
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the provinces, with their claims."""
        return with_claims(Province.objects.published().for_list())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the strip of years, and campaigns, activities and agencies of the province, the latest years first."""
        province = self.object
        activities = Activity.objects.published().for_list().filter(provinces=province)
        return super().get_context_data(
            strip=strip_of_province(province),
            campaigns=Campaign.objects.published()
            .for_list()
            .filter(province=province)
            .order_by("-year__number", "slug"),
            activities=activities.order_by("-campaign__year__number", "slug"),
            agencies=Agency.objects.published().for_list().filter(province=province),
            **kwargs,
        )
