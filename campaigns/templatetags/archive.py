"""Components of the pages: facts with their evidence, dates as known, the other language's address."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from campaigns.evidence import Evidence, State, claimed_form, evidence_for
from campaigns.models import Claim, Source
from qualitymonth import edtf
from qualitymonth.bilingual import LANGUAGES, Bilingual, Text, reader_suffix
from qualitymonth.fields import EdtfField
from qualitymonth.fold import fold
from qualitymonth.models import NaturalKeyed

register = template.Library()

_DATE_FORMS = {
    "en": {"year": "Y", "month": "F Y", "day": "j F Y"},
    "zh": {"year": "Y年", "month": "Y年n月", "day": "Y年n月j日"},
}
_HAN = re.compile("[\u3400-\u9fff]")


@register.filter(name="edtf")
def edtf_date(value: str) -> str:
    """Write a date as exactly as it is known, in the reader's form: a year, a month or a day."""
    if not value:
        return ""
    date = edtf.parse(value)
    written = formats.date_format(date.first, _DATE_FORMS[reader_suffix()][date.precision], use_l10n=False)
    if date.qualifier in ("~", "%"):
        written = _("about %(date)s") % {"date": written}
    return _("%(date)s (uncertain)") % {"date": written} if date.qualifier in ("?", "%") else written


@register.filter
def lang_of(text: str, source: Source) -> str:
    """Return the language of words taken from ``source``, by their script and the source's."""
    if not _HAN.search(text):
        return "en"
    return "zh-Hant" if source.script.startswith("Hant") else "zh-Hans"


@register.filter
def value_lang(value: str) -> str:
    """Return the language of a claimed value, which is kept simplified."""
    return "zh-Hans" if _HAN.search(value) else "en"


@dataclass(frozen=True, slots=True)
class Statement:
    """One column of a fact: what it says, in which language, and on what evidence."""

    shown: Any
    evidence: Evidence
    is_translation: bool = False


def statements(record: Any, name: str) -> list[Statement]:
    """Return what ``record`` says under ``name``: both languages of a bilingual text, the reader's first."""
    if isinstance(getattr(type(record), name, None), Bilingual):
        first = reader_suffix()
        columns = [f"{name}_{suffix}" for suffix in (first, "en" if first == "zh" else "zh")]
        found = [
            Statement(
                Text(value, LANGUAGES[column[-2:]]),
                evidence := evidence_for(record, column),
                evidence.state is State.OURS,
            )
            for column in columns
            if (value := getattr(record, column))
        ]
        return found or [Statement(None, evidence_for(record, f"{name}_zh"))]
    return [Statement(shown(record, name), evidence_for(record, name))]


def shown(record: Any, name: str) -> Any:
    """Return a field's value as readers see it: dates, words of vocabularies, links; None where it is unknown."""
    value = getattr(record, name)
    column = record._meta.get_field(name)
    if value is None or value == "":
        return None
    if isinstance(column, EdtfField):
        return format_html('<time datetime="{}">{}</time>', value.rstrip("?~%"), edtf_date(value))
    if isinstance(value, models.Model):
        title = getattr(value, "title", None) or getattr(value, "name", None) or str(value)
        return format_html('<a href="{}">{}</a>', value.get_absolute_url(), title)  # type: ignore[attr-defined]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column.flatchoices:
        return getattr(record, f"get_{name}_display")()
    return value


@register.simple_tag
def said(record: Any, name: str) -> list[Statement]:
    """Return what ``record`` says under ``name``, for a component that shows it in its own way."""
    return statements(record, name)


@register.inclusion_tag("components/fact.html")
def fact(record: Any, name: str, label: str) -> dict[str, Any]:
    """Show one fact: its label, its value, and the claims beside it; an absent value is said to be unknown."""
    return {"label": label, "statements": statements(record, name), "name": name, "record": record}


@register.inclusion_tag("components/evidence.html")
def evidence(record: Any, field: str, member: Any = None, beside: str = "") -> dict[str, Any]:
    """Show the claims on a field of ``record``, or on one member of a list; a member without any is the archive's own.

    ``beside`` names the column of the other language: where neither has a claim, the text is the archive's own.
    """
    found = evidence_for(record, field, None if member is None else str(member))
    ours = bool(beside or member is not None) and not found.claims
    ours = ours and not (beside and evidence_for(record, beside).claims)
    return {"evidence": found, "field": field, "ours": ours}


@register.simple_tag(takes_context=True)
def in_language(context: template.Context, code: str) -> str:
    """Return the address of this page in the language ``code``."""
    request: HttpRequest | None = context.get("request")
    return translate_url(request.get_full_path(), code) if request else "/"


@register.simple_tag(takes_context=True)
def nav_link(context: template.Context, name: str, label: Any) -> SafeString:
    """Return a link to a part of the archive, marked where the reader is in it."""
    address, request = reverse(name), context.get("request")
    here = request is not None and request.path.startswith(address)
    form = '<a href="{}" aria-current="true">{}</a>' if here else '<a href="{}">{}</a>'
    return format_html(form, address, label)


@register.filter
def plain(value: Any) -> str:
    """Return a text without its language span, for titles and attributes."""
    return value.plain if isinstance(value, Text) else str(value)


@register.filter
def number(value: Any) -> str:
    """Write a figure without the zeros that its column adds."""
    normal = value.normalize() if hasattr(value, "normalize") else value
    return formats.number_format(f"{normal:f}" if hasattr(normal, "as_tuple") else normal, use_l10n=True)


@register.simple_tag
def record_link(record: Any) -> SafeString:
    """Return a link to a record under its title or name."""
    title = getattr(record, "title", None) or getattr(record, "name", None) or str(record)
    return format_html('<a href="{}">{}</a>', record.get_absolute_url(), title)


@register.filter
def kind_name(record: Any) -> Any:
    """Return what the record's kind is called."""
    return record._meta.verbose_name


@register.filter
def order_label(word: str) -> str:
    """Return what readers call an ordering word."""
    labels = {
        "slug": _("A to Z"), "-slug": _("Z to A"), "date": _("oldest first"), "-date": _("newest first"),
        "year": _("oldest first"), "-year": _("newest first"), "modified": _("least recently changed"),
        "-modified": _("most recently changed"),
    }  # fmt: skip
    return labels.get(word, word)


def claimed_column(claim: Claim) -> Any:
    """Return the field that ``claim`` is about, None where its record's kind has no such field."""
    try:
        return claim.record._meta.get_field(claim.field)
    except FieldDoesNotExist:
        return None


def claimed_value(claim: Claim, records: Mapping[str, Any]) -> Any:
    """Return what ``claim`` says as readers see it; what cannot be read so stays as it was claimed.

    Keys that stand in ``records`` become links, words of vocabularies their labels, dates dates.
    """
    value, column = claim.value, claimed_column(claim)
    if value in records:
        return record_link(records[value])
    if isinstance(column, EdtfField):
        try:
            return edtf_date(value)
        except ValueError:
            return value
    if isinstance(column, models.BooleanField):
        return {"yes": _("yes"), "no": _("no")}.get(value, value)
    labels = dict(getattr(column, "flatchoices", ()))
    return labels.get(value) or Text(value, value_lang(value))


@register.filter
def said_by(claim: Claim) -> Any:
    """Return what ``claim`` says as readers see it; a key becomes a link where it is what the record holds."""
    held = getattr(claim.record, claim.field, None)
    return claimed_value(claim, {claimed_form(held): held} if isinstance(held, NaturalKeyed) else {})


@register.filter
def says_more(claim: Claim) -> bool:
    """Tell whether what ``claim`` says is not told already by the words that it quotes."""
    return fold(claim.value) != fold(claim.quote)


@register.filter
def field_name(record: Any, name: str) -> Any:
    """Return what readers call a field of ``record``."""
    try:
        column = record._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    return getattr(column, "verbose_name", None) or column.related_model._meta.verbose_name_plural


@register.filter
def day(moment: datetime.datetime) -> str:
    """Write the day of a moment, in Beijing's time, in the reader's form."""
    return edtf_date(timezone.localtime(moment).date().isoformat())


@register.filter
def is_web(address: str) -> bool:
    """Tell whether ``address`` is http or https: nothing else becomes a link, whatever the database holds."""
    return address.startswith(("https://", "http://"))


@register.filter
def marked(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """Write the pieces of a text, those that a search found marked."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if found else text,) for text, found in pieces)
    )
