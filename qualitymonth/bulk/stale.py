"""Records that somebody changed after a file was compared with them."""

from collections.abc import Set as AbstractSet
from typing import Any

from qualitymonth.bulk.columns import LISTS


def changed_since(model: Any, number: int, keys: AbstractSet[str]) -> list[str]:
    """Return those of ``keys`` whose records, or the lists that files hold of them, changed after revision ``number``.

    Changes are numbered in the order in which they are committed, so none is overlooked.
    """
    (name,) = model.natural_key_fields
    found = set(model.history.filter(change_id__gt=number).values_list(name, flat=True))
    for (kind, _column), owned in LISTS.items():
        if kind == model._meta.model_name:
            relation = model._meta.get_field(owned.relation)
            rows = relation.related_model.history.filter(change_id__gt=number)
            owners = set(rows.values_list(relation.field.attname, flat=True))
            found |= set(model._default_manager.filter(pk__in=owners).values_list(name, flat=True))
    return sorted({str(key) for key in found} & {key.strip() for key in keys})
