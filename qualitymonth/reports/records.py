"""The records about which readers can report, and the reports about one."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from campaigns.sitemaps import RECORDS
from qualitymonth.models import Report, ReportState
from qualitymonth.moving import former_addresses, standing_address

#: The kinds whose records have pages of their own, by the noun that addresses and reports use.
KINDS: dict[str, Any] = {kind: sitemap.model for kind, sitemap in RECORDS.items()}


def public_record(kind: str, key: str) -> Any:
    """Return the record that the public sees under ``key``, None where there is none."""
    return _at(KINDS[kind]._default_manager.published().labelled(), key) if kind in KINDS else None


def any_record(kind: str, key: str) -> Any:
    """Return the record under ``key``, or that which stands where it went, drafts included; None where it is gone."""
    if kind not in KINDS:
        return None
    rows = KINDS[kind]._default_manager.using(DEFAULT_DB_ALIAS)
    if (record := _at(rows, key)) is not None:
        return record
    stone = standing_address(kind, key)
    return _at(rows, stone.moved_to) if stone and stone.moved_to else None


def _at(rows: Any, key: str) -> Any:
    """Return the one of ``rows`` with this key, None where there is none or it can be no key."""
    field = rows.model.natural_key_fields[0]
    try:
        return rows.filter(**{field: key}).first()
    except ValueError:
        return None


def open_reports(record: Any) -> QuerySet[Report]:
    """Return the open reports about ``record``, under its key and those that it had before."""
    kind, key = record._meta.model_name, str(record.natural_key()[0])
    return Report.objects.using(DEFAULT_DB_ALIAS).filter(
        kind=kind, state=ReportState.OPEN, key__in=[key, *former_addresses(kind, key)]
    )
