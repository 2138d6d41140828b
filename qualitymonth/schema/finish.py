"""The last touch on the description: what holds for all operations and all forms of answers."""

import re
from typing import Any

from django.utils.encoding import force_str

from qualitymonth.exports import BOM_WORD
from qualitymonth.schema.answers import CONDITIONS, HEADERS, answers_of, headers, responses
from qualitymonth.schema.operations import SCHEME
from qualitymonth.schema.shapes import add_parts, component, example_of, whole_or_part
from qualitymonth.schema.words import EMPTY, KEY_SCHEMAS, PAGING, WORDS, path_key, word
from qualitymonth.serializers import RecordSerializer
from qualitymonth.shapes import EXPAND_WORD, FIELDS_WORD

Schema = dict[str, Any]

#: Members that an answer may lack; every other one is always there.
OPTIONAL = {"Problem": {"errors"}}
#: How writing is let in.
TOKEN: Schema = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token that one of the staff made at the desk, under *API tokens*; it expires.",
}
SHAPING = (FIELDS_WORD, EXPAND_WORD, BOM_WORD)
#: What good answers tell beside their bodies.
HEADERS_OF_THE_GOOD = {
    "get 200": ("ETag", "Last-Modified", "Link", "Content-Disposition"),
    "post 201": ("ETag", "Location"),
    "patch 200": ("ETag",),
}
#: The bounds of a database's whole numbers are none of the archive's.
DATABASE_BOUNDS = {32_767, 2_147_483_647, 9_223_372_036_854_775_807}
TAGS = {
    "years": "Whether a September saw a Quality Month.",
    "campaigns": "One host's edition of the month in one year.",
    "notices": "Documents that announce or forward a campaign, with their issuers.",
    "sections": "The outline of a notice.",
    "slogans": "What a campaign calls out.",
    "series": "What recurs from year to year: a contest, an award, a pledge.",
    "activities": "What was done, by whom, where and when.",
    "figures": "Numbers that documents state.",
    "people": "People whom documents name.",
    "appearances": "Who was at an activity, in what role.",
    "agencies": "Who announces, organises and takes part, under every name in use.",
    "provinces": "Where: the units of the annexes' lists, by ISO 3166-2.",
    "precedents": "Quality Months elsewhere.",
    "sources": "Documents, and parts of documents.",
    "claims": "What a source says, on which line, about which field of which record.",
    "search": "One question put to all kinds.",
    "archive": "What is said of the archive as a whole.",
}
NOUNS = {
    "years": "year", "campaigns": "campaign", "notices": "notice", "sections": "section", "slogans": "slogan",
    "series": "series", "activities": "activity", "figures": "figure", "people": "person",
    "appearances": "appearance", "agencies": "agency", "provinces": "province", "precedents": "precedent",
    "sources": "source", "claims": "claim",
}  # fmt: skip


def finish(result: Schema, generator: Any, request: Any, public: bool) -> Schema:  # noqa: ARG001 - spectacular's
    """Complete the description; called by spectacular when it has described everything."""
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            _finish_operation(path, method, operation)
    for name, schema in result["components"]["schemas"].items():
        _finish_schema(name, schema)
    add_parts(result["components"]["schemas"])
    result["components"]["headers"] = HEADERS
    result["components"]["parameters"] = CONDITIONS
    result["components"]["responses"] = responses()
    result["components"]["securitySchemes"] = {SCHEME: TOKEN}
    used = {tag for operations in result["paths"].values() for one in operations.values() for tag in one["tags"]}
    result["tags"] = [{"name": tag, "description": says} for tag, says in TAGS.items() if tag in used]
    plain: Schema = _plain(result)
    return plain


def _finish_operation(path: str, method: str, operation: Schema) -> None:
    tag = next(iter(operation["tags"]), "").partition(".")[0]
    operation["tags"] = [tag if tag in TAGS else "archive"]
    operation["operationId"] = operation["operationId"].replace(".", "_")
    noun = NOUNS.get(operation["tags"][0])
    operation["parameters"] = [_finish_parameter(one, noun) for one in operation.get("parameters", [])]
    condition = "If-None-Match" if method == "get" else "If-Match" if "{" in path else ""
    if condition:
        operation["parameters"].append({"$ref": f"#/components/parameters/{condition}"})
    for status, answer in operation["responses"].items():
        if status < "300":
            if method == "get":
                _allow_parts(answer)
            answer["description"] = answer["description"] or f"{operation['summary']}."
            answer["headers"] = answer.get("headers", {}) | headers(*HEADERS_OF_THE_GOOD.get(f"{method} {status}", ()))
    operation["responses"] = dict(sorted((answers_of(path, method) | operation["responses"]).items()))


def _allow_parts(answer: Schema) -> None:
    """Say of a single record that it may be a part of it."""
    for content in answer.get("content", {}).values():
        name = content["schema"].get("$ref", "").rpartition("/")[2]
        if name in {f"{component(one)}Detail" for one in RecordSerializer.of_kind.values()}:
            content["schema"] = whole_or_part(name)


def _finish_parameter(parameter: Schema, noun: str | None) -> Schema:
    """Return a parameter with all that is said of its word or key."""
    name = parameter["name"]
    parameter.setdefault("required", False)
    if parameter["in"] == "path":
        return path_key(name, noun) if noun else parameter
    if name in SHAPING:
        return parameter | {"example": example_of(parameter["schema"])}
    if "example" in parameter or name not in WORDS:
        return parameter
    return word(name, PAGING.get(name) or parameter["schema"], example=parameter.get("example")) | {
        "required": parameter.get("required", False)
    }


def _finish_schema(name: str, schema: Schema) -> None:
    """Say that an answer has all its members and no others."""
    properties = schema.get("properties")
    if not properties:
        return
    if name.endswith("Request"):
        schema["additionalProperties"] = False
        if name.startswith("Patched"):
            # Renaming is done at the desk.
            for key in KEY_SCHEMAS:
                properties.pop(key, None)
        return
    schema["required"] = sorted(properties.keys() - OPTIONAL.get(name, set()))
    schema["additionalProperties"] = False
    for member, one in properties.items():
        one.pop("readOnly", None)
        _allow_empty(one)
        if "$ref" not in one:
            one.setdefault("description", one.get("title", member))


def _allow_empty(schema: Schema) -> None:
    """Say of a text that it may be empty, without a case of its own for that."""
    cases = schema.get("oneOf", [])
    if len(cases) != len([1, EMPTY]) or cases[1] != EMPTY:
        return
    filled = {**cases[0]}
    if filled.pop("format", "") == "uri":
        filled["pattern"] = "https?://.+"
    if not re.match(filled.setdefault("pattern", ".*"), ""):
        filled["pattern"] = f"^({filled['pattern'].removeprefix('^').removesuffix('$')})?$"
    filled.pop("minLength", None)
    del schema["oneOf"]
    schema |= filled


def _plain(value: Any) -> Any:
    """Return a part of the description as plain data, in which no bound hangs on the database."""
    if isinstance(value, dict):
        made = {str(key): _plain(inner) for key, inner in value.items()}
        if made.get("maximum") in DATABASE_BOUNDS:
            del made["maximum"]
        if made.get("format") == "int64":
            del made["format"]
        return made
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return force_str(value) if not isinstance(value, str | int | float | bool | None) else value
