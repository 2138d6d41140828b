"""The pages of campaigns and their evidence."""

from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage, Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from campaigns import filters, models, serializers
from campaigns.citing.exports import citations_response
from campaigns.citing.formats import FORMATS
from campaigns.compare_form import CompareForm
from campaigns.comparison import COMPARISONS
from campaigns.components import shown
from campaigns.evidence import disagreements
from campaigns.history import account
from campaigns.lineage import series_matrix, signing_matrix
from campaigns.pictures import grid, tiles, timeline
from campaigns.reading_page import outline, reading_page, standing_in, supports_of, text_of
from campaigns.search.find import KINDS, find
from campaigns.search.forms import SearchForm
from campaigns.search.suggest import suggestions
from campaigns.vocabularies import ActivityKind
from campaigns.year_page import year_page
from qualitymonth.views import (
    PAGE_WORD,
    RecordDetailView,
    RecordListView,
    StrictTemplateView,
    bad_paging,
    refuse_words,
    refused,
    without_tracking,
)

#: How many of the latest years and documents the home page shows.
LATEST = 5
#: How many results a page of the search shows.
SEARCH_PAGE = 25


class HomeView(StrictTemplateView):
    """What the archive is and how much it holds: the timeline, the map and what is new."""

    template_name = "home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the pictures, the latest years and documents, and the totals, all counted now."""
        counted = (
            ("campaign-list", models.Campaign.objects.published()),
            ("notice-list", models.Notice.objects.published()),
            ("activity-list", models.Activity.objects.published().counted_once()),
            ("source-list", models.Source.objects.published()),
        )
        totals = [(records.model._meta.verbose_name_plural, name, records.count()) for name, records in counted]
        on_map = tiles()
        return super().get_context_data(
            timeline=timeline(),
            tiles=[tile for tile in on_map if tile.province.tile_row is not None],
            beside=[tile for tile in on_map if tile.province.tile_row is None],
            years=models.Year.objects.published().for_list()[:LATEST],
            sources=models.Source.objects.published()
            .exclude(published_on="")
            .for_list()
            .order_by("-sort_on", "slug")[:LATEST],
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
        """Add what the page tells of the year."""
        return super().get_context_data(page=year_page(self.object), **kwargs)


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
        """Add what belongs to the campaign, the activities by kind, and the years before and after."""
        campaign = self.object
        kinds = list(ActivityKind)
        activities = campaign.activities.published().for_list().order_by("slug")
        editions = sorted(models.Campaign.objects.published().akin_to(campaign), key=lambda one: one.year.number)
        return super().get_context_data(
            notices=campaign.notices.published().for_list(),
            slogans=campaign.slogans.published().with_claims(),
            figures=campaign.figures.published().for_list().with_claims(),
            parts=campaign.parts.published().for_list(),
            activities=sorted(activities, key=lambda activity: kinds.index(ActivityKind(activity.kind))),
            before=next((one for one in reversed(editions) if one.year.number < campaign.year.number), None),
            after=next((one for one in editions if one.year.number > campaign.year.number), None),
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
            campaigns=self.object.campaigns.published().for_list().order_by("-year__number", "slug"),
            activities=self.object.activities.published().for_list().order_by("-campaign__year__number", "slug"),
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


class LineageView(StrictTemplateView):
    """Who signed the national notices when, and which series ran when."""

    template_name = "campaigns/lineage.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the two matrices."""
        return super().get_context_data(signing=signing_matrix(), series=series_matrix(), **kwargs)


def compare(request: HttpRequest) -> HttpResponse:
    """Show two records of one kind side by side; the bare page offers the choice."""
    if kept := without_tracking(request) or refuse_words(request, tuple(COMPARISONS)):
        return kept
    form = CompareForm(request.GET)
    if not form.is_valid():
        return refused(request, form.errors)
    context: dict[str, Any] = {"choices": form.choices()}
    if word := form.word:
        pair = form.pair
        context |= {"word": word, "records": pair, "comparison": COMPARISONS[word](*pair)}
        context["tables"] = f"campaigns/_compare_{word}.html"
    return render(request, "campaigns/compare.html", context)


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


def search(request: HttpRequest, form_of_answer: str = "page") -> HttpResponseBase:
    """Search across kinds, as a page or as citations; the bare page offers the box."""
    if kept := without_tracking(request):
        return kept
    as_page = form_of_answer == "page"
    if not request.GET and as_page:
        return render(request, "search.html")
    form = SearchForm(request.GET, paging_words=(PAGE_WORD,) if as_page else ())
    paging = bad_paging(request) if as_page else {}
    if not form.is_valid() or paging:
        refused = [*form.errors.items(), *paging.items()]
        return render(request, "search.html", {"refused": refused}, status=400)
    text, kinds = form.cleaned_data["q"], form.cleaned_data["kind"]
    results = find(text, kinds)
    if not as_page:
        return citations_response(request, results.records(), form_of_answer, f"search.{form_of_answer}")
    question = request.GET.copy()
    question.pop(PAGE_WORD, None)
    citations = [
        (chosen.label, f"{reverse(f'search-cite-{name}')}?{question.urlencode()}") for name, chosen in FORMATS.items()
    ]
    try:
        page = Paginator(results.matches, SEARCH_PAGE).page(int(request.GET.get(PAGE_WORD, 1)))
    except EmptyPage as error:
        raise Http404 from error
    return render(
        request,
        "search.html",
        {
            "q": text,
            "kinds": kinds,
            "page_obj": page,
            "found": results.show(list(page.object_list)),
            "facets": [(kind, KINDS[kind]._meta, n) for kind in KINDS if (n := results.counts[kind])],
            "everywhere": results.counts.total(),
            "citations": citations if results.matches else (),
            "suggestions": None if results.matches else suggestions(results),
        },
    )
