"""A gloss goes only if it spells the characters before it; every other bracket stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from campaigns.documents.glosses import HAN, strip_glosses


@pytest.mark.parametrize(
    ("glossed", "clean"),
    [
        ("茶(chá)葉新香", "茶葉新香"), ("茶(cha)葉新香", "茶葉新香"), ("茶(cha2)葉新香", "茶葉新香"),
        ("茶（chá）葉", "茶葉"), ("茶〔chá〕葉", "茶葉"), ("茶[chá]葉", "茶葉"), ("茶【chá】葉", "茶葉"),
        ("茶( chá )葉", "茶葉"), ("茶(Chá)葉", "茶葉"), ("茶(CHÁ)葉", "茶葉"), ("茶(Cha2)葉", "茶葉"),
        ("茶(cha\u0301)葉", "茶葉"),
        ("茶葉(cháyè)新香", "茶葉新香"), ("茶葉(chá yè)", "茶葉"), ("茶葉(chaye)", "茶葉"), ("茶葉(cha2ye4)", "茶葉"),
        ("茶葉(cha2 ye4)", "茶葉"), ("西安(xi'an)的茶", "西安的茶"), ("西安(xī’ān)的茶", "西安的茶"),
        ("老茶葉(yè)", "老茶葉"), ("綠(lǜ)茶", "綠茶"), ("綠(lü)茶", "綠茶"), ("綠(lv)茶", "綠茶"),
        ("綠(lu:4)茶", "綠茶"),
        ("女(nǚ)士", "女士"), ("音樂(yuè)和快樂(lè)", "音樂和快樂"), ("茶(chá),葉(yè)。", "茶,葉。"),
        ("茶(chá)葉(yè)", "茶葉"), ("茶(cha5)", "茶"),
    ],
)  # fmt: skip
def test_pinyin_that_spells_the_characters_before_it_goes(glossed, clean):
    assert strip_glosses(glossed) == clean


@pytest.mark.parametrize(
    "text",
    [
        "國際標準(ISO)", "標準(GB/T 19001)", "協會(CAQ)", "首都（Beijing）", "首都(BEIJING)", "首都(beijing)",
        "北京(BEIJING)",
        "階段(一)", "附件(a)", "附件(b)", "附件(1)", "附件(2a)", "阿(A1)", "阿(1a)", "茶(2)",
        "部門(局)", "茶(yè)葉", "茶(chá yè)葉", "茶葉(yèchá)", "茶葉(cháye", "茶葉 cháyè)", "chá(chá)", "茶 (chá)",
        "茶()",
        "茶( )", "(chá)茶", "茶(chá,yè)", "茶(cha6)", "茶(cha22)", "茶(cha(", "茶(ча)", "茶(ちゃ)", "茶(e=mc2)",
        "安(Anna)", "", "茶葉",
    ],
)  # fmt: skip
def test_any_other_bracket_stays(text):
    assert strip_glosses(text) == text


def test_a_name_in_latin_script_stays_even_if_it_spells_the_characters_before_it():
    assert strip_glosses("北京（Beijing）和北京(běijīng)") == "北京（Beijing）和北京"


GLOSSED = re.compile(rf"[(（][^\W\d_{HAN}][^{HAN}()（）]*[)）]")


@st.composite
def _glossed(draw):
    """Draw Chinese characters, and the same with some of them glossed."""
    plain, glossed = [], []
    for han in draw(st.lists(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1))):
        style = draw(st.sampled_from([Style.TONE, Style.NORMAL, Style.TONE3]))
        count = draw(st.integers(min_value=0, max_value=min(2, len(han))))
        spelt = [draw(st.sampled_from(readings)) for readings in pinyin(han[len(han) - count :], style, heteronym=True)]
        opening, closing = draw(st.sampled_from(["()", "（）"]))
        plain.append(han)
        glossed.append(f"{han}{opening}{''.join(spelt)}{closing}" if count and "".join(spelt).isalnum() else han)
    return "".join(plain), "".join(glossed)


@given(_glossed())
def test_taking_out_the_glosses_put_in_gives_the_text_back(texts):
    plain, glossed = texts
    assert strip_glosses(glossed) == plain
    assert strip_glosses(plain) == plain


@given(st.lists(st.sampled_from([*"质量阿茶()（）a1 ", "(zhì)", "zhi4", "(chá)", "（liang）", "(ISO)", "(2)", "chá"])))
def test_nothing_but_bracketed_latin_is_ever_taken_out(parts):
    text = "".join(parts)
    clean = strip_glosses(text)
    assert GLOSSED.sub("", clean) == GLOSSED.sub("", text)
    assert re.sub(rf"[^{HAN}]", "", clean) == re.sub(rf"[^{HAN}]", "", text)


@pytest.mark.parametrize("unit", ["(", "质(a", "a", "质(", "质", "'a"])
def test_long_lines_take_no_longer_than_they_are_long(unit):
    text = "质(" + unit * (200_000 // len(unit))
    assert strip_glosses(text) == text
