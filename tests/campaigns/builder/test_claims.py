"""Claims are completed from their short form, and refused where they cannot be true."""

import pytest

from campaigns.builder.build import build
from tests.campaigns.builder.dossiers import DOSSIER, changed, said, write_dossier

THEME = '{ field = "theme_zh", at = "reports:1", quote = "增强质量意识" }'
HERE = "campaign[0] (2023-national).claims[0]"
NOTES = 'note_zh = "误", note_en = "Wrong"'


def with_claim(text: str) -> str:
    return changed(THEME, text)


def claims_of(folder, text):
    return build(write_dossier(folder, text)).claims


@pytest.mark.parametrize(
    ("claim", "problem"),
    [
        ('{ field = "theme_zh", at = "raports:1" }', "at: refers to source 'raports', which no dossier holds"),
        ('{ field = "theme_zh", at = "report-hebei:1" }',
         "at: 'report-hebei:1' is outside lines 2 to 3 of that source"),
        ('{ field = "theme_zh", at = "report-hebei:3-4" }',
         "at: 'report-hebei:3-4' is outside lines 2 to 3 of that source"),
        ('{ field = "theme_zh", at = "reports:3-2" }', "at: 'reports:3-2' ends before it begins"),
        ('{ field = "theme_zh", at = "report-hebei:3-2" }', "at: 'report-hebei:3-2' ends before it begins"),
        ('{ field = "theme_zh", at = "report-hebei", quote = "质量" }',
         "at: a quotation from a file stands on a line; none is named"),
        ('{ field = "motto", at = "reports:1" }', "field: 'motto' is no field of campaign"),
        ('{ field = "claims", at = "reports:1" }', "field: 'claims' is no field of campaign"),
        ('{ field = "theme_zh", at = "reports:1", value = "质量强国" }',
         "value: '质量强国' contradicts '增强质量意识', the record's own theme_zh, yet is preferred"),
        ('{ field = "department_count", at = "reports:2", value = "24" }',
         "value: '24' contradicts '25', the record's own department_count, yet is preferred"),
        ('{ field = "theme_en", at = "reports:1" }',
         "value: the record has no theme_en, so the claim must say what the source says"),
        ('{ field = "theme_en", at = "reports:1", value = "Quality" }',
         "value: 'Quality' contradicts '', the record's own theme_en, yet is preferred"),
        ('{ field = "theme_zh", at = "reports:1", rank = "deprecated" }',
         "note_en: a deprecated claim gives its reason in both languages"),
        ('{ field = "theme_zh", at = "reports:1", rank = "deprecated", note_zh = "误" }',
         "note_en: a deprecated claim gives its reason in both languages"),
    ],
)  # fmt: skip
def test_a_claim_that_cannot_be_is_refused_with_file_and_key_path(tmp_path, claim, problem):
    assert said(tmp_path, with_claim(claim)) == [f"dossier.toml: {HERE}.{problem}"]


def test_a_claim_made_twice_is_refused_with_the_other_place(tmp_path):
    (problem,) = said(tmp_path, with_claim(f"{THEME}, {THEME}"))
    place, _, message = problem.partition(": duplicate claim ")
    assert place == "dossier.toml: campaign[0] (2023-national).claims[1]"
    assert message == "'reports:1:campaign:2023-national:theme_zh': also at dossier.toml campaign[0] claims[0]"


@pytest.mark.parametrize("on", ["campaign:2024-national", "festival:2023", "year:²", "year:2022"])
def test_a_claim_about_a_record_that_is_nowhere_is_refused(tmp_path, on):
    text = f'{DOSSIER}[[claim]]\non = "{on}"\nfield = "held"\nat = "reports:1"\n'
    assert said(tmp_path, text) == [f"dossier.toml: claim[0].on: refers to {on!r}, which no dossier holds"]


def test_a_claim_about_a_record_of_another_dossier_is_checked_like_its_own(tmp_path):
    (tmp_path / "other.toml").write_text(
        '[[claim]]\non = "year:2023"\nfield = "held"\nat = "reports:1"\nvalue = "no"\n', encoding="utf-8"
    )
    assert said(tmp_path, DOSSIER) == [
        "other.toml: claim[0] (2023).value: 'no' contradicts 'yes', the record's own held, yet is preferred"
    ]


def test_a_claim_on_a_list_names_a_member_of_it(tmp_path):
    provinces = 'provinces = ["CN-HE"]\nclaims = [{ field = "provinces", at = "reports:1"%s }]'
    here = "dossier.toml: activity[0] (launch).claims[0].value: "
    old = 'provinces = ["CN-HE"]'
    assert said(tmp_path, changed(old, provinces % "")) == [f"{here}a claim on a list names its member"]
    assert said(tmp_path, changed(old, provinces % ', value = "CN-GD"')) == [
        f"{here}'CN-GD' contradicts the list, the record's own provinces, yet is preferred"
    ]
    assert said(tmp_path, changed(old, provinces % ', value = "CN-HE"')) == []


def test_what_a_claim_leaves_out_comes_from_its_record_and_its_place(tmp_path):
    theme, count, issuer = claims_of(tmp_path, DOSSIER)
    assert (theme.key, theme.value, theme.rank) == (
        "reports:1:campaign:2023-national:theme_zh", "增强质量意识", "preferred",
    )  # fmt: skip
    assert (theme.source, theme.line, theme.line_end, theme.quote) == ("reports", 1, None, "增强质量意识")
    assert (count.field, count.value) == ("department_count", "25")
    assert (issuer.key, issuer.value) == ("report-hebei:2:notice:notice:issuers:samr", "samr")


def test_a_claim_may_cover_several_lines_or_none(tmp_path):
    lines = claims_of(tmp_path, with_claim('{ field = "theme_zh", at = "reports:3-12" }'))[0]
    assert (lines.line, lines.line_end) == (3, 12)
    none = claims_of(tmp_path, with_claim('{ field = "theme_zh", at = "reports" }'))[0]
    assert (none.line, none.line_end) == (None, None)
    assert none.key == "reports:0:campaign:2023-national:theme_zh"


@pytest.mark.parametrize(("kind", "rank"), [("official", "preferred"), ("translation", "preferred"),
                                            ("secondary", "normal"), ("content-farm", "normal")])  # fmt: skip
def test_the_rank_follows_the_kind_of_source_unless_the_dossier_says_otherwise(tmp_path, kind, rank):
    text = DOSSIER.replace('kind = "news"', f'kind = "{kind}"', 1)
    assert claims_of(tmp_path, text)[0].rank == rank
    text = text.replace(THEME, THEME.replace(" }", f', rank = "deprecated", {NOTES} }}'))
    assert claims_of(tmp_path, text)[0].rank == "deprecated"


def test_a_claim_that_is_not_preferred_may_say_what_the_record_does_not(tmp_path):
    claim = claims_of(
        tmp_path, with_claim('{ field = "theme_zh", at = "reports:1", value = "质量", rank = "normal" }')
    )[0]
    assert (claim.value, claim.rank) == ("质量", "normal")


def test_a_preferred_claim_may_be_coarser_or_written_in_the_other_script(tmp_path):
    coarser = 'issued_on = "2023-08-31"\nclaims = [{ field = "issued_on", at = "reports:1", value = "2023-08" }]'
    assert said(tmp_path, changed('issued_on = "2023-08-31"', coarser)) == []
    assert said(tmp_path, with_claim('{ field = "theme_zh", at = "reports:1", value = "“增強質量意識”" }')) == []
