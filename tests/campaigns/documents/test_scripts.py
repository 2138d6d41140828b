"""Text that was converted by machine reads in the Simplified script again, but for names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.documents.scripts import restore
from qualitymonth.fold import simplify

HAN = st.text(st.sampled_from("李乾干幹部魏徵征王鍾锺钟著着名顯重，。1a "))


@pytest.mark.parametrize(
    ("printed", "restored"),
    [
        ("茶葉質量檢驗", "茶叶质量检验"), ("茶叶质量检验", "茶叶质量检验"), ("制造業和準則", "制造业和准则"),
        ("沿著大路，著力改進", "沿着大路，着力改进"), ("名著與編著者", "名著与编著者"), ("", ""),
        ("Tea, 25 (a)", "Tea, 25 (a)"),
    ],
)  # fmt: skip
def test_traditional_text_becomes_simplified_and_all_else_stays(printed, restored):
    assert restore(printed) == restored


@pytest.mark.parametrize(
    ("printed", "names", "restored"),
    [
        ("李乾講話", [], "李干讲话"), ("李乾講話", ["李乾"], "李乾讲话"), ("李乾與李乾", ["李乾"], "李乾与李乾"),
        ("張乾講話", ["李乾"], "张干讲话"), ("張乾講話", ["张乾"], "张乾讲话"), ("王著講話", ["王著"], "王著讲话"),
        ("王鍾講話", [], "王钟讲话"), ("王鍾講話", ["王锺"], "王锺讲话"), ("王锺講話", ["王锺"], "王锺讲话"),
        ("李乾、李乾乾", ["李乾", "李乾乾"], "李乾、李乾乾"), ("李乾、王著", ["王著", "李乾"], "李乾、王著"),
        ("李乾講話", [""], "李干讲话"), ("李乾講話", ["陳明"], "李干讲话"),
    ],
)  # fmt: skip
def test_names_keep_the_characters_they_are_known_by(printed, names, restored):
    assert restore(printed, names) == restored


@pytest.mark.parametrize("printed", ["李干部講話", "李幹部講話"])
def test_words_that_only_sound_like_a_name_do_not_become_it(printed):
    assert restore(printed, ["李乾"]) == "李干部讲话"


@given(HAN, st.lists(HAN))
def test_names_change_characters_where_they_stand_and_none_without_names(text, names):
    assert restore(text) == simplify(text)
    assert len(restore(text, names)) == len(text)


@given(st.text())
def test_restoring_keeps_every_character_in_its_place_and_restores_once(text):
    restored = restore(text)
    assert len(restored) == len(text)
    assert restore(restored) == restored
    assert [a for a in text if a.isascii()] == [a for a in restored if a.isascii()]
