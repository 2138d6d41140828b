"""What a question asks for, in plain words of either language."""

from collections.abc import Iterator
from typing import Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

#: What the words of ``ordering`` are called.
ORDERS = {
    "date": gettext_lazy("date"),
    "year": gettext_lazy("year"),
    "slug": gettext_lazy("key"),
    "key": gettext_lazy("key"),
    "modified": gettext_lazy("time of the last change"),
}
#: Words of their own sentence: what a value, or each, says of a record.
SAYINGS = {
    "q": gettext_lazy("in whose texts “%(value)s” is found"),
    "year_min": gettext_lazy("from the year %(value)s on"),
    "year_max": gettext_lazy("up to the year %(value)s"),
    "modified_since": gettext_lazy("changed since %(value)s"),
    "disagreement": gettext_lazy("as to disagreement: %(value)s"),
}


def describe(question: Any) -> dict[str, str]:
    """Return as ``description_zh`` and ``description_en`` what a valid ``question``, a filter with its words, asks."""
    described = {}
    for suffix, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            described[f"description_{suffix}"] = _described(question)
    return described


def _described(question: Any) -> str:
    kinds = question._meta.model._meta.verbose_name_plural
    clauses = pgettext("between clauses", " and ").join(_clauses(question))
    if clauses:
        asked = _("%(kinds)s %(clauses)s") % {"kinds": kinds, "clauses": clauses}
    else:
        asked = _("all %(kinds)s") % {"kinds": kinds}
    order: str = question.order
    by = ORDERS[order.removeprefix("-")]
    ordered = _("by %(order)s, descending") if order.startswith("-") else _("by %(order)s, ascending")
    return _("%(asked)s, %(ordered)s.") % {"asked": capfirst(asked), "ordered": ordered % {"order": by}}


def _clauses(question: Any) -> Iterator[str]:
    values: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for word, label, value, _rest in question.chosen():
        values.setdefault(word, []).append(value)
        labels[word] = label
    for word, given in values.items():
        if word in SAYINGS:
            yield SAYINGS[word] % {"value": _either(given)}
        else:
            label = labels[word][:1].lower() + labels[word][1:]
            yield _("with %(label)s %(values)s") % {"label": label, "values": _either(given)}


def _either(values: list[str]) -> str:
    return pgettext("between values", " or ").join(values)
