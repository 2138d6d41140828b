"""Names in columns are read across, each with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.documents.signatures import Signatory, read_signatures

KNOWN = ["茶叶局", "面包部", "山水和花鸟部", "国家茶叶花鸟鱼虫委", "The Bread Office"]


def names(text, known=KNOWN):
    return [signatory.name for signatory in read_signatures([(1, text)], known)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("茶叶局 面包部", ["茶叶局", "面包部"]), ("  茶叶局    山水和花鸟部  ", ["茶叶局", "山水和花鸟部"]),
        ("茶叶局\u3000面包部", ["茶叶局", "面包部"]), ("茶叶局\t面包部", ["茶叶局", "面包部"]),
        ("茶叶局", ["茶叶局"]),
        ("茶叶局 某某办 面包部", ["茶叶局", "某某办", "面包部"]), ("某某办 另一办", ["某某办", "另一办"]),
    ],
)  # fmt: skip
def test_blanks_part_the_names_of_a_row(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("茶 叶 局", ["茶叶局"]), ("茶 叶 局   面 包 部", ["茶叶局", "面包部"]),
        ("茶 叶 局 面 包 部", ["茶叶局", "面包部"]),
        ("茶\u3000叶\u3000局\u3000\u3000面\u3000包\u3000部", ["茶叶局", "面包部"]), ("茶  叶  局", ["茶叶局"]),
        ("茶  叶  局    面  包  部", ["茶叶局", "面包部"]),
        ("茶  叶  局    山水和花鸟部", ["茶叶局", "山水和花鸟部"]),
        ("山水和 花鸟部", ["山水和花鸟部"]), ("山水和 花鸟部 面包部", ["山水和花鸟部", "面包部"]),
        ("国 家 茶 叶 花 鸟 鱼 虫 委 面 包 部", ["国家茶叶花鸟鱼虫委", "面包部"]),
        ("某 某 办", ["某某办"]), ("某 某 办   另 一 办", ["某某办", "另一办"]),
        ("某  某  办    另  一  办", ["某某办", "另一办"]),
        ("某 某 办 面包部", ["某某办", "面包部"]),
    ],
)  # fmt: skip
def test_letter_spaced_names_are_put_together(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Bread Office", ["The Bread Office"]), ("  Office of  Tea ", ["Office of  Tea"]),
        ("Tea Union 茶叶局", ["Tea Union", "茶叶局"]), ("茶叶局  Tea Union", ["茶叶局", "Tea Union"]), ("", []),
        (" \u3000", []),
    ],
)  # fmt: skip
def test_names_in_latin_script_keep_their_blanks(text, expected):
    assert names(text) == expected


def test_each_name_has_its_line_and_whether_it_is_known_in_any_script():
    lines = [(7, "茶叶局 某某办"), (8, ""), (9, "麵 包 部"), (12, "the BREAD office"), (13, "Tea Union")]
    assert read_signatures(lines, KNOWN) == [
        Signatory("茶叶局", 7, known=True), Signatory("某某办", 7, known=False), Signatory("麵包部", 9, known=True),
        Signatory("the BREAD office", 12, known=True), Signatory("Tea Union", 13, known=False),
    ]  # fmt: skip


def test_without_known_names_blanks_alone_part_them():
    assert names("茶叶局 山水和 花鸟部", []) == ["茶叶局", "山水和", "花鸟部"]


def test_a_name_of_signs_alone_is_known_to_nobody():
    assert read_signatures([(1, "—— 茶叶局 ——")], ["——", "茶叶局"]) == [
        Signatory("——", 1, known=False), Signatory("茶叶局", 1, known=True), Signatory("——", 1, known=False),
    ]  # fmt: skip


@given(
    st.lists(st.sampled_from(KNOWN[:4]), min_size=1),
    st.sampled_from(["", " ", "\u3000"]),
    st.sampled_from(["  ", "   "]),
)
def test_known_names_are_read_back_however_they_are_spaced(expected, inner, between):
    assert names(between.join(inner.join(name) for name in expected)) == expected


@given(st.text(st.sampled_from("茶叶局面包部某a1( 　\t")))
def test_no_character_is_lost(text):
    assert "".join("".join(names(text)).split()) == "".join(text.split())
