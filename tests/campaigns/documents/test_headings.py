"""Headings and items that were broken over lines or fused into one are put together, and nothing is lost."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.documents.headings import mend
from campaigns.documents.passages import Passage, Repair

JOINED, SPLIT, NUMBERING = Repair.JOINED, Repair.SPLIT, Repair.NUMBERING


def texts(*lines):
    return [passage.text for passage in mend(lines)]


def brief(*lines):
    """Return the passages of lines: text, first and last line, beginning, repairs."""
    found = mend(lines)
    return [(item.text, item.line, item.line_end, item.start, set(item.repairs)) for item in found]


@pytest.mark.parametrize(
    "lines",
    [
        ["1. Bread", "2. Tea"], ["Bake in 2023. 25 bakers did."], ["Bake 25. 5 did."],
        ["The rate is 2.5. The rest is 3.5."],
        ["(1) Bread (white) is baked.", "(2) Tea (see (1)) is brewed."], ["I. Bread", "II. Tea"],
        ["First, bake.", "Second, eat."],
        ["It is 3 : 2 , as ever ."], ["Bread  and   tea"], ["No. 4 Bakery Road"], ["Annex 2 Bakers of 2023"],
        ["Annex Bakers of 12000 loaves"], ["Annex List of 22023 loaves in 2023"], ["In 22023"],
        ["(3)) Bread is baked."],
        ["1. Bread white", "(3)) Tea (a b)."], ["I. Bread", "1. White", "II. Tea", "1. Green"],
        ['1."Bread" is a word'],
        ["1. Bread", "2. Tea", "1. Milk", "2. Juice"], ["1. Bread", "Year 1. Bread"],
        ["Bread of 2023", "Year of bread"],
    ],
)  # fmt: skip
def test_sound_lines_stay_as_printed(lines):
    assert mend(lines) == [Passage(line, number, number, "en") for number, line in enumerate(lines, 1)]


def test_lines_are_counted_from_the_first_and_have_the_language_given():
    assert mend([" Bread", "", "Tea "], 7, "de") == [Passage("Bread", 7, 7, "de", 1), Passage("Tea", 9, 9, "de")]
    assert mend([]) == mend(["", " "]) == []


def test_a_heading_broken_over_lines_is_one_passage():
    assert brief("1. The bread", "", "of the year") == [("1. The bread of the year", 1, 3, 0, {JOINED})]
    assert brief("Bread", "and", "butter", "Tea") == [("Bread and butter", 1, 3, 0, {JOINED}), ("Tea", 4, 4, 0, set())]


def test_a_point_that_begins_a_line_goes_to_the_line_before_and_the_item_behind_it_stands_alone():
    assert brief("1. Bread", "is baked", ". 2. Tea", "is brewed") == [
        ("1. Bread is baked.", 1, 3, 0, {JOINED, SPLIT}),
        ("2. Tea is brewed", 3, 4, 2, {JOINED, SPLIT}),
    ]
    assert brief("Bread (white", ")", "Tea") == [("Bread (white)", 1, 2, 0, {JOINED}), ("Tea", 3, 3, 0, set())]


def test_an_item_fused_behind_the_one_before_it_stands_alone():
    assert brief("(6) Bread is baked. (7) Tea is brewed.") == [
        ("(6) Bread is baked.", 1, 1, 0, {SPLIT}),
        ("(7) Tea is brewed.", 1, 1, 20, {SPLIT}),
    ]
    assert texts("Kinds: 1. Bread 2. Tea 3. Milk") == ["Kinds:", "1. Bread", "2. Tea", "3. Milk"]
    assert texts("2. The kinds (1) Bread (2) Tea") == ["2. The kinds", "(1) Bread", "(2) Tea"]
    assert texts("1. Bread 2. Tea", "3. Milk 4. Juice") == ["1. Bread", "2. Tea", "3. Milk", "4. Juice"]


@pytest.mark.parametrize(
    "line",
    [
        "(6) Bread is baked as in (4) Above.", "(6) Bread is baked as in (8) Below.",
        "1. Bread is baked by 25. Bakers know.",
        "5. Bread 1. Tea", "(6) Bread is baked in (2023) Days.", "(6) Bread (7) tea", "(6) Bread(7) Tea",
    ],
)  # fmt: skip
def test_a_number_out_of_sequence_begins_no_item(line):
    assert brief(line) == [(line, 1, 1, 0, set())]


def test_the_first_word_of_a_sentence_left_on_the_line_before_goes_with_its_sentence():
    assert brief("(3) Bread is baked. Bakers", "", "in all towns know.", "Tea") == [
        ("(3) Bread is baked.", 1, 1, 0, {SPLIT}),
        ("Bakers in all towns know.", 1, 3, 20, {JOINED, SPLIT}),
        ("Tea", 4, 4, 0, set()),
    ]
    assert texts('He said "Bread." The old', "baker") == ['He said "Bread."', "The old baker"]
    assert texts("Bread is baked in 2023. The", "bakers know.") == ["Bread is baked in 2023.", "The bakers know."]


@pytest.mark.parametrize(
    "before",
    [
        "1. The bread", "12. The bread", "I. The bread", "III. The bread", "Ask Mr. Baker", "Ask Dr. J. Baker",
        "It sold 30. The bread",
        "Bread is baked. Far too many words follow here",
    ],
)  # fmt: skip
def test_a_line_goes_on_where_no_sentence_ends_near_its_end(before):
    assert brief(before, "and so on") == [(f"{before} and so on", 1, 2, 0, {JOINED})]


def test_the_year_on_a_line_of_its_own_stays_with_its_number_and_the_item_behind_it_stands_alone():
    assert brief("Bread of 2023", "Year 1. White bread", "2. Rye bread") == [
        ("Bread of 2023 Year", 1, 2, 0, {JOINED, SPLIT}),
        ("1. White bread", 2, 2, 5, {SPLIT}),
        ("2. Rye bread", 3, 3, 0, set()),
    ]
    assert texts("Bread of 2023", "Year 1. White 2. Rye 3. Spelt") == [
        "Bread of 2023 Year",
        "1. White",
        "2. Rye",
        "3. Spelt",
    ]


def test_the_number_of_an_annex_comes_out_of_its_year():
    assert brief("Annex Kinds", "of bread in 22023", "Year I. White bread", "2. Rye bread") == [
        ("Annex 2 Kinds of bread in 2023 Year", 1, 3, 0, {JOINED, SPLIT, NUMBERING}),
        ("1. White bread", 3, 3, 5, {SPLIT, NUMBERING}),
        ("2. Rye bread", 4, 4, 0, set()),
    ]
    assert texts("Attachment Bread of 12022") == ["Attachment 1 Bread of 2022"]


def test_a_bracket_too_many_closes_the_passage_before():
    assert brief("(2) Bread (see bread.example.", "", "(3)) Tea is brewed") == [
        ("(2) Bread (see bread.example.)", 1, 3, 0, {NUMBERING}),
        ("(3) Tea is brewed", 3, 3, 0, {NUMBERING}),
    ]
    assert texts("(2) Bread（see", "（3）） Tea") == ["(2) Bread（see）", "（3） Tea"]


def test_a_stray_quotation_mark_in_a_label_goes():
    assert brief('1." The bread', "of the year") == [("1. The bread of the year", 1, 2, 0, {JOINED, NUMBERING})]
    assert texts('1."') == ["1."]


def test_a_number_in_words_or_roman_among_digits_is_written_in_digits():
    assert brief("14. Bread", "Fifteenth, tea", "16. Milk")[1] == ("15. tea", 2, 2, 0, {NUMBERING})
    assert texts("Twenty-five, bread", "26. Tea") == ["25. bread", "26. Tea"]
    assert texts("1. Bread", "II. Tea") == ["1. Bread", "2. Tea"]
    assert texts("Fifteenth, tea", "20. Milk") == ["Fifteenth, tea", "20. Milk"]


def test_a_list_that_restarts_is_read_as_a_new_one():
    lines = ["1. Bread", "2. Tea", "1. White 2. Rye", "3. Spelt"]
    assert texts(*lines) == ["1. Bread", "2. Tea", "1. White", "2. Rye", "3. Spelt"]


WORD = st.sampled_from(["bread", "tea", "milk", "of", "and", "(white)", "25", "2.5"])
SENTENCE = st.lists(WORD, min_size=1, max_size=8).map(lambda words: f"Bakers know {' '.join(words)} well.")


@st.composite
def _broken_list(draw):
    """Draw the items of a list, and the lines on which a machine left them."""
    items = [f"({number}) {text}" for number, text in enumerate(draw(st.lists(SENTENCE, max_size=12)), 1)]
    text = "\n"
    for item in items:
        text += "" if text.endswith("\n") else draw(st.sampled_from([" ", "\n", "\n\n"]))
        broken = draw(st.sampled_from([item, item.replace(" know", "\nknow"), item.replace(" well", "\n\nwell")]))
        text += broken.replace("well.", "well\n.") if item == items[-1] and draw(st.booleans()) else broken
    return items, text.split("\n")


@given(_broken_list())
def test_a_list_broken_and_fused_in_any_way_is_put_together_again(broken):
    items, lines = broken
    found = mend(lines)
    assert [passage.text for passage in found] == items
    assert all(lines[passage.line - 1][passage.start :].startswith(passage.text[:6]) for passage in found)


PRINTED = st.sampled_from(
    [
        "1.", "2.", "3.", "(1)", "(2)", "(3))", "（3））", "25.", "2023", "22023", "Annex", "Year", "Bread", "tea",
        "a", "A", ".", ",", ")", "(",
        "Mr.", "know.", "Know:", "“", '"Bread."', "1.5", "iv", "面包",
    ],
)  # fmt: skip
LINES = st.lists(st.lists(PRINTED).map(" ".join))


def characters(lines):
    return Counter(character for line in lines for character in line if not character.isspace())


@given(LINES)
def test_no_letter_digit_or_bracket_is_lost(lines):
    assert characters(passage.text for passage in mend(lines)) == characters(lines)


@given(LINES)
def test_passages_stand_in_order_on_the_lines_they_say(lines):
    found = mend(lines, 3)
    assert [(item.line, item.start) for item in found] == sorted({(item.line, item.start) for item in found})
    assert all(3 <= item.line <= item.line_end < 3 + len(lines) for item in found)
    assert all(item.repairs or item.text == lines[item.line - 3].strip() for item in found)


@given(st.lists(st.text()))
def test_any_text_can_be_mended(lines):
    assert all(passage.text.strip() for passage in mend(lines))


@pytest.mark.parametrize("line", ["(", "a ", " ", "1. A ", "(1) A ", "一、", ". A ", "(3))"])
def test_long_lines_take_no_longer_than_they_are_long(line):
    text = f"A{line * (200_000 // len(line))}B"
    assert characters(passage.text for passage in mend([text])) == characters([text])


def test_many_lines_take_no_longer_than_they_are_many():
    (passage,) = mend(["a"] * 50_000)
    assert (passage.line, passage.line_end, len(passage.text)) == (1, 50_000, 99_999)
