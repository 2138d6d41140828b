"""Quotations are printed words: damage, scripts, widths and line ends do not hide them."""

import pytest

from campaigns.drafting.quotes import Found, find_printed, skeleton


@pytest.mark.parametrize(
    ("value", "lines", "found"),
    [
        ("增强质量意识", ["主题：增强质量意识。"], Found(1, 1, "增强质量意识", whole=True)),
        ("质量月", ["", "全國“質(zhì)量月”活動"], Found(2, 2, "質(zhì)量月", whole=True)),
        ("公安部", ["公 安　部 教育部"], Found(1, 1, "公 安　部", whole=True)),
        ("“质量月”通知", ['发布"质量月"通知'], Found(1, 1, '"质量月"通知', whole=True)),
        ("The theme of the day", ["The theme", "", "of the day is"], Found(1, 3, "The theme", whole=True)),
        ("5项标准", ["15項標準、5項標準"], Found(1, 1, "5項標準", whole=True)),
        ("Main activities of the regions in 2031", ["Main activities", "of the regions in 22031"],
         Found(1, 2, "Main activities", whole=False)),
        ("质量月", ["没有"], None),
        ("in 2031", ["in vain"], None),
    ],
)  # fmt: skip
def test_words_are_found_as_printed(value, lines, found):
    assert find_printed(value, lines, 1, len(lines)) == found


@pytest.mark.parametrize(
    ("value", "quote"),
    [
        ("A heading that is a good deal longer than forty characters", "A heading that is a good deal longer"),
        ("字" * 50, "字" * 40),
    ],
)
def test_a_long_quotation_is_cut_between_words(value, quote):
    assert find_printed(value, [value], 1, 1) == Found(1, 1, quote, whole=True)


def test_a_quotation_is_not_cut_within_a_gloss():
    printed = "字" * 38 + "質(zhì)量"
    assert find_printed("字" * 38 + "质量", [printed], 1, 1) == Found(1, 1, "字" * 38 + "質", whole=True)


def test_a_skeleton_has_the_length_of_its_text():
    text = "㈠“質”Ａb１\n　"
    assert len(skeleton(text)) == len(text)
