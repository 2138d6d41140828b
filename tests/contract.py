"""Every answer of the API is held to the description in ``docs/openapi.json``: status, media type, headers and body.

The client that tests ask with does it (``tests/conftest.py``), so that a test of whatever else also tries this.
"""

import gzip
import json
import re
from functools import cache
from typing import Any

import jsonschema_rs

from qualitymonth.problems import MEDIA_TYPE
from qualitymonth.schema.document import kept

PREFIX = "/api/v1/"
#: Headers that say something to a program: an answer has those that its description names, and no others of these.
TELLING = {"ETag", "Last-Modified", "Link", "Location", "Retry-After", "RateLimit", "RateLimit-Policy",
           "Content-Disposition"}  # fmt: skip
PROBLEM = {"$ref": "#/components/schemas/Problem"}


class BrokenContractError(AssertionError):
    """An answer is not what the description says."""


def check(method: str, path: str, response: Any) -> None:
    """Raise BrokenContractError where an answer of the API differs from the description."""
    if not path.startswith(PREFIX) or method == "OPTIONS":
        return
    if faults := list(_faults(method, path, response)):
        raise BrokenContractError(f"{method} {path} ({response.status_code}): " + "; ".join(faults))


def _faults(method: str, path: str, response: Any) -> list[str]:
    status = str(response.status_code)
    if status == "500":  # a fault that a test made: an answer nobody promises
        return _body(PROBLEM, MEDIA_TYPE, response)
    operations = operations_at(path)
    if operations is None or not (operation := operations.get("get" if method == "HEAD" else method.lower())):
        return _undescribed(operations, path, response)
    answer = resolved(operation["responses"].get(status))
    if answer is None:
        return [f"the status is not among {', '.join(operation['responses'])}"]
    described = answer.get("headers", {})
    faults = [
        f"no header {name}"
        for name, one in described.items()
        if resolved(one).get("required") and name not in response.headers
    ]
    faults += [f"the header {name} is not described" for name in response.headers if name in TELLING - described.keys()]
    for name, one in described.items():
        if name in response.headers:
            faults += against(resolved(one)["schema"], _read(response.headers[name], resolved(one)["schema"]), name)
    content = answer.get("content", {})
    media_type = response.headers.get("Content-Type", "").partition(";")[0]
    if not content or method == "HEAD":
        return (
            faults
            if method == "HEAD" or response.content == b""
            else [*faults, "there is a body, and none is described"]
        )
    if media_type not in content:
        return [*faults, f"{media_type} is not among {', '.join(content)}"]
    described_body = content[media_type].get("schema")
    query = response.request.get("QUERY_STRING", "")
    if "fields=" not in query and "expand=" not in query:
        described_body = whole(described_body)
    return faults + _body(described_body, media_type, response)


def _undescribed(operations: Any, path: str, response: Any) -> list[str]:
    """Return what is wrong with an answer to what is not described: it has to be a refusal."""
    if response.status_code == 301 and not path.endswith("/"):
        return []
    if operations is not None and response.status_code != 405:
        return ["the method is not described, and not refused with 405"]
    if response.status_code < 400:
        return ["the address is not described"]
    if response.headers["Content-Type"] != MEDIA_TYPE:
        return [f"{response.headers['Content-Type']} is no problem"]
    return _body(PROBLEM, MEDIA_TYPE, response)


def _body(schema: Any, media_type: str, response: Any) -> list[str]:
    if not media_type.endswith("json") or not schema:
        return []
    packed = response.headers.get("Content-Encoding") == "gzip"
    content = gzip.decompress(response.content) if packed else response.content
    return against(schema, json.loads(content), "the body")


def against(schema: Any, value: Any, what: str) -> list[str]:
    """Return how a value differs from what ``schema`` says of it."""
    found = validator(json.dumps(schema)).iter_errors(value)
    return [f"{what} at {list(error.instance_path)}: {error.message[:300]}" for error in found][:5]


def _read(header: str, schema: dict[str, Any]) -> Any:
    return int(header) if schema.get("type") == "integer" and header.isascii() and header.isdigit() else header


@cache
def validator(schema: str) -> Any:
    """Return what holds a value to ``schema``, which is written as JSON and may refer to the description's parts."""
    document = {"allOf": [json.loads(schema)], "components": kept()["components"]}
    return jsonschema_rs.Draft202012Validator(document, validate_formats=True)


def whole(schema: Any) -> Any:
    """Return what is said of a body that nobody asked a part of: the first case, without what parts may lack."""
    cases = schema.get("anyOf", ())
    if len(cases) == 2 and cases[1].get("$ref", "").endswith("Part"):
        return cases[0]
    name = schema.get("$ref", "").rpartition("/")[2]
    if not (name.startswith("Paginated") and name.endswith("List")):
        return schema
    page = kept()["components"]["schemas"][name]
    results = page["properties"]["results"]
    items = whole(results["items"])
    return {**page, "properties": {**page["properties"], "results": {**results, "items": items}}}


def resolved(part: Any) -> Any:
    """Return a part of the description, or that to which it refers."""
    while isinstance(part, dict) and "$ref" in part:
        _, kind, name = part["$ref"].removeprefix("#/").split("/")
        part = kept()["components"][kind][name]
    return part


@cache
def templates() -> tuple[dict[str, Any], list[tuple[re.Pattern[str], Any]]]:
    """Return the operations at addresses without and with variables."""
    plain, varying = {}, []
    for path, operations in kept()["paths"].items():
        if "{" in path:
            pattern = "".join(
                "[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{\w+\})", path)
            )
            varying.append((re.compile(pattern), operations))
        else:
            plain[path] = operations
    return plain, varying


def operations_at(path: str) -> Any:
    """Return the operations at an address, None where the description knows none."""
    plain, varying = templates()
    return plain.get(path) or next((found for pattern, found in varying if pattern.fullmatch(path)), None)
