"""Answers of the shape that ``fields`` and ``expand`` ask for: some of a record's fields, related records whole."""

from copy import deepcopy
from typing import Any

from drf_spectacular.utils import OpenApiParameter

from qualitymonth.exports import BOM_WORD
from qualitymonth.serializers import RecordSerializer
from qualitymonth.shapes import EXPAND_WORD, FIELDS_WORD

Schema = dict[str, Any]

PART = "Part"


def shaping_words(view: Any) -> list[OpenApiParameter]:
    """Return the parameters for the words that shape an answer, as far as the view's action takes them."""
    taken: frozenset[str] = getattr(view, "words_beside_the_question", frozenset())
    if not taken & {FIELDS_WORD, EXPAND_WORD}:
        return []
    serializer: Any = view.get_serializer_class()
    offered = {
        FIELDS_WORD: ("The fields to show, in this order; all of them without the word.", list(serializer.Meta.fields)),
        EXPAND_WORD: ("Relations to show as whole records instead of their keys.", sorted(serializer.expandable)),
    }
    words = [
        OpenApiParameter(
            name,
            {"type": "array", "items": {"type": "string", "enum": names}, "minItems": 1}
            if names
            else {"type": "array", "items": {"type": "string"}, "maxItems": 0},
            style="form",
            explode=False,
            description=f"{says} By commas, or by repeating the word." if names else f"{says} There is none here.",
        )
        for name, (says, names) in offered.items()
    ]
    if BOM_WORD in taken:
        says = "`1` asks for a byte order mark, by which a spreadsheet knows UTF-8."
        words.append(OpenApiParameter(BOM_WORD, {"type": "string", "enum": ["1"]}, description=says))
    return words


def example_of(schema: Schema) -> Any:
    """Return an example for a word that shapes an answer."""
    if schema["type"] != "array":
        return schema["enum"][0]
    return schema["items"].get("enum", [])[:1]


def add_parts(schemas: dict[str, Schema]) -> None:
    """Add to the records what may come of each under the words that shape it, and say so of the lists."""
    for serializer in RecordSerializer.of_kind.values():
        name = component(serializer)
        for whole in (name, f"{name}Detail"):
            if whole in schemas:
                schemas[f"{whole}{PART}"] = _part(schemas, whole, serializer)
                if (page := schemas.get(f"Paginated{whole}List")) is not None:
                    page["properties"]["results"]["items"] = whole_or_part(whole)


def whole_or_part(name: str) -> Schema:
    """Return the schema of a record, or of what was asked of it."""
    return {"anyOf": [_ref(name), _ref(f"{name}{PART}")]}


def component(serializer: type[RecordSerializer]) -> str:
    """Return the name of a serializer's component."""
    return serializer.__name__.removesuffix("Serializer")


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _part(schemas: dict[str, Schema], whole: str, serializer: type[RecordSerializer]) -> Schema:
    part = deepcopy(schemas[whole])
    part["description"] = f"{part['description']} As far as `fields` asks for it, with what `expand` names shown whole."
    part["minProperties"] = 1
    del part["required"]
    for name, expansion in serializer.expandable.items():
        head, _, member = name.partition(".")
        shown = part["properties"][head]
        related = _ref(component(RecordSerializer.of_kind[expansion.model]))
        if member:
            row = deepcopy(schemas[shown["items"]["$ref"].rpartition("/")[2]])
            row["title"] = f"{whole}{head.title()}{PART}"
            row["properties"][member] = {"anyOf": [row["properties"][member], related, {"type": "null"}]}
            shown["items"] = row
        elif shown.get("type") == "array":
            shown["items"] = {"anyOf": [shown["items"], related]}
        else:
            told = shown.pop("description", name)
            part["properties"][head] = {"description": told, "anyOf": [shown, related]}
    return part
