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
    "If-Match": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": "The `ETag` of the answer from which the change begins.",
        "schema": {"type": "string"},
        "example": '"r41-2b0c8f5d9e7a1c34"',
    },
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
    "Link": {
        "description": "Of a page of a list: where the first, the next and the previous one are (RFC 8288).",
        "schema": {"type": "string"},
        "example": '<https://archive.example/api/v1/years/>; rel="first"',
    },
    "Content-Disposition": {
        "description": "Of a file: the name under which to save it.",
        "schema": {"type": "string"},
        "example": 'attachment; filename="years.csv"',
    },
    "RateLimit": {
        "description": "How much may still be asked for, and for how many seconds that holds.",
        "schema": {"type": "string"},
        "example": '"minute";r=599;t=60',
    },
    "RateLimit-Policy": {
        "description": "How much may be asked for in how many seconds.",
        "schema": {"type": "string"},
        "example": '"minute";q=600;w=60',
    },
    "WWW-Authenticate": {
        "description": "How to say who asks.",
        "required": True,
        "schema": {"type": "string"},
        "example": "Bearer",
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
    "401": (
        "Unauthorized",
        "Writing needs a token, and there is none; or the one that is sent is not valid any more.",
        "Authentication credentials were not provided.",
        ("WWW-Authenticate",),
    ),
    "403": (
        "Forbidden",
        "Whoever the token stands for may not do this.",
        "You do not have permission to perform this action.",
        (),
    ),
    "404": ("NotFound", "No record stands here, and none ever did.", "No Activity matches the given query.", ()),
    "406": (
        "NotAcceptable",
        "The answer cannot be given in any form that `Accept` names.",
        "Could not satisfy the request Accept header.",
        (),
    ),
    "409": (
        "Conflict",
        "What is asked for would leave other records without what they refer to, or is there already.",
        "2 records refer to it.",
        (),
    ),
    "410": (
        "Gone",
        "A record stood here and was removed.",
        "全国质量月活动 / Quality Month activity was removed on 2026-09-01.",
        (),
    ),
    "412": (
        "PreconditionFailed",
        "What stands here is no longer the answer that `If-Match` names.",
        "The record has changed since you read it: edit 42 by editor. Read it again, and send what is left to do.",
        (),
    ),
    "413": (
        "ContentTooLarge",
        f"The body is longer than {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes.",
        f"The body is too long; at most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes.",
        (),
    ),
    "414": (
        "UriTooLong",
        f"The query string is longer than {settings.QUERY_STRING_LIMIT} bytes.",
        f"The query string is 2500 bytes long; at most {settings.QUERY_STRING_LIMIT}.",
        (),
    ),
    "415": (
        "UnsupportedMediaType",
        "The body is not of a type that the address takes.",
        'Unsupported media type "text/plain" in request.',
        (),
    ),
    "428": (
        "PreconditionRequired",
        "A change needs `If-Match`, so that nobody's work is lost.",
        "Say with If-Match which answer the change begins from.",
        (),
    ),
    "429": ("TooManyRequests", "Too many requests from one address.", "Ask again in 12 seconds.", ("Retry-After",)),
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
ALWAYS = ("400", "401", "406", "412", "414", "429", "431", "503")
OF_A_RECORD = ("404", "410")
#: What writing can meet besides, and what writing to a record that there is can.
OF_WRITING = ("403", "409", "413", "415")
OF_A_CHANGE = ("428",)
#: What every answer may tell.
COMMON = ("RateLimit", "RateLimit-Policy")


def headers(*names: str) -> dict[str, Schema]:
    """Return references to the headers with these names, and to those that every answer may have."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in (*names, *COMMON)}


def responses() -> dict[str, Schema]:
    """Return the answers that operations share, as components."""
    return {
        "Moved": {"description": "The record stands at another address now.", "headers": headers("Location")},
        "NotModified": {
            "description": "The answer whose tag the request names still holds.",
            "headers": headers("ETag", "Last-Modified"),
        },
    } | {
        name: {
            "description": description,
            "headers": headers(*special),
            "content": {
                MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": _example(status, detail)}
            },
        }
        for status, (name, description, detail, special) in PROBLEMS.items()
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


def answers_of(path: str, method: str) -> dict[str, Schema]:
    """Return the answers that an operation may give beside the good one."""
    reading, single = method == "get", "{" in path
    statuses = ALWAYS + OF_A_RECORD * single + OF_WRITING * (not reading) + OF_A_CHANGE * (single and not reading)
    names = {status: PROBLEMS[status][0] for status in statuses}
    if reading:
        names["304"] = "NotModified"
    if reading and single:
        names["301"] = "Moved"
    return {status: {"$ref": f"#/components/responses/{name}"} for status, name in names.items()}
