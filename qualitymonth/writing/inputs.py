"""What may be written of each kind: the names under which it is read, as far as the form at the desk has them."""

from functools import cache
from typing import Any, NamedTuple

from django.contrib import admin
from django.contrib.admin.utils import flatten
from rest_framework import serializers

from qualitymonth.bulk.columns import LISTS
from qualitymonth.models import Status
from qualitymonth.serializers import RecordSerializer
from qualitymonth.writing.fields import Choice, Key, Members, Text, field_for

#: So many rows one list takes.
ROWS = 1_000
REASON_LIMIT = 2_000


class OwnedRows(NamedTuple):
    """A list of rows that a record owns: by which name the model knows it, and what tells its rows apart."""

    relation: str
    told_apart_by: tuple[str, ...]


def lists_of(model: Any) -> dict[str, OwnedRows]:
    """Return the lists of rows that records of ``model`` own, by their names in the API: those of files, and names."""
    kind = model._meta.model_name
    found = {
        name: OwnedRows(owned.relation, tuple(filter(None, (owned.member, owned.role))))
        for (owner, name), owned in LISTS.items()
        if owner == kind
    }
    return found | ({"names": OwnedRows("names", ("language", "name"))} if hasattr(model, "names") else {})


def desk_of(model: Any) -> Any:
    """Return the pages of the desk on which staff edit records of ``model``."""
    return admin.site.get_model_admin(model)


@cache
def input_of(shown: type[RecordSerializer]) -> type[Members]:
    """Return what reads the JSON of a record of the kind that ``shown`` shows."""
    model: Any = shown.Meta.model
    name = shown.__name__.removesuffix("Serializer").removesuffix("Detail")
    columns = {field.name: field for field in model._meta.concrete_fields}
    desk, owned = desk_of(model), lists_of(model)
    typed = [one for one in flatten(desk.fields) if one in columns]
    members: dict[str, Any] = {}
    for one in shown.Meta.fields:
        if one in shown.written_beside:
            members[one] = shown.written_beside[one]
        elif one in owned:
            members[one] = _list(shown, one, owned[one])
        elif one in typed and one not in desk.readonly_fields:
            members[one] = field_for(columns[one])
    members["status"] = Choice(choices=Status.choices, required=False, help_text="draft, until it is published")
    members["reason"] = Text(
        required=False, max_length=REASON_LIMIT, help_text="why; what is published asks for it, and staff read it"
    )
    if desk.answers is not None:
        members["sources"] = serializers.DictField(
            child=desk.answers(), required=False,
            help_text="where new values come from that no source says: an answer for each field",
        )  # fmt: skip
    says = f"{shown().__doc__}".partition(" With ")[0].rstrip(".") + ", as it is written."
    return type(f"{name}Serializer", (Members,), {"__doc__": says, **members})


def _list(shown: type[RecordSerializer], name: str, owned: OwnedRows) -> Any:
    model: Any = shown.Meta.model
    rows = model._meta.get_field(owned.relation).related_model
    says: dict[str, Any] = {"required": False, "help_text": f"all {rows._meta.verbose_name_plural}, in order"}
    inner = getattr(shown().fields[name], "child", None)
    if inner is None:
        # The key of the one member that a row leads to stands for the row.
        return serializers.ListField(child=Key(allow_blank=False), max_length=ROWS, **says)
    members = {one: field_for(rows._meta.get_field(one), required=one != "position") for one in inner.Meta.fields}
    row = type(f"{rows.__name__}Serializer", (Members,), {"__doc__": inner.__doc__, **members})
    return row(many=True, max_length=ROWS, **says)
