"""What was typed is read as words and phrases."""

import pytest

from campaigns.search.question import Question


@pytest.mark.parametrize(
    ("text", "words", "phrase"),
    [
        ("质量", ("质量",), "质量"),
        ("  質量  月 ", ("质量", "月"), "质量月"),
        ("Quality month", (" quality", " month"), " quality month"),
        ('"Quality month"', (" quality month",), " quality month"),
        ("全国“质量月”活动", ("全国", "质量月", "活动"), "全国质量月活动"),
        ("「質量」 2023年", ("质量", " 2023年"), "质量 2023年"),
        ('a"b c', (" a", " b", " c"), " a b c"),
        ("质量 質量", ("质量",), "质量质量"),
        ("质量 — !", ("质量",), "质量"),
        ("!!! 。", (), ""),
        ("", (), ""),
    ],
)
def test_blanks_part_words_and_quotation_marks_hold_them_together(text, words, phrase):
    question = Question.read(text)
    assert (question.folded, question.phrase) == (words, phrase)


def test_a_word_remembers_how_it_was_typed():
    assert [word.typed for word in Question.read('質量 "Quality  Month"').words] == ["質量", '"Quality  Month"']
