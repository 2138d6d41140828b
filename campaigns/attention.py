"""What waits for an editor: facts without a claim, texts without English, and fields that the sources leave unsettled.

Each question is a condition that the database answers, so that lists can ask it of any number of records. Drafts and
draft claims count: the desk sees them, and the public does not.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, OuterRef, Q

from campaigns.evidence import LIST_FIELDS, disagree
from campaigns.models import SUBJECTS, Claim, subject_column
from campaigns.vocabularies import Rank

#: The fields of each kind that hold what a document states, and that a claim should carry. Titles, summaries and
#: English texts are often the archive's own, and classifications always are.
FACTS: dict[str, tuple[str, ...]] = {
    "year": ("held",),
    "campaign": ("theme_zh", "department_count", "activity_count", "host", "launch"),
    "notice": ("document_number", "issued_on", "published_on", "forwards"),
    "section": ("label",),
    "slogan": ("text_zh",),
    "series": ("since",),
    "activity": ("starts_on", "ends_on", "place_zh", "edition"),
    "figure": ("value",),
    "person": ("name_zh",),
    "appearance": ("role", "person", "agency", "party_zh", "posts_zh"),
    "province": ("gb_code",),
    "precedent": ("began_on",),
}


def kind_of(model: Any) -> str | None:
    """Return the noun of ``model``, None where sources say nothing of its records."""
    return next((kind for kind, subject in SUBJECTS.items() if subject is model), None)


def without_claim(model: Any) -> Q | None:
    """Return the condition that no claim is about a record; sources speak themselves, and need none."""
    kind = kind_of(model)
    return None if kind in (None, "source") else Q(~_claimed(kind))


def uncited(model: Any) -> Q | None:
    """Return the condition that a record states a fact that no claim carries."""
    kind = kind_of(model)
    if kind not in FACTS:
        return None
    found = Q()
    for name in FACTS[kind]:
        found |= _filled(model, name) & Q(~_claimed(kind, field=name))
    return found


def without_english(model: Any) -> Q | None:
    """Return the condition that a text of a record stands in Chinese alone."""
    columns = {field.name for field in model._meta.concrete_fields}
    bases = [name.removesuffix("_zh") for name in columns if name.endswith("_zh")]
    found = Q()
    for base in sorted(base for base in bases if f"{base}_en" in columns):
        found |= ~Q(**{f"{base}_zh": ""}) & Q(**{f"{base}_en": ""})
    return found or None


def unconfirmed(model: Any) -> Q | None:
    """Return the condition that claims speak of a field of a record and none of them is preferred."""
    kind = kind_of(model)
    if kind is None:
        return None
    column = subject_column(kind)
    same = Claim.objects.filter(**{column: OuterRef(column)}, field=OuterRef("field"), rank=Rank.PREFERRED)
    # The claims on a list name its members, each of which stands for itself.
    preferred = same.filter(~Q(field__in=LIST_FIELDS) | Q(value=OuterRef("value"))).order_by()
    return Q(_claimed(kind, ~Q(rank=Rank.PREFERRED), ~Exists(preferred)))


def disagreements_on(kind: str) -> Iterator[tuple[int, str]]:
    """Yield the id and the field where claims about records of ``kind`` contradict each other, by id."""
    column = subject_column(kind)
    claims = Claim.objects.using(DEFAULT_DB_ALIAS).exclude(**{column: None}).exclude(field__endswith="_en")
    others = Claim.objects.filter(**{column: OuterRef(column)}, field=OuterRef("field"))
    found = claims.filter(Exists(others.exclude(value=OuterRef("value")).order_by()))
    rows = found.order_by(column, "field").values_list(column, "field", "value", named=True).iterator()
    for (record, field), group in groupby(rows, key=lambda row: (row[0], row[1])):
        if disagree(field, list(group)):
            yield record, field


def disagreeing(model: Any) -> Q | None:
    """Return the condition that sources contradict each other on a field of a record."""
    kind = kind_of(model)
    return None if kind is None else Q(pk__in={record for record, _ in disagreements_on(kind)})


def _claimed(kind: str | None, *conditions: Any, **fields: Any) -> Exists:
    """Return whether a claim of which ``conditions`` and ``fields`` hold is about the record at hand."""
    about = {subject_column(str(kind)): OuterRef("pk")}
    return Exists(Claim.objects.filter(*conditions, **about, **fields).order_by())


def _filled(model: Any, name: str) -> Q:
    """Return the condition that a record has something in the column ``name``."""
    field = model._meta.get_field(name)
    if field.null:
        return Q(**{f"{name}__isnull": False})
    return ~Q(**{name: ""}) if field.empty_strings_allowed else Q()
