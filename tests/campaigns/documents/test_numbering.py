"""Labels in every form are read, told from other numbers, and checked for their sequence."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.documents.numbering import Fault, Form, Label, read_label, sequence_faults, without_label

UNITS = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
ORDINALS = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth",
]  # fmt: skip


def chinese(number):
    tens, ones = divmod(number, 10)
    return f"{'' if tens < 2 else '一二三'[tens - 1]}{'十' * bool(tens)}{'〇一二三四五六七八九'[ones] if ones else ''}"


def roman(number):
    tens, ones = divmod(number, 10)
    return "X" * tens + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][ones]


def word(number, names=UNITS, whole="y"):
    tens, ones = divmod(number, 10)
    if number < 20:
        return names[number - 1].capitalize()
    return f"{['Twent', 'Thirt'][tens - 2]}{f'y-{names[ones - 1]}' if ones else whole}"


def label(text):
    found = read_label(text)
    assert found
    return found


WRITTEN = {
    Form.CHINESE: lambda number: f"{chinese(number)}、",
    Form.CHINESE_BRACKETED: lambda number: f"({chinese(number)})",
    Form.ARABIC: lambda number: f"{number}.",
    Form.BRACKETED: lambda number: f"({number})",
    Form.ROMAN: lambda number: f"{roman(number)}.",
}


@pytest.mark.parametrize("number", range(1, 40))
@pytest.mark.parametrize("form", WRITTEN)
def test_every_number_is_read_in_every_form(form, number):
    printed = WRITTEN[form](number)
    assert read_label(f"{printed} Bread") == Label(number, form, printed, printed)
    assert without_label(f"{printed} Bread") == "Bread"


@pytest.mark.parametrize("number", range(1, 40))
@pytest.mark.parametrize("case", [str, str.lower, str.upper])
def test_every_number_is_read_in_words(number, case):
    for written in (word(number), word(number, ORDINALS, "ieth")):
        printed = f"{case(written)},"
        assert read_label(f"{printed} bread") == Label(number, Form.WORD, printed, printed)


@pytest.mark.parametrize(
    ("text", "number", "form", "printed"),
    [
        ("一、面包", 1, Form.CHINESE, "一、"), ("十一、面包", 11, Form.CHINESE, "十一、"),
        ("第二十一、面包", 21, Form.CHINESE, "第二十一、"),
        ("九十九、面包", 99, Form.CHINESE, "九十九、"), ("（十）面包", 10, Form.CHINESE_BRACKETED, "（十）"),
        ("(3)Bread", 3, Form.BRACKETED, "(3)"),
        ("1.面包", 1, Form.ARABIC, "1."), ("1、面包", 1, Form.ARABIC, "1、"), ("１．面包", 1, Form.ARABIC, "１．"),
        ("1.", 1, Form.ARABIC, "1."),
        ("01. Bread", 1, Form.ARABIC, "01."), ("1.2023年面包", 1, Form.ARABIC, "1."),
        ("1.“面包”", 1, Form.ARABIC, "1."),
        ('1."Bread" is', 1, Form.ARABIC, "1."), ("Fifteenth, bread", 15, Form.WORD, "Fifteenth,"),
        ("(三)、面包", 3, Form.CHINESE_BRACKETED, "(三)、"), ("Twenty-five, bread", 25, Form.WORD, "Twenty-five,"),
        ("IX、 bread", 9, Form.ROMAN, "IX、"),
    ],
)  # fmt: skip
def test_sound_labels_are_as_printed(text, number, form, printed):
    assert read_label(text) == Label(number, form, printed, printed)
    assert not label(text).misspelt


@pytest.mark.parametrize(
    ("text", "number", "printed", "sound"),
    [
        ("(3)) Bread", 3, "(3))", "(3)"), ("（3）） Bread", 3, "（3））", "（3）"), ("(三))面包", 3, "(三))", "(三)"),
        ('1." The bread', 1, '1."', "1."), ("12.” The bread", 12, "12.”", "12."), ('1."', 1, '1."', "1."),
    ],
)  # fmt: skip
def test_misspelt_labels_say_how_they_are_written_when_sound(text, number, printed, sound):
    found = label(text)
    assert (found.number, found.printed, found.sound, found.misspelt) == (number, printed, sound, True)


@pytest.mark.parametrize(
    "text",
    [
        "1.5倍", "1.20元", "12.50 loaves", "2023. Bread", "2023年", "25个部门", "25 bakers", "3.14.15", "1..",
        "0. Bread", "(0) Bread",
        "(100) Bread", "(2023)", "(1 Bread", "一面包", "一二、面包", "(一二)面包", "十十、", "(a) Bread", "(面包)",
        "I am", "IIX. Bread",
        "VV. Bread", "XXXX. Bread", "Vl. Bread", "First of all, bread", "Bread, one", ", bread", "-, bread",
        "One,two", "", " 1. Bread",
    ],
)  # fmt: skip
def test_other_numbers_are_no_labels(text):
    assert read_label(text) is None
    assert without_label(text) == text


def faults(*texts):
    return list(sequence_faults(label(text) for text in texts))


def test_a_list_in_sequence_has_no_faults_and_may_begin_anew():
    assert faults() == faults("5. a") == faults("1. a", "2. b", "3. c", "1. d", "2. e") == faults("一、", "二、") == []


@pytest.mark.parametrize(
    ("texts", "index", "message"),
    [
        (["1. a", "3. c"], 1, "'3.' follows '1.': 2 not found"),
        (["1. a", "2. b", "5. e"], 2, "'5.' follows '2.': 3 to 4 not found"),
        (["3. c", "2. b"], 1, "'2.' follows '3.': 1 not found"),
        (["4. a", "4. b"], 1, "'4.' follows '4.': 1 to 3 not found"),
        (["(1) a", "(2)) b"], 1, "printed '(2))' for '(2)'"),
        (["一、a", "三、c"], 1, "'三、' follows '一、': 2 not found"),
        (["4. a", "Six, b"], 1, "'Six,' follows '4.': 5 not found"),
    ],
)  # fmt: skip
def test_a_label_out_of_sequence_or_misspelt_is_a_fault(texts, index, message):
    assert faults(*texts) == [Fault(index, message)]


@given(st.lists(st.integers(min_value=1, max_value=39)), st.sampled_from(list(WRITTEN)))
def test_a_fault_is_a_number_that_is_neither_the_next_nor_one(numbers, form):
    found = [fault.index for fault in faults(*(WRITTEN[form](number) + " " for number in numbers))]
    pairs = enumerate(pairwise(numbers), 1)
    assert found == [index for index, (before, after) in pairs if after not in (1, before + 1)]


@given(st.one_of(st.text(), st.text(st.sampled_from('(（12.、)）"一十XIV, 年a'))))
def test_a_label_is_how_the_text_begins_and_the_rest_is_kept(text):
    if found := read_label(text):
        assert text.startswith(found.printed)
        assert found.number > 0
        assert without_label(text) == text[len(found.printed) :].strip()
