"""Where the English of a line ends and its Chinese begins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.documents.languages import split_languages


def halves(text):
    return [(half.language, text[half.start : half.end]) for half in split_languages(text)]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Bake bread every day.", "每天烤面包。"), ("II. Kinds of Bread", "二、面包的种类"),
        ("1. Bake well. Share it.", "(一)烤好面包。"), ("1. Bake well", "1. 烤好面包"),
        ("2. Bake well", "2.烤好面包"),
        ("3. Bread of the year", "3.2023年的面包"), ("3. Bread of the year", "3. 2023年的面包"),
        ("(4) Bake well", "(4) 烤好"),
        ("(4) Bake well", "（4）烤好"), ("Bread of the year", "3.2023年的面包"), ("Bread of the year", "3、面包"),
        ("Bake bread of 25 bakers in 2023.", "面包"), ("Bread (white)", "(白)面包"), ("We call it", "“白面包”"),
        ("May 4, 2023", "2023年5月4日"), ("Loaves baked here:", "1,000余个"), ("1. Sales grew", "2.5倍"),
        ("From year to year", "2022-2023年"), ("Annexes:", "附件:"), ("Bakers", "面包师"),
        ("Bakers' Union", "面包师联合会"),
        ("The Bakers of QC", "面包师QC小组"), ("All the good bakers", "4S店和QC小组"), ("Bakers of", "QC小组"),
        ("Bakers know", "B2B平台"), ("Bakers of QC.", "面包"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("blank", [" ", "   ", "\u3000"])
def test_a_line_in_two_languages_has_two_halves(english, chinese, blank):
    assert halves(english + blank + chinese) == [("en", english), ("zh-Hans", chinese)]


@pytest.mark.parametrize(
    "text",
    [
        "每天烤面包。", "QC小组", "QC 小组活动", "4S店", "ISO 9001认证", "“A”类", "(一)烤面包", "2.5倍", "1. 烤面包",
        "II. 面包",
        "面包师QC小组和4S店", "面包网(https://www.bread.example/a/b)上", "https://www.bread.example/ 上有面包",
        "写信到 info@bread.example 问面包", "www.bread.example/a 面包", "面包 Bread", "面包 White Bread",
        "2023年5月4日",
    ],
)  # fmt: skip
def test_latin_letters_within_chinese_stay_there(text):
    assert halves(text) == [("zh-Hans", text)]


@pytest.mark.parametrize("text", ["Bake bread.", "QC", "1. Bake (well) at 25.5 degrees", "2023-05-04", "(1)", "…"])
def test_a_line_without_chinese_is_english(text):
    assert halves(text) == [("en", text)]


@pytest.mark.parametrize("text", ["", " ", "\u3000\t "])
def test_a_blank_line_has_no_halves(text):
    assert halves(text) == []


def test_english_goes_on_after_chinese_with_three_words():
    text = "White bread (白面包) is baked in ovens, 烤箱 (like this one)"
    assert halves(text) == [
        ("en", "White bread"), ("zh-Hans", "(白面包)"), ("en", "is baked in ovens,"), ("zh-Hans", "烤箱"),
        ("en", "(like this one)"),
    ]  # fmt: skip


def test_halves_are_counted_in_the_line_as_printed():
    (english, chinese) = split_languages("  Bake bread  烤面包 ")
    assert (english.start, english.end, chinese.start, chinese.end) == (2, 12, 14, 17)


PARTS = st.sampled_from(
    [
        "面", "包", "。", "Bread", "bake", "QC", "I", "1", "25", "2023", ".", ",", "、", "(", ")", "“", "'", "-", " ",
        "  ", "\u3000", "//", "@",
    ],
)  # fmt: skip


@given(st.one_of(st.lists(PARTS).map("".join), st.text()))
def test_halves_cover_all_but_blanks_in_order_and_without_overlap(text):
    found = split_languages(text)
    covered = [index for half in found for index in range(half.start, half.end)]
    assert covered == sorted(set(covered))
    assert {index for index, character in enumerate(text) if not character.isspace()} <= set(covered)
    assert all(text[half.start : half.end].strip() == text[half.start : half.end] != "" for half in found)
    assert {half.language for half in found} <= {"en", "zh-Hans"}


@pytest.mark.parametrize("unit", ["(", "a", "a ", "a-", "一、", "“", " ", "1,", "a b c 一"])
def test_long_lines_take_no_longer_than_they_are_long(unit):
    text = "一" + unit * (200_000 // len(unit))
    assert split_languages(text)[-1].end == len(text.rstrip())
