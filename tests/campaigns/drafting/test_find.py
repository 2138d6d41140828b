"""What is stated in a fixed form is found: dates, figures, quoted names."""

import pytest

from campaigns.drafting.find import FigureFound, dates, edition_number, figures, only_date, quoted, years


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2031年8月31日", ["2031-08-31"]),
        ("二〇三一年十二月三十一日", ["2031-12-31"]),
        ("1960年11月举行", ["1960-11"]),
        ("August 31, 2031 2031年8月30日", ["2031-08-31", "2031-08-30"]),
        ("on 1 May 2031", ["2031-05-01"]),
        ("2031-09-01 11:28:12", ["2031-09-01"]),
        ("2031年2月30日、2031年13月", []),
        ("2031年", []),
    ],
)
def test_dates_are_read_in_both_languages(text, found):
    assert [date.edtf for date in dates(text)] == found


@pytest.mark.parametrize(
    ("text", "stamped"),
    [
        ("2031-09-01 11:28", True),
        ("发布日期：2031年9月1日", True),
        ("（2031年9月1日）", False),
        ("2031年9月1日起", None),
    ],
)
def test_a_date_alone_is_told_from_a_time_stamp(text, stamped):
    date = only_date(text)
    assert (date.stamped if date else None) is stamped


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2031年全国“质量月”", ["2031"]),
        ("2031年9月联合开展全国“质量月”活动", ["2031"]),
        ('the 2031 National "Quality Month"', ["2031"]),
        ("Quality Month in September 2031", ["2031"]),
        ("2031年的其他事。质量月", []),
    ],
)
def test_a_year_counts_where_it_stands_with_the_month(text, found):
    assert sorted({year for year, _ in years(text)}) == found


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("覆盖142种各类产品。", "zh-Hans", [FigureFound(142, "exact", "种", "各类产品", "142种各类产品")]),
        ("1000余名专家", "zh-Hans", [FigureFound(1000, "at-least", "名", "专家", "1000余名专家")]),
        ("约30家企业", "zh-Hans", [FigureFound(30, "about", "家", "企业", "约30家企业")]),
        ("社会标准1283项,", "zh-Hans", [FigureFound(1283, "exact", "项", "社会标准", "1283项")]),
        ("25个部门、53项活动、2项以上、3个层面、12315平台、2031年9月", "zh-Hans", []),
        ("covering 142 key products of 25 departments in 2031", "en",
         [FigureFound(142, "exact", "", "key products", "142 key products")]),
    ],
)  # fmt: skip
def test_numbers_that_count_something_are_figures(text, language, found):
    assert list(figures(text, language)) == found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("开展“甲”“乙‘丙’丁”", ["甲", "乙‘丙’丁"]),
        ('hold "A day" and “B “c” day”', ["A day", "B “c” day"]),
        ("“没有结束", []),
    ],
)
def test_the_outermost_quotation_marks_hold_a_name(text, names):
    assert [name for name, _ in quoted(text)] == names


@pytest.mark.parametrize(
    ("text", "edition"),
    [("首届大赛", (1, "首届")), ("第十二届大赛", (12, "第十二届")), ("第3届", (3, "第3届")), ("大赛", None)],
)
def test_an_edition_is_counted(text, edition):
    assert edition_number(text) == edition
