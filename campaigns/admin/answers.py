"""The sources of changes, answered over the API: as JSON, where the desk's form has boxes."""

from collections.abc import Iterable
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from rest_framework import serializers

from campaigns.admin.choices import Choice
from campaigns.models import QUOTE_LIMIT, Claim
from campaigns.vocabularies import Rank
from qualitymonth.writing import fields

_RANKS = [choice for choice in Rank.choices if choice[0] != Rank.DEPRECATED]


class AnswerSerializer(fields.Members):
    """Where the new value of a field comes from that no source says."""

    choice = fields.Choice(choices=Choice.choices, help_text="where it comes from")
    source = fields.Key(required=False, help_text="with `another` and `disagree`: the source that says so, by its slug")  # type: ignore[assignment]
    line = fields.Whole(required=False, allow_null=True, min_value=1, max_value=2_147_483_647,
                        help_text="the line of the source that says so")  # fmt: skip
    quote = fields.Text(required=False, max_length=QUOTE_LIMIT, help_text="the words there, as printed")
    rank = fields.Choice(required=False, choices=_RANKS, help_text="with `another`: how much the claim counts")
    misread = serializers.ListField(child=fields.Key(), required=False, max_length=100,
                                    help_text="with `misread`: the keys of the claims that were misread")  # fmt: skip


def as_sent(answers: dict[str, Any]) -> dict[str, Any]:
    """Return what the boxes of the form would send of ``answers``, by the fields that they are about.

    Raises ValidationError where an answer names a claim that is none.
    """
    sent: dict[str, Any] = {}
    for field, answer in answers.items():
        keys = answer.get("misread", [])
        misread = dict(Claim.objects.using(DEFAULT_DB_ALIAS).filter(key__in=keys).values_list("key", "pk"))
        if unknown := [f"There is no claim “{key}”." for key in keys if key not in misread]:
            raise serializers.ValidationError({"sources": {field: {"misread": unknown}}})
        given = {
            "asked": "1",
            "choice": answer.get("choice", ""),
            "slug": answer.get("source", ""),
            "line": answer.get("line"),
            "quote": answer.get("quote", ""),
            "rank": answer.get("rank", Rank.PREFERRED),
            "misread": list(misread.values()),
        }
        sent |= {f"sources-{field}-{name}": value for name, value in given.items()}
    return sent


def unanswered(said: str, choices: Iterable[str], claims: Iterable[Claim]) -> str:
    """Return what to say of a change that no source says, and of which nothing was said."""
    against = ", ".join(claim.key for claim in claims)
    return (
        f"Sources say otherwise ({against or 'they name none'}); it was “{said}”. Say here where the new value comes "
        f"from: `choice` is one of {', '.join(choices)}."
    )
