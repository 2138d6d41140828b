"""What a claim says, for a reader: keys become links to records, words of vocabularies their labels, dates dates."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import BooleanField
from django.utils.translation import gettext as _

from campaigns.models import Claim
from campaigns.templatetags.archive import edtf_date, record_link, value_lang
from qualitymonth.bilingual import Text
from qualitymonth.fields import EdtfField
from qualitymonth.models import Record


def claimed_values(claims: Iterable[Claim]) -> dict[int, Any]:
    """Return what each of ``claims`` says as readers see it, by the claim's id; one query for each kind referred to."""
    columns = {claim.pk: (claim, _column(claim)) for claim in claims}
    wanted: dict[type[Record], set[str]] = defaultdict(set)
    for claim, column in columns.values():
        if target := _target(column):
            wanted[target].add(claim.value)
    found = {target: _records(target, keys) for target, keys in wanted.items()}
    return {
        key: _shown(claim.value, column, found.get(_target(column) or Record, {}))
        for key, (claim, column) in columns.items()
    }


def _column(claim: Claim) -> Any:
    """Return the field that ``claim`` is about, None where its record's kind has no such field."""
    try:
        return claim.record._meta.get_field(claim.field)
    except FieldDoesNotExist:
        return None


def _target(column: Any) -> type[Record] | None:
    """Return the kind of record whose keys are the values of ``column``, None where they are plain values."""
    target = getattr(column, "related_model", None)
    return target if target and issubclass(target, Record) else None


def _records(target: type[Record], keys: set[str]) -> dict[str, Any]:
    """Return the published records with ``keys``, each by its key; a key that can be none finds nothing."""
    (name,) = target.natural_key_fields
    column = target._meta.get_field(name)
    possible = []
    for key in keys:
        try:
            possible.append(column.clean(key, None))  # type: ignore[union-attr]
        except ValidationError:
            continue
    everything: Any = target._default_manager
    records = everything.published().labelled().filter(**{f"{name}__in": possible})
    return {str(record.natural_key()[0]): record for record in records}


def _shown(value: str, column: Any, records: dict[str, Any]) -> Any:
    """Return ``value`` of ``column`` as readers see it; what cannot be read so stays as it was claimed."""
    if value in records:
        return record_link(records[value])
    if isinstance(column, EdtfField):
        try:
            return edtf_date(value)
        except ValueError:
            return value
    if isinstance(column, BooleanField):
        return {"yes": _("yes"), "no": _("no")}.get(value, value)
    labels = dict(getattr(column, "flatchoices", ()))
    return labels.get(value) or Text(value, value_lang(value))
