"""The pages of campaigns and their evidence."""

from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agencies.models import Province
from campaigns import filters, models, serializers
from campaigns.components import shown
from campaigns.evidence import disagreements
from campaigns.history import account
from campaigns.pictures import grid, timeline
from campaigns.reading_page import outline, reading_page, standing_in, supports_of, text_of
from campaigns.search.find import SearchForm, find
from campaigns.vocabularies import Scope
from qualitymonth.views import RecordDetailView, RecordListView, StrictTemplateView, without_tracking


class HomeView(StrictTemplateView):
    """What the archive is, its years, and how much it holds."""

    template_name = "home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the years, the provinces and the totals, all counted now."""
        counted = (
            ("campaign-list", models.Campaign.objects.published()),
            ("notice-list", models.Notice.objects.published()),
            ("activity-list", models.Activity.objects.published().counted_once()),
            ("source-list", models.Source.objects.published()),
        )
        totals = [(records.model._meta.verbose_name_plural, name, records.count()) for name, records in counted]
        return super().get_context_data(
            years=models.Year.objects.published().for_list(),
            provinces=Province.objects.published().for_list(),
            totals=totals,
            **kwargs,
        )


class YearListView(RecordListView):
    """All years, and the precedents abroad."""

    model = models.Year
    filterset_class = filters.YearFilter
    serializer_class = serializers.YearSerializer
    template_name = "campaigns/year_list.html"
    plural, noun = "years", "year"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the precedents, with their claims."""
        return super().get_context_data(precedents=models.Precedent.objects.published().with_claims(), **kwargs)


class YearDetailView(RecordDetailView):
    """One year: its campaigns, their notices and what was done."""

    model = models.Year
    noun = "year"
    slug_field = slug_url_kwarg = "number"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the years, with their claims."""
        return models.Year.objects.published().for_list().with_claims()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the year's campaigns, the national one first, each with its notices and their outlines."""
        campaigns = self.object.campaigns.published().for_list().with_claims().order_by("slug")
        notices = list(models.Notice.objects.published().for_detail().filter(campaign__year=self.object))
        outlines = outlines_of(notices)
        return super().get_context_data(
            campaigns=[
                (campaign, [(notice, outlines[notice.pk]) for notice in notices if notice.campaign_id == campaign.pk])
                for campaign in sorted(campaigns, key=lambda campaign: campaign.scope != Scope.NATIONAL)
            ],
            activity_total=models.Activity.objects.published()
            .filter(campaign__year=self.object)
            .counted_once()
            .count(),
            **kwargs,
        )


def outlines_of(notices: list[models.Notice]) -> dict[int, list[models.Section]]:
    """Return the sections of each of ``notices``, in order and with claims, by the notice's id."""
    sections = models.Section.objects.published().for_list().with_claims().filter(notice__in=notices)
    outlines: dict[int, list[models.Section]] = {notice.pk: [] for notice in notices}
    for section in sections.order_by("notice", "position"):
        outlines[section.notice_id].append(section)
    return outlines


class CampaignListView(RecordListView):
    """All campaigns."""

    model = models.Campaign
    filterset_class = filters.CampaignFilter
    serializer_class = serializers.CampaignSerializer
    plural, noun = "campaigns", "campaign"


class CampaignDetailView(RecordDetailView):
    """One campaign: its notices, slogans, figures and activities."""

    model = models.Campaign
    noun = "campaign"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the campaigns, with their claims."""
        return models.Campaign.objects.published().for_list().with_claims()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what belongs to the campaign."""
        campaign = self.object
        return super().get_context_data(
            notices=campaign.notices.published().for_list(),
            slogans=campaign.slogans.published().with_claims(),
            figures=campaign.figures.published().for_list().with_claims(),
            parts=campaign.parts.published().for_list(),
            activities=campaign.activities.published().for_list().order_by("kind", "slug"),
            **kwargs,
        )


class NoticeListView(RecordListView):
    """All notices."""

    model = models.Notice
    filterset_class = filters.NoticeFilter
    serializer_class = serializers.NoticeSerializer
    plural, noun = "notices", "notice"


class NoticeDetailView(RecordDetailView):
    """One notice: who signed it, and its outline."""

    model = models.Notice
    noun = "notice"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the notices, with issuers and claims."""
        return models.Notice.objects.published().for_detail()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the outline, and the activities that each item lists."""
        activities = models.Activity.objects.published().for_list().filter(section__notice=self.object).order_by("slug")
        by_section: dict[int, list[models.Activity]] = {}
        for activity in activities:
            by_section.setdefault(activity.section_id or 0, []).append(activity)
        outline = [(section, by_section.get(section.pk, [])) for section in outlines_of([self.object])[self.object.pk]]
        return super().get_context_data(outline=outline, **kwargs)


class SeriesListView(RecordListView):
    """All series."""

    model = models.Series
    filterset_class = filters.SeriesFilter
    serializer_class = serializers.SeriesSerializer
    plural, noun = "series", "series"


class SeriesDetailView(RecordDetailView):
    """One series, year by year."""

    model = models.Series
    noun = "series"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the series, with their claims."""
        return models.Series.objects.published().for_list().with_claims()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the campaigns and activities of the series."""
        return super().get_context_data(
            campaigns=self.object.campaigns.published().for_list().order_by("-slug"),
            activities=self.object.activities.published().for_list(),
            **kwargs,
        )


class ActivityListView(RecordListView):
    """All activities."""

    model = models.Activity
    filterset_class = filters.ActivityFilter
    serializer_class = serializers.ActivitySerializer
    plural, noun = "activities", "activity"


class ActivityDetailView(RecordDetailView):
    """One activity: who, where, when, and the same event told elsewhere."""

    model = models.Activity
    noun = "activity"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the activities, with their claims."""
        return models.Activity.objects.published().for_list().with_claims()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who appeared, what took place within it, and where else it is told."""
        activity = self.object
        return super().get_context_data(
            appearances=activity.appearances.published().for_list().with_claims(),
            parts=activity.parts.published().for_list().order_by("slug"),
            retellings=activity.retellings.published().for_list(),
            **kwargs,
        )


class PersonListView(RecordListView):
    """All people."""

    model = models.Person
    filterset_class = filters.PersonFilter
    serializer_class = serializers.PersonSerializer
    plural, noun = "people", "person"


class PersonDetailView(RecordDetailView):
    """One person, and where they appeared."""

    model = models.Person
    noun = "person"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the people, with their claims."""
        return models.Person.objects.published().for_list().with_claims()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the person's appearances, with their claims."""
        appearances = self.object.appearances.published().for_list().with_claims()
        return super().get_context_data(appearances=appearances, **kwargs)


class SourceListView(RecordListView):
    """All sources."""

    model = models.Source
    filterset_class = filters.SourceFilter
    serializer_class = serializers.SourceSerializer
    plural, noun = "sources", "source"


class SourceDetailView(RecordDetailView):
    """One source: its condition, its parts, and what it says line by line."""

    model = models.Source
    noun = "source"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the sources, with the claims about them."""
        return models.Source.objects.published().for_list().with_claims()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the parts, the outline and the claims: in the text where the archive holds it, by line where not."""
        source = self.object
        parts = list(source.parts.published().for_list().order_by("first_line"))
        standing = standing_in(source, parts)
        claims = list(models.Claim.objects.published().for_list().filter(standing).order_by("line", "key"))
        text = text_of(source)
        set_aside = models.SetAside.objects.filter(standing).select_related("source").order_by("line", "pk")
        return super().get_context_data(
            parts=parts,
            outline=outline(claims),
            reading=(reading := text and reading_page(source, text, claims, list(set_aside))),
            as_a_whole=supports_of(claim for claim in claims if not claim.line) if reading else (),
            lines=() if reading else by_line(claims),
            whole=source.part_of or source,
            **kwargs,
        )


def by_line(claims: list[models.Claim]) -> list[tuple[int, list[models.Claim]]]:
    """Return ``claims``, which are in order, by line; those on a source as a whole are on line 0."""
    found: dict[int, list[models.Claim]] = {}
    for claim in claims:
        found.setdefault(claim.line or 0, []).append(claim)
    return sorted(found.items())


class HistoryView(StrictTemplateView):
    """The account of the whole history, with its pictures."""

    template_name = "campaigns/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the account, the timeline and the grid."""
        return super().get_context_data(account=account(), timeline=timeline(), grid=grid(), **kwargs)


class DisagreementsView(StrictTemplateView):
    """Every field on which sources contradict each other."""

    template_name = "campaigns/disagreements.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the disagreements."""
        return super().get_context_data(disagreements=disagreements(), **kwargs)


class AboutView(StrictTemplateView):
    """What the archive is, how it knows, and its vocabulary of evidence."""

    template_name = "about.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sources by kind."""
        kinds = models.Source.objects.published().order_by("kind").values("kind").annotate(total=Count("pk"))
        labels = dict(models.Source._meta.get_field("kind").flatchoices)
        return super().get_context_data(
            contact=settings.SECURITY_CONTACT,
            source_kinds=[(labels[row["kind"]], row["total"]) for row in kinds],
            **kwargs,
        )


class ComponentsView(StrictTemplateView):
    """The components of which the pages are made, each with an example."""

    template_name = "components.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the components."""
        return super().get_context_data(components=shown(self.request), **kwargs)


def search(request: HttpRequest) -> HttpResponse:
    """Search across kinds; the bare page offers the box."""
    if kept := without_tracking(request):
        return kept
    form = SearchForm(request.GET)
    if not request.GET:
        return render(request, "search.html", {"form": SearchForm()})
    if not form.is_valid():
        return render(request, "search.html", {"form": form, "refused": list(form.errors.items())}, status=400)
    found = find(form.cleaned_data["q"], form.cleaned_data["kind"])
    return render(request, "search.html", {"form": form, "found": found, "q": form.cleaned_data["q"]})
