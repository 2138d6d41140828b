"""Texts in the reader's language, and honest about it where they are not."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from qualitymonth.bilingual import Bilingual, Text, reader_suffix


class Titled:
    title = Bilingual("title")

    def __init__(self, title_zh="", title_en=""):
        self.title_zh, self.title_en = title_zh, title_en


@pytest.mark.parametrize(
    ("language", "zh", "en", "text", "lang"),
    [
        ("en", "通知", "Notice", "Notice", "en"),
        ("zh-hans", "通知", "Notice", "通知", "zh-Hans"),
        ("en", "通知", "", "通知", "zh-Hans"),
        ("zh-hans", "", "Notice", "Notice", "en"),
        ("fr", "通知", "Notice", "Notice", "en"),
        ("en", "", "", "", "en"),
        ("zh-hans", "", "", "", "zh-Hans"),
    ],
)
def test_a_text_is_in_the_readers_language_or_else_in_the_other_and_says_which(language, zh, en, text, lang):
    with override(language):
        title = Titled(zh, en).title
        assert (title, title.lang) == (text, lang)


def test_without_a_language_the_reader_is_taken_to_read_english():
    with override(None):
        assert reader_suffix() == "en"


@pytest.mark.parametrize(
    ("language", "shown"), [("en", '<span lang="zh-Hans">质量 &lt;月&gt;</span>'), ("zh-hans", "质量 &lt;月&gt;")]
)
def test_in_a_template_a_text_is_escaped_and_marked_where_its_language_is_not_the_pages(language, shown):
    with override(language):
        assert Template("{{ text }}").render(Context({"text": Text("质量 <月>", "zh-Hans")})) == shown


def test_the_plain_text_is_a_bare_string():
    plain = Text("质量", "zh-Hans").plain
    assert (type(plain), plain) == (str, "质量")


def test_an_empty_text_is_false_and_the_class_gives_the_descriptor():
    assert not Titled().title
    assert isinstance(Titled.title, Bilingual)
