"""The API of agencies and provinces."""

from agencies.filters import AgencyFilter, ProvinceFilter
from agencies.models import Agency, Province
from agencies.serializers import AgencySerializer, ProvinceSerializer
from campaigns.serializers import with_claims
from qualitymonth.viewsets import RecordViewSet


class ProvinceViewSet(RecordViewSet):
    """Provinces."""

    queryset = Province.objects.all()
    filterset_class = ProvinceFilter
    serializer_class = ProvinceSerializer
    detail_serializer_class = with_claims(ProvinceSerializer)
    lookup_field = "code"


class AgencyViewSet(RecordViewSet):
    """Agencies."""

    queryset = Agency.objects.all()
    filterset_class = AgencyFilter
    serializer_class = AgencySerializer
    detail_serializer_class = with_claims(AgencySerializer)
