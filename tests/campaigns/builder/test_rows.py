"""What the rows of fixtures hold that no dossier types: positions, parents, sortable days, absent values."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from campaigns.builder.build import build
from campaigns.builder.rows import FILES
from tests.campaigns.builder.dossiers import DOSSIER, changed, write_dossier

FIXTURES = Path(settings.FIXTURES_DIR)


def rows_of(folder, text, name, model=None):
    files = build(write_dossier(folder, text)).files
    rows = json.loads(files[f"{name}.json"])
    return [row["fields"] for row in rows if model in (None, row["model"])]


def test_every_file_holds_its_kind_and_then_what_it_owns(tmp_path):
    files = build(write_dossier(tmp_path)).files
    assert list(files) == [f"{name}.json" for name in FILES.values()]
    models = {name: [row["model"] for row in json.loads(content)] for name, content in files.items()}
    assert models["agencies.json"] == [
        "agencies.agency",
        "agencies.agency",
        "agencies.agencyname",
        "agencies.agencyname",
    ]
    assert models["notices.json"] == ["campaigns.notice", "campaigns.signature"]
    assert models["activities.json"] == ["campaigns.activity", "campaigns.location", "campaigns.participation"]
    assert files["figures.json"] == b"[]\n"


def test_an_absent_text_is_empty_and_an_absent_number_or_reference_null(tmp_path):
    (row,) = rows_of(tmp_path, changed("department_count = 25\n", "").replace(
        '    { field = "department_count", at = "reports:1", quote = "25个部门" },\n', ""), "campaigns")  # fmt: skip
    assert row == {
        "activity_count": None, "associations_counted": None, "department_count": None, "host": None, "launch": None,
        "part_of": None, "province": None, "scope": "national", "series": None, "slug": "2023-national",
        "status": "published", "summary_en": "", "summary_zh": "", "theme_en": "", "theme_zh": "增强质量意识",
        "year": [2023],
    }  # fmt: skip


def test_a_row_holds_exactly_the_columns_of_its_model():
    housekeeping = {"id", "version", "created_at", "updated_at"}
    for path in FIXTURES.glob("*.json"):
        for row in json.loads(path.read_text(encoding="utf-8")):
            columns = {column.name for column in apps.get_model(row["model"])._meta.concrete_fields} - housekeeping
            if row["model"] == "campaigns.claim":
                subjects = columns - set(row["fields"])
                assert len(subjects) == 13
                columns -= subjects
            assert set(row["fields"]) == columns, row


@pytest.mark.parametrize(
    ("old", "new", "day"),
    [
        ("", "", "2023-08-31"),
        ('issued_on = "2023-08-31"', 'issued_on = "2023-08"', "2023-08-01"),
        ('issued_on = "2023-08-31"', 'issued_on = "2023~"', "2023-01-01"),
        ('issued_on = "2023-08-31"', 'issued_on = "2023-08"\npublished_on = "2023-09-02"', "2023-08-01"),
        ('issued_on = "2023-08-31"', 'published_on = "2023-09-02"', "2023-09-02"),
        ('issued_on = "2023-08-31"\n', "", "2023-01-01"),
    ],
)
def test_the_sortable_day_is_the_first_that_the_date_may_mean_or_the_first_of_the_year(tmp_path, old, new, day):
    assert rows_of(tmp_path, changed(old, new), "notices", "campaigns.notice")[0]["sort_on"] == day


def test_a_source_without_a_date_sorts_last(tmp_path):
    assert {row["sort_on"] for row in rows_of(tmp_path, DOSSIER, "sources")} == {"9999-01-01"}


def test_sections_get_parent_and_position_from_their_paths_in_whatever_order_they_stand(tmp_path):
    text = DOSSIER + '[[section]]\nnotice = "notice"\npath = "annex-1"\n[[section]]\nnotice = "notice"\npath = "2"\n'
    rows = {row["path"]: (row["position"], row["parent"]) for row in rows_of(tmp_path, text, "sections")}
    assert rows == {"1": (1, None), "1.1": (2, ["notice-1"]), "2": (3, None), "annex-1": (4, None)}


def test_members_of_lists_are_numbered_in_the_order_in_which_they_stand(tmp_path):
    text = changed("issuers = [", 'issuers = [\n    { agency = "caqi" },')
    rows = rows_of(tmp_path, text, "notices", "campaigns.signature")
    assert [(row["position"], row["agency"], row["name_zh"]) for row in rows] == [
        (1, ["caqi"], ""), (2, ["samr"], "市场监管总局"),
    ]  # fmt: skip


def test_a_part_carries_the_file_and_checksum_of_its_whole_but_no_count_of_lines(tmp_path):
    digest = "0" * 64
    text = changed('slug = "reports"', f'slug = "reports"\nfile = "003.txt"\nsha256 = "{digest}"\nline_count = 3')
    rows = rows_of(tmp_path, text, "sources")
    assert [(row["slug"], row["file"], row["sha256"], row["line_count"]) for row in rows] == [
        ("report-hebei", "003.txt", digest, None), ("reports", "003.txt", digest, 3),
    ]  # fmt: skip


def test_numbers_of_figures_are_written_with_all_their_decimals(tmp_path):
    text = DOSSIER
    for slug, value in (("a", "25"), ("b", "98.5"), ("c", "0.1")):
        text += f'[[figure]]\nslug = "{slug}"\ncampaign = "2023-national"\nname_zh = "数"\nvalue = {value}\n'
    assert [row["value"] for row in rows_of(tmp_path, text, "figures")] == ["25.0000", "98.5000", "0.1000"]


def test_rows_are_sorted_by_key_numbers_by_value(tmp_path):
    years = "".join(f"[[year]]\nnumber = {number}\n" for number in (1990, 1978, 2000))
    assert [row["number"] for row in rows_of(tmp_path, DOSSIER + years, "years")] == [1978, 1990, 2000, 2023]
    signed = DOSSIER.replace("issuers = [", "issuers = [" + "".join(f'{{ agency = "a{n}" }}, ' for n in range(10)))
    rest = 'kind = "state"\nname_zh = "局"\nnames = [{ language = "zh-Hans", type = "official", name = "局" }]\n'
    signed += "".join(f'[[agency]]\nslug = "a{n}"\n{rest}' for n in range(10))
    rows = rows_of(tmp_path, signed, "notices", "campaigns.signature")
    assert [row["position"] for row in rows] == list(range(1, 12))


def test_a_claim_fills_the_column_of_its_subject_alone(tmp_path):
    text = changed(
        'title_zh = "各地报道"', 'title_zh = "各地报道"\nclaims = [{ field = "title_zh", at = "reports:1" }]'
    )
    rows = rows_of(tmp_path, text, "claims")
    subjects = [{name for name in ("campaign", "notice", "of_source") if name in row} for row in rows]
    assert subjects == [{"notice"}, {"campaign"}, {"campaign"}, {"of_source"}]
    assert rows[3]["of_source"] == rows[3]["source"] == ["reports"]
