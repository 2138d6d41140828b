"""Every line and every detail of a document is accounted for, or said to be left."""

from campaigns.documents.coverage import Aside, Cited, account

LINES = (
    "2019年全国“质量月”在海口启动",
    "",
    "25个部门开展“放心行动”，有王一、李二、赵三到会。",
    "免费下载更多文章",
    "最后一行，共7项",
)
LAUNCH = Cited(1, 1, "2019年全国", "2019")


def left(account):
    """Return the words of the details that are left, with their lines."""
    return [(item.line, item.detail.text) for item in account.details_left]


def test_lines_are_cited_boilerplate_or_not_accounted_for():
    found = account(LINES, [LAUNCH], [Aside(4, 4)])
    assert (found.cited, found.boilerplate, found.left) == ([1], [2, 4], [3, 5])
    assert not found.complete


def test_the_details_of_lines_that_are_not_accounted_for_are_left():
    found = account(LINES, [LAUNCH], [Aside(4, 4)])
    assert left(found) == [
        (3, "25"), (3, "放心行动"), (3, "有王一"), (3, "李二"), (3, "赵三到会。"), (5, "7"),
    ]  # fmt: skip


def test_a_detail_within_a_quotation_stands_in_a_claim():
    found = account(LINES[2:3], [Cited(1, 1, "开展“放心行动”", "放心行动")], [])
    assert "放心行动" not in [text for _, text in left(found)]
    assert found.in_claims == 1


def test_a_number_and_a_date_may_be_claimed_by_their_value():
    lines = ("25个部门于2019年9月3日开会，9月4日闭会",)
    claims = [Cited(1, 1, "部门", "25"), Cited(1, 1, "开会", "2019-09-03"), Cited(1, 1, "闭会", "2019-09-04")]
    assert left(account(lines, claims, [])) == []
    assert left(account(lines, [Cited(1, 1, "部门", "2")], [])) == [(1, "2019年9月3日"), (1, "9月4日"), (1, "25")]


def test_a_number_within_a_longer_one_is_not_claimed_by_it():
    assert left(account(("共253家",), [Cited(1, 1, "", "25")], [])) == [(1, "253")]


def test_a_coarser_date_is_claimed_by_a_finer_one_within_it():
    assert left(account(("2019年9月开会",), [Cited(1, 1, "开会", "2019-09-03")], [])) == []
    assert left(account(("2019年9月开会",), [Cited(1, 1, "开会", "2019-08-31")], [])) == [(1, "2019年9月")]


def test_a_list_member_needs_a_claim_on_part_of_it():
    claims = [Cited(1, 1, "王一", "王一"), Cited(1, 1, "赵三", "赵三")]
    assert left(account(("有王一、李二、赵三到会。",), claims, [])) == [(1, "李二")]


def test_a_long_name_may_be_claimed_by_a_quotation_cut_off_or_by_its_value():
    name = "Exhibition of the Achievements of Quality Management in the Province"
    lines = (f"the “{name}” opens",)
    assert left(account(lines, [Cited(1, 1, name[:40], "ours")], [])) == []
    assert left(account(lines, [Cited(1, 1, "“Exhibition", name)], [])) == []
    assert left(account(lines, [Cited(1, 1, name[:20], "ours")], [])) == [(1, name)]


def test_words_set_aside_are_no_longer_left():
    claim = Cited(1, 1, "部门", "25")
    found = account(LINES[2:3], [claim], [Aside(1, 1, "“放心行动”"), Aside(1, 1, "有王一", "赵三")])
    assert (left(found), found.set_aside, found.in_claims) == ([], 4, 1)
    assert found.complete


def test_a_passage_whose_end_stands_before_its_beginning_sets_nothing_aside():
    found = account(("甲、乙、丙",), [Cited(1, 1, "", "戊")], [Aside(1, 1, "丙", "甲")])
    assert found.set_aside == 0


def test_a_cited_line_that_is_set_aside_whole_leaves_nothing():
    found = account(("25个部门、30家企业",), [Cited(1, 1, "部门", "")], [Aside(1, 1)])
    assert (found.cited, found.boilerplate, left(found)) == ([1], [], [])


def test_glosses_and_the_other_script_do_not_hide_a_claim():
    lines = ("7位專(zhuān)家開(kāi)展“質(zhì)量行動”",)
    assert left(account(lines, [Cited(1, 1, "“質(zhì)量行動”", "质量行动"), Cited(1, 1, "7位專", "7")], [])) == []


def test_a_claim_on_several_lines_cites_each_of_them():
    found = account(("The", "", "theme"), [Cited(1, 3, "The", "The theme")], [])
    assert (found.cited, found.boilerplate) == ([1, 2, 3], [])
