"""Spellings of one word compare equal."""

from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from qualitymonth.fold import alike, fold, fold_words, simplify, spellings

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


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("編著", "编著"), ("名著", "名著"), ("卓著", "卓著"), ("顯著", "显著"), ("著作", "著作"), ("著名", "著名"),
        ("著者", "著者"),
        ("著稱", "著称"), ("原著", "原著"), ("專著", "专著"), ("撰著", "撰著"), ("見微知著", "见微知著"),
        ("著有《茶》", "著有《茶》"),
        ("取得顯著實效", "取得显著实效"), ("顯著重要", "显著重要"), ("成效顯著，落實", "成效显著，落实"),
        ("名著一部", "名著一部"),
    ],
)  # fmt: skip
def test_writing_and_fame_keep_their_character(traditional, simplified):
    assert simplify(traditional) == simplified
    assert simplify(simplified) == simplified


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("著力", "着力"), ("著重", "着重"), ("意味著", "意味着"), ("沿著", "沿着"), ("著手", "着手"),
        ("著眼", "着眼"), ("隨著", "随着"),
        ("圍繞著《茶》", "围绕着《茶》"), ("朝著有利方向", "朝着有利方向"), ("彰顯著", "彰显着"),
        ("專著力", "专着力"), ("執著", "执着"),
    ],
)  # fmt: skip
def test_everywhere_else_the_character_changes_as_no_library_changes_it(traditional, simplified):
    assert simplify(traditional) == simplified
    assert simplify(simplified) == simplified


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("编著", "编着"), ("着力", "著力"), ("显著", "顯著"), ("李乾", "李干"), ("魏徵", "魏征"), ("樊於", "樊于"),
        ("慰藉", "慰借"),
        ("瞭望", "了望"), ("王锺", "王钟"), ("王鍾", "王锺"), ("馀下", "余下"), ("餘下", "馀下"), ("幺", "么"),
    ],
)  # fmt: skip
def test_alike_forms_of_a_character_do_not_tell_words_apart(one, other):
    assert fold(one) == fold(other)


def test_alike_forms_stay_in_their_place_and_other_characters_as_they_are():
    assert alike("李乾编著《Tea》，25。") == "李干编着《Tea》，25。"


@given(st.text())
def test_simplifying_keeps_every_character_in_its_place_and_is_done_once(text):
    simplified = simplify(text)
    assert len(simplified) == len(text)
    assert simplify(simplified) == simplified


@given(st.text(st.sampled_from("编著力名者着乾干徵征於于藉借瞭了锺钟鍾馀余幺么顯显 ，Aa")))
def test_folding_twice_is_folding_once_whatever_characters_stand_together(text):
    assert fold(fold(text)) == fold(text) == fold(simplify(text))


def test_a_word_is_looked_for_as_typed_simplified_and_traditional_once_each():
    assert spellings("質量") == ["質量", "质量"]
    assert spellings("质量") == ["质量", "質量"]
    assert spellings("Ｑ") == ["Ｑ", "Q"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("全国“质量月”活动", "全国质量月活动"), ("全國質量月", "全国质量月"), ("质 量", "质量"),
        ("Quality Month", " quality month"), ("ＧＢ／Ｔ１９００１", " gb t 19001"), ("GB/T 19001", " gb t 19001"),
        ("2023年9月", " 2023年 9月"), ("zhìliàng", " zhiliang"), ("zhi\u0300lia\u0300ng", " zhiliang"),
        ("Xī’ān", " xian"), ("Xi'an", " xian"), ("专著", "专着"), ("二〇二三", "二〇二三"), ("㈠", "一"),
        ("质\u200b量\ufe0f", "质量"), ("“——”！", ""), ("\x01\x1f", ""), ("", ""),
    ],
)  # fmt: skip
def test_for_search_han_stands_together_and_other_words_begin_with_a_blank(text, folded):
    assert fold_words(text).text == folded


@given(st.text(), st.text(st.sampled_from("质量月著乾0９aÉ́ß㈠ŉ ,'“—")))
def test_every_part_that_begins_where_a_word_begins_folds_to_a_part(before, text):
    assert fold_words(text).text in fold_words(f"{before} {text}").text


@given(st.text())
def test_each_folded_character_knows_where_it_comes_from(text):
    folded = fold_words(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


def test_what_is_found_is_told_as_it_stands():
    for text, wanted, stands in [
        ("全国“質 量”月", "质量", "質 量"), ("The QUALITY, month", " quality month", "QUALITY, month"),
        ("ZhÌliàng", " zhiliang", "ZhÌliàng"), ("lia\u0300ng xin", " liang", "lia\u0300ng"), ("㈠㈡", "一二", "㈠㈡"),
    ]:  # fmt: skip
        ((start, end),) = fold_words(text).spans(wanted)
        assert text[start:end] == stands
    assert fold_words("质量质量").spans("质量") == [(0, 2), (2, 4)]
    assert fold_words("质量").spans("数") == fold_words("质量").spans("") == []
