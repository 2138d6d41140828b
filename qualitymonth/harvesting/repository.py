"""The archive as an OAI-PMH repository: every public address of a record that has a page, gone ones included."""

import re
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.urls import reverse
from lxml import etree
from oai_repo import DataInterface, Identify, MetadataFormat, RecordHeader, Set
from oai_repo.helpers import datestamp_long

from campaigns.sitemaps import RECORDS
from qualitymonth.addresses import kinds
from qualitymonth.harvesting.dublin_core import dublin_core
from qualitymonth.models import Address

PREFIX = "oai_dc"
GRANULARITY = "YYYY-MM-DDThh:mm:ssZ"
_DOMAIN = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+", re.IGNORECASE)


def namespace() -> str:
    """Return the name under which identifiers are this archive's: the first that the site answers to."""
    hosts = (host.lstrip(".") for host in settings.ALLOWED_HOSTS)
    return next((host for host in hosts if _DOMAIN.fullmatch(host)), "localhost")


def identifier_of(address: Address) -> str:
    """Return the identifier of what stands, or stood, at ``address``."""
    return f"oai:{namespace()}:{address.kind}/{address.key}"


class ArchiveData(DataInterface):  # type: ignore[misc]
    """What the library asks of a repository."""

    def __init__(self, request: HttpRequest) -> None:
        self.http = request

    def get_identify(self) -> Identify:
        """Return what the repository says of itself."""
        first = Address.objects.order_by("change_id").select_related("change").first()
        earliest = first.change.at if first else datetime.fromtimestamp(0, tz=UTC)
        return Identify(
            repository_name="Quality Month Archive",
            base_url=self.http.build_absolute_uri(reverse("oai")),
            admin_email=[_contact()],
            earliest_datestamp=datestamp_long(earliest.astimezone(UTC)),
            deleted_record="persistent",
            granularity=GRANULARITY,
            compression=["gzip"],
            description=[],
        )

    def address_of(self, identifier: str) -> Address | None:
        """Return the address that an identifier names, None where there was none."""
        kind, _, key = identifier.removeprefix(f"oai:{namespace()}:").partition("/")
        if identifier != f"oai:{namespace()}:{kind}/{key}" or kind not in RECORDS:
            return None
        return Address.objects.select_related("change").filter(kind=kind, key=key).first()

    def is_valid_identifier(self, identifier: str) -> bool:
        """Tell whether something stands, or stood, there."""
        return self.address_of(identifier) is not None

    def get_metadata_formats(self, identifier: str | None = None) -> list[MetadataFormat]:
        """Return the one format that there is."""
        base = "http://www.openarchives.org/OAI/2.0/oai_dc"
        return [MetadataFormat(PREFIX, f"{base}.xsd", f"{base}/")]

    def list_set_specs(self, identifier: str | None = None, cursor: int = 0) -> tuple[list[str], int, None]:
        """Return the sets: one for each kind."""
        return sorted(RECORDS), len(RECORDS), None

    def get_set(self, setspec: str) -> Set:
        """Return the set of a kind."""
        return Set(setspec, str(kinds()[setspec]._meta.verbose_name_plural), [])


def header_of(address: Address) -> RecordHeader:
    """Return the header of what stands, or stood, at ``address``."""
    stamp = datestamp_long(address.change.at.astimezone(UTC))
    return RecordHeader(identifier_of(address), stamp, [address.kind], "deleted" if address.gone else None)


def metadata_of(addresses: list[Address], request: HttpRequest) -> dict[tuple[str, str], Any]:
    """Return the Dublin Core of what stands at ``addresses``, by kind and key."""
    found: dict[tuple[str, str], etree._Element] = {}
    for kind in {one.kind for one in addresses}:
        model: Any = kinds()[kind]
        name = model.natural_key_fields[0]
        asked = [one.key for one in addresses if one.kind == kind and not one.gone]
        for record in model._default_manager.published().for_api().filter(**{f"{name}__in": asked}):
            found[kind, str(getattr(record, name))] = dublin_core(record, request)
    return found


def _contact() -> str:
    """Return the address to write to; the protocol insists on one."""
    told: str = settings.SECURITY_CONTACT.removeprefix("mailto:")
    try:
        validate_email(told)
    except ValidationError:
        host = namespace()
        return f"webmaster@{host if '.' in host else 'localhost.invalid'}"
    return told
