"""Duplicates and references to nothing: each is refused with the dossier's name, the path and the record."""

import pytest

from campaigns.builder.read import parse_dossier
from campaigns.builder.records import collect, references, section_order, section_slug
from tests.campaigns.builder.dossiers import DOSSIER, changed, dossier_of, said

NOTHING = "which no dossier holds"
COUNTED = "a file has a line_count; a source without one, or a part, has none"
DIGEST = "0" * 64


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (changed('{ agency = "samr",', '{ agency = "smar",'),
         f"notice[0] (notice).issuers[0].agency: refers to agency 'smar', {NOTHING}"),
        (changed("year = 2023", "year = 2024"), f"campaign[0] (2023-national).year: refers to year 2024, {NOTHING}"),
        (changed('provinces = ["CN-HE"]', 'provinces = ["CN-HE", "CN-HB"]'),
         f"activity[0] (launch).provinces[1]: refers to province 'CN-HB', {NOTHING}"),
        (changed('kind = "launch"', 'kind = "launch"\nsection = "notice-2"'),
         f"activity[0] (launch).section: refers to section 'notice-2', {NOTHING}"),
        (changed('part_of = "reports"', 'part_of = "report"'),
         f"source[1] (report-hebei).part_of: refers to source 'report', {NOTHING}"),
        (changed('path = "1.1"', 'path = "2.1"'),
         f"section[1] (notice-2-1).path: refers to section 'notice-2', {NOTHING}"),
        (changed('kind = "launch"', 'kind = "launch"\nsame_as = "launch"'),
         "activity[0] (launch).same_as: refers to itself"),
        (changed('slug = "caqi"', 'slug = "samr"'),
         "agency[1] (samr): duplicate key: also in dossier.toml at agency[0]"),
        (changed('path = "1.1"', 'path = "1"'),
         "section[1] (notice-1): duplicate key: also in dossier.toml at section[0]"),
        (changed("organisers = [{", 'organisers = [{ agency = "samr" }, {'),
         "activity[0] (launch).organisers[1]: duplicate key: also at organisers[0]"),
        (changed('provinces = ["CN-HE"]', 'provinces = ["CN-HE", "CN-HE"]'),
         "activity[0] (launch).provinces[1]: duplicate key: also at provinces[0]"),
        (changed('names = [', 'names = [{ language = "zh-Hans", type = "former", name = "市场监管总局" }, '),
         "agency[0] (samr).names[1]: duplicate key: also at names[0]"),
        (changed('name_zh = "市场监管总局"', 'name_zh = "国家市场监督管理总局"'),
         "agency[0] (samr).name_zh: '国家市场监督管理总局' is not among names"),
        (changed('\nname_zh = "市场监管总局"', ""), "agency[0] (samr).name_zh: neither name_zh nor name_en is given"),
        (changed('title_zh = "启动仪式"\n', ""),
         "activity[0] (launch).title_zh: neither title_zh nor title_en is given"),
        (changed('scope = "national"', 'scope = "provincial"'),
         "campaign[0] (2023-national).province: a provincial campaign has a province, a national one has none"),
        (changed('scope = "national"', 'scope = "national"\nprovince = "CN-HE"'),
         "campaign[0] (2023-national).province: a provincial campaign has a province, a national one has none"),
        (changed('kind = "launch"', 'kind = "launch"\nedition = 2'),
         "activity[0] (launch).edition: an edition counts within a series; none is given"),
        (changed('starts_on = "2023-09"', 'starts_on = "2023-09"\nends_on = "2023-08-31"'),
         "activity[0] (launch).ends_on: 2023-08-31 comes before 2023-09, when it starts"),
        (changed("last_line = 3\n", ""),
         "source[1] (report-hebei).part_of: a part has part_of, first_line and last_line; a whole source none of them"),
        (changed('part_of = "reports"\n', ""),
         "source[1] (report-hebei).part_of: a part has part_of, first_line and last_line; a whole source none of them"),
        (changed("last_line = 3", "last_line = 1"), "source[1] (report-hebei).last_line: comes before first_line"),
        (changed('slug = "reports"', 'slug = "reports"\nfile = "000.txt"\nline_count = 3'),
         "source[0] (reports).file: file and sha256 go together"),
        (changed('slug = "reports"', f'slug = "reports"\nsha256 = "{DIGEST}"'),
         "source[0] (reports).file: file and sha256 go together"),
        (changed('slug = "reports"', f'slug = "reports"\nfile = "000.txt"\nsha256 = "{DIGEST}"'),
         f"source[0] (reports).line_count: {COUNTED}"),
        (changed('slug = "reports"', 'slug = "reports"\nline_count = 3'),
         f"source[0] (reports).line_count: {COUNTED}"),
        (changed('part_of = "reports"', 'part_of = "reports"\nline_count = 2'),
         f"source[1] (report-hebei).line_count: {COUNTED}"),
        (changed('part_of = "reports"',
                 f'part_of = "reports"\nfile = "000.txt"\nsha256 = "{DIGEST}"\nline_count = 2'),
         f"source[1] (report-hebei).line_count: {COUNTED}"),
        (dossier_of("第一行\n第二行\n".encode()),
         "source[1] (report-hebei).last_line: is beyond line 2, the last of 'reports'"),
        (DOSSIER + '[[appearance]]\nactivity = "launch"\nrole = "spoke"\n',
         "appearance[0] (launch-None-spoke): exactly one of person, agency and party must be given"),
        (DOSSIER + '[[appearance]]\nactivity = "launch"\nrole = "spoke"\nparty = "students"\n',
         "appearance[0] (launch-students-spoke).party: party, and party_zh or party_en, go together"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_refused_with_file_path_and_record(tmp_path, text, problem):
    assert said(tmp_path, text) == [f"dossier.toml: {problem}"]


def test_a_part_of_a_part_is_refused(tmp_path):
    part = DOSSIER[DOSSIER.index('[[source]]\nslug = "report-hebei"') : DOSSIER.index("[[year]]")]
    inner = part.replace('"report-hebei"', '"report-inner"').replace('"reports"', '"report-hebei"')
    assert said(tmp_path, DOSSIER + inner) == [
        "dossier.toml: source[2] (report-inner).part_of: 'report-hebei' is itself a part; name the whole source"
    ]


def test_a_key_that_stands_in_two_dossiers_is_refused_with_both_places(tmp_path):
    (tmp_path / "a.toml").write_text("[[year]]\nnumber = 2023\n", encoding="utf-8")
    assert said(tmp_path, DOSSIER) == ["dossier.toml: year[0] (2023): duplicate key: also in a.toml at year[0]"]


def test_references_reach_across_dossiers_in_any_order(tmp_path):
    head, tail = DOSSIER.split("[[year]]")
    (tmp_path / "z.toml").write_text(head, encoding="utf-8")
    assert said(tmp_path, "[[year]]" + tail) == []


def test_keys_of_parts_are_derived_from_what_they_are_parts_of():
    text = DOSSIER + (
        '[[slogan]]\ncampaign = "2023-national"\ntext_zh = "一"\n'
        '[[slogan]]\ncampaign = "2023-national"\ntext_zh = "二"\n'
        '[[appearance]]\nactivity = "launch"\nrole = "spoke"\nagency = "samr"\n'
    )
    records = collect({"a.toml": parse_dossier("a.toml", text)})
    assert list(records.by_kind["section"]) == ["notice-1", "notice-1-1"]
    assert list(records.by_kind["slogan"]) == ["2023-national-slogan-1", "2023-national-slogan-2"]
    assert list(records.by_kind["appearance"]) == ["launch-samr-spoke"]
    assert section_slug("2023-national", "annex-1.17") == "2023-national-annex-1-17"


def test_sections_sort_as_printed_parts_before_annexes_and_numbers_by_value():
    paths = ["annex-1", "10", "2.10", "annex-1.2", "2", "2.9", "annex-1.10", "annex-2"]
    assert sorted(paths, key=section_order) == [
        "2", "2.9", "2.10", "10", "annex-1", "annex-1.2", "annex-1.10", "annex-2",
    ]  # fmt: skip


def test_references_are_found_in_fields_lists_and_inner_tables():
    dossier = parse_dossier("a.toml", DOSSIER)
    assert list(references(dossier.activity[0])) == [
        ("campaign", "campaign", "2023-national"), ("organisers[0].agency", "agency", "samr"),
        ("provinces[0]", "province", "CN-HE"),
    ]  # fmt: skip
