"""The components of the pages, each with an example from the archive: what ``/about/components/`` shows.

Whoever adds a file to ``templates/components/`` adds an entry to ``COMPONENTS``; a test insists.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.evidence import Disagreement, Evidence, State, disagreements
from campaigns.filters import SeriesFilter
from campaigns.models import Activity, Appearance, Claim, Notice, Section, Series, SetAside, Source
from campaigns.pictures import CELL, TOP, grid, timeline
from campaigns.reading_page import Column, Line, Piece, ReadingPage, supports_of
from campaigns.templatetags.archive import lang_of, statements

#: What a component is given; None where the archive holds nothing to show it with.
Context = dict[str, Any] | None
#: So many provinces are enough to see what the grid does.
FEW_PROVINCES = 5
#: Among so many claims there are enough on different lines.
MANY_CLAIMS = 60


@dataclass(frozen=True, slots=True)
class Component:
    """One file of ``templates/components/``: what it is for, what it takes, and an example.

    ``within`` is the element that its pages put around it, with its class. An ``inert`` example asks the page that it
    stands on, which here would be a page that takes no questions.
    """

    name: str
    purpose: Any
    takes: tuple[str, ...]
    example: Callable[[], Context]
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
    return [
        Shown(component, render_to_string(component.template, context, request) if context else "")
        for component, context in ((component, component.example()) for component in COMPONENTS)
    ]


def _disagreement() -> Disagreement | None:
    return next(iter(disagreements()), None)


def _quoting() -> list[Claim]:
    """Return a few claims that quote different lines of one source, the one on which most claims rest."""
    sources: Any = Source.objects.published().for_list()
    source = sources.order_by("-claim_total", "slug").first()
    claims = Claim.objects.published().for_list().filter(source=source).exclude(quote="").exclude(line=None)
    return list({claim.line: claim for claim in claims[:MANY_CLAIMS]}.values())


def _line(claim: Claim) -> Line:
    """Return the line that ``claim`` quotes, cut down to the words quoted: the archive comes without the text."""
    words = Piece(claim.quote, quoted=True)
    column = Column(lang_of(claim.quote, claim.source), ((words,),))
    return Line(claim.line or 0, (column,), supports=supports_of([claim]))


def _appearance() -> Context:
    found = Appearance.objects.published().for_list().with_claims().exclude(posts_zh="").order_by("slug").first()
    return {"appearance": found} if found else None


def _checking() -> Context:
    found = Source.objects.published().exclude(file="").filter(part_of=None).order_by("slug").first()
    return {"whole": found} if found else None


def _claim() -> Context:
    found = _disagreement()
    return {"claim": found.claims[0], "says": True} if found else None


def _claims_by_line() -> Context:
    found = _quoting()[3:5]
    return {"record": found[0].source, "lines": [(claim.line, [claim]) for claim in found]} if found else None


def _evidence() -> Context:
    found = _disagreement()
    return {"evidence": Evidence(found.claims, State.STATED, disagrees=True), "ours": False} if found else None


def _fact() -> Context:
    found = Activity.objects.published().with_claims().exclude(place_zh="").order_by("slug").first()
    return {"label": _("Place"), "statements": statements(found, "place")} if found else None


def _filters() -> Context:
    return {"filterset": SeriesFilter({}, queryset=Series.objects.published())}


def _grid() -> Context:
    found = grid()
    rows = found.rows[:FEW_PROVINCES]
    return {"grid": replace(found, rows=rows, height=TOP + CELL * (len(rows) + 2))} if rows else None


def _issuers() -> Context:
    notices: Any = Notice.objects.published().for_detail()
    found = notices.filter(issuer_total__gt=0).order_by("issuer_total", "slug").first()
    return {"notice": found} if found else None


def _pages() -> Context:
    return {"page_obj": Paginator(range(3), 1).page(2)}


def _reading() -> Context:
    found = _quoting()[:2]
    reading = ReadingPage(tuple(_line(claim) for claim in found), ())
    return {"record": found[0].source, "reading": reading} if found else None


def _reading_line() -> Context:
    found = _quoting()[2:3]
    return {"line": _line(found[0])} if found else None


def _section() -> Context:
    found = Section.objects.published().for_list().with_claims().exclude(label="").order_by("slug").first()
    return {"section": found, "activities": [], "level": 3} if found else None


def _set_aside() -> Context:
    told = SetAside.objects.filter(source__in=Source.objects.published()).exclude(quote="")
    found = told.select_related("source").order_by("source__slug", "line", "pk").first()
    return {"passage": found} if found else None


def _supports() -> Context:
    found = _quoting()[:1]
    return {"supports": supports_of(found)} if found else None


def _timeline() -> Context:
    found = timeline()
    return {"timeline": found} if found.marks else None


COMPONENTS = (
    Component("appearance", gettext_lazy("What somebody did at an activity"), ("appearance",), _appearance),
    Component("checking", gettext_lazy("How to check a source whose text is not held here"), ("whole",), _checking),
    Component("claim", gettext_lazy("One claim: who says so, on which line, in which words"), ("claim", "says"),
              _claim, ("ul", "claims")),
    Component("claims_by_line", gettext_lazy("What a source says, where its text is not held here"),
              ("record", "lines"), _claims_by_line),
    Component("evidence", gettext_lazy("The claims on one field, and whether they disagree"), ("evidence", "ours"),
              _evidence),
    Component("fact", gettext_lazy("One fact, with its evidence"), ("label", "statements"), _fact, ("dl", "facts")),
    Component("filters", gettext_lazy("The question put to a list"), ("filterset",), _filters, inert=True),
    Component("grid", gettext_lazy("What the archive holds, by year and province; here a few of them"), ("grid",),
              _grid),
    Component("issuers", gettext_lazy("Who signed a notice, in order"), ("notice",), _issuers),
    Component("pages", gettext_lazy("The way through a list"), ("page_obj",), _pages, inert=True),
    Component("reading", gettext_lazy("A document’s text, line by line; here the quoted words alone"),
              ("record", "reading"), _reading),
    Component("reading_line", gettext_lazy("One line of a document, and what it supports"), ("line",), _reading_line,
              ("ol", "reading")),
    Component("section", gettext_lazy("One section of a notice’s outline"), ("section", "activities", "level"),
              _section, ("ol", "outline")),
    Component("set_aside", gettext_lazy("A passage that was read and states no fact"), ("passage",), _set_aside),
    Component("supports", gettext_lazy("What a line says, by record"), ("supports",), _supports, ("div", "supports")),
    Component("timeline", gettext_lazy("The years in a row, with their joint sponsors"), ("timeline",), _timeline),
)  # fmt: skip
