"""What schemathesis cannot know: no description tells which records there are, or what is in their way."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
import schemathesis
from schemathesis.core.failures import Failure

DESCRIPTION = Path(__file__).parents[2] / "docs" / "openapi.json"

#: Words whose good form is described, but not whether a record has that key, a list gave that cursor, a revision has
#: been or a field is shown; texts that are to hold a letter, a character or a digit; moments that databases know.
KNOWN_BY_THE_ARCHIVE_ALONE = {
    "activity", "agency", "campaign", "cursor", "expand", "key", "modified_since", "notice", "person", "province", "q",
    "series", "since", "slug", "source", "year",
}  # fmt: skip

#: Words that are described as asking for nothing when empty: such is the box of a form that nobody filled in.
MAY_BE_EMPTY = {"line", "modified_since", "year_max", "year_min"}

#: In what is written, members that name other records, and dates as precise as their documents.
KEYS = {
    "activity", "agency", "campaign", "forwards", "host", "launch", "notice", "parent", "part_of", "person", "province",
    "record", "record_kind", "same_as", "section", "series", "source", "year",
}  # fmt: skip
DATE = re.compile(r".+_on|since")


@schemathesis.hook
def filter_failure(context: Any, failure: Failure, case: Any, response: Any) -> bool:  # noqa: ARG001 - schemathesis' own
    """Tell whether a failure counts.

    Not where a well-formed request was refused for what only the archive knows; nor where a word was sent empty, as the
    description allows: an object without members, which it does not, is sent in the same way.
    """
    if failure.code == "ST201" and (word := re.search(r"parameter `(\w+)` in query", str(failure))):
        sent = parse_qs(urlsplit(response.request.url).query, keep_blank_values=True)
        return word[1] not in MAY_BE_EMPTY or sent.get(word[1]) != [""]
    if failure.code == "ST203" and "'Authorization'" in str(failure):
        # It was told to send the token with every request, and did.
        return "Authorization" not in response.request.headers
    if failure.code != "ST202" or response.status_code != 400:
        return True
    refused = {error["parameter"].partition(".")[0] for error in json.loads(response.content).get("errors", [])}
    return not refused or not refused <= KNOWN_BY_THE_ARCHIVE_ALONE


@schemathesis.hook
def map_case(context: Any, case: Any) -> Any:  # noqa: ARG001 - schemathesis' own
    """Name in most well-formed requests what there is, so that more is tried than whether keys exist."""
    if not case.meta or not case.meta.generation.mode.is_positive or _by_chance(case, of=4):
        return case
    if case.method == "GET":
        return case
    known = _examples(case.operation.path, case.method.lower())
    for name in case.path_parameters or ():
        case.path_parameters[name] = known.get(name, case.path_parameters[name])
    if isinstance(case.body, dict):
        example = _examples(case.operation.path, "post").get("body", {})
        for name in [name for name in case.body if name in KEYS or isinstance(example.get(name), list)]:
            if name in example:
                case.body[name] = example[name]
            else:
                del case.body[name]
        case.body |= {name: "2023-09" for name in case.body if DATE.fullmatch(name)}
        case.body.pop("sources", None)
    return case


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:  # noqa: ARG001 - schemathesis' own
    """Begin most changes from what stands there."""
    sent = kwargs.get("headers") or {}
    token = sent.get("Authorization") or (case.headers or {}).get("Authorization")
    if (
        token
        and case.method in ("PATCH", "DELETE")
        and "If-Match" in (case.headers or {})
        and not _by_chance(case, of=3)
    ):
        address = urlsplit(case.as_transport_kwargs()["url"])._replace(query="").geturl()
        read = requests.get(address, headers={"Authorization": token}, timeout=10, allow_redirects=False)
        if tag := read.headers.get("ETag"):
            case.headers["If-Match"] = tag


def _by_chance(case: Any, of: int) -> bool:
    """Tell, always the same of the same case, whether it is one of so many."""
    return len(repr((case.query, case.body, case.headers))) % of == 0


@cache
def _examples(path: str, method: str) -> dict[str, Any]:
    """Return the examples of an operation's keys and, as ``body``, of what it is sent."""
    paths = json.loads(DESCRIPTION.read_text(encoding="utf-8"))["paths"]
    if method == "post":
        path = re.sub(r"\{\w+\}/$", "", path)
    operation = paths[path].get(method, {})
    found = {one["name"]: one["example"] for one in operation.get("parameters", []) if one.get("in") == "path"}
    for content in operation.get("requestBody", {}).get("content", {}).values():
        found["body"] = content["example"]
    return found
