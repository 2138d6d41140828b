"""A document is read with the readers that its language, script and condition call for; the original is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.documents.passages import Half, Passage, ReadLine, Repair
from campaigns.documents.reading import Reading, read

KINDS = [
    ("zh", "Hans", "clean"), ("zh", "Hant", "clean"), ("zh", "Hant-spun", "converted"), ("zh", "Hant-spun", "glossed"),
    ("en", "Latn", "clean"), ("en", "Latn", "machine-translated"), ("en-zh", "Hans", "clean"),
]  # fmt: skip


def reading(lines, language, script, condition, **more):
    return read(lines, language=language, script=script, condition=condition, **more)


def test_a_clean_line_is_a_passage_as_printed_and_a_blank_one_none():
    assert reading(["烤 面包(white)", "", "茶"], "zh", "Hans", "clean") == Reading(
        (ReadLine(1, "烤 面包(white)", "zh-Hans"), ReadLine(2, "", "zh-Hans"), ReadLine(3, "茶", "zh-Hans")),
        (Passage("烤 面包(white)", 1, 1, "zh-Hans"), Passage("茶", 3, 3, "zh-Hans")),
    )


def test_traditional_text_as_written_stays_traditional():
    found = reading([" 麵包(miàn)"], "zh", "Hant", "clean", names=["李乾"])
    assert found.passages == (Passage("麵包(miàn)", 1, 1, "zh-Hant", 1),)
    assert not found.lines[0].damaged


def test_spun_text_is_restored_with_its_names_and_the_original_kept():
    passage = Passage("李乾烤面包", 5, 5, "zh-Hans", 1, frozenset({Repair.SCRIPT}))
    untouched = Passage("茶(chá)", 6, 6, "zh-Hant")
    assert reading([" 李乾烤麵包", "茶(chá)"], "zh", "Hant-spun", "converted", names=["李乾"], first=5) == Reading(
        (ReadLine(5, " 李乾烤麵包", "zh-Hant", (), (passage,)), ReadLine(6, "茶(chá)", "zh-Hant")),
        (passage, untouched),
    )


def test_glossed_text_loses_its_glosses_and_is_restored():
    found = reading(["麵(miàn)包(ISO)", "茶(chá)"], "zh", "Hant-spun", "glossed")
    assert found.passages == (
        Passage("面包(ISO)", 1, 1, "zh-Hans", 0, frozenset({Repair.GLOSS, Repair.SCRIPT})),
        Passage("茶", 2, 2, "zh-Hant", 0, frozenset({Repair.GLOSS})),
    )
    assert [line.printed for line in found.lines] == ["麵(miàn)包(ISO)", "茶(chá)"]
    assert all(line.damaged for line in found.lines)


def test_a_line_in_two_languages_is_read_in_halves():
    found = reading(["1. Bake bread 1.烤面包", "", "茶", "Drink tea"], "en-zh", "Hans", "clean", first=2)
    assert found.lines[0] == ReadLine(2, "1. Bake bread 1.烤面包", "en", (Half("en", 0, 13), Half("zh-Hans", 14, 19)))
    assert [line.language for line in found.lines] == ["en", "en", "zh-Hans", "en"]
    assert found.passages == (
        Passage("1. Bake bread", 2, 2, "en"), Passage("1.烤面包", 2, 2, "zh-Hans", 14),
        Passage("茶", 4, 4, "zh-Hans"),
        Passage("Drink tea", 5, 5, "en"),
    )  # fmt: skip
    assert not any(line.damaged for line in found.lines)


def test_a_translated_document_shows_what_begins_on_each_line_and_with_which_line_others_are_read():
    lines = ["Bread", "1. The bread", "", "of the", "year. 2. Tea"]
    whole = Passage("1. The bread of the year.", 2, 5, "en", 0, frozenset({Repair.JOINED, Repair.SPLIT}))
    tea = Passage("2. Tea", 5, 5, "en", 6, frozenset({Repair.SPLIT}))
    found = reading(lines, "en", "Latn", "machine-translated")
    assert found == Reading(
        (
            ReadLine(1, "Bread", "en"),
            ReadLine(2, "1. The bread", "en", (), (whole,)),
            ReadLine(3, "", "en"),
            ReadLine(4, "of the", "en", (), (), 2),
            ReadLine(5, "year. 2. Tea", "en", (), (tea,)),
        ),
        (Passage("Bread", 1, 1, "en"), whole, tea),
    )
    assert [line.damaged for line in found.lines] == [False, True, False, True, True]


def test_english_that_nobody_translated_by_machine_is_not_mended():
    assert [item.text for item in reading(["Bread", "and tea"], "en", "Latn", "clean").passages] == ["Bread", "and tea"]


PRINTED = st.lists(
    st.one_of(st.text(), st.text(st.sampled_from("茶葉著李乾(chá)1.2（） AabY\t\u3000"))).map(
        lambda line: line.replace("\n", "")
    ),
)  # fmt: skip


@pytest.mark.parametrize(("language", "script", "condition"), KINDS)
@given(lines=PRINTED, first=st.integers(min_value=1, max_value=99))
def test_every_line_is_kept_as_printed_with_its_number(language, script, condition, lines, first):
    found = reading(lines, language, script, condition, names=["李乾"], first=first)
    assert [(line.number, line.printed) for line in found.lines] == list(enumerate(lines, first))
    with_text = {line.number for line in found.lines if line.printed.strip()}
    covered = {number for passage in found.passages for number in range(passage.line, passage.line_end + 1)}
    assert with_text <= covered
    assert {passage for line in found.lines for passage in line.repaired} <= set(found.passages)
    for passage in found.passages:
        assert not passage.text[:1].isspace()
        assert lines[passage.line - first][passage.start : passage.start + 1].strip()


def test_a_document_of_many_lines_takes_no_longer_than_they_are_many():
    for kind in KINDS:
        assert len(reading(["A"] * 20_000, *kind).lines) == 20_000
