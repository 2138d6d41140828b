"""News give a source per report; a text on the month gives campaigns, slogans and the notice it cites."""

from tests.campaigns.drafting.texts import GLOSSED, REPORTS, drafted, only, parsed, written


def test_each_report_is_a_source_with_its_byline(tmp_path):
    sources = parsed(tmp_path, REPORTS).source
    assert [
        (source.slug, source.part_of, source.first_line, source.last_line, source.byline) for source in sources
    ] == [
        ("new", None, None, None, None),
        ("2030-report-jilin", "new", 1, 3, "张三 李四明"),
        ("2030-report-yunnan", "new", 4, 5, "王五"),
    ]


def test_a_report_gives_a_campaign_whose_year_may_come_from_its_neighbours(tmp_path):
    toml = written(tmp_path, REPORTS)
    assert (
        only(toml, "campaign", 1)
        == """\
slug = "2030-yunnan"
# ? the report names no year; the others in the file name this one
year = 2030
# ? the text does not say 全国
scope = "provincial"
# ? the province that the text names first
province = "CN-YN"
# ? the activity_count of the whole campaign?
activity_count = 12
claims = [
    { field = "province", at = "2030-report-yunnan:4", quote = "云南省" },
    { field = "activity_count", at = "2030-report-yunnan:4", quote = "12项质量活动" },
]"""
    )


def test_a_launch_has_its_day_and_place(tmp_path):
    assert (
        only(written(tmp_path, REPORTS), "activity")
        == """\
# ? the first launch that the text names
slug = "2030-jilin-launch"
campaign = "2030-jilin"
kind = "launch"
title_zh = "2030年吉林省“质量月”活动启动仪式"
provinces = ["CN-JL"]
# ? the text gives no year with the day
starts_on = "2030-09-01"
# ? what stands between 在 and 举行
place_zh = "长春"
claims = [
    { field = "title_zh", at = "2030-report-jilin:1", quote = "2030年吉林省“质量月”活动启动仪式" },
    { field = "provinces", value = "CN-JL", at = "2030-report-jilin:1", quote = "吉林省" },
    { field = "starts_on", at = "2030-report-jilin:1", quote = "9月1日" },
    { field = "place_zh", at = "2030-report-jilin:1", quote = "在长春举行" },
]"""
    )


def test_members_of_lists_and_quoted_names_are_candidates_once(tmp_path):
    activities = parsed(tmp_path, REPORTS).activity[1:]
    assert [(activity.campaign, activity.title_zh, activity.series) for activity in activities] == [
        ("2030-jilin", "好茶大赛", "tea-contest"), ("2030-jilin", "质量评茶工作", None), ("2030-jilin", "茶山行", None),
        ("2030-yunnan", "普洱课堂", None),
    ]  # fmt: skip
    assert all(table.doubts for table in drafted(tmp_path, REPORTS).of("activity"))


def test_names_after_posts_are_people_at_the_launch(tmp_path):
    dossier, toml = parsed(tmp_path, REPORTS), written(tmp_path, REPORTS)
    assert [(found.person, found.role, found.posts_zh) for found in dossier.appearance] == [
        ("wang-daming", "opened", "吉林省副省长、省质量领导小组组长"), ("li-qian", "chaired", "省茶叶局局长"),
    ]  # fmt: skip
    assert (
        only(toml, "person", 1)
        == """\
# archive.toml holds person li-qian: move this claim there
# ? two or three characters after a post and before a verb; a name?
slug = "li-qian"
name_zh = "李乾"
claims = [
    { field = "name_zh", at = "2030-report-jilin:1", quote = "李乾" },
]"""
    )


def test_a_known_person_keeps_the_name_that_a_converter_would_change(tmp_path):
    text = "全國事,云南省2030年“質量月”活動啟動儀式于昆明舉行并開幕,局長李乾主持。\n(張三)\n"
    assert [person.name_zh for person in parsed(tmp_path, text).person] == ["李乾"]


def test_one_report_with_a_byline_is_no_part(tmp_path):
    dossier = parsed(tmp_path, "".join(REPORTS.splitlines(keepends=True)[:3]))
    assert [(source.slug, source.byline, source.part_of) for source in dossier.source] == [("new", "张三 李四明", None)]


def test_a_report_without_a_byline_is_told_by_its_province(tmp_path):
    (source,) = drafted(tmp_path, REPORTS.splitlines()[0] + "\n").of("source")
    assert source.get("kind") == "news"
    assert source.doubts[1] == "taken for news because of a province or a launch; it has no byline"


def test_lines_after_the_last_byline_are_said(tmp_path):
    draft = drafted(tmp_path, REPORTS + "相关阅读：别的事\n")
    assert draft.doubts == ["after the last byline: line 6, not drafted"]


def test_a_glossed_text_gives_theme_slogans_and_the_association_s_own_campaign(tmp_path):
    toml, dossier = written(tmp_path, GLOSSED), parsed(tmp_path, GLOSSED)
    assert [(campaign.slug, campaign.host, campaign.theme_zh) for campaign in dossier.campaign] == [
        ("2030-national", None, "好茶 好味"), ("2030-caqt", "caqt", "真茶真味"),
    ]  # fmt: skip
    assert (
        only(toml, "slogan")
        == """\
campaign = "2030-national"
text_zh = "喝好茶 讲质量"
claims = [
    { field = "text_zh", at = "new:7", quote = "喝好茶 講質(zhì)量" },
]"""
    )
    assert [slogan.text_zh for slogan in dossier.slogan] == ["喝好茶 讲质量", "人人创好茶"]


def test_a_notice_that_a_text_cites_is_marked_as_cited(tmp_path):
    assert (
        only(written(tmp_path, GLOSSED), "notice")
        == """\
# ? cited by the text, not printed in it
slug = "2030-national"
campaign = "2030-national"
title_zh = "关于开展2030年全国“质量月”活动的通知"
document_number = "茶总质〔2030〕3号"
issuers = [
    { agency = "tea-bureau", name_zh = "茶叶总局", claims = [
        { at = "new:2", quote = "茶葉總局" },
    ] },
    { agency = "kite-office", name_zh = "风筝办", claims = [
        { at = "new:2", quote = "風箏辦" },
    ] },
]
claims = [
    { field = "title_zh", at = "new:2", quote = "關于開展2030年全國“質(zhì)量月”活動的通知" },
    { field = "document_number", at = "new:2", quote = "茶總質(zhì)〔2030〕3號" },
]"""
    )


def test_times_that_no_table_has_are_listed(tmp_path):
    assert drafted(tmp_path, GLOSSED).doubts == [
        "line 1 names 1978年, which no table has", "line 3 names 1961年3月, which no table has",
    ]  # fmt: skip


def test_without_a_year_a_placeholder_stands_and_is_said_wherever_it_does(tmp_path):
    toml = written(tmp_path, "今天的质量月很好。\n")
    assert "\n# ? no year stands with the Quality Month: 1900 is a placeholder wherever it stands\n" in toml
    mark = "# ? no year stands with the Quality Month; 1900 is a placeholder\n"
    assert only(toml, "year") == f"{mark}number = 1900"
    assert f"{mark}year = 1900\n" in only(toml, "campaign")
