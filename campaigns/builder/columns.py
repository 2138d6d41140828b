"""The columns of each model's rows: the key, and which of them name records. A test holds them to the models."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from campaigns.builder.records import reference_of
from campaigns.builder.schema import KINDS, Dossier, Issuer, Name, Organiser
from campaigns.builder.schema import SetAside as SetAsideTable
from qualitymonth.moves import Shape

Fields = dict[str, Any]

#: The name of a row: its model in small letters, and its natural key.
RowName = tuple[str, tuple[str | int, ...]]

#: Fields that become rows of their own.
OWNED = ("names", "predecessors", "issuers", "organisers", "provinces")

#: What a record owns: the record's kind, the rest of the key, and the columns, those that name records with their kind.
OWNED_ROWS: dict[str, tuple[str, tuple[str, ...], dict[str, str]]] = {
    "agencyname": ("agency", ("language", "name"), dict.fromkeys(Name.model_fields, "")),
    "succession": ("agency", ("predecessor",), {"predecessor": "agency"}),
    "signature": ("notice", ("position",), dict.fromkeys(Issuer.model_fields, "") | {"agency": "agency"}),
    "participation": ("activity", ("agency", "role"), dict.fromkeys(Organiser.model_fields, "") | {"agency": "agency"}),
    "location": ("activity", ("province",), {"province": "province"}),
    "setaside": ("source", ("line", "quote"), dict.fromkeys([*SetAsideTable.model_fields, "line", "line_end"], "")),
}

_CLAIM = ("key", "line", "line_end", "quote", "field", "value", "rank", "note_zh", "note_en", "status")

#: Columns of a record that follow from others or from its place.
_DERIVED = {
    "section": {"slug": "", "position": "", "parent": "section"},
    "slogan": {"slug": "", "position": ""},
    "appearance": {"slug": "", "position": ""},
}


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a model's rows: the key's, and all, those that name records with their kind, others with ''."""

    key: tuple[str, ...]
    kinds: Mapping[str, str]

    def name(self, model: str, fields: Fields) -> RowName:
        """Return the name of a row."""
        parts = ((fields[column], self.kinds[column]) for column in self.key)
        return model, tuple(value[0] if kind else value for value, kind in parts)


@cache
def columns_of(model: str) -> Columns | None:
    """Return the columns of the model with this name, None where there is no such model."""
    if model == "claim":
        subjects = {"of_source" if kind == "source" else kind: kind for kind in KINDS}
        return Columns(("key",), dict.fromkeys(_CLAIM, "") | {"source": "source"} | subjects)
    if model in OWNED_ROWS:
        owner, rest, kinds = OWNED_ROWS[model]
        place = {} if model in {"succession", "setaside"} else {"position": ""}
        columns = {name: kind for name, kind in kinds.items() if name not in {"claims", "at"}}
        return Columns((owner, *rest), {owner: owner} | place | columns)
    if model not in KINDS:
        return None
    entry = Dossier.model_fields[model].annotation.__args__[0]  # type: ignore[union-attr]
    kinds = {
        info.alias or name: mark.kind if (mark := reference_of(info)) else ""
        for name, info in entry.model_fields.items()
        if name not in {*OWNED, "claims", "party"}
    }
    derived = _DERIVED.get(model, {}) | ({"sort_on": ""} if entry.dated_by else {})
    return Columns((entry.key_name,), kinds | derived | {"status": ""})


@cache
def shape_of(model: str) -> Shape:
    """Return which columns of the model's rows name records."""
    columns = columns_of(model)
    if columns is None:
        raise LookupError(model)
    own = "" if model in OWNED_ROWS else columns.key[0]
    return Shape(own, {name: kind for name, kind in columns.kinds.items() if kind})
