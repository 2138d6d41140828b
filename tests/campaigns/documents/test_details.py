"""What a line holds that nobody may pass over."""

import pytest

from campaigns.documents.details import DetailKind, details


def found(line, kind):
    """Return the words of each detail of one kind, in order."""
    return [detail.text for detail in details(line) if detail.kind is kind]


@pytest.mark.parametrize(
    ("line", "dates"),
    [
        ("会议于2019年9月3日召开", [("2019年9月3日", "2019-09-03")]),
        ("2019年9月举办，9月3日开幕", [("2019年9月", "2019-09"), ("9月3日", "09-03")]),
        ("实施方案(2018—2020年)", [("2020年", "2020"), ("2018", "2018")]),
        ("held on September 3, 2019.", [("September 3, 2019", "2019-09-03")]),
        ("held in September 2019.", [("September 2019", "2019-09")]),
        ("on 3 May 2019, in 2018", [("3 May 2019", "2019-05-03"), ("2018", "2018")]),
        ("2019-09-03 10:20:30", [("2019-09-03 10:20:30", "2019-09-03")]),
        ("共12345件", []),
    ],
)
def test_dates_are_found_in_every_form_with_their_precision(line, dates):
    assert [(d.text, d.date) for d in details(line) if d.kind is DetailKind.DATE] == dates


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("25个部门抽查142种产品", ["25", "142"]),
        ("1000余名专家，1,500家企业，达2.5万人", ["1000余", "1,500", "2.5万"]),
        ("首届比赛、第三届大赛", ["首届", "第三届"]),
        ("七个省和四级机构", ["七个", "四级"]),
        ("together with four provinces, the Fifth prize, a first-class firm", ["Fifth", "four"]),
        ("2019年9月3日", []),
        ("(三)抽查10种", ["10"]),
        ("3. 抽查10种", ["10"]),
    ],
)
def test_numbers_are_found_in_digits_and_in_words_but_labels_and_dates_are_none(line, numbers):
    assert sorted(found(line, DetailKind.NUMBER)) == sorted(numbers)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("开展“放心行动”和《质量纲要》", ["放心行动", "质量纲要"]),
        ('the "Bright Eye" action and “Good Stars”', ["Good Stars", "Bright Eye"]),
        ("“实施‘百城’计划”", ["实施‘百城’计划"]),
        ("质量(海口)大会", ["海口"]),
        ("全国“质量月”活动，National “Quality Month”", []),
        ("(一)要求、(2)要求", []),
        ("发〔2019〕3号", []),
        ("代号(QC)", ["QC"]),
    ],
)
def test_names_in_quotation_marks_and_brackets_are_found_but_not_the_months_own(line, names):
    assert found(line, DetailKind.NAME) == names


def test_the_members_of_a_list_reach_from_clause_to_clause():
    line = "出席的有王一、李二和赵三、钱四等人。会后参观。"
    assert found(line, DetailKind.MEMBER) == ["出席的有王一", "李二和赵三", "钱四等人。"]


def test_an_english_sentence_with_two_commas_is_a_list():
    line = "The city held a launch, trained officers, and opened its laboratories. It rained, too."
    assert found(line, DetailKind.MEMBER) == ["The city held a launch", "trained officers", "opened its laboratories."]


def test_a_detail_knows_where_it_stands():
    line = "今年共有25个部门"
    (detail,) = details(line)
    assert line[detail.start : detail.end] == detail.text == "25"


def test_a_date_that_cannot_be_is_a_detail_all_the_same():
    assert found("2019年13月", DetailKind.DATE) == ["2019年13月"]
