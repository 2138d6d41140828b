"""Examples of answers: what the archive itself answers, cut short, with nothing in it that hangs on the day or host."""

import re
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from qualitymonth.pagination import CURSOR_WORD, SIZE_WORD
from qualitymonth.schema.finish import NOUNS
from qualitymonth.schema.words import KEYS

#: How many members of a long list an example shows.
SHOWN = 2
#: How many characters of a long text it shows.
LENGTH = 200
HOST, SHOWN_HOST = "http://testserver", "https://archive.example"
SHOWN_MOMENT = "2026-11-28T09:30:00+08:00"
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(\+08:00|Z)")
#: What is asked where the words' own examples would ask for too much or too little.
QUESTIONS = {"search_retrieve": "?q=Anhui"}
#: What would be too long, or would hold itself.
GIVEN = {"schema_retrieve": {"openapi": "3.1.1", "info": {"title": "Quality Month Archive"}, "paths": {}}}


def add_examples(described: dict[str, Any], client: Client) -> None:
    """Put an example into each good answer, by asking for it."""
    for path, operations in described["paths"].items():
        if (operation := operations.get("get")) is not None:
            _add_example(path, operation, client)
        for operation in (operations[method] for method in ("post", "patch") if method in operations):
            _add_written_example(operation, described["components"]["schemas"], client)


def _add_example(path: str, operation: dict[str, Any], client: Client) -> None:
    name, address = operation["operationId"], path
    parameters = [one for one in operation["parameters"] if "$ref" not in one]
    words = {one["name"]: one for one in parameters if one["in"] == "query"}
    for one in parameters:
        if one["in"] == "path":
            address = address.replace(f"{{{one['name']}}}", str(one["example"]))
    own = next((word for word in ("slug", "key", "year") if word in words), None)
    question = QUESTIONS.get(name) or (f"?{own}={words[own]['example'][0]}" if own else "")
    if CURSOR_WORD in words:
        following = _answer(client, f"{address}?{SIZE_WORD}=1{QUESTIONS.get(name, '').replace('?', '&')}").json()[
            "next"
        ]
        words[CURSOR_WORD]["example"] = parse_qs(urlsplit(following).query)[CURSOR_WORD][0]
    for media_type, content in operation["responses"]["200"].get("content", {}).items():
        if name in GIVEN:
            content["example"] = GIVEN[name]
        elif media_type.endswith("json"):
            content["example"] = shortened(_answer(client, address + question, media_type).json())
        else:
            sent = b"".join(_answer(client, address + question, media_type).streaming_content).decode()
            content["example"] = shortened(sent)


def _add_written_example(operation: dict[str, Any], schemas: dict[str, Any], client: Client) -> None:
    """Put into an operation that writes what would write a record that there is, and what would be answered."""
    kind = operation["tags"][0]
    record = shortened(_answer(client, f"/api/v1/{kind}/{KEYS[NOUNS[kind]]}/").json())
    for status, answer in operation["responses"].items():
        if status < "300":
            answer["content"]["application/json"]["example"] = record
    (body,) = operation["requestBody"]["content"].values()
    members = schemas[body["schema"]["$ref"].rpartition("/")[2]]["properties"]
    if operation["operationId"].endswith("_create"):
        body["example"] = {name: record[name] for name in members if record.get(name)} | {"status": "draft"}
    else:
        body["example"] = {"status": "published", "reason": "Compared with the document."}


def _answer(client: Client, address: str, media_type: str = "application/json") -> Any:
    answer: Any = client.get(address, headers={"Accept": media_type})
    if answer.status_code != HTTPStatus.OK:
        raise ValueError(f"{address} answers {answer.status_code}")
    return answer


def shortened(value: Any) -> Any:
    """Return an answer with the beginnings of its lists, a host that is none, and one moment for all."""
    if isinstance(value, dict):
        return {key: _cut(shortened(inner)) for key, inner in value.items()}
    if isinstance(value, list):
        return [_cut(shortened(inner)) for inner in value[:SHOWN]]
    if isinstance(value, str):
        return _MOMENT.sub(SHOWN_MOMENT, value.replace(HOST, SHOWN_HOST))
    return value


def _cut(value: Any) -> Any:
    """Return the beginning of a long text, and whatever else as it is."""
    return f"{value[:LENGTH]}…" if isinstance(value, str) and len(value) > LENGTH else value
