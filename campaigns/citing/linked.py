"""A record as schema.org describes it, for search engines and harvesters: the thing, and the page that tells of it."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Agency, Province
from agencies.vocabularies import AgencyKind
from campaigns.citing.items import issuers, kind_of, title_of
from campaigns.models import Activity, Campaign, Notice, Person, Series, Source, Year
from campaigns.vocabularies import SourceKind
from qualitymonth.bilingual import LANGUAGES, Bilingual, reader_suffix

Described = dict[str, Any]

#: What would end a script element, or begin a comment in it.
_UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}

#: Kinds of agency that are organs of a state; whatever they sign is an official document.
_ORGANS = {AgencyKind.STATE, AgencyKind.PARTY, AgencyKind.JUDICIARY, AgencyKind.LOCAL}
_SOURCE_TYPES = {SourceKind.NEWS: "NewsArticle", SourceKind.OFFICIAL: "Report"}


class Page:
    """Addresses as the page that asks for them has them."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def address(self, record: Any) -> str:
        """Return the absolute address of a record's page."""
        return self.request.build_absolute_uri(record.get_absolute_url())

    def reference(self, record: Any, kind: str) -> Described:
        """Return a record that another one names: its type, name and address."""
        return {"@type": kind, "name": title_of(record).plain, "url": self.address(record)}


def linked_data(record: Any, request: HttpRequest) -> Described:
    """Return ``record`` as JSON-LD; what is not known is left out."""
    page = Page(request)
    title = title_of(record)
    described = {
        "@context": "https://schema.org",
        **_DESCRIBERS[kind_of(record)](record, page),
        "name": title.plain,
        "alternateName": _other_names(record),
        "description": getattr(record, "summary", None) and record.summary.plain,
        "url": page.address(record),
        "identifier": f"{kind_of(record)}-{record.natural_key()[0]}",
        "mainEntityOfPage": {
            "@type": "WebPage",
            "@id": page.address(record),
            "inLanguage": LANGUAGES[reader_suffix()],
            "dateModified": timezone.localtime(record.updated_at).isoformat(timespec="seconds"),
            "version": record.version,
            "isPartOf": {
                "@type": "WebSite",
                "name": _("Quality Month Archive"),
                "url": request.build_absolute_uri("/"),
            },
            "isBasedOn": _sources(record, page),
        },
    }
    return {name: value for name, value in _told(described).items() if value}


def _told(described: Described) -> Described:
    """Return ``described`` without what is empty, at every depth."""
    told = {name: _told(value) if isinstance(value, dict) else value for name, value in described.items()}
    return {name: value for name, value in told.items() if value not in (None, "", [], {})}


class JsonText(str):
    """JSON that can stand within a script element: in a template, every mark that HTML knows is escaped as in JSON."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the JSON as a script element may hold it: entities would not be read there."""
        return self.translate(_UNSAFE)


def script_text(described: Described) -> JsonText:
    """Return ``described`` as JSON for a script element of a page."""
    return JsonText(json.dumps(described, ensure_ascii=False))


def _date(value: str) -> str:
    """Return an EDTF date as ISO 8601 has it, as precise as it is; a doubtful one is left out."""
    return "" if value.endswith(("?", "~", "%")) else value


def _other_names(record: Any) -> list[str]:
    """Return the names that the record has beside the one shown, each once."""
    found = [getattr(record, f"{name}_{suffix}", "")
             for name in ("title", "name") if isinstance(getattr(type(record), name, None), Bilingual)
             for suffix in LANGUAGES]  # fmt: skip
    if isinstance(record, Agency):
        found += [one.name for one in record.names.all()]
    if isinstance(record, Province):
        found += [record.name_hant, record.pinyin, record.short_zh]
    return [name for name in dict.fromkeys(found) if name and name != title_of(record).plain]


def _sources(record: Any, page: Page) -> list[str]:
    """Return the pages of the sources that make claims about the record, as far as they were fetched with it."""
    claims: Iterable[Any] = getattr(record, "_prefetched_objects_cache", {}).get("claims", ())
    return list(dict.fromkeys(page.address(claim.source) for claim in claims))


def _agency_type(agency: Agency) -> str:
    return "GovernmentOrganization" if agency.kind in _ORGANS else "Organization"


def _year(year: Year, _page: Page) -> Described:
    return {"@type": "CreativeWork", "temporalCoverage": str(year.number)}


def _campaign(campaign: Campaign, page: Page) -> Described:
    return {
        "@type": "Event",
        "startDate": str(campaign.year.number),
        "organizer": campaign.host and page.reference(campaign.host, _agency_type(campaign.host)),
        "location": _place("", [campaign.province] if campaign.province else [], page),
        "superEvent": campaign.part_of and page.reference(campaign.part_of, "Event"),
    }


def _notice(notice: Notice, page: Page) -> Described:
    signatures = notice.signatures.all()
    authors = [
        page.reference(one.agency, _agency_type(one.agency)) | {"name": name}
        for one, name in zip(signatures, issuers(notice), strict=True)
    ]
    described: Described = {
        "@type": "CreativeWork",
        "author": authors,
        "datePublished": _date(notice.issued_on or notice.published_on),
        "about": page.reference(notice.campaign, "Event"),
        "isBasedOn": notice.forwards and page.reference(notice.forwards, "CreativeWork"),
        "inLanguage": LANGUAGES["zh"],
    }
    if any(one.agency.kind in _ORGANS for one in signatures):
        described |= {
            "@type": "Legislation",
            "legislationIdentifier": notice.document_number,
            "legislationDate": _date(notice.issued_on),
            "legislationPassedBy": authors,
        }
    return described


def _series(series: Series, _page: Page) -> Described:
    return {"@type": "EventSeries", "startDate": _date(series.since)}


def _activity(activity: Activity, page: Page) -> Described:
    whole = activity.part_of or activity.campaign
    participations = activity.participations.all()
    return {
        "@type": "Event",
        "startDate": _date(activity.starts_on),
        "endDate": _date(activity.ends_on),
        "location": _place(activity.place.plain, [one.province for one in activity.locations.all()], page),
        "organizer": [page.reference(one.agency, _agency_type(one.agency)) for one in participations],
        "superEvent": page.reference(whole, "Event"),
        "sameAs": activity.same_as and page.address(activity.same_as),
    }


def _place(name: str, provinces: list[Province], page: Page) -> Described:
    within = [page.reference(province, "AdministrativeArea") for province in provinces]
    if not name:
        return within[0] if len(within) == 1 else {"@type": "Place", "containedInPlace": within} if within else {}
    return {"@type": "Place", "name": name, "containedInPlace": within}


def _person(_person: Person, _page: Page) -> Described:
    return {"@type": "Person"}


def _agency(agency: Agency, page: Page) -> Described:
    return {
        "@type": _agency_type(agency),
        "parentOrganization": agency.parent and page.reference(agency.parent, _agency_type(agency.parent)),
        "areaServed": agency.province and page.reference(agency.province, "AdministrativeArea"),
    }


def _province(_province: Province, _page: Page) -> Described:
    return {
        "@type": "AdministrativeArea",
        "containedInPlace": {"@type": "Country", "name": "China", "identifier": "CN"},
    }


def _source(source: Source, page: Page) -> Described:
    address = source.web_address
    return {
        "@type": _SOURCE_TYPES.get(SourceKind(source.kind), "CreativeWork"),
        "author": {"@type": "Person", "name": source.byline} if source.byline else None,
        "publisher": {"@type": "Organization", "name": source.publisher.plain} if source.publisher else None,
        "datePublished": _date(source.published_on),
        "inLanguage": {"zh": "zh", "en": "en", "en-zh": ["en", "zh"]}[source.language],
        "isPartOf": source.part_of and page.reference(source.part_of, "CreativeWork"),
        "sameAs": address if address.startswith(("https://", "http://")) else "",
    }


def _thing(_record: Any, _page: Page) -> Described:
    return {"@type": "CreativeWork"}


_DESCRIBERS: dict[str, Callable[[Any, Page], Described]] = {
    "year": _year, "campaign": _campaign, "notice": _notice, "series": _series, "activity": _activity,
    "person": _person, "agency": _agency, "province": _province, "source": _source,
}  # fmt: skip
