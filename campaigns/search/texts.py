"""The texts of each kind under which its records are found, as they stand and with what is to be said of them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet
from django.utils import translation
from pypinyin import lazy_pinyin

from agencies.models import Agency, Province
from campaigns.models import SUBJECTS, Claim, Participation, Signature, Source
from campaigns.querysets import HEADING, with_claims
from qualitymonth.bilingual import LANGUAGES
from qualitymonth.fold import fold_words, simplify
from qualitymonth.models import Record
from qualitymonth.querysets import PUBLISHED, hide_drafts

#: What the search is asked about; claims are found too, where only claims are asked for.
INDEXED: dict[str, type[Record]] = {**SUBJECTS, "claim": Claim}

#: Bilingual columns that name a record, and others; what else there is says ``_beside``.
NAMES: dict[str, tuple[str, ...]] = {
    "notice": ("title",), "section": ("heading",), "slogan": ("text",), "series": ("name",), "activity": ("title",),
    "figure": ("name",), "person": ("name",), "appearance": ("party",), "agency": ("name",), "province": ("name",),
    "precedent": ("country",), "source": ("title", "short"),
}  # fmt: skip
TEXTS: dict[str, tuple[str, ...]] = {
    "year": ("notes",), "campaign": ("theme", "summary"), "notice": ("summary",), "section": ("summary",),
    "series": ("summary",), "activity": ("summary", "place"), "figure": ("unit",), "appearance": ("posts",),
    "precedent": ("summary",), "source": ("publisher",), "claim": ("note",),
}  # fmt: skip

#: What to fetch with the records of a kind.
RELATED: dict[str, tuple[str, ...]] = {
    "campaign": HEADING, "notice": ("campaign__year",), "section": ("notice__campaign__year",),
    "slogan": ("campaign__year",), "activity": ("campaign__year",), "figure": ("campaign__year", "province"),
    "appearance": ("activity__campaign__year", "person", "agency"), "claim": ("source",),
}  # fmt: skip
OWNED: dict[str, Any] = {
    "agency": ("names",),
    "notice": (Prefetch("signatures", Signature.objects.filter(agency__status=PUBLISHED).order_by("position")),),
    "activity": (
        Prefetch("participations", Participation.objects.filter(agency__status=PUBLISHED).select_related("agency")),
        Prefetch("provinces", Province.objects.filter(status=PUBLISHED)),
    ),
}


class Held(NamedTuple):
    """A text of a record: the field it stands in, its language, of an agency's name the type; whether it is a name."""

    field: str
    lang: str
    text: str
    type: str = ""
    name: bool = False

    @property
    def folded(self) -> str:
        """The text as it is compared. Pinyin is found from each of its syllables on, written together or apart."""
        if self.type == "pinyin":
            syllables = self.text.split()
            return " ".join(["", *("".join(syllables[place:]) for place in range(len(syllables)))])
        return fold_words(self.text).text


def records_of(kind: str) -> QuerySet[Any]:
    """Return the records of ``kind`` that are no drafts themselves, with all that their texts are made of."""
    everything: Any = INDEXED[kind]._default_manager
    records = everything.filter(status=PUBLISHED).order_by("pk").prefetch_related(*OWNED.get(kind, ()))
    if kind in RELATED:
        records = records.select_related(*RELATED[kind])
    return records if kind == "claim" else with_claims(records)


def texts_of(kind: str, record: Any) -> dict[str, Held]:
    """Return the texts of ``record``, which ``records_of`` fetched, by what they fold to: names first, none twice."""
    hide_drafts(record)
    names = [*_columns(record, NAMES.get(kind, ())), *_OTHER_NAMES.get(kind, _nothing)(record)]
    texts = [*_columns(record, TEXTS.get(kind, ())), *_BESIDE.get(kind, _nothing)(record), *_quotes(kind, record)]
    if year := year_of(kind, record):
        texts.append(Held("year", "zh-Hans", f"{year}年"))
    found: dict[str, Held] = {}
    for held in [*(name._replace(name=True) for name in names), *texts]:
        if folded := held.folded:
            found.setdefault(folded, held)
    return found


def year_of(kind: str, record: Any) -> int:
    """Return the year that ``record`` belongs to, 0 where it belongs to none."""
    if kind == "year":
        return int(record.number)
    if kind == "source":
        return int(record.published_on[:4]) if record.published_on else 0
    owner = record
    for name in {"section": ("notice",), "appearance": ("activity",)}.get(kind, ()):
        owner = getattr(owner, name)
    campaign = owner if kind == "campaign" else getattr(owner, "campaign", None)
    return int(campaign.year.number) if kind != "claim" and campaign else 0


def _nothing(_record: Any) -> Iterator[Held]:
    return iter(())


def _columns(record: Any, bases: tuple[str, ...], field: str = "") -> Iterator[Held]:
    """Yield the filled bilingual columns ``bases``; under the name ``field`` where another record refers to this."""
    for base in bases:
        for suffix, language in LANGUAGES.items():
            if text := getattr(record, f"{base}_{suffix}"):
                lang = _script(text) if suffix == "zh" else language
                yield Held(field or f"{base}_{suffix}", lang, text)


def _script(text: str) -> str:
    """Return the language of a text that should be Chinese; printed names and titles may be traditional."""
    if text.isascii():
        return "en"
    return "zh-Hans" if simplify(text) == text else "zh-Hant"


def _year_names(year: Any) -> Iterator[Held]:
    yield Held("number", "en", str(year.number))
    yield Held("number", "zh-Hans", f"{year.number}年")


def _campaign_names(campaign: Any) -> Iterator[Held]:
    for code, lang in (("zh-hans", "zh-Hans"), ("en", "en")):
        with translation.override(code):
            yield Held("heading", lang, campaign.title.plain)


def _notice_names(notice: Any) -> Iterator[Held]:
    yield Held("document_number", "zh-Hans", notice.document_number)


def _appearance_names(appearance: Any) -> Iterator[Held]:
    for field in ("person", "agency"):
        if who := getattr(appearance, field):
            yield from _columns(who, ("name",), field)


def _agency_names(agency: Agency) -> Iterator[Held]:
    for name in agency.names.all():
        yield Held("names", name.language, name.name, name.type)
    for text in dict.fromkeys([agency.name_zh, *(n.name for n in agency.names.all() if n.language == "zh-Hans")]):
        yield Held("names", "zh-Latn", " ".join(lazy_pinyin(text, errors="ignore")), "pinyin")
    yield Held("slug", "en", agency.slug)


def _province_names(province: Province) -> Iterator[Held]:
    yield Held("short_zh", "zh-Hans", province.short_zh)
    yield Held("name_hant", "zh-Hant", province.name_hant)
    yield Held("pinyin", "zh-Latn", province.pinyin)
    yield Held("code", "en", province.code)


def _campaign_beside(campaign: Any) -> Iterator[Held]:
    for field in ("host", "province", "series"):
        if other := getattr(campaign, field):
            yield from _columns(other, ("name",), field)
    yield Held("slug", "en", campaign.slug)


def _notice_beside(notice: Any) -> Iterator[Held]:
    for signature in notice.signatures.all():
        yield from _columns(signature, ("name",), "issuers")


def _activity_beside(activity: Any) -> Iterator[Held]:
    for participation in activity.participations.all():
        printed = list(_columns(participation, ("name",), "organisers"))
        yield from printed or _columns(participation.agency, ("name",), "organisers")
    for province in activity.provinces.all():
        yield from _columns(province, ("name",), "provinces")


def _figure_beside(figure: Any) -> Iterator[Held]:
    if figure.province:
        yield from _columns(figure.province, ("name",), "province")


def _source_beside(source: Source) -> Iterator[Held]:
    if source.byline:
        yield Held("byline", _script(source.byline), source.byline)


def _claim_beside(claim: Claim) -> Iterator[Held]:
    if claim.quote:
        yield Held("quote", _quote_lang(claim), claim.quote)
    if claim.value:
        yield Held("value", _script(claim.value), claim.value)


def _quotes(kind: str, record: Any) -> Iterator[Held]:
    """Yield what the claims on a record quote, as printed."""
    for claim in () if kind == "claim" else record.claims.all():
        if claim.quote:
            yield Held("quote", _quote_lang(claim), claim.quote)


def _quote_lang(claim: Claim) -> str:
    if claim.quote.isascii():
        return "en"
    return "zh-Hant" if claim.source.script.startswith("Hant") else "zh-Hans"


_OTHER_NAMES: dict[str, Any] = {
    "year": _year_names, "campaign": _campaign_names, "notice": _notice_names, "appearance": _appearance_names,
    "agency": _agency_names, "province": _province_names,
}  # fmt: skip
_BESIDE: dict[str, Any] = {
    "campaign": _campaign_beside, "notice": _notice_beside, "activity": _activity_beside, "figure": _figure_beside,
    "source": _source_beside, "claim": _claim_beside,
}  # fmt: skip
