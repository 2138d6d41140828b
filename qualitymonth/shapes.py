"""How much of a record an answer shows: the fields asked for, and relations that are shown as records, not as keys."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from rest_framework.exceptions import ValidationError

FIELDS_WORD = "fields"
EXPAND_WORD = "expand"


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields to show, all of them where none is named, and the relations to show as records."""

    #: The words that ask for it; each takes several values, by commas or by being repeated.
    words: ClassVar[frozenset[str]] = frozenset({FIELDS_WORD, EXPAND_WORD})

    fields: tuple[str, ...] = ()
    expand: tuple[str, ...] = ()

    @classmethod
    def read(cls, words: Any, serializer: Any) -> "Shape":
        """Read what query words ask of ``serializer``; raise ValidationError that lists what can be named."""
        known = {FIELDS_WORD: list(serializer.Meta.fields), EXPAND_WORD: sorted(serializer.expandable)}
        named: dict[str, tuple[str, ...]] = {}
        errors = {}
        for word, allowed in known.items():
            parts = [part for value in words.getlist(word) for part in value.split(",")]
            named[word] = tuple(dict.fromkeys(parts))
            if unknown := [part for part in parts if part not in allowed]:
                can = f"These can be named: {', '.join(allowed)}." if allowed else "Nothing can be named here."
                errors[word] = [f"“{unknown[0]}” is unknown. {can}"]
        shape = cls(named[FIELDS_WORD], named[EXPAND_WORD])
        for name in shape.expand:
            if EXPAND_WORD not in errors and not shape.shows(name):
                errors[EXPAND_WORD] = [f"“{name}” is not among the fields asked for."]
        if errors:
            raise ValidationError(errors)
        return shape

    def shows(self, name: str) -> bool:
        """Tell whether the field is shown in which the relation ``name`` stands."""
        return not self.fields or name.partition(".")[0] in self.fields

    def fetch(self, records: QuerySet[Any], serializer: Any) -> QuerySet[Any]:
        """Fetch with ``records`` what is to be expanded: as many queries, whatever the number of records."""
        for name in self.expand:
            expansion = serializer.expandable[name]
            public = expansion.model._default_manager.published().for_api()
            records = records.prefetch_related(Prefetch(expansion.path, queryset=public, to_attr=expansion.attribute))
        return records
