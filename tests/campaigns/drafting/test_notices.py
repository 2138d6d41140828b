"""A notice gives its title, number, dates, issuers and outline; what a rule put together is marked."""

import pytest

from tests.campaigns.drafting.texts import BILINGUAL, BROKEN, COLUMNS, drafted, only, parsed, written


def headings(folder, text):
    return [
        (section.path, section.label, section.heading_zh or section.heading_en)
        for section in parsed(folder, text).section
    ]


def test_a_notice_in_two_languages_gives_number_date_and_issuers(tmp_path):
    assert (
        only(written(tmp_path, BILINGUAL), "notice")
        == """\
slug = "2031-national"
campaign = "2031-national"
title_en = 'Notice by the State Tea Bureau and the Kite Office of Launching the 2031 National "Quality Month" Activities'
document_number = "茶总质〔2031〕7号"
issued_on = "2031-08-31"
issuers = [
    { agency = "tea-bureau", name_zh = "茶叶总局", name_en = "State Tea Bureau", claims = [
        { at = "new:12", quote = "茶叶总局" },
    ] },
    { agency = "kite-office", name_zh = "风筝办", name_en = "Kite Office", claims = [
        { at = "new:13", quote = "风筝办" },
    ] },
    # ? no known agency has this name: office-of-unknown-affairs is a proposal
    { agency = "office-of-unknown-affairs", name_zh = "未知事务局", name_en = "Office of Unknown Affairs", claims = [
        { at = "new:14", quote = "未知事务局" },
    ] },
]
claims = [
    { field = "title_en", at = "new:2", quote = "Notice by the State Tea Bureau and the" },
    { field = "document_number", at = "new:3", quote = "茶总质〔2031〕7号" },
    { field = "issued_on", at = "new:15", quote = "2031年8月31日" },
    # ? the only date before the text; stray? it is not the signed date, 2031-08-31
    { field = "issued_on", value = "2009-06-03", at = "new:1", quote = "June 3, 2009", rank = "normal" },
]"""  # noqa: E501 - a title
    )


def test_two_signed_dates_that_disagree_are_both_listed(tmp_path):
    said = only(written(tmp_path, BILINGUAL.replace("August 31, 2031 ", "August 30, 2031 ")), "notice")
    assert 'issued_on = "2031-08-31"' in said
    assert (
        """\
    # ? the same line says 2031-08-31 in the other language
    { field = "issued_on", value = "2031-08-30", at = "new:15", quote = "August 30, 2031", rank = "normal" },
"""
        in said
    )


def test_a_number_of_signatures_other_than_stated_is_marked(tmp_path):
    said = only(
        written(tmp_path, BILINGUAL.replace("等3个部门", "等5个部门").replace("3 departments", "5 departments")),
        "notice",
    )
    assert said.startswith("# ? 5 departments are stated, 3 names signed\n")


def test_the_campaign_has_the_theme_in_both_languages(tmp_path):
    assert (
        only(written(tmp_path, BILINGUAL), "campaign")
        == """\
slug = "2031-national"
year = 2031
scope = "national"
department_count = 3
theme_zh = "好叶子 人人有"
theme_en = "Better leaves for all"
claims = [
    { field = "year", at = "new:4", quote = "2031年9月联合开展全国“质量月" },
    { field = "scope", at = "new:4", quote = "全国“质量月" },
    { field = "department_count", at = "new:4", quote = "3个部门" },
    { field = "theme_zh", at = "new:6", quote = "好叶子 人人有" },
    { field = "theme_en", at = "new:6", quote = "Better leaves for all" },
]"""
    )


def test_a_gap_in_the_numbers_and_an_annex_left_out_are_said(tmp_path):
    toml = written(tmp_path, BILINGUAL)
    assert (
        only(toml, "section", 3)
        == """\
# ? '(三)' follows '(一)': 2 not found
notice = "2031-national"
path = "2.3"
label = "(三)"
heading_zh = "走访茶农"
heading_en = "Visiting the growers"
claims = [
    { field = "label", at = "new:9", quote = "(三)" },
    { field = "heading_zh", at = "new:9", quote = "走访茶农" },
    { field = "heading_en", at = "new:9", quote = "Visiting the growers" },
]"""
    )
    assert (
        only(toml, "section", 4)
        == """\
notice = "2031-national"
path = "annex-1"
label = "1."
heading_zh = "主办单位的活动"
heading_en = "Activities of the Sponsors"
text_known = false
claims = [
    { field = "label", at = "new:11", quote = "1." },
    { field = "heading_zh", at = "new:11", quote = "主办单位的活动" },
    { field = "heading_en", at = "new:11", quote = "Activities of the Sponsors" },
    { field = "text_known", at = "new:11", quote = "(Omitted)" },
]"""
    )


def test_quoted_names_in_the_arrangements_and_numbers_are_candidates(tmp_path):
    toml = written(tmp_path, BILINGUAL)
    assert (
        only(toml, "activity")
        == """\
# ? a name in quotation marks; an activity?
slug = "2031-ye-wang"
campaign = "2031-national"
section = "2031-national-2-1"
kind = "other"
title_zh = "叶王"
claims = [
    { field = "title_zh", at = "new:8", quote = "叶王" },
]"""
    )
    assert (
        only(toml, "figure")
        == """\
# ? a number with its unit; a statement worth keeping?
slug = "2031-national-figure-1"
campaign = "2031-national"
# ? cut out of the sentence
name_zh = "茶叶"
value = 31
unit_zh = "种"
claims = [
    { field = "value", at = "new:8", quote = "31种茶叶" },
]"""
    )


def test_signatures_in_columns_are_read_across(tmp_path):
    issuers = parsed(tmp_path, COLUMNS).notice[0].issuers
    assert [(issuer.agency, issuer.claims[0].at, issuer.claims[0].quote) for issuer in issuers] == [
        ("tea-bureau", "new:15", "茶叶总局"), ("kite-office", "new:15", "风 筝 办"),
        ("lamp-ministry", "new:16", "灯具部"),
    ]  # fmt: skip


def test_the_source_is_headed_by_the_page_without_its_suffix(tmp_path):
    said = only(written(tmp_path, COLUMNS), "source")
    assert (
        """\
# ? the first line, without '-好茶网', which reads as the page's own
title_zh = '茶叶总局等发布《关于开展2031年全国"质量月"活动的通知》'
"""
        in said
    )


def test_every_line_with_the_title_is_a_claim(tmp_path):
    claims = [claim for claim in parsed(tmp_path, COLUMNS).notice[0].claims if claim.field == "title_zh"]
    assert [(claim.at, claim.quote) for claim in claims] == [
        ("new:2", "关于开展2031年全国“质量月”活动的通知"), ("new:1", '关于开展2031年全国"质量月"活动的通知'),
    ]  # fmt: skip


def test_a_title_broken_over_two_lines_is_joined(tmp_path):
    dossier = parsed(tmp_path, COLUMNS.partition("\n")[2].replace("活动的通知\n", "活动的\n通知\n", 1))
    (notice,) = dossier.notice
    assert notice.title_zh == "关于开展2031年全国“质量月”活动的通知"
    assert [claim.at for claim in notice.claims if claim.field == "title_zh"] == ["new:1-2"]


def test_annexes_keep_their_items_and_slogans_are_no_sections(tmp_path):
    assert headings(tmp_path, COLUMNS) == [
        ("1", "一、", "活动主题"), ("2", "二、", "活动内容"), ("2.1", "（一）", "种好茶"), ("2.2", "（二）", "晒好茶"),
        ("2.4", "（四）", "卖好茶"), ("annex-1", "1.", "活动安排"), ("annex-2", "2.", "活动口号"),
        ("annex-1.1", "1.", "茶叶总局"), ("annex-1.2", "2.", "吉林省"),
    ]  # fmt: skip
    assert [slogan.text_zh for slogan in parsed(tmp_path, COLUMNS).slogan] == ["好茶好生活", "人人爱好茶"]


def test_the_only_annex_may_have_no_number_and_its_slogans_none_either(tmp_path):
    text = (
        COLUMNS.split("附件：")[0] + "附件：活动口号\n茶叶总局\n2031年8月31日\n附件\n活动口号\n好茶好生活\n人人爱好茶\n"
    )
    assert headings(tmp_path, text)[-1] == ("annex-1", None, "活动口号")
    assert [slogan.text_zh for slogan in parsed(tmp_path, text).slogan] == ["好茶好生活", "人人爱好茶"]
    assert parsed(tmp_path, text).section[-1].text_known


def test_an_annex_item_gives_series_edition_and_whose_it_is(tmp_path):
    toml = written(tmp_path, COLUMNS)
    assert (
        only(toml, "activity", 1)
        == """\
# ? a name in quotation marks; an activity?
slug = "2031-shou-jie-hao-cha-da-sai"
campaign = "2031-national"
section = "2031-national-annex-1-1"
kind = "other"
title_zh = "首届好茶大赛"
series = "tea-contest"
edition = 1
organisers = [
    # ? the agency with which the item begins
    { agency = "tea-bureau", claims = [
        { at = "new:21", quote = "茶叶总局" },
    ] },
]
claims = [
    { field = "title_zh", at = "new:21", quote = "首届好茶大赛" },
    { field = "series", at = "new:21", quote = "首届好茶大赛" },
    { field = "edition", at = "new:21", quote = "首届" },
]"""
    )
    assert '# ? the province with which the item begins\nprovinces = ["CN-JL"]\n' in only(toml, "activity", 2)


def test_what_follows_the_signed_date_is_left_out_and_said(tmp_path):
    draft = drafted(tmp_path, COLUMNS)
    assert draft.doubts == ["after the signed date: line 18; no annex, read as the page's own, not drafted"]


def test_a_broken_translation_keeps_its_outline_and_says_what_was_put_together(tmp_path):
    assert headings(tmp_path, BROKEN) == [
        ("1", '1."', "The theme of the activity"), ("2", "2.", "The content of the activity"),
        ("2.1", "(1)", "Steaming leaves"), ("2.2", "(2)", "Drying leaves"), ("3", "3.", "Requirements"),
        ("3.1", "(1)", "Wide publicity"), ("annex-1", "1.", "Main activities of the sponsors"),
        ("annex-2", "2.", "Main activities of the regions"), ("annex-3", "3.", None), ("annex-1.1", None, None),
        ("annex-1.2", "2.", "Kite Office"), ("annex-1.4", "4.", "Sellers of Kites"),
        ("annex-2.1", "I.", "Jilin Province"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "marks"),
    [
        (0, ["put together from lines 7-11", "the sentence goes on with the theme", "printed '1.\"', read as '1.'"]),
        (2, ["line 13 holds more than this item; cut by its label"]),
        (8, ["what follows number 3 reads as the first item of annex 1; the heading is lost",
             "line 21 holds more than this item; cut by its label",
             "the annex is listed; its text was not found here"]),
        (9, ["number and heading lost: annex 1 begins inside item 3 of the list above",
             "the number before the item is that of the annex"]),
        (10, []),
        (11, ["'4.' follows '2.': 3 not found",
              "no known agency or province has this name; it ends where the capital letters do"]),
    ],
)  # fmt: skip
def test_each_section_of_a_broken_translation_is_marked(tmp_path, number, marks):
    assert list(drafted(tmp_path, BROKEN).of("section")[number].said()) == marks


def test_an_annex_with_two_headings_keeps_both(tmp_path):
    assert (
        only(written(tmp_path, BROKEN), "section", 7)
        == """\
# ? line 21 holds more than this item; cut by its label
notice = "2031-national"
path = "annex-2"
label = "2."
heading_en = "Main activities of the regions"
claims = [
    { field = "label", at = "new:21", quote = "2." },
    { field = "heading_en", at = "new:21", quote = "Main activities of the regions" },
    # ? the heading over the text is another than in the list; only the beginning stands on the lines as read
    { field = "heading_en", value = "Main activities of the regions in 2031", at = "new:27-29", quote = "Main activities", rank = "normal" },
    { field = "text_known", at = "new:31", quote = 'I. Jilin Province holds the "Snow Tea' },
]"""  # noqa: E501 - a claim is one line
    )


def test_a_heading_that_lost_its_beginning_is_marked(tmp_path):
    section = drafted(tmp_path, BROKEN.replace("(1) Wide publicity.", "(1)) is to be wide.")).of("section")[5]
    assert list(section.said()) == ["printed '(1))' for '(1)'", "the heading begins in the middle of a sentence"]


def test_a_heading_that_runs_on_is_left_out_and_said(tmp_path):
    text = BROKEN.replace("2. Main activities of the regions 3.", f"2. Main activities {'of all ' * 40}3.")
    section = drafted(tmp_path, text).of("section")[7]
    assert (section.get("path"), section.get("heading_en")) == ("annex-2", "Main activities of the regions in 2031")
    assert section.doubts[-1] == "no heading_en: 295 characters are running text"


def test_lines_without_a_number_after_an_annex_are_said(tmp_path):
    assert drafted(tmp_path, BROKEN).doubts == ["without a number in or after annex 2: line 33; not drafted"]


def test_a_time_stamp_is_the_day_of_the_copy_and_not_of_the_notice(tmp_path):
    dossier = parsed(tmp_path, BROKEN)
    assert (dossier.source[0].published_on, dossier.notice[0].issued_on) == ("2031-09-02", None)
    assert [claim.at for claim in dossier.source[0].claims if claim.field == "published_on"] == ["new:3", "new:33"]


def test_a_notice_in_english_alone_gives_its_english_number(tmp_path):
    text = """\
Notice of the State Tea Bureau on Launching the 2031 National "Quality Month" Activities
No. 7 [2031] of the State Tea Bureau
To all: the Quality Month will be held in September 2031. You are notified as follows:
I. Theme
Better leaves
II. Activities
1. Holding a fair. It has 12 rounds.
State Tea Bureau
August 31, 2031
"""
    (notice,) = parsed(tmp_path, text).notice
    assert (notice.document_number, notice.issued_on) == ("No. 7 [2031] of the State Tea Bureau", "2031-08-31")
    assert [(issuer.agency, issuer.name_en) for issuer in notice.issuers] == [("tea-bureau", "State Tea Bureau")]
    said = list(drafted(tmp_path, text).of("notice")[0].said())
    assert said == ["in English; the Chinese number is not in the text"]
