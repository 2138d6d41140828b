"""The archive's rows as fixtures hold them: what the database holds, and what was loaded last."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.core.serializers import serialize
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey

from qualitymonth.models import LoadBaseline, NaturalKeyed, Owned
from qualitymonth.reading import Address, Fields, columns_of, comparable

States = dict[Address, Fields]


def loaded_models() -> list[Any]:
    """Return the models whose rows fixtures hold."""
    return [model for model in apps.get_models() if issubclass(model, NaturalKeyed)]


@cache
def model_named(kind: str) -> Any:
    """Return the model that is called ``kind``."""
    return next(model for model in loaded_models() if model._meta.model_name == kind)


def rows_of(model: Any) -> States:
    """Return the rows of ``model`` that the database holds, as a fixture would hold them."""
    relations = [column.name for column in model._meta.fields if isinstance(column, ForeignKey)]
    found = list(model._default_manager.select_related(*relations).order_by("pk"))
    written = serialize("python", found, use_natural_foreign_keys=True, use_natural_primary_keys=True)
    return {
        (model._meta.label_lower, tuple(instance.natural_key())): comparable(item["fields"])
        for instance, item in zip(found, json.loads(json.dumps(written, cls=DjangoJSONEncoder)), strict=True)
    }


def database_state() -> States:
    """Return every row that could be loaded from a fixture."""
    return {address: fields for model in loaded_models() for address, fields in rows_of(model).items()}


def baseline_state() -> States:
    """Return the rows of the fixtures as they were loaded last."""
    return {(item.model, tuple(json.loads(item.key))): item.fields for item in LoadBaseline.objects.order_by("pk")}


def stored_key(address: Address) -> tuple[str, str]:
    """Return the model and the key under which the baseline keeps the row at ``address``."""
    return address[0], json.dumps(address[1], ensure_ascii=False)


def model_of(address: Address) -> Any:
    """Return the model of the row at ``address``."""
    return apps.get_model(address[0])


def address_of(model: Any, fields: Fields) -> Address:
    """Return the address of a row of ``model`` that reads so."""
    names = (name.partition("__") for name in model.natural_key_fields)
    return model._meta.label_lower, tuple(fields[name][0] if inner else fields[name] for name, _, inner in names)


def target(column: ForeignKey[Any, Any], key: Iterable[Any]) -> Address:
    """Return the address that a foreign key holds."""
    return column.related_model._meta.label_lower, tuple(key)


def references(address: Address, fields: Fields) -> Iterator[tuple[ForeignKey[Any, Any], Address]]:
    """Yield each filled foreign key of a row, with the address it holds."""
    for name, column in columns_of(model_of(address)).items():
        if isinstance(column, ForeignKey) and fields.get(name) is not None:
            yield column, target(column, fields[name])


def owner_of(address: Address) -> Address:
    """Return the address of the record that owns the row at ``address``."""
    model = model_of(address)
    column = model._meta.get_field(model.natural_key_fields[0].partition("__")[0])
    return target(column, address[1][:1])


def is_listed(model: Any) -> bool:
    """Tell whether the rows of ``model`` are known by their place in a list alone, so that two can trade places."""
    return issubclass(model, Owned) and model.natural_key_fields[1:] == ("position",)
