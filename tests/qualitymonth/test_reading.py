"""What is wrong with a fixture is said before anything is written, each fault with its file and row."""

import json

import pytest

from campaigns.models import Source, Year
from qualitymonth.loading import load
from qualitymonth.models import LoadBaseline, Revision
from qualitymonth.reading import LoadError, read_rows

pytestmark = pytest.mark.django_db

YEAR = {"held": "yes", "notes_en": "", "notes_zh": "", "number": 2023, "status": "published"}
SOURCE = {
    "byline": "", "condition": "clean", "file": "", "first_line": None, "kind": "news", "language": "zh",
    "last_line": None, "notes_en": "", "notes_zh": "", "part_of": None, "published_on": "2023-09", "publisher_en": "",
    "publisher_zh": "", "script": "Hans", "sha256": "", "short_en": "", "short_zh": "", "slug": "report",
    "sort_on": "2023-09-01", "status": "published", "title_en": "", "title_zh": "报道", "web_address": "",
}  # fmt: skip


def year(**fields):
    return {"model": "campaigns.year", "fields": {**YEAR, **fields}}


def source(**fields):
    return {"model": "campaigns.source", "fields": {**SOURCE, **fields}}


def without(row, name):
    return {**row, "fields": {key: value for key, value in row["fields"].items() if key != name}}


def write(folder, *rows, text=None, name="rows.json"):
    path = folder / name
    path.write_text(json.dumps(rows) if text is None else text, encoding="utf-8")
    return path


def said(*paths):
    """Load the files and return what is wrong with them; nothing may have been written."""
    with pytest.raises(LoadError) as caught:
        load(list(paths), lambda *_: None)
    written = [model for model in (Year, Source, LoadBaseline, Revision) if model.objects.exists()]
    assert written == []
    return caught.value.problems


def test_rows_without_a_fault_are_loaded(tmp_path):
    load([write(tmp_path, year(), source())], lambda *_: None)
    assert Year.objects.get().held == "yes"
    assert Source.objects.get().title_zh == "报道"


@pytest.mark.parametrize(
    ("last", "problem"),
    [
        ({"model": "campaigns.festival", "fields": {}}, "App 'campaigns' doesn't have a 'festival' model."),
        ({"model": "festivals.year", "fields": {}}, "No installed app with label 'festivals'."),
        ({"model": "year", "fields": {}}, "'year' is no model"),
        ({"model": "auth.user", "fields": {"username": "x"}}, "auth.user is not loaded from fixtures"),
        ({"model": "qualitymonth.revision", "fields": {}}, "qualitymonth.revision is not loaded from fixtures"),
        ({**year(), "pk": 1}, "not an object of exactly model and fields"),
        (["campaigns.year"], "not an object of exactly model and fields"),
        (without(year(), "number"), "number is missing"),
        (year(number=None), "number is None, which cannot be part of a key"),
        (year(number=[2023]), "number is [2023], which cannot be part of a key"),
        (year(), "duplicate key campaigns.year 2023, also in rows.json, row 1"),
        ({"model": "agencies.agencyname", "fields": {"agency": None}},
         "agency is None, not the natural key of a record"),
    ],
)  # fmt: skip
def test_a_row_that_means_nothing_is_named(tmp_path, last, problem):
    assert said(write(tmp_path, year(), last)) == [f"rows.json, row 2: {problem}"]


@pytest.mark.parametrize(
    ("last", "problem"),
    [
        (source(festival="x"), "unknown key 'festival'"),
        (source(id=5), "unknown key 'id'"),
        (source(version=7), "unknown key 'version'"),
        (source(created_at="2023-09-01T00:00:00Z"), "unknown key 'created_at'"),
        (without(source(), "title_en"), "title_en is missing"),
        (without(source(), "status"), "status is missing"),
        (source(sort_on=None), "sort_on is missing"),
        (source(kind=None), "kind is missing"),
        (source(title_zh="报\0道"), "title_zh holds a NUL character"),
        (source(title_zh="报\ufffd道"), "title_zh holds U+FFFD, the sign of a character lost in decoding"),
        (source(title_zh="报\ud800道"), "title_zh holds half of a surrogate pair"),
        (source(title_zh="质量月".encode().decode("latin-1")), "title_zh holds text decoded with the wrong encoding"),
        (source(title_en="质量".encode().decode("cp1252", "replace").replace("\ufffd", "\x8f")),
         "title_en holds text decoded with the wrong encoding"),
        (source(title_en="caf\u00c3\u00a9"), "title_en holds text decoded with the wrong encoding"),
        (source(title_en="the month\u00e2\u20ac\u2122s theme"), "title_en holds text decoded with the wrong encoding"),
        (source(title_zh="锟斤拷"), "title_zh holds text decoded with the wrong encoding"),
        (source(web_address="javascript:alert(1)"), "web_address is 'javascript:alert(1)': Enter a valid URL."),
        (source(web_address="ftp://example.org/a"), "web_address is 'ftp://example.org/a': Enter a valid URL."),
        (source(part_of=["nothing"]),
         "part_of refers to campaigns.source ['nothing'], which is neither in the fixtures nor in the database"),
        (source(part_of="report"),
         "part_of refers to campaigns.source 'report', which is neither in the fixtures nor in the database"),
        (source(part_of=[["report"]]),
         "part_of refers to campaigns.source [['report']], which is neither in the fixtures nor in the database"),
        (source(kind="gossip"), "kind is 'gossip': Value 'gossip' is not a valid choice."),
        (source(status="hidden"), "status is 'hidden': Value 'hidden' is not a valid choice."),
        (source(published_on="2023-02-30"),
         "published_on is '2023-02-30': '2023-02-30' is not a date: day is out of range for month"),
        (source(sort_on="2023-02-30"),
         "sort_on is '2023-02-30': “2023-02-30” value has the correct format (YYYY-MM-DD) but it is an invalid date."),
        (source(sort_on="20230901"), "sort_on is '20230901', which would be kept as '2023-09-01'"),
        (source(byline=5), "byline is 5, which would be kept as '5'"),
        (source(byline=["a"]), "byline is ['a'], which would be kept as \"['a']\""),
        (source(first_line="5"), "first_line is '5', which would be kept as 5"),
        (source(first_line=5.5), "first_line is 5.5, which would be kept as 5"),
        (source(first_line=True), "first_line is True, which would be kept as 1"),
        (source(byline="a" * 501),
         f"byline is '{'a' * 501}': Ensure this value has at most 500 characters (it has 501)."),
    ],
)  # fmt: skip
def test_a_value_that_a_column_would_not_keep_is_named_with_file_and_row(tmp_path, last, problem):
    assert said(write(tmp_path, year(), last)) == [f"rows.json, row 2: {problem}"]


def test_a_number_beyond_all_bounds_is_named(tmp_path):
    text = json.dumps([source(first_line=1)]).replace('"first_line": 1,', '"first_line": 1e999,')
    assert said(write(tmp_path, text=text)) == ["rows.json, row 1: first_line is inf, which no column takes"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{}", "not a list of rows"),
        ("[", "Expecting value: line 1 column 2 (char 1)"),
        ('[{"model": "campaigns.year", "fields": {"held": "yes", "held": "no"}}]',
         "'held' stands twice in the row of {\"held\": \"no\"}"),
    ],
    ids=["no list", "no JSON", "a key twice"],
)  # fmt: skip
def test_a_file_that_is_no_list_of_rows_is_named(tmp_path, text, problem):
    assert said(write(tmp_path, text=text)) == [f"rows.json: {problem}"]


def test_a_file_nested_without_end_is_named(tmp_path):
    (problem,) = said(write(tmp_path, text="[" * 100_000))
    assert problem.startswith("rows.json: maximum recursion depth exceeded")


def test_a_file_that_is_missing_or_not_utf_8_is_named(tmp_path):
    (tmp_path / "b.json").write_bytes("质量".encode("gb18030"))
    missing, garbled = said(tmp_path / "a.json", tmp_path / "b.json")
    assert missing.startswith("a.json: [Errno 2] No such file or directory")
    assert garbled.startswith("b.json: 'utf-8' codec can't decode byte")


def test_all_faults_of_all_files_are_named_at_once(tmp_path):
    first = write(tmp_path, year(held="perhaps", notes_zh="\0"), name="a.json")
    second = write(tmp_path, source(language="la", part_of=["x"]), name="b.json")
    assert [problem.split(" is ")[0].split(" refers ")[0].split(" holds ")[0] for problem in said(first, second)] == [
        "a.json, row 1: held", "a.json, row 1: notes_zh", "b.json, row 1: part_of", "b.json, row 1: language",
    ]  # fmt: skip


def test_what_a_constraint_of_the_database_refuses_is_named_with_file_and_row(tmp_path):
    (problem,) = said(write(tmp_path, year(), source(first_line=3)))
    assert problem.startswith("rows.json, row 2: the database refuses it: ")
    assert "source_part_has_lines" in problem


@pytest.mark.parametrize("text", ["Nǚ’ér “Héběi”", "a·b", "café”", "«Qualité»", "§ 5 – à “la carte”", "Ürümqi"])
def test_sound_text_with_accents_and_signs_is_not_taken_for_damage(tmp_path, text):
    assert read_rows([write(tmp_path, source(title_en=text))])[0].fields["title_en"] == text
    load([tmp_path / "rows.json"], lambda *_: None)
    assert Source.objects.get().title_en == text
