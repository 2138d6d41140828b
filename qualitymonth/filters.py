"""The base of every kind's filter: said once for page, API and file, and strict about words it does not know."""

import datetime
import re
from collections.abc import Collection, Iterable
from typing import Any, ClassVar

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.fields import IsoDateTimeField
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework import exceptions
from rest_framework.request import Request

from qualitymonth.bilingual import Text
from qualitymonth.fold import fold_words
from qualitymonth.pagination import ORDERING_WORD

_KEY = re.compile(r"[\w.-]{1,120}", re.ASCII)
#: Keys of another form, by the names of their columns: a year, and that of a claim, which holds names in Chinese.
_FORMS = {"number": re.compile(r"[0-9]{4}"), "key": re.compile("[^\x00-\x1f\x7f\ud800-\udfff]{1,400}")}

#: The years that a number may name and a moment may lie in; anything beyond breaks one database or another.
FIRST_YEAR, LAST_YEAR = 1900, 2999
#: The word that asks for records of which the archive does not know where they belong.
UNKNOWN = "unknown"


class NumberField(forms.IntegerField):
    """A whole number in ASCII digits: what a key would refuse, such as full-width digits, is refused here too."""

    def to_python(self, value: Any) -> int | None:
        """Return the number; raise ValidationError that names what is none."""
        if value and not re.fullmatch(r"[0-9]{1,20}", str(value)):
            raise ValidationError(_("%(value)s is not a number.") % {"value": value}, code="invalid")
        return super().to_python(value)


class MomentField(IsoDateTimeField):
    """A day or a moment, with or without an offset; Beijing's time where there is none."""

    def to_python(self, value: Any) -> Any:
        """Return the moment; raise ValidationError that names what is none."""
        # A plus that was not encoded arrives as a blank.
        text = re.sub(r"(T\S+) ([0-9:]+)$", r"\1+\2", value) if isinstance(value, str) else value
        try:
            moment: datetime.datetime | None = super().to_python(text)
        except (ValidationError, OverflowError, ValueError):
            moment = None
            good = not value
        else:
            good = moment is None or FIRST_YEAR <= moment.year <= LAST_YEAR
        if not good:
            message = _("%(value)s is not a moment such as 2023-09-01 or 2023-09-01T08:00:00+08:00.")
            raise ValidationError(message % {"value": value}, code="invalid")
        return moment


class SearchField(forms.CharField):
    """A text to look for: of bounded length, and not of signs alone."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": settings.SEARCH_LIMIT, **options})

    def validate(self, value: str) -> None:
        """Refuse a text without a letter, character or digit."""
        super().validate(value)
        if value and not fold_words(value).text:
            raise ValidationError(_("Nothing to search for: give a letter, a character or a digit."), code="invalid")


class SearchFilter(django_filters.CharFilter):
    """A text that the search finds in a record."""

    field_class = SearchField


class MomentFilter(django_filters.IsoDateTimeFilter):
    """A moment."""

    field_class = MomentField


class Keys(list[Any]):
    """The records that a question names, the keys that none has, and whether it asks for those without any, too."""

    unknown = False
    missing: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return len(self) > 0 or self.unknown or bool(self.missing)


class KeysField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Keys of records; every key must be that of a published one, or the word for none where the field takes it.

    Where the records are the ones asked for, ``own``, a key that none has is no fault: it is kept as missing.
    """

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *args: Any, takes_unknown: bool = False, own: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.takes_unknown, self.own = takes_unknown, own

    def clean(self, value: Any) -> Keys:  # type: ignore[override]
        """Return the records; raise ValidationError that names the key of none."""
        given = [key for key in value or () if not (self.takes_unknown and key == UNKNOWN)]
        found = Keys(super().clean(given))
        found.unknown = len(given) < len(value or ())
        if self.own:
            keys = {str(getattr(record, self.to_field_name or "pk")) for record in found}
            found.missing = tuple(key for key in dict.fromkeys(given) if key not in keys)
        return found

    def _check_values(self, value: Any) -> Any:
        """Refuse what cannot be a key before the database sees it, then what is none."""
        form = _FORMS.get(self.to_field_name or "", _KEY)
        for key in value:
            if not form.fullmatch(str(key)):
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        if self.own:
            records: Any = self.queryset
            return records.filter(**{f"{self.to_field_name}__in": list(value)})
        return super()._check_values(value)  # type: ignore[misc]


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class KeysFilter(django_filters.ModelMultipleChoiceFilter):
    """Records that refer to any of the given records."""

    field_class = KeysField

    def filter(self, qs: Any, value: Keys) -> Any:
        """Keep those records; all of them where none is given."""
        if not value:
            return qs
        wanted = Q(pk__in=self.referring(qs.model, value).values("pk")) if len(value) else Q(pk__in=[])
        if value.unknown:
            wanted |= ~Q(pk__in=self.referring(qs.model, self.records).values("pk"))
        return qs.filter(wanted)

    @property
    def path(self) -> str:
        """The relations that lead to the given records; empty where these are the ones asked for."""
        return str(self.field_name).rpartition("__")[0]

    @property
    def records(self) -> Any:
        """The records that can be named."""
        return self.get_queryset(None)

    def referring(self, model: Any, records: Any) -> Any:
        """Return the records of ``model`` that refer to any of ``records``, each once as far as a condition goes."""
        named = Q(**{f"{self.path or 'pk'}__in": [record.pk for record in records]})
        if not isinstance(records, list):
            named = Q(**{f"{self.path or 'pk'}__in": records.order_by().values("pk")})
        return model._base_manager.filter(named).order_by()

    def count(self, asked: Any) -> dict[str, int]:
        """Return how many of the records ``asked`` refer to each record that can be named, by its key."""
        return _count(asked, str(self.field_name))

    def labels(self, found: Iterable[str]) -> dict[str, str]:
        """Return what the records with the keys ``found`` are called; drafts have no label."""
        key = self.extra["to_field_name"]
        records = self.records.filter(**{f"{key}__in": list(found)})
        return {str(getattr(record, key)): label_of(record) for record in records}


class WordsFilter(django_filters.MultipleChoiceFilter):
    """Records with any of the given words of a vocabulary."""

    def count(self, asked: Any) -> dict[str, int]:
        """Return how many of the records ``asked`` have each word."""
        return _count(asked, str(self.field_name))

    def labels(self, found: Iterable[str]) -> dict[str, str]:
        """Return what the words are called."""
        return {word: str(label) for word, label in self.extra["choices"] if word in set(found)}


def _count(asked: Any, column: str) -> dict[str, int]:
    # The question's own joins would multiply or narrow what is counted.
    rows = asked.model._base_manager.filter(pk__in=asked.order_by().values("pk")).order_by().values_list(column)
    return {str(value): total for value, total in rows.annotate(total=Count("pk", distinct=True)) if value is not None}


def label_of(record: Any) -> str:
    """Return what a record is called in a line of text."""
    called = next((value for name in ("label", "name", "title") if (value := getattr(record, name, None))), record)
    return called.plain if isinstance(called, Text) else str(called)


def keys(model: Any, path: str, label: Any, key: str = "slug", *, takes_unknown: bool = False) -> KeysFilter:
    """Return a filter by the keys of ``model``, whose records are reached over ``path``; its own keys where empty."""
    return KeysFilter(
        field_name=f"{path}__{key}" if path else key,
        to_field_name=key,
        label=label,
        queryset=lambda _: model.objects.published().labelled().order_by(key),
        takes_unknown=takes_unknown,
        own=not path,
    )


def words(choices: Any, path: str, label: Any) -> WordsFilter:
    """Return a filter by any of the words of a vocabulary."""
    return WordsFilter(field_name=path, choices=choices, label=label, widget=forms.CheckboxSelectMultiple)


class BoundFilter(django_filters.Filter):
    """A year as the first or last of a range."""

    field_class = NumberField

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=FIRST_YEAR, max_value=LAST_YEAR, **options)


class ArchiveFilterSet(django_filters.FilterSet):
    """What every kind can be asked: ``q``, ``modified_since``, ``ordering``; anything unknown is an error."""

    #: ``ordering`` words and the columns they mean; the first word is the default order. A minus turns it round.
    orderings: ClassVar[dict[str, str]] = {"slug": "slug", "modified": "updated_at"}
    default_ordering: ClassVar[str] = "slug"
    #: The words whose values a list shows with the number of records that each would leave.
    facet_words: ClassVar[tuple[str, ...]] = ()

    q = SearchFilter(method="filter_text", label=gettext_lazy("Search"))
    modified_since = MomentFilter(field_name="updated_at", lookup_expr="gte", label=gettext_lazy("Changed since"))
    ordering = django_filters.CharFilter(method="filter_ordering", label=gettext_lazy("Order"))

    def __init__(self, *args: Any, paging_words: Collection[str] = (), **options: Any) -> None:
        """Take the words that belong to the asker's way of paging beside the question itself."""
        super().__init__(*args, **options)
        self.paging_words = paging_words
        self._valid: bool | None = None

    @classmethod
    def also_asks(cls, **words: django_filters.Filter) -> None:
        """Add ``words`` that another app can tell of this kind, each with its values shown as a facet."""
        cls.base_filters |= words
        cls.facet_words = (*cls.facet_words, *words)

    @classmethod
    def ordering_words(cls) -> list[str]:
        """Return the words that ``ordering`` takes."""
        return [sign + word for word in cls.orderings for sign in ("", "-")]

    @classmethod
    def ordering_word(cls, word: str | None) -> str:
        """Return the ordering word in force where ``word`` was given: the default one where it is none."""
        return word if word in cls.ordering_words() else cls.default_ordering

    @classmethod
    def ordering_columns(cls, word: str | None) -> tuple[str, ...]:
        """Return the columns of an order that is total: the one that ``word`` names, then the key."""
        word = cls.ordering_word(word)
        sign = "-" if word.startswith("-") else ""
        key: str = cls._meta.model.natural_key_fields[0]
        return tuple(sign + column for column in dict.fromkeys((cls.orderings[word.removeprefix("-")], key)))

    @property
    def order(self) -> str:
        """The ordering word in force."""
        return self.ordering_word(self.data.get(ORDERING_WORD))

    @property
    def qs(self) -> QuerySet[Any]:
        """The records asked for, in the order asked for."""
        found: QuerySet[Any] = super().qs
        return found.order_by(*self.ordering_columns(self.data.get(ORDERING_WORD)))

    @property
    def not_found(self) -> list[str]:
        """The keys asked for that no public record has."""
        asked = self.form.cleaned_data.values()
        return [key for value in asked if isinstance(value, Keys) for key in value.missing]

    def without(self, word: str) -> QuerySet[Any]:
        """Return the published records that the question would find if it did not use ``word``."""
        found: QuerySet[Any] = self._meta.model._default_manager.published().order_by()
        for name, value in self.form.cleaned_data.items():
            if name != word:
                found = self.filters[name].filter(found, value)
        return found

    def filter_text(self, queryset: Any, _name: str, value: str) -> Any:
        """Keep records in whose texts the search finds ``value``."""
        return queryset.matching(value)

    def filter_ordering(self, queryset: Any, _name: str, _value: str) -> Any:
        """Leave the records as they are; ``qs`` puts them in order."""
        return queryset

    def is_valid(self) -> bool:
        """Tell whether every word is known and every value good; ``errors`` says which are not."""
        if self._valid is None:
            good: bool = super().is_valid()
            self._valid = not self._refuse_words() and good
        return self._valid

    def _refuse_words(self) -> bool:
        """Add an error for each word that is unknown, or given twice though it takes one value; tell whether any is."""
        refused = {}
        for word in sorted(self.data):
            given = len(self.data.getlist(word)) if isinstance(self.data, QueryDict) else 1
            if word not in self.filters and word not in self.paging_words:
                refused[word] = _("Unknown word. This list knows: %(words)s.") % {
                    "words": ", ".join(sorted({*self.filters, *self.paging_words}))
                }
            elif given > 1 and not isinstance(self.filters.get(word), django_filters.MultipleChoiceFilter):
                refused[word] = _("Give this word once.")
        ordering = self.data.get(ORDERING_WORD)
        if ordering is not None and ordering not in self.ordering_words():
            refused[ORDERING_WORD] = _("%(word)s is not an order. This list knows: %(words)s.") % {
                "word": ordering,
                "words": ", ".join(self.ordering_words()),
            }
        for word, message in refused.items():
            self.form.errors.setdefault(word, self.form.error_class()).append(message)
        return bool(refused)

    def chosen(self) -> list[tuple[str, str, str, str]]:
        """Return each applied value as ``(word, label, value as shown, query string without it)``."""
        applied = []
        for word in self.filters:
            for value in self.data.getlist(word) if isinstance(self.data, QueryDict) else []:
                if not value or word == ORDERING_WORD:
                    continue
                rest = self.data.copy()
                rest.setlist(word, [other for other in self.data.getlist(word) if other != value])
                rest.pop("page", None)
                applied.append((word, str(self.filters[word].label), self._shown(word, value), rest.urlencode()))
        return applied

    def _shown(self, word: str, value: str) -> str:
        """Return a value as its reader knows it: a record's name, a vocabulary's label."""
        if value == UNKNOWN:
            return _("unknown")
        if isinstance(self.filters[word], KeysFilter):
            for record in self.form.cleaned_data.get(word) or ():
                if str(getattr(record, self.filters[word].extra["to_field_name"])) == value:
                    return label_of(record)
        choices: dict[str, Any] = dict(self.filters[word].extra.get("choices") or ())
        return str(choices.get(value, value))


class StrictFilterBackend(DjangoFilterBackend):
    """REST framework's door to the filters: lists answer 400 to what their filter does not accept."""

    def get_filterset_kwargs(self, request: Request, queryset: QuerySet[Any], view: Any) -> dict[str, Any]:
        """Let the filter know the words of the API's paging."""
        kwargs: dict[str, Any] = super().get_filterset_kwargs(request, queryset, view)
        return kwargs | {"paging_words": view.words_beside_the_question}

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        """Return the filtered records of a list, whose view remembers the question; a single record takes none."""
        if view.detail:
            known = view.words_beside_the_question
            message = f"Unknown word. A single record knows: {', '.join(sorted(known))}."
            if unknown := [word for word in request.query_params if word not in known]:
                raise exceptions.ValidationError(dict.fromkeys(unknown, message))
            return queryset
        filterset = self.get_filterset(request, queryset, view)
        if not filterset.is_valid():
            raise exceptions.ValidationError(filterset.errors)
        view.question = filterset
        return filterset.qs  # type: ignore[no-any-return]
