"""The query words and keys of the API as parameters: what each asks for, what it takes, and an example that finds."""

from typing import Any

import django_filters
from drf_spectacular.extensions import OpenApiFilterExtension

from qualitymonth.filters import (
    FIRST_YEAR,
    LAST_YEAR,
    UNKNOWN,
    ArchiveFilterSet,
    BoundFilter,
    KeysFilter,
    MomentFilter,
    SearchFilter,
)
from qualitymonth.pagination import CURSOR_WORD, DEFAULT_SIZE, LARGEST_SIZE, ORDERING_WORD, SIZE_WORD
from qualitymonth.syncing.filters import RevisionFilter

Schema = dict[str, Any]

#: What a word takes that may be given without a value, and then asks for nothing.
EMPTY: Schema = {"type": "string", "maxLength": 0}
#: A text without the one character that no database column takes.
TEXT: Schema = {"type": "string", "pattern": r"^[^\u0000]*$"}
#: A record of each kind that stands in the archive as it is loaded, by its key.
KEYS = {
    "year": "2023",
    "campaign": "2023-national",
    "notice": "2023-national",
    "section": "2023-national-1",
    "slogan": "1978-national-slogan-1",
    "series": "long-march-for-quality",
    "activity": "2023-five-province-launch",
    "figure": "1978-workers-who-followed-the-meeting",
    "person": "gu-mu",
    "appearance": "1978-mobilisation-meeting-gu-mu-attended",
    "agency": "samr",
    "province": "CN-AH",
    "precedent": "japan",
    "source": "2023-notice-bilingual",
    "claim": "2023-notice-bilingual:1:notice:2023-national:issued_on",
}
#: What a key may be made of, by its name.
KEY_SCHEMAS: dict[str, Schema] = {
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$", "minLength": 1, "maxLength": 120},
    "code": {"type": "string", "pattern": "^(CN-[A-Z]{2}|XPCC)$"},
    "number": {"type": "integer", "minimum": 1000, "maximum": 9999},
    "key": {"type": "string", "pattern": r"^[^\u0000-\u001f\u007f]+$", "minLength": 1, "maxLength": 400},
}
#: What each word asks for, and an example.
WORDS: dict[str, tuple[str, Any]] = {
    "q": ("Only records in whose names and texts every word of this is found: Chinese, pinyin or English.", "质量"),
    "modified_since": (
        "Only records that changed at this day or moment or since; Beijing's time where no offset is given.",
        "2020-01-01",
    ),
    "ordering": (
        "The order of the list; a minus turns it round. Records that are equal in it follow their keys.",
        None,
    ),
    "page_size": ("How many records a page holds.", 2),
    "cursor": ("A place in the list: follow `next` and `previous`, which hold it.", None),
    "slug": ("Only the records with these keys.", None),
    "key": ("Only the claims with these keys.", None),
    "year": ("Only records of these years.", None),
    "year_min": ("Only records of this year and of later ones.", 2021),
    "year_max": ("Only records of this year and of earlier ones.", 2023),
    "campaign": ("Only records of these campaigns.", None),
    "notice": ("Only sections of these notices.", None),
    "activity": ("Only appearances at these activities.", None),
    "person": ("Only appearances of these people.", None),
    "province": ("Only records of these provinces.", None),
    "agency": ("Only records of these agencies.", None),
    "series": ("Only records of these series.", None),
    "source": ("Only records about which any of these sources makes a claim.", None),
    "kind": ("Only records of these kinds.", None),
    "scope": ("Only records of campaigns of these scopes.", None),
    "region": ("Only provinces of these regions.", None),
    "held": ("Only years in which the month was held, was not held, or of which that is unknown.", None),
    "role": ("Only appearances in these roles.", None),
    "condition": ("Only sources whose text was received in these conditions.", None),
    "disagreement": ("Only records on which sources disagree, or on which none do.", None),
    "rank": ("Only claims of these ranks.", None),
    "line": ("Only claims on this line of their source, or on lines around it.", 1),
    "record_kind": ("Only claims about records of these kinds.", None),
    "record": ("Only claims about the record with this key.", "2023-national"),
    "field": ("Only claims about this field of a record.", "issued_on"),
    "since": ("Only what changed after this revision.", 0),
    "reason": ("Why the record is removed; staff read it in the history.", "Told twice in the notice."),
}
#: Where a word means something of its own to a kind.
OF_A_KIND = {
    ("campaign", "agency"): "Only campaigns that any of these agencies hosts.",
    ("notice", "agency"): "Only notices that any of these agencies issued.",
    ("activity", "agency"): "Only activities that any of these agencies took part in organising.",
    ("appearance", "agency"): "Only appearances of these agencies.",
    ("claim", "source"): "Only claims of these sources.",
    ("province", "slug"): "Only the provinces with these codes.",
    ("year", "year"): "Only these years.",
}
REPEAT = "Repeat the word for any of several."
PAGING: dict[str, Schema] = {
    CURSOR_WORD: {"type": "string", "pattern": "^[A-Za-z0-9_-]*$"},
    SIZE_WORD: {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": DEFAULT_SIZE},
}


def word(name: str, schema: Schema, *, kind: str = "", example: Any = None, more: str = "") -> Schema:
    """Return the parameter for a query word; one that takes an array is given by repeating it."""
    says, usual = WORDS[name]
    description = " ".join(filter(None, [OF_A_KIND.get((kind, name), says), more]))
    made = {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
    if schema.get("type") == "array":
        made |= {"style": "form", "explode": True, "description": f"{description} {REPEAT}"}
    if example is None:
        example = [schema["items"]["enum"][0]] if "enum" in schema.get("items", ()) else usual
    return made if example is None else made | {"example": example}


def words_of(filterset: type[ArchiveFilterSet]) -> list[Schema]:
    """Return the parameters for all words of a filter."""
    return [_word_of(filterset, name, asked) for name, asked in filterset.base_filters.items()]


def _word_of(filterset: type[ArchiveFilterSet], name: str, asked: Any) -> Schema:
    kind = str(filterset._meta.model._meta.model_name)
    if isinstance(asked, KeysFilter):
        noun, key = asked.records.model._meta.model_name, asked.extra["to_field_name"]
        item, example = KEY_SCHEMAS[key], KEYS[noun]
        also = f"`{UNKNOWN}` asks for those of which it is not known." if asked.extra.get("takes_unknown") else ""
        if also and "pattern" in item:
            item = {"anyOf": [item, {"const": UNKNOWN}]}
        value = int(example) if key == "number" else example
        return word(name, {"type": "array", "items": item}, kind=kind, example=[value], more=also)
    if isinstance(asked, django_filters.MultipleChoiceFilter):
        offered = asked.extra["choices"]
        choices = {str(choice): str(label) for choice, label in (offered() if callable(offered) else offered)}
        schema = {"type": "array", "items": {"type": "string", "enum": list(choices)}}
        return word(name, schema, kind=kind, more=told(choices))
    if name == ORDERING_WORD:
        schema = {"type": "string", "enum": filterset.ordering_words(), "default": filterset.default_ordering}
        return word(name, schema, example=filterset.default_ordering)
    return word(name, _single(asked), kind=kind)


def _single(asked: django_filters.Filter) -> Schema:
    """Return what a word that is given once takes."""
    if isinstance(asked, SearchFilter):
        return {**TEXT, "maxLength": asked.field.max_length}
    if isinstance(asked, MomentFilter):
        return {"anyOf": [{"type": "string", "format": form} for form in ("date", "date-time")] + [EMPTY]}
    if isinstance(asked, BoundFilter):
        return {"anyOf": [{"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}, EMPTY]}
    if isinstance(asked, RevisionFilter):
        return {"type": "integer", "minimum": 0}
    if "min_value" in asked.extra:
        number = {"type": "integer", "minimum": asked.extra["min_value"], "maximum": asked.extra["max_value"]}
        return {"anyOf": [number, EMPTY]}
    return {**TEXT, "maxLength": asked.extra["max_length"]}


def told(choices: dict[str, str]) -> str:
    """Return what the words of a vocabulary mean, where they do not say so themselves."""
    meant = [
        f"`{choice}`: {label}" for choice, label in choices.items() if label not in (choice, choice.replace("-", " "))
    ]
    return f"({'; '.join(meant)}.)" if meant else ""


class StrictFilterExtension(OpenApiFilterExtension):  # type: ignore[no-untyped-call]
    """Describes the words of a list from its filter, where they are said once."""

    target_class = "qualitymonth.filters.StrictFilterBackend"
    priority = 1

    def get_schema_operation_parameters(self, auto_schema: Any, *_args: Any, **_options: Any) -> list[Schema]:
        """Return the parameters."""
        return words_of(auto_schema.view.filterset_class)


def path_key(name: str, kind: str) -> Schema:
    """Return the parameter for the key of a record in its address."""
    schema: Schema = {"type": "string", "pattern": "^[0-9]{4}$"} if name == "number" else KEY_SCHEMAS[name]
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": f"The key of the {kind}: its `{name}`.",
        "schema": schema,
        "example": KEYS[kind],
    }
