"""What many claims say, for a reader, with the records that their keys name."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from campaigns.models import Claim
from campaigns.templatetags.archive import claimed_column, claimed_value
from qualitymonth.models import Record


def claimed_values(claims: Iterable[Claim]) -> dict[int, Any]:
    """Return what each of ``claims`` says as readers see it, by the claim's id; one query for each kind referred to."""
    columns = {claim.pk: (claim, claimed_column(claim)) for claim in claims}
    wanted: dict[type[Record], set[str]] = defaultdict(set)
    for claim, column in columns.values():
        if target := _target(column):
            wanted[target].add(claim.value)
    found = {target: _records(target, keys) for target, keys in wanted.items()}
    return {
        key: claimed_value(claim, found.get(_target(column) or Record, {})) for key, (claim, column) in columns.items()
    }


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
