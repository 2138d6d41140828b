"""Addresses: pages in both languages, the API, and what machines look for."""

from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, include, path, re_path

from agencies import views as agencies
from campaigns import views as campaigns
from qualitymonth import views

handler404 = "qualitymonth.views.not_found"
handler500 = "qualitymonth.views.server_error"


def list_urls(view: Any) -> list[URLPattern]:
    """Return the addresses of a list: the page, and its CSV, JSON Lines and Atom forms."""
    plural, noun = view.plural, view.noun
    return [
        path(f"{plural}/", view.as_view(), name=f"{noun}-list"),
        *(
            path(f"{plural}.{form}", view.as_view(representation=form), name=f"{noun}-{form}")
            for form in ("csv", "jsonl", "atom")
        ),
    ]


pages: list[Any] = [path("", campaigns.HomeView.as_view(), name="home")]
for list_view in (
    campaigns.YearListView, campaigns.CampaignListView, campaigns.NoticeListView, campaigns.SeriesListView,
    campaigns.ActivityListView, campaigns.PersonListView, campaigns.SourceListView, agencies.AgencyListView,
    agencies.ProvinceListView,
):  # fmt: skip
    pages += list_urls(list_view)
pages += [
    re_path(r"^years/(?P<number>[0-9]{4})/$", campaigns.YearDetailView.as_view(), name="year-detail"),
    path("campaigns/<slug:slug>/", campaigns.CampaignDetailView.as_view(), name="campaign-detail"),
    path("notices/<slug:slug>/", campaigns.NoticeDetailView.as_view(), name="notice-detail"),
    path("series/<slug:slug>/", campaigns.SeriesDetailView.as_view(), name="series-detail"),
    path("activities/<slug:slug>/", campaigns.ActivityDetailView.as_view(), name="activity-detail"),
    path("people/<slug:slug>/", campaigns.PersonDetailView.as_view(), name="person-detail"),
    path("sources/<slug:slug>/", campaigns.SourceDetailView.as_view(), name="source-detail"),
    path("agencies/<slug:slug>/", agencies.AgencyDetailView.as_view(), name="agency-detail"),
    path("provinces/<slug:code>/", agencies.ProvinceDetailView.as_view(), name="province-detail"),
    path("history/", campaigns.HistoryView.as_view(), name="history"),
    path("disagreements/", campaigns.DisagreementsView.as_view(), name="disagreements"),
    path("search/", campaigns.search, name="search"),
    path("about/", campaigns.AboutView.as_view(), name="about"),
    path("about/components/", campaigns.ComponentsView.as_view(), name="components"),
    path("admin/", admin.site.urls),
]

urlpatterns = [
    path("api/", include("qualitymonth.api")),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots_txt, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    *i18n_patterns(*pages, prefix_default_language=False),
]
