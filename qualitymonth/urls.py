"""Addresses: pages in both languages, the API, and what machines look for."""

from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import URLPattern, include, path, register_converter
from django.urls.converters import StringConverter

from agencies import views as agencies
from campaigns import views as campaigns
from campaigns.citing.formats import FORMATS
from campaigns.sitemaps import SITEMAPS
from qualitymonth import views
from qualitymonth.dataset import views as dataset
from qualitymonth.harvesting import views as harvesting
from qualitymonth.reports import views as reports

handler404 = "qualitymonth.views.not_found"
handler500 = "qualitymonth.views.server_error"


class YearConverter(StringConverter):
    """A year of four digits."""

    regex = "[0-9]{4}"


register_converter(YearConverter, "year")


def list_urls(view: Any) -> list[URLPattern]:
    """Return the addresses of a list: the page, and its CSV, JSON Lines, Atom and citation forms."""
    plural, noun = view.plural, view.noun
    return [
        path(f"{plural}/", view.as_view(), name=f"{noun}-list"),
        *(
            path(f"{plural}.{form}", view.as_view(representation=form), name=f"{noun}-{form}")
            for form in ("csv", "jsonl", "atom")
        ),
        *(
            path(
                f"{plural}.{'csl.json' if form == 'json' else form}",
                view.as_view(representation=form),
                name=f"{noun}-list-cite-{form}",
            )
            for form in FORMATS
        ),
    ]


def detail_urls(route: str, view: Any) -> list[URLPattern]:
    """Return the addresses of a record: the page, and below it its history and its citation in each format."""
    return [
        path(route, view.as_view(), name=f"{view.noun}-detail"),
        path(f"{route}history/", view.as_view(representation="history"), name=f"{view.noun}-history"),
        *(
            path(f"{route}cite.{form}", view.as_view(representation=form), name=f"{view.noun}-cite-{form}")
            for form in FORMATS
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
    *detail_urls("years/<year:number>/", campaigns.YearDetailView),
    *detail_urls("campaigns/<slug:slug>/", campaigns.CampaignDetailView),
    *detail_urls("notices/<slug:slug>/", campaigns.NoticeDetailView),
    *detail_urls("series/<slug:slug>/", campaigns.SeriesDetailView),
    *detail_urls("activities/<slug:slug>/", campaigns.ActivityDetailView),
    *detail_urls("people/<slug:slug>/", campaigns.PersonDetailView),
    *detail_urls("sources/<slug:slug>/", campaigns.SourceDetailView),
    *detail_urls("agencies/<slug:slug>/", agencies.AgencyDetailView),
    *detail_urls("provinces/<slug:code>/", agencies.ProvinceDetailView),
    path("history/", campaigns.HistoryView.as_view(), name="history"),
    path("lineage/", campaigns.LineageView.as_view(), name="lineage"),
    path("compare/", campaigns.compare, name="compare"),
    path("disagreements/", campaigns.DisagreementsView.as_view(), name="disagreements"),
    path("search/", campaigns.search, name="search"),
    *(
        path(
            f"search.{'csl.json' if form == 'json' else form}",
            campaigns.search,
            {"form_of_answer": form},
            name=f"search-cite-{form}",
        )
        for form in FORMATS
    ),
    path("about/", campaigns.AboutView.as_view(), name="about"),
    path("data/", dataset.DataView.as_view(), name="data"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
    path("report/<slug:kind>/<slug:key>/", reports.report, name="report"),
    path("report/<slug:kind>/<slug:key>/sent/", reports.report_sent, name="report-sent"),
    path("about/components/", campaigns.ComponentsView.as_view(), name="components"),
    path("admin/", admin.site.urls),
]

urlpatterns = [
    path("api/", include("qualitymonth.api")),
    path("oai", harvesting.oai, name="oai"),
    path("data/quality-month-archive.zip", dataset.download, name="dataset"),
    path(".well-known/api-catalog", harvesting.api_catalog, name="api-catalog"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", views.robots_txt, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    *i18n_patterns(*pages, prefix_default_language=False),
]
