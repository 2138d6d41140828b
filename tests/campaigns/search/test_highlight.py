"""Matches are marked where they stand, in the script of the text."""

import pytest

from campaigns.search.find import find
from campaigns.search.highlight import Highlighter, pieces
from campaigns.search.question import Question
from tests import factories


def marked(text, stored, lang="zh-Hant"):
    """Return each highlight of ``stored`` for the question ``text``, the marked parts in brackets."""
    found = Highlighter(Question.read(text)).highlights([["quote", lang, one, "", False] for one in stored])
    return ["".join(f"[{piece.text}]" if piece.marked else piece.text for piece in one.pieces) for one in found]


@pytest.mark.parametrize(
    ("text", "stored", "wanted"),
    [
        ("质量", "全國“質量月”活動", "全國“[質量]月”活動"),
        ("質量月", "全国“质 量 月”", "全国“[质 量 月]”"),
        ("quality", "Quality and QUALITIES, inequality", "[Quality] and QUALITIES, inequality"),
        ("qualit", "Quality and QUALITIES, inequality", "[Qualit]y and [QUALIT]IES, inequality"),
        ("zhiliang", "zhìliàng", "[zhìliàng]"),
        ("质量 月", "質量月", "[質量][月]"),
        ("质量 量月", "質量月", "[質量月]"),
        ("２０２３", "2023年", "[2023]年"),
        ("质量", "<b>质量</b>&amp;", "<b>[质量]</b>&amp;"),
    ],
)
def test_a_match_is_marked_as_it_is_written(text, stored, wanted):
    assert marked(text, [stored]) == [wanted]


def test_a_text_that_holds_more_of_the_words_comes_first():
    assert marked("质量 安徽", ["质量", "安徽质量", "无关"]) == ["[安徽][质量]", "[质量]"]


@pytest.mark.parametrize(("filling", "unit"), [("前", "後"), ("before ", "after ")])
def test_of_a_long_text_some_120_characters_around_the_match_are_shown(filling, unit):
    (shown,) = marked("质量", [filling * 100 + "質量" + " " + unit * 100])
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "[質量]" in shown
    assert 90 <= len(shown) <= 130


@pytest.mark.parametrize("place", range(0, 400, 7))
def test_the_marks_of_a_cut_text_stand_on_the_match_wherever_it_is(place):
    text = "字" * place + "質量" + "字" * (400 - place) + "質量"
    (one,) = Highlighter(Question.read("质量")).highlights([["quote", "zh-Hant", text, "", False]])
    assert {one.text[start:end] for start, end in one.ranges} == {"質量"}
    assert "".join(piece.text for piece in one.pieces) == one.text


def test_a_phrase_longer_than_the_window_is_shown_whole():
    (shown,) = marked("长" * 95, ["前" * 100 + "长" * 95 + "后" * 100])
    assert "[" + "长" * 95 + "]" in shown


def test_pieces_make_up_the_text():
    assert list(pieces("abcd", [(0, 1), (2, 4)])) == [("a", True), ("b", False), ("cd", True)]
    assert list(pieces("", [])) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("type_", "said"),
    [
        ("former", "former name"),
        ("mistranslation", "mistranslation"),
        ("short", "short name"),
        ("variant", "variant name"),
    ],
)
def test_a_result_says_by_which_name_it_was_found(type_, said):
    agency = factories.make_agency(name_zh="总局", name_en="Bureau")
    agency.names.create(language="zh-Hans", type=type_, name="犇骉委员会")
    results = find("犇驫委員會")
    (one,) = results.show(results.matches)
    assert one.shown.beside
    assert (str(one.shown.label), one.shown.beside.text, one.shown.beside.lang) == (said, "犇骉委员会", "zh-Hans")


@pytest.mark.django_db
def test_a_result_whose_title_says_it_all_shows_no_other_name():
    factories.make_agency(name_zh="犇骉局", name_en="Zyzzyva bureau").names.create(
        language="en", type="variant", name="Zyzzyva office"
    )
    results = find("zyzzyva")
    (one,) = results.show(results.matches)
    assert one.shown.beside is None
    assert one.shown.title == [("Zyzzyva", True), (" bureau", False)]
