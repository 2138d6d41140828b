"""The API of campaigns and their evidence, and the search across kinds."""

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns import filters, models, serializers
from campaigns.search.find import KINDS, find
from campaigns.search.forms import SearchForm
from campaigns.search.paging import SearchPagination
from campaigns.serializers import FoundPageSerializer, FoundSerializer, with_claims
from qualitymonth.viewsets import RecordViewSet


class YearViewSet(RecordViewSet):
    """Years."""

    queryset = models.Year.objects.all()
    filterset_class = filters.YearFilter
    serializer_class = serializers.YearSerializer
    detail_serializer_class = with_claims(serializers.YearSerializer)
    lookup_field = "number"
    lookup_value_regex = "[0-9]{4}"


class CampaignViewSet(RecordViewSet):
    """Campaigns."""

    queryset = models.Campaign.objects.all()
    filterset_class = filters.CampaignFilter
    serializer_class = serializers.CampaignSerializer
    detail_serializer_class = with_claims(serializers.CampaignSerializer)


class NoticeViewSet(RecordViewSet):
    """Notices."""

    queryset = models.Notice.objects.all()
    filterset_class = filters.NoticeFilter
    serializer_class = serializers.NoticeSerializer
    detail_serializer_class = with_claims(serializers.NoticeSerializer)


class SectionViewSet(RecordViewSet):
    """Sections."""

    queryset = models.Section.objects.all()
    filterset_class = filters.SectionFilter
    serializer_class = serializers.SectionSerializer
    detail_serializer_class = with_claims(serializers.SectionSerializer)


class SloganViewSet(RecordViewSet):
    """Slogans."""

    queryset = models.Slogan.objects.all()
    filterset_class = filters.SloganFilter
    serializer_class = serializers.SloganSerializer
    detail_serializer_class = with_claims(serializers.SloganSerializer)


class SeriesViewSet(RecordViewSet):
    """Series."""

    queryset = models.Series.objects.all()
    filterset_class = filters.SeriesFilter
    serializer_class = serializers.SeriesSerializer
    detail_serializer_class = with_claims(serializers.SeriesSerializer)


class ActivityViewSet(RecordViewSet):
    """Activities."""

    queryset = models.Activity.objects.all()
    filterset_class = filters.ActivityFilter
    serializer_class = serializers.ActivitySerializer
    detail_serializer_class = with_claims(serializers.ActivitySerializer)


class FigureViewSet(RecordViewSet):
    """Figures."""

    queryset = models.Figure.objects.all()
    filterset_class = filters.FigureFilter
    serializer_class = serializers.FigureSerializer
    detail_serializer_class = with_claims(serializers.FigureSerializer)


class PersonViewSet(RecordViewSet):
    """People."""

    queryset = models.Person.objects.all()
    filterset_class = filters.PersonFilter
    serializer_class = serializers.PersonSerializer
    detail_serializer_class = with_claims(serializers.PersonSerializer)


class AppearanceViewSet(RecordViewSet):
    """Appearances."""

    queryset = models.Appearance.objects.all()
    filterset_class = filters.AppearanceFilter
    serializer_class = serializers.AppearanceSerializer
    detail_serializer_class = with_claims(serializers.AppearanceSerializer)


class PrecedentViewSet(RecordViewSet):
    """Precedents."""

    queryset = models.Precedent.objects.all()
    filterset_class = filters.PrecedentFilter
    serializer_class = serializers.PrecedentSerializer
    detail_serializer_class = with_claims(serializers.PrecedentSerializer)


class SourceViewSet(RecordViewSet):
    """Sources; what they claim is listed at ``/claims/?source=``."""

    queryset = models.Source.objects.all()
    filterset_class = filters.SourceFilter
    serializer_class = serializers.SourceSerializer
    detail_serializer_class = with_claims(serializers.SourceSerializer)


class ClaimViewSet(RecordViewSet):
    """Claims."""

    queryset = models.Claim.objects.all()
    filterset_class = filters.ClaimFilter
    serializer_class = serializers.ClaimSerializer
    detail_serializer_class = serializers.ClaimDetailSerializer
    lookup_field = "key"
    lookup_value_regex = "[^/]+"


class SearchView(APIView):
    """Search across kinds, in either Chinese script, in pinyin or in English."""

    @extend_schema(
        summary="Search all kinds",
        parameters=[
            OpenApiParameter(
                "q",
                {"type": "string", "minLength": 1, "maxLength": settings.SEARCH_LIMIT},
                required=True,
                description="What to look for: every word of it has to be found.",
            ),
            OpenApiParameter("kind", {"type": "array", "items": {"type": "string", "enum": list(KINDS)}}),
            *(OpenApiParameter(name) for name in SearchPagination.words),
        ],
        responses=FoundPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Return the records that hold all words of ``q``, the best first, as the search page does."""
        form = SearchForm(request.query_params, paging_words=SearchPagination.words)
        if not form.is_valid():
            raise ValidationError(
                {word: [str(message) for message in messages] for word, messages in form.errors.items()}
            )
        results = find(form.cleaned_data["q"], form.cleaned_data["kind"])
        pages = SearchPagination()
        matches = pages.paginate(results.matches, request)
        return pages.response(FoundSerializer(results.show(matches), many=True, context={"request": request}).data)
