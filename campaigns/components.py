"""The components of the pages, each with an example from the archive: what ``/about/components/`` shows.

Whoever adds a file to ``templates/components/`` adds an entry to ``COMPONENTS`` and a method of its name to
``Examples``; a test insists.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Province
from campaigns.citing.formats import FORMATS
from campaigns.citing.items import csl_item
from campaigns.citing.styles import cited
from campaigns.comparison import YearComparison, compare_years
from campaigns.evidence import Disagreement, Evidence, State, disagreements
from campaigns.filters import SeriesFilter
from campaigns.lineage import Signatories, signatories
from campaigns.models import Activity, Appearance, Claim, Notice, Section, Series, SetAside, Source
from campaigns.pictures import CELL, TOP, Strip, grid, strip_of_province, tiles, timeline
from campaigns.reading_page import Column, Line, Piece, ReadingPage, supports_of
from campaigns.search.find import find
from campaigns.search.suggest import suggestions
from campaigns.templatetags.archive import lang_of, statements
from qualitymonth.differences import Difference
from qualitymonth.facets import facets, kept

#: What a component is given; None where the archive holds nothing to show it with.
Context = dict[str, Any] | None
#: So many provinces are enough to see what the grid does.
FEW_PROVINCES = 5
#: Among so many claims there are enough on different lines.
MANY_CLAIMS = 60


@dataclass(frozen=True, slots=True)
class Component:
    """One file of ``templates/components/``: what it is for and what it takes.

    ``within`` is the element that its pages put around it, with its class. An ``inert`` example asks the page that it
    stands on, which here would be a page that takes no questions.
    """

    name: str
    purpose: Any
    takes: tuple[str, ...]
    within: tuple[str, str] = ("div", "")
    inert: bool = False

    @property
    def template(self) -> str:
        """The file."""
        return f"components/{self.name}.html"


@dataclass(frozen=True, slots=True)
class Shown:
    """A component with its example as HTML, empty where the archive holds nothing to show it with."""

    component: Component
    example: str


def shown(request: HttpRequest) -> list[Shown]:
    """Return every component, with its example rendered from the published records."""
    examples = Examples(request)
    given = ((component, examples.of(component)) for component in COMPONENTS)
    return [
        Shown(component, render_to_string(component.template, context, request) if context else "")
        for component, context in given
    ]


class Examples:
    """What each component is given, by the component's name; what several are made of is fetched once."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def of(self, component: Component) -> Context:
        """Return what ``component`` is given."""
        given: Context = getattr(self, component.name)()
        return given

    @cached_property
    def disagreement(self) -> Disagreement | None:
        """The first disagreement there is."""
        return next(iter(disagreements()), None)

    @cached_property
    def quoting(self) -> list[Claim]:
        """A few claims that quote different lines of one source, the one on which most claims rest."""
        published = Claim.objects.published()
        source = published.order_by().values_list("source").annotate(total=Count("pk")).order_by("-total", "source")[:1]
        claims = published.for_list().filter(source__in=[key for key, _total in source])
        claims = claims.exclude(quote="").exclude(line=None)
        return list({claim.line: claim for claim in claims[:MANY_CLAIMS]}.values())

    def appearance(self) -> Context:
        """Show somebody whose posts are known."""
        found = Appearance.objects.published().for_list().with_claims().exclude(posts_zh="").order_by("slug").first()
        return {"appearance": found} if found else None

    @cached_property
    def signed(self) -> list[Signatories]:
        """Who signed in each year, the latest first."""
        return [found for _, found in sorted(signatories().items(), reverse=True)]

    @cached_property
    def years_compared(self) -> YearComparison | None:
        """The two latest years whose signatories are all known, side by side."""
        found = [one.notice.campaign.year for one in self.signed if one.complete][:2]
        return compare_years(*found) if len(found) > 1 else None

    def change(self) -> Context:
        """Show how the signatories of those two years differ."""
        found = self.years_compared
        return {"change": found.change} if found and found.change else None

    def compared_heads(self) -> Context:
        """Show their heads."""
        found = self.years_compared
        return {"records": [side.year for side in found.sides]} if found else None

    def tallies(self) -> Context:
        """Show their kinds of activity."""
        found = self.years_compared
        if not found:
            return None
        return {
            "tallies": found.kinds, "records": [side.year for side in found.sides], "caption": _("Kinds of activity"),
        }  # fmt: skip

    def signatories_known(self) -> Context:
        """Show what is said of the first year whose list is not complete."""
        found = next((one for one in self.signed if not one.complete), None)
        return {"signatories": found} if found else None

    def cite(self) -> Context:
        """Show how the first notice is cited."""
        found: Any = Notice.objects.published().for_api().order_by("slug").first()
        if found is None:
            return None
        address = self.request.build_absolute_uri(found.get_absolute_url())
        formats = [(chosen, reverse(f"notice-cite-{form}", args=[found.slug])) for form, chosen in FORMATS.items()]
        item = csl_item(found, self.request)
        return {"record": found, "cited": cited(item), "address": address, "citations": formats}

    def result(self) -> Context:
        """Show the first result of a search."""
        results = find("质量")
        found = results.show(results.matches[:1])
        return {"result": found[0]} if found else None

    def suggestions(self) -> Context:
        """Show what is offered where a search finds nothing."""
        results = find("质量月亮")
        return {"suggestions": suggestions(results), "everywhere": 0, "kinds": []}

    @cached_property
    def placed(self) -> Any:
        """An activity whose place is known."""
        return Activity.objects.published().with_claims().exclude(place_zh="").order_by("slug").first()

    def statement(self) -> Context:
        """Show the place of an activity, in one language."""
        return {"statement": statements(self.placed, "place")[0]} if self.placed else None

    def saying(self) -> Context:
        """Show its place in both."""
        return {"record": self.placed, "name": "place"} if self.placed else None

    @cached_property
    def province_strip(self) -> Strip | None:
        """The years of the first province."""
        found = Province.objects.published().order_by("code").first()
        return strip_of_province(found) if found else None

    def strip(self) -> Context:
        """Show the years of a province."""
        found = self.province_strip
        return {"strip": found, "caption": _("Documented") + " · " + _("Mentioned")} if found else None

    def years(self) -> Context:
        """Show the years of which the archive holds something of that province."""
        marks = [*self.province_strip.filled, *self.province_strip.outlined] if self.province_strip else []
        return {"marks": marks} if marks else None

    def tiles(self) -> Context:
        """Show the whole map."""
        found = [tile for tile in tiles() if tile.province.tile_row is not None]
        return {"tiles": found} if found else None

    def checking(self) -> Context:
        """Show the first document that came as a file."""
        found = Source.objects.published().exclude(file="").filter(part_of=None).order_by("slug").first()
        return {"whole": found} if found else None

    def claim(self) -> Context:
        """Show the preferred side of a disagreement."""
        found = self.disagreement
        return {"claim": found.claims[0], "says": True} if found else None

    def claims_by_line(self) -> Context:
        """Show two lines of the most quoted source."""
        found = self.quoting[3:5]
        return {"record": found[0].source, "lines": [(claim.line, [claim]) for claim in found]} if found else None

    def differences(self) -> Context:
        """Show a disputed field as if the one source had been followed, then the other."""
        found = self.disagreement
        if not found:
            return None
        one, other = found.claims[:2]
        return {"differences": [Difference("", found.field, one.value, other.value)]}

    def evidence(self) -> Context:
        """Show all sides of a disagreement."""
        found = self.disagreement
        return {"evidence": Evidence(found.claims, State.STATED, disagrees=True), "ours": False} if found else None

    def fact(self) -> Context:
        """Show the place of an activity."""
        found = self.placed
        return {"label": _("Place"), "statements": statements(found, "place")} if found else None

    @cached_property
    def unasked(self) -> SeriesFilter:
        """The filter of series, unasked."""
        found = SeriesFilter({}, queryset=Series.objects.published())
        found.is_valid()
        return found

    def filters(self) -> Context:
        """Show the filter of series, unasked."""
        found = self.unasked
        return {"filterset": found, "facets": facets(found), "question": "", "kept": kept(found)}

    def option(self) -> Context:
        """Show the first value of its first facet."""
        found = next(iter(facets(self.unasked)), None)
        return {"facet": found, "option": found.options[0]} if found else None

    def grid(self) -> Context:
        """Show the first provinces of the grid."""
        found = grid()
        rows = found.rows[:FEW_PROVINCES]
        return {"grid": replace(found, rows=rows, height=TOP + CELL * (len(rows) + 2))} if rows else None

    def issuers(self) -> Context:
        """Show the notice with the fewest issuers."""
        notices: Any = Notice.objects.published().for_detail()
        found = notices.filter(issuer_total__gt=0).order_by("issuer_total", "slug").first()
        return {"notice": found} if found else None

    def pages(self) -> Context:
        """Show the second of three pages."""
        return {"page_obj": Paginator(range(3), 1).page(2)}

    def reading(self) -> Context:
        """Show two lines of the most quoted source, as far as they are quoted."""
        found = self.quoting[:2]
        reading = ReadingPage(tuple(_line(claim) for claim in found), ())
        return {"record": found[0].source, "reading": reading} if found else None

    def reading_line(self) -> Context:
        """Show another line of it."""
        found = self.quoting[2:3]
        return {"line": _line(found[0])} if found else None

    def section(self) -> Context:
        """Show the first section with a label."""
        found = Section.objects.published().for_list().with_claims().exclude(label="").order_by("slug").first()
        return {"section": found, "activities": [], "level": 3} if found else None

    def set_aside(self) -> Context:
        """Show the first passage that is quoted."""
        told = SetAside.objects.filter(source__in=Source.objects.published()).exclude(quote="")
        found = told.select_related("source").order_by("source__slug", "line", "pk").first()
        return {"passage": found} if found else None

    def supports(self) -> Context:
        """Show what one line supports."""
        found = self.quoting[:1]
        return {"supports": supports_of(found)} if found else None

    def timeline(self) -> Context:
        """Show the whole timeline."""
        found = timeline()
        return {"timeline": found} if found.marks else None


def _line(claim: Claim) -> Line:
    """Return the line that ``claim`` quotes, cut down to the words quoted: the archive comes without the text."""
    words = Piece(claim.quote, quoted=True)
    column = Column(lang_of(claim.quote, claim.source), ((words,),))
    return Line(claim.line or 0, (column,), supports=supports_of([claim]))


COMPONENTS = (
    Component("appearance", gettext_lazy("What somebody did at an activity"), ("appearance",)),
    Component("change", gettext_lazy("How the signatories of two notices differ"), ("change",)),
    Component("checking", gettext_lazy("How to check a source whose text is not held here"), ("whole",)),
    Component("cite", gettext_lazy("How to cite a record"), ("record", "cited", "address", "citations")),
    Component("claim", gettext_lazy("One claim: who says so, on which line, in which words"), ("claim", "says"),
              ("ul", "claims")),
    Component("claims_by_line", gettext_lazy("What a source says, where its text is not held here"),
              ("record", "lines")),
    Component("compared_heads", gettext_lazy("The heads of a table of two records"), ("records",),
              ("table", "compared")),
    Component("differences", gettext_lazy("What differs between two states of a record"), ("differences",)),
    Component("evidence", gettext_lazy("The claims on one field, and whether they disagree"), ("evidence", "ours")),
    Component("fact", gettext_lazy("One fact, with its evidence"), ("label", "statements"), ("dl", "facts")),
    Component("filters", gettext_lazy("The question put to a list"), ("filterset", "facets", "question", "kept"),
              inert=True),
    Component("grid", gettext_lazy("What the archive holds, by year and province; here a few of them"), ("grid",)),
    Component("issuers", gettext_lazy("Who signed a notice, in order"), ("notice",)),
    Component("option", gettext_lazy("One value of a facet"), ("facet", "option"), ("div", "facet"), inert=True),
    Component("pages", gettext_lazy("The way through a list"), ("page_obj",), inert=True),
    Component("reading", gettext_lazy("A document’s text, line by line; here the quoted words alone"),
              ("record", "reading")),
    Component("reading_line", gettext_lazy("One line of a document, and what it supports"), ("line",),
              ("ol", "reading")),
    Component("result", gettext_lazy("One result of the search"), ("result",), ("div", "results")),
    Component("saying", gettext_lazy("What a record says under a name, for a cell of a table"), ("record", "name")),
    Component("section", gettext_lazy("One section of a notice’s outline"), ("section", "activities", "level"),
              ("ol", "outline")),
    Component("set_aside", gettext_lazy("A passage that was read and states no fact"), ("passage",)),
    Component("signatories_known", gettext_lazy("How much is known of who signed"), ("signatories",)),
    Component("statement", gettext_lazy("What one column of a fact says, with its claims"), ("statement",)),
    Component("strip", gettext_lazy("All years in a row"), ("strip", "caption")),
    Component("suggestions", gettext_lazy("What to look for instead"), ("suggestions", "everywhere", "kinds"),
              inert=True),
    Component("supports", gettext_lazy("What a line says, by record"), ("supports",), ("div", "supports")),
    Component("tallies", gettext_lazy("Numbers of two records side by side"), ("tallies", "records", "caption")),
    Component("tiles", gettext_lazy("The provinces as tiles, roughly where they lie"), ("tiles",)),
    Component("timeline", gettext_lazy("The years in a row, with their joint sponsors"), ("timeline",)),
    Component("years", gettext_lazy("Years as links"), ("marks",)),
)  # fmt: skip
