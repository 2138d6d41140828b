"""The question which two records to compare: ``years=2021&years=2023``, or two provinces, or two agencies."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency, Province
from campaigns.models import Year
from qualitymonth.bilingual import LANGUAGES, Text, reader_suffix
from qualitymonth.filters import KeysField

PAIR = 2


@dataclass(frozen=True, slots=True)
class Option:
    """One record to choose: its key, and its name with the language of that where it is not the page's."""

    key: str
    name: str
    lang: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Two selects of one kind: the word, what the kind is called, the records, and the keys that are chosen."""

    word: str
    label: Any
    options: tuple[Option, ...]
    chosen: tuple[str, str]


def _field(model: Any, key: str, label: Any) -> KeysField:
    """Return a field that takes keys of published records of ``model``."""
    records = model.objects.published().order_by(f"-{key}" if key == "number" else key)
    return KeysField(queryset=records, to_field_name=key, required=False, label=label)


class CompareForm(forms.Form):
    """Two different records of one kind; no word at all asks for nothing yet."""

    years = _field(Year, "number", gettext_lazy("Years"))
    provinces = _field(Province, "code", gettext_lazy("Provinces"))
    agencies = _field(Agency, "slug", gettext_lazy("Agencies"))

    def clean(self) -> dict[str, Any]:
        """Refuse two kinds at once, and anything but two different records."""
        given = [word for word in self.fields if word in self.data]
        for word in given:
            keys = self.data.getlist(word)  # type: ignore[attr-defined]
            if len(given) > 1:
                self.add_error(word, _("Compare records of one kind at a time."))
            elif len(keys) != PAIR or len(set(keys)) != PAIR:
                self.add_error(word, _("Give this word twice, with two different values."))
        return self.cleaned_data

    @property
    def word(self) -> str:
        """The kind that is compared, empty where none is."""
        return next((word for word in self.fields if word in self.data), "")

    @property
    def pair(self) -> tuple[Any, Any]:
        """The two records, in the order in which they were asked for."""
        by_key = {str(record.natural_key()[0]): record for record in self.cleaned_data[self.word]}
        first, second = (by_key[key] for key in self.data.getlist(self.word))  # type: ignore[attr-defined]
        return first, second

    def choices(self) -> Iterator[Choice]:
        """Yield what can be chosen: of the kind that is compared alone, of all where none is yet."""
        for word, field in self.fields.items():
            if self.word in ("", word):
                keys = self.data.getlist(word) if self.word else ["", ""]  # type: ignore[attr-defined]
                options = tuple(_option(record) for record in field.queryset)  # type: ignore[attr-defined]
                yield Choice(word, field.label, options, (keys[0], keys[1]))


def _option(record: Any) -> Option:
    """Return a record as something to choose."""
    name = getattr(record, "name", None)
    foreign = isinstance(name, Text) and name.lang != LANGUAGES[reader_suffix()]
    return Option(str(record.natural_key()[0]), str(record), name.lang if foreign else "")  # type: ignore[union-attr]
