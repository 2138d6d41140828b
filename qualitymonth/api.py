"""The API's router: every kind under its name."""

from csp.decorators import csp_update
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import DefaultRouter

from agencies.api import AgencyViewSet, ProvinceViewSet
from campaigns import api
from qualitymonth.syncing.api import ChangesViewSet, MetaView

# Swagger UI's style sheet draws its arrows from data: addresses; no other page may.
docs = csp_update({"img-src": ["data:"]})(SpectacularSwaggerSplitView.as_view(url_name="api-schema"))

router = DefaultRouter()
router.include_format_suffixes = False
for name, noun, viewset in (
    ("years", "year", api.YearViewSet),
    ("campaigns", "campaign", api.CampaignViewSet),
    ("notices", "notice", api.NoticeViewSet),
    ("sections", "section", api.SectionViewSet),
    ("slogans", "slogan", api.SloganViewSet),
    ("series", "series", api.SeriesViewSet),
    ("activities", "activity", api.ActivityViewSet),
    ("figures", "figure", api.FigureViewSet),
    ("people", "person", api.PersonViewSet),
    ("appearances", "appearance", api.AppearanceViewSet),
    ("agencies", "agency", AgencyViewSet),
    ("provinces", "province", ProvinceViewSet),
    ("precedents", "precedent", api.PrecedentViewSet),
    ("sources", "source", api.SourceViewSet),
    ("claims", "claim", api.ClaimViewSet),
):
    viewset.plural = name
    router.register(name, viewset, basename=f"api-{noun}")

urlpatterns = [
    path("v1/search/", api.SearchView.as_view(), name="api-search"),
    *(
        path(f"v1/{name}.{form}", viewset.as_view({"get": form}), name=f"{basename}-{form}")
        for name, viewset, basename in router.registry
        for form in ("csv", "jsonl")
    ),
    path("v1/changes/", ChangesViewSet.as_view({"get": "list"}), name="api-changes"),
    path("v1/meta/", MetaView.as_view(), name="api-meta"),
    path("v1/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("v1/", include(router.urls)),
    path("docs/", docs, name="api-docs"),
]
