"""Faults of form: each is refused with the dossier's name and the path of the key."""

import pytest

from campaigns.builder.errors import DossierError
from campaigns.builder.read import key_path, parse_dossier, read_dossiers
from tests.campaigns.builder.dossiers import DOSSIER, changed, said, write_dossier

LONG = "增" * 41
AT = "^[a-z0-9]+(-[a-z0-9]+)*(:[1-9][0-9]*(-[1-9][0-9]*)?)?$"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (changed('held = "yes"', 'held = "yes"\nhelt = "no"'), "year[0].helt: Extra inputs are not permitted"),
        (DOSSIER + "\n[[festival]]\n", "festival: Extra inputs are not permitted"),
        (changed('{ agency = "samr",', '{ agency = "samr", rang = 1,'),
         "notice[0].issuers[0].rang: Extra inputs are not permitted"),
        (changed('\nscope = "national"', ""), "campaign[0].scope: Field required"),
        (changed('type = "short", ', ""), "agency[0].names[0].type: Field required"),
        (changed('quote = "增强质量意识"', f'quote = "{LONG}"'),
         "campaign[0].claims[0].quote: Value error, quotation of 41 characters; at most 40"),
        (changed('quote = "增强质量意识"', 'quote = ""'),
         "campaign[0].claims[0].quote: String should have at least 1 character"),
        (changed('"2023-08-31"', '"2023-02-30"'),
         "notice[0].issued_on: Value error, '2023-02-30' is not a date: day is out of range for month"),
        (changed('"2023-08-31"', '"2023-00-31"'),
         "notice[0].issued_on: Value error, '2023-00-31' is not a date: month must be in 1..12"),
        (changed('"2023-08-31"', '"31 August 2023"'),
         "notice[0].issued_on: Value error, '31 August 2023' is not a date of the form 1978, 1978-08 or 1978-08-31"),
        (changed('"2023-08-31"', "2023-08-31"), "notice[0].issued_on: Input should be a valid string"),
        (changed("department_count = 25", 'department_count = "25"'),
         "campaign[0].department_count: Input should be a valid integer"),
        (changed('title_zh = "通知"', 'title_zh = "通\\n知"'),
         "notice[0].title_zh: String should match pattern '^[^\\r\\n]*\\S[^\\r\\n]*$'"),
        (changed('title_zh = "各地报道"', 'title_zh = "各地报道"\nweb_address = "javascript:alert(1)"'),
         "source[0].web_address: Value error, not an http or https address"),
        (changed('title_zh = "各地报道"', 'title_zh = "各地报道"\nline_count = 0'),
         "source[0].line_count: Input should be greater than or equal to 1"),
        (changed("number = 2023", "number = 23"), "year[0].number: Input should be greater than or equal to 1900"),
        (changed('at = "reports:1"', 'at = "reports:0"'),
         f"campaign[0].claims[0].at: String should match pattern '{AT}'"),
    ],
)  # fmt: skip
def test_a_fault_of_form_is_refused_with_file_and_key_path(tmp_path, text, problem):
    assert said(tmp_path, text) == [f"dossier.toml: {problem}"]


@pytest.mark.parametrize(
    "slug", ["Launch", "launch_2023", "-launch", "launch--2023", "启动", "", "a" * 121, "launch\n"]
)
def test_a_slug_that_is_not_a_slug_is_refused(slug):
    text = changed('slug = "launch"', f'slug = "{slug}"'.replace("\n", "\\n"))
    with pytest.raises(DossierError) as caught:
        parse_dossier("dossier.toml", text)
    assert [problem.path for problem in caught.value.problems] == ["activity[0].slug"]


def test_every_fault_of_every_dossier_is_named_at_once_in_the_order_of_the_files(tmp_path):
    (tmp_path / "b.toml").write_text('[[year]]\nnumber = 1\nheld = "perhaps"\n', encoding="utf-8")
    (tmp_path / "a.toml").write_text("[[year]\n", encoding="utf-8")
    (tmp_path / "c.toml").write_bytes("# 质量\n".encode("gb18030"))
    (tmp_path / "notes.txt").write_text("no dossier", encoding="utf-8")
    with pytest.raises(DossierError) as caught:
        read_dossiers(tmp_path)
    places = [(problem.file, problem.path) for problem in caught.value.problems]
    assert places == [("a.toml", "(whole file)"), ("b.toml", "year[0].held"), ("b.toml", "year[0].number"),
                      ("c.toml", "byte 2")]  # fmt: skip
    assert "not TOML" in str(caught.value.problems[0])


def test_a_folder_without_dossiers_is_refused(tmp_path):
    with pytest.raises(DossierError) as caught:
        read_dossiers(tmp_path)
    assert [problem.message for problem in caught.value.problems] == ["holds no dossier (*.toml)"]


def test_dossiers_are_read_in_the_order_of_their_names(tmp_path):
    for name in ("b", "a"):
        (tmp_path / f"{name}.toml").write_text("", encoding="utf-8")
    assert list(read_dossiers(tmp_path)) == ["a.toml", "b.toml"]


def test_the_dossier_of_these_tests_has_no_fault(tmp_path):
    assert said(tmp_path, DOSSIER) == []
    assert list(read_dossiers(write_dossier(tmp_path))) == ["dossier.toml"]


def test_a_key_path_reads_as_in_prose():
    assert key_path(("notice", 0, "issuers", 3, "agency")) == "notice[0].issuers[3].agency"
    assert key_path(()) == "(whole file)"
