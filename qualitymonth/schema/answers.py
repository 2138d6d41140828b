"""The answers that every operation may give beside the good one: problems, redirects, and the headers of them all."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from rest_framework import serializers

from qualitymonth.problems import MEDIA_TYPE

Schema = dict[str, Any]


class ProblemErrorSerializer(serializers.Serializer[Any]):
    """One faulty parameter, header or field."""

    parameter = serializers.CharField(help_text="the query word, header or field at fault")
    detail = serializers.CharField(help_text="what is wrong with it")
    code = serializers.CharField(help_text="the same in a word that programs can compare")


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details (RFC 9457): why a request was refused, and what in it is at fault."""

    type = serializers.CharField(help_text="always `about:blank`: the status says what kind of problem it is")
    title = serializers.CharField(help_text="what the status is called")
    status = serializers.IntegerField(min_value=400, max_value=599, help_text="the status of the answer")
    detail = serializers.CharField(help_text="what is wrong, in a sentence")
    instance = serializers.CharField(help_text="the address that was asked")
    errors = ProblemErrorSerializer(many=True, required=False, help_text="each fault by its name")  # type: ignore[assignment]


#: What a request may say of an answer that its sender has.
CONDITIONS: dict[str, Schema] = {
    "If-None-Match": {
        "name": "If-None-Match",
        "in": "header",
        "required": False,
        "description": "The `ETag` of an answer from before: while it holds, the answer is 304 without a body.",
        "schema": {"type": "string"},
        "example": '"r41-2b0c8f5d9e7a1c34"',
    },
}
HEADERS: dict[str, Schema] = {
    "ETag": {
        "description": "The strong tag of the answer; it holds while nothing in the archive changes.",
        "schema": {"type": "string", "pattern": '^"[!-~]+"$'},
        "example": '"r41-2b0c8f5d9e7a1c34"',
    },
    "Last-Modified": {
        "description": "When the archive last changed; missing within the second of a change.",
        "schema": {"type": "string", "pattern": "^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT$"},
        "example": "Sat, 28 Nov 2026 01:30:00 GMT",
    },
    "Location": {
        "description": "Where the record stands now.",
        "required": True,
        "schema": {"type": "string", "format": "uri-reference"},
        "example": "/api/v1/activities/2023-five-province-launch/",
    },
    "Retry-After": {
        "description": "In how many seconds to ask again.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
        "example": 30,
    },
}

#: Of each answer: its name among the components, what it means, the detail of its example, and its headers.
PROBLEMS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "400": (
        "BadRequest",
        "A word that the address does not know, or a value that is none; `errors` names each.",
        "colour: Unknown word. A single record takes none.",
        (),
    ),
    "404": ("NotFound", "No record stands here, and none ever did.", "No Activity matches the given query.", ()),
    "406": (
        "NotAcceptable",
        "The answer cannot be given in any form that `Accept` names.",
        "Could not satisfy the request Accept header.",
        (),
    ),
    "410": (
        "Gone",
        "A record stood here and was removed.",
        "全国质量月活动 / Quality Month activity was removed on 2026-09-01.",
        (),
    ),
    "414": (
        "UriTooLong",
        f"The query string is longer than {settings.QUERY_STRING_LIMIT} bytes.",
        f"The query string is 2500 bytes long; at most {settings.QUERY_STRING_LIMIT}.",
        (),
    ),
    "431": (
        "HeaderTooLarge",
        f"`Accept` or `Accept-Language` is longer than {settings.ACCEPT_LIMIT} bytes.",
        f"Accept is 1200 bytes long; at most {settings.ACCEPT_LIMIT}.",
        (),
    ),
    "503": (
        "Unavailable",
        "The database does not answer; ask again.",
        "The database does not answer.",
        ("Retry-After",),
    ),
}
#: Problems that any reading can meet, and those of addresses with a key.
ALWAYS = ("400", "406", "414", "431", "503")
OF_A_RECORD = ("404", "410")
NOT_MODIFIED = {
    "description": "The answer whose tag the request names still holds.",
    "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in ("ETag", "Last-Modified")},
}
MOVED = {
    "description": "The record stands at another address now.",
    "headers": {"Location": {"$ref": "#/components/headers/Location"}},
}


def responses() -> dict[str, Schema]:
    """Return the answers that operations share, as components."""
    return {"Moved": MOVED, "NotModified": NOT_MODIFIED} | {
        name: {
            "description": description,
            **(
                {"headers": {header: {"$ref": f"#/components/headers/{header}"} for header in headers}}
                if headers
                else {}
            ),
            "content": {
                MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": _example(status, detail)}
            },
        }
        for status, (name, description, detail, headers) in PROBLEMS.items()
    }


def _example(status: str, detail: str) -> Schema:
    made: Schema = {
        "type": "about:blank",
        "title": HTTPStatus(int(status)).phrase,
        "status": int(status),
        "detail": detail,
        "instance": "/api/v1/activities/2023-five-province-launch/",
    }
    if status == "400":
        made["instance"] += "?colour=red"
        made["errors"] = [
            {"parameter": "colour", "detail": "Unknown word. A single record takes none.", "code": "invalid"}
        ]
    return made


def answers_of(path: str) -> dict[str, Schema]:
    """Return the answers that reading at ``path`` may give beside the good one."""
    statuses = {status: PROBLEMS[status][0] for status in ALWAYS}
    if "{" in path:
        statuses |= {"301": "Moved"} | {status: PROBLEMS[status][0] for status in OF_A_RECORD}
    return {status: {"$ref": f"#/components/responses/{name}"} for status, name in sorted(statuses.items())}
