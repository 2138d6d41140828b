"""Spellings of one word compare equal."""

from pathlib import Path

import pytest
from django.conf import settings

from qualitymonth.fold import fold, simplify, spellings

FIXTURES = Path(settings.FIXTURES_DIR)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("質量月", "质量月"), ("“质量月”", "质量月"), ("Quality Month", "QUALITY  month!"),
        ("２０２３", "2023"), ("Ｑｕａｌｉｔｙ", "quality"),
        ("增强质量意识 推进高质量发展", "增强质量意识，推进高质量发展"),
    ],
)  # fmt: skip
def test_script_case_width_and_signs_do_not_tell_words_apart(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("质量", "数量"), ("2023", "2022"), ("Heibei", "Hebei"), ("一", "二")])
def test_other_words_stay_apart(one, other):
    assert fold(one) != fold(other)


def test_folding_twice_is_folding_once_for_every_character_of_the_archive():
    characters = {character for path in FIXTURES.glob("*.json") for character in path.read_text(encoding="utf-8")}
    assert len(characters) > 800
    assert [character for character in sorted(characters) if fold(fold(character)) != fold(character)] == []


def test_signs_alone_fold_to_nothing():
    assert fold("“——”！") == ""


def test_traditional_characters_become_simplified():
    assert simplify("市場監管總局") == "市场监管总局"
    assert simplify("市场监管总局") == "市场监管总局"


def test_a_word_is_looked_for_as_typed_simplified_and_traditional_once_each():
    assert spellings("質量") == ["質量", "质量"]
    assert spellings("质量") == ["质量", "質量"]
    assert spellings("Ｑ") == ["Ｑ", "Q"]
