"""Find records of every kind by their texts, the best first, in the same order on every database."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Q
from django.urls import reverse

from campaigns.models import SUBJECTS, SearchEntry
from campaigns.querysets import HEADING
from campaigns.search.highlight import Highlight, Highlighter, Shown
from campaigns.search.question import Question
from qualitymonth.bilingual import LANGUAGES, Text, reader_suffix

#: Kinds in the order in which equal results stand: those that readers look for by name come first.
KINDS: dict[str, Any] = {
    kind: SUBJECTS[kind]
    for kind in (
        "campaign", "agency", "province", "notice", "series", "person", "activity", "section", "slogan", "figure",
        "precedent", "year", "appearance", "source",
    )
}  # fmt: skip

#: How many records are read at once where all are wanted.
CHUNK = 200

#: What the titles and addresses of a kind are made of, beside the record itself.
_SHOWN_WITH: dict[str, tuple[str, ...]] = {
    "campaign": HEADING, "section": ("notice",), "slogan": ("campaign",), "figure": ("campaign",),
    "appearance": ("activity", "person", "agency"),
}  # fmt: skip


class Match(NamedTuple):
    """One result before anything of its record is read; a smaller one stands first."""

    tier: int
    place: int
    years_back: int
    key: str
    kind: str
    record_id: int


@dataclass(frozen=True, slots=True)
class Found:
    """One result: a record, by kind and key, with the texts by which it was found."""

    kind: str
    key: str
    record: Any
    highlights: list[Highlight]
    shown: Shown

    @property
    def title(self) -> Text:
        """What the record is called."""
        return title_of(self.record)

    @property
    def kind_name(self) -> Any:
        """The kind, in the reader's language."""
        return self.record._meta.verbose_name

    @property
    def page_url(self) -> str:
        """The address of the record's page."""
        return self.record.get_absolute_url()  # type: ignore[no-any-return]

    @property
    def api_url(self) -> str:
        """The address of the record in the API."""
        return reverse(f"api-{self.kind}-detail", args=[self.key])


@dataclass(frozen=True, slots=True)
class Results:
    """All that answers a question: the matches of the kinds asked for, in order, and how many each kind has."""

    question: Question
    matches: list[Match]
    counts: Counter[str] = field(default_factory=Counter)

    def show(self, matches: Sequence[Match]) -> list[Found]:
        """Return the results at ``matches``, with their records; one query for each kind among them."""
        entries = SearchEntry.objects.filter(_of(matches)) if matches else SearchEntry.objects.none()
        stored = {(entry.kind, entry.record_id): entry.stored for entry in entries}
        records = {
            (kind, record.pk): record for kind in {match.kind for match in matches} for record in _read(kind, matches)
        }
        highlighter = Highlighter(self.question)
        shown = []
        for match in matches:
            address = match.kind, match.record_id
            if (record := records.get(address)) and address in stored:
                title = title_of(record)
                highlights = highlighter.highlights(stored[address])
                page = highlighter.shown(type(record), title, highlights)
                shown.append(Found(match.kind, match.key, record, highlights, page))
        return shown

    def records(self) -> Iterator[Any]:
        """Return the records of all results, in order and a chunk at a time, with what the API shows of them."""
        for start in range(0, len(self.matches), CHUNK):
            matches = self.matches[start : start + CHUNK]
            found = {
                (kind, record.pk): record
                for kind in {match.kind for match in matches}
                for record in KINDS[kind]
                .objects.published()
                .for_api()
                .filter(pk__in=[match.record_id for match in matches if match.kind == kind])
            }
            yield from (found[at] for match in matches if (at := (match.kind, match.record_id)) in found)


def title_of(record: Any) -> Text:
    """Return what ``record`` is called."""
    for name in ("title", "name", "heading", "text", "label", "country"):
        if isinstance(value := getattr(record, name, None), Text) and value:
            return value
    return Text(str(record), LANGUAGES[reader_suffix()])


def find(text: str, kinds: Collection[str] = ()) -> Results:
    """Return every published record of ``kinds`` (all, where none is named) that holds all words of ``text``."""
    question = Question.read(text)
    places = {kind: place for place, kind in enumerate(KINDS)}
    columns = ("tier", "year", "key", "kind", "record_id")
    matches = sorted(
        Match(tier, places[kind], -year, key, kind, record_id)
        for tier, year, key, kind, record_id in public(KINDS).asked(question).ranked(question).values_list(*columns)
    )
    counts = Counter(match.kind for match in matches)
    return Results(question, [match for match in matches if not kinds or match.kind in kinds], counts)


def public(kinds: Collection[str]) -> Any:
    """Return the entries of the published records of ``kinds``."""
    condition = Q()
    for kind in kinds:
        records = SUBJECTS[kind]._default_manager.published()  # type: ignore[attr-defined]
        condition |= Q(kind=kind, record_id__in=records.order_by().values("pk"))
    return SearchEntry.objects.filter(condition)


def _of(matches: Sequence[Match]) -> Q:
    """Return the condition that entries are those of ``matches``."""
    condition = Q()
    for kind in {match.kind for match in matches}:
        condition |= Q(kind=kind, record_id__in=[match.record_id for match in matches if match.kind == kind])
    return condition


def _read(kind: str, matches: Sequence[Match]) -> Any:
    """Return the records of one kind among ``matches``, with what their titles and addresses are made of."""
    keys = [match.record_id for match in matches if match.kind == kind]
    return KINDS[kind].objects.published().select_related(*_SHOWN_WITH.get(kind, ())).filter(pk__in=keys)
