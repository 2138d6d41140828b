"""The tables of the data package: what the API shows of each kind, with its lists in tables of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import F
from django.db.models.functions import Collate
from django.utils.translation import override
from rest_framework import serializers

from campaigns.models import SUBJECTS
from qualitymonth.api import router
from qualitymonth.models import Record

#: Fields of the API that hold addresses of one site, and so are no part of the data.
ADDRESSES = ("url", "html_url")

#: The tables of lists, by kind and field; the name of the column for the members of those that hold bare keys.
LISTS = {
    ("agency", "names"): ("agency-names", ""),
    ("agency", "predecessors"): ("agency-predecessors", "predecessor"),
    ("notice", "issuers"): ("notice-issuers", ""),
    ("activity", "organisers"): ("activity-organisers", ""),
    ("activity", "provinces"): ("activity-provinces", "province"),
}

#: The columns that no column of a model stands for.
DERIVED = {
    "record_kind": "the kind of record that the claim is about: its table is named by the plural",
    "record": "the key of the record that the claim is about, in the table of its kind",
    "position": "its place in the list, from 1",
}

_TYPES: tuple[tuple[Any, str], ...] = (
    (serializers.BooleanField, "boolean"),
    (serializers.IntegerField, "integer"),
    (serializers.FloatField, "number"),
    (serializers.DateTimeField, "datetime"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type in the words of Table Schema, what it means, and the table and its key to which it leads."""

    name: str
    type: str
    title: str
    description: str
    required: bool = False
    words: tuple[str, ...] = ()
    leads_to: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ListTable:
    """A table of the members of lists: whose they are, in what order, and what each is."""

    name: str
    title: str
    field: str
    columns: tuple[Column, ...]
    bare: bool

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that tell its rows apart."""
        return (self.columns[0].name, "position")

    def rows(self, owner: Any, members: list[Any]) -> Iterator[dict[str, Any]]:
        """Yield a row for each member of the list of the record with the key ``owner``."""
        for position, member in enumerate(members, start=1):
            told = {self.columns[-1].name: member} if self.bare else dict(member)
            yield {**told, self.columns[0].name: owner, "position": position}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one kind of records, with the tables of its lists."""

    name: str
    title: str
    title_zh: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    lists: tuple[ListTable, ...]
    serializer: type[serializers.BaseSerializer[Any]]
    model: type[Record]

    @property
    def all(self) -> tuple["Table | ListTable", ...]:
        """The table and those of its lists."""
        return (self, *self.lists)

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield the public records as the API shows them, by key, whatever the database; not all at once."""
        name = self.key[0]
        everything: Any = self.model._default_manager
        order: Any = F(name)
        if connections[DEFAULT_DB_ALIAS].vendor == "postgresql" and self.columns[0].type == "string":
            order = Collate(name, "C")
        rows = everything.using(DEFAULT_DB_ALIAS).published().for_api().order_by(order)
        shown: Any = self.serializer(context={"request": None})
        for address in ADDRESSES:
            shown.fields.pop(address, None)
        for record in rows.iterator(chunk_size=200):
            yield dict(shown.to_representation(record))


@cache
def tables() -> tuple[Table, ...]:
    """Return the tables of all kinds."""
    registered: list[tuple[str, Any, str]] = router.registry
    names = {viewset.queryset.model: plural for plural, viewset, _ in registered}
    with override("en"):
        return tuple(_table(names, plural, viewset) for plural, viewset, _ in registered)


def _table(names: dict[Any, str], plural: str, viewset: Any) -> Table:
    model, serializer = viewset.queryset.model, viewset.serializer_class
    noun, key = model._meta.model_name, model.natural_key_fields[0]
    columns, lists = {}, []
    for name, field in serializer().fields.items():
        if (noun, name) in LISTS:
            lists.append(_list_table(names, model, name, field))
        elif name not in ADDRESSES:
            columns[name] = _column(names, model, name, field)
    with override("zh-hans"):
        title_zh = str(model._meta.verbose_name_plural)
    return Table(
        plural, str(model._meta.verbose_name_plural), title_zh, str(model.__doc__), (key,),
        (columns.pop(key), *columns.values()), tuple(lists), serializer, model,
    )  # fmt: skip


def _list_table(names: dict[Any, str], model: Any, name: str, field: Any) -> ListTable:
    noun, key = model._meta.model_name, model.natural_key_fields[0]
    table, member = LISTS[noun, name]
    owner = Column(
        noun, "string", noun, f"whose list it is: {noun}, by its {key}", required=True, leads_to=_key(names, model)
    )
    position = Column("position", "integer", "position", DERIVED["position"], required=True)
    if member:
        led_to = model._meta.get_field(name).related_model
        columns = [
            Column(member, "string", member, f"the {member}, by its key", required=True, leads_to=_key(names, led_to))
        ]
    else:
        row, shown = field.child.Meta.model, field.child.fields.items()
        columns = [_column(names, row, inner, held) for inner, held in shown if inner != "position"]
    return ListTable(table, f"{noun}: {name}", name, (owner, position, *columns), bool(member))


def _column(names: dict[Any, str], model: Any, name: str, field: Any) -> Column:
    """Return the column for a field of the API, described by the model's own words."""
    if isinstance(getattr(model, name, None), property):
        words = tuple(SUBJECTS) if name == "record_kind" else ()
        return Column(name, "string", name.replace("_", " "), DERIVED[name], required=True, words=words)
    stored, direct = _stored(model, field.source)
    title = str(stored.verbose_name)
    required = direct and not stored.null and (not stored.blank or not stored.empty_strings_allowed)
    if isinstance(field, serializers.SlugRelatedField):
        key = stored.related_model._meta.get_field(field.slug_field)
        kind = "integer" if "Integer" in key.get_internal_type() else "string"
        return Column(
            name,
            kind,
            title,
            str(stored.help_text) or title,
            required=required,
            leads_to=_key(names, stored.related_model),
        )
    words = tuple(str(word) for word, _ in stored.flatchoices)
    kind = next((told for cls, told in _TYPES if isinstance(field, cls)), "string")
    return Column(name, kind, title, str(stored.help_text) or title, required=required, words=words)


def _key(names: dict[Any, str], model: Any) -> tuple[str, str]:
    """Return the table of ``model`` and its key."""
    return names[model], model.natural_key_fields[0]


def _stored(model: Any, source: str) -> tuple[Any, bool]:
    """Return the column of the database behind a field of the API, and whether it is the record's own."""
    *path, last = source.split(".")
    for name in path:
        model = model._meta.get_field(name).related_model
    return model._meta.get_field(last), not path
