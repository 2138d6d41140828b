"""How tests look at what a load left."""

import json
from typing import Any

from django.apps import apps
from django.core.serializers import serialize

from qualitymonth.models import Address, Change, LoadBaseline, NaturalKeyed, Revision, Tombstone

KINDS: list[Any] = [model for model in apps.get_models() if issubclass(model, NaturalKeyed)]
HOUSEKEEPING = {"version", "created_at", "updated_at"}


def content() -> list[tuple[str, str]]:
    """Return the archive's rows as fixtures would hold them, without what the database adds."""
    rows = []
    for model in KINDS:
        for row in serialize("python", model._base_manager.all(), use_natural_foreign_keys=True,
                             use_natural_primary_keys=True):  # fmt: skip
            fields = {name: value for name, value in row["fields"].items() if name not in HOUSEKEEPING}
            rows.append((row["model"], json.dumps(fields, default=str, sort_keys=True)))
    return sorted(rows)


def empty() -> None:
    """Remove every row that a load writes, and what it remembers."""
    histories = [model.history.model for model in KINDS]
    models: list[Any] = [*histories, *reversed(KINDS), Tombstone, Address, Change, LoadBaseline, Revision]
    for model in models:
        model._base_manager.all()._raw_delete("default")  # noqa: SLF001 - rows that protect each other
