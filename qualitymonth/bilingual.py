"""Texts in two columns, read in the reader's language, with a fallback that says which language it is.

``title = Bilingual("title")`` on a model with ``title_zh`` and ``title_en`` makes ``record.title`` a ``Text``: a
string that knows its language and, in a template, wraps itself in a ``lang`` span where the page's language differs.
"""

from typing import Self, overload

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

LANGUAGES = {"zh": "zh-Hans", "en": "en"}


def reader_suffix() -> str:
    """Return ``zh`` for a reader of Chinese, ``en`` for everybody else."""
    return "zh" if (get_language() or "en").startswith("zh") else "en"


class Text(str):
    """A text with the BCP 47 language it is written in."""

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str) -> Self:
        """Make a text written in ``lang``."""
        made = super().__new__(cls, text)
        made.lang = lang
        return made

    @property
    def plain(self) -> str:
        """The bare string, for places that hold no markup: titles, attributes, data."""
        return str.__str__(self)

    def __html__(self) -> SafeString | str:
        """Return the escaped text, in a ``lang`` span where its language is not the page's."""
        if self.lang == LANGUAGES[reader_suffix()]:
            return format_html("{}", self.plain)
        return format_html('<span lang="{}">{}</span>', self.lang, self.plain)


class Bilingual:
    """Descriptor over two columns: the reader's language first, the other where that one is empty."""

    def __init__(self, base: str) -> None:
        self.base = base

    @overload
    def __get__(self, record: None, owner: type) -> Self: ...
    @overload
    def __get__(self, record: object, owner: type) -> Text: ...

    def __get__(self, record: object | None, owner: type) -> Self | Text:
        """Return the Text for the reader, or the descriptor itself on the class."""
        if record is None:
            return self
        first = reader_suffix()
        for suffix in (first, "en" if first == "zh" else "zh"):
            if value := getattr(record, f"{self.base}_{suffix}"):
                return Text(value, LANGUAGES[suffix])
        return Text("", LANGUAGES[first])
