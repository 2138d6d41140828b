"""The records that the cells of a file name by their keys, all of a kind found at once."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS


class Keys:
    """Records by their keys; those that a file adds stand beside those of the archive."""

    def __init__(self) -> None:
        self._found: dict[Any, dict[str, Any]] = {}

    def fetch(self, model: Any, keys: Iterable[str]) -> None:
        """Find the records of ``model`` with these ``keys`` in one query, or a few."""
        (name,) = model.natural_key_fields
        found = self._found.setdefault(model, {})
        valid = {value for key in keys if key not in found and (value := _value(model, name, key)) is not None}
        stored = model._default_manager.using(DEFAULT_DB_ALIAS).order_by()
        for record in stored.in_bulk(list(valid), field_name=name).values():
            found[str(record.natural_key()[0])] = record

    def add(self, record: Any) -> None:
        """Let cells name ``record``, which the file itself adds."""
        self._found.setdefault(type(record), {})[str(record.natural_key()[0])] = record

    def find(self, model: Any, key: str) -> Any:
        """Return the record of ``model`` with ``key``, None where there is none."""
        return self._found.get(model, {}).get(key)


def _value(model: Any, name: str, key: str) -> Any:
    """Return ``key`` as its column holds it, None for what can be no key."""
    try:
        value = model._meta.get_field(name).to_python(key)
    except ValidationError:
        return None
    return value if "\0" not in key and (not isinstance(value, int) or abs(value) < 2**31) else None
