"""What a list can be narrowed to: the values of each word, with the number of records that each would leave."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from qualitymonth.descriptions import describe
from qualitymonth.filters import UNKNOWN, ArchiveFilterSet
from qualitymonth.pagination import ORDERING_WORD

#: How many values of a facet are in sight, and how many a list carries; the rest come when the reader asks for them.
FIRST, CARRIED = 8, 24
#: The word of a page that asks for all values of the facet it names.
WHOLE_WORD = "all"
#: Words that have a place of their own in the form.
BOXES = ("q", "year_min", "year_max", ORDERING_WORD)


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet; ``total`` is the number of records it has under all other words of the question."""

    value: str
    label: str
    total: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One word of the question with its values: those asked for, then the most frequent."""

    word: str
    label: Any
    options: list[Option]
    carried: int

    @property
    def chosen(self) -> bool:
        """Whether the question uses the word."""
        return any(option.chosen for option in self.options)

    @property
    def first(self) -> list[Option]:
        """The values that are shown at once."""
        return self.options[:FIRST]

    @property
    def more(self) -> list[Option]:
        """The values that are shown when their place is opened."""
        return self.options[FIRST : self.carried]

    @property
    def rest(self) -> int:
        """How many values are left out."""
        return max(0, len(self.options) - self.carried)


def facets(filterset: ArchiveFilterSet, whole: str | None = None) -> list[Facet]:
    """Return the facets of a valid question, the one named ``whole`` with all values; those without any are left out.

    The values of one word widen the answer, so each is counted as if the word were not used yet.
    """
    found = []
    for word in filterset.facet_words:
        options = _options(filterset, word)
        carried = len(options) if word == whole else FIRST if whole else CARRIED
        found.append(Facet(word, filterset.filters[word].label, options, carried))
    return [facet for facet in found if facet.options]


def kept(filterset: ArchiveFilterSet) -> list[tuple[str, str]]:
    """Return the words of a question, with their values, that neither a box nor a facet of the form shows."""
    shown = (*BOXES, *filterset.facet_words)
    data = filterset.data
    return [
        (word, value)
        for word in filterset.filters
        if word not in shown and isinstance(data, QueryDict)
        for value in data.getlist(word)
    ]


def facets_in_both_languages(filterset: ArchiveFilterSet) -> dict[str, Any]:
    """Return all values of all facets of a valid question as the API shows them, with the number of records found."""
    found = []
    for word in filterset.facet_words:
        totals, chosen = _totals(filterset, word)
        said: dict[str, dict[str, str]] = {}
        names: dict[str, str] = {}
        for suffix, language in (("zh", "zh-hans"), ("en", "en")):
            with translation.override(language):
                names[f"label_{suffix}"] = str(filterset.filters[word].label)
                said[f"label_{suffix}"] = _labels(filterset, word, {*totals, *chosen})
        values: list[dict[str, Any]] = [
            {
                "value": value,
                **{name: labels[value] for name, labels in said.items()},
                "total": totals.get(value, 0),
                "chosen": value in chosen,
            }
            for value in said["label_zh"]
        ]
        values.sort(key=lambda value: (value["value"] == UNKNOWN, -value["total"], value["value"]))
        found.append({"word": word, **names, "values": values})
    count = filterset.qs.order_by().values("pk").count()
    return {"count": count, "facets": found, "not_found": filterset.not_found, **describe(filterset)}


def _options(filterset: ArchiveFilterSet, word: str) -> list[Option]:
    totals, chosen = _totals(filterset, word)
    labels = _labels(filterset, word, {*totals, *chosen})
    options = [Option(value, label, totals.get(value, 0), value in chosen) for value, label in labels.items()]
    options.sort(key=lambda option: (not option.chosen, option.value == UNKNOWN, -option.total, option.label))
    if word == "year":
        options.sort(key=lambda option: (not option.chosen, option.value), reverse=True)
    return options


def _totals(filterset: ArchiveFilterSet, word: str) -> tuple[dict[str, int], set[str]]:
    """Return how many records each value of ``word`` would leave, and the values that are asked for."""
    asked, by = filterset.without(word), filterset.filters[word]
    data = filterset.data
    chosen = set(data.getlist(word) if isinstance(data, QueryDict) else [])
    totals: dict[str, int] = by.count(asked)
    if by.extra.get("takes_unknown"):
        total = asked.exclude(pk__in=by.referring(asked.model, by.records).values("pk")).count()
        if total or UNKNOWN in chosen:
            totals[UNKNOWN] = total
    return totals, chosen


def _labels(filterset: ArchiveFilterSet, word: str, values: set[str]) -> dict[str, str]:
    """Return what the ``values`` of ``word`` are called; a draft has no name."""
    labels: dict[str, str] = filterset.filters[word].labels(values - {UNKNOWN})
    return labels | ({UNKNOWN: _("unknown")} if UNKNOWN in values else {})
