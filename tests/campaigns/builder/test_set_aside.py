"""Passages set aside become rows among the sources, and are refused where they cannot be."""

import json

import pytest

from campaigns.builder.build import build
from tests.campaigns.builder.dossiers import DOSSIER, dossier_of, said, write_dossier

DOCUMENT = "第一行\n第二行\n第三行\n".encode()
AT = "^[a-z0-9]+(-[a-z0-9]+)*:[1-9][0-9]*(-[1-9][0-9]*)?$"
REASONS = "'page', 'repeat', 'name', 'reference', 'appeal', 'terms', 'emphasis' or 'damage'"
LONG = "增" * 41


def table(at: str, more: str = "", reason: str = "page") -> str:
    return f'[[set_aside]]\nat = "{at}"\nreason = "{reason}"\n{more}\n'


def with_tables(*tables: str) -> str:
    """Return a dossier whose source has three lines, with ``tables``."""
    return dossier_of(DOCUMENT, DOSSIER + "".join(tables))


def rows_of(folder):
    """Return the rows of passages set aside, which stand after all sources."""
    rows = json.loads(build(folder).files["sources.json"])
    models = [row["model"] for row in rows]
    assert models == sorted(models, key=["campaigns.source", "campaigns.setaside"].index)
    return [row for row in rows if row["model"] == "campaigns.setaside"]


def row(source, line, **given):
    fields = {
        "line": line, "line_end": None, "note_en": "", "note_zh": "", "quote": "", "quote_end": "", "reason": "page",
        "source": [source],
    }  # fmt: skip
    return {"model": "campaigns.setaside", "fields": fields | given}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (table("reports:1"), row("reports", 1)),
        (table("reports:1-3", reason="terms"), row("reports", 1, line_end=3, reason="terms")),
        (table("reports:2-2"), row("reports", 2)),
        (table("reports:1", 'quote = "一"', "emphasis"), row("reports", 1, quote="一", reason="emphasis")),
        (table("report-hebei:2-3", 'quote = "第二"\nquote_end = "第三"'),
         row("report-hebei", 2, line_end=3, quote="第二", quote_end="第三")),
        (table("reports:1", 'note_zh = "页眉"\nnote_en = "Header"'),
         row("reports", 1, note_zh="页眉", note_en="Header")),
        (table("reports:1", f'quote = "{LONG[:40]}"\nquote_end = "{LONG[:40]}"'),
         row("reports", 1, quote=LONG[:40], quote_end=LONG[:40])),
    ],
)  # fmt: skip
def test_a_passage_set_aside_becomes_a_row_with_every_column(tmp_path, text, expected):
    assert rows_of(write_dossier(tmp_path, with_tables(text))) == [expected]


def test_columns_stand_in_the_order_of_their_names(tmp_path):
    (found,) = rows_of(write_dossier(tmp_path, with_tables(table("reports:1"))))
    assert list(found["fields"]) == [
        "line", "line_end", "note_en", "note_zh", "quote", "quote_end", "reason", "source",
    ]  # fmt: skip


def test_passages_of_all_dossiers_are_sorted_by_source_line_and_words_lines_by_value(tmp_path):
    tables = [table("reports:10"), table("reports:2", 'quote = "乙"'), table("reports:2", 'quote = "丙"')]
    write_dossier(tmp_path, DOSSIER + "".join(tables))
    (tmp_path / "z.toml").write_text(table("report-hebei:3") + table("reports:2"), encoding="utf-8")
    assert rows_of(tmp_path) == [
        row("report-hebei", 3), row("reports", 2), row("reports", 2, quote="丙"), row("reports", 2, quote="乙"),
        row("reports", 10),
    ]  # fmt: skip


def test_dossiers_that_set_nothing_aside_give_no_rows(tmp_path):
    assert rows_of(write_dossier(tmp_path)) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (table("raports:1"), "at: refers to source 'raports', which no dossier holds"),
        (table("report-hebei:1"), "at: 'report-hebei:1' is outside lines 2 to 3 of that source"),
        (table("report-hebei:2-4"), "at: 'report-hebei:2-4' is outside lines 2 to 3 of that source"),
        (table("reports:4"), "at: 'reports:4' is beyond line 3, the last of that source"),
        (table("reports:3-4"), "at: 'reports:3-4' is beyond line 3, the last of that source"),
        (table("reports:3-2"), "at: 'reports:3-2' ends before it begins"),
        (table("report-hebei:3-2"), "at: 'report-hebei:3-2' ends before it begins"),
        (table("reports:1", 'quote_end = "一"'), "quote_end: a passage that ends at words begins at words"),
        (table("reports"), f"at: String should match pattern '{AT}'"),
        (table("reports:"), f"at: String should match pattern '{AT}'"),
        (table("reports:0"), f"at: String should match pattern '{AT}'"),
        (table("reports:1-"), f"at: String should match pattern '{AT}'"),
        (table("Reports:1"), f"at: String should match pattern '{AT}'"),
        (table("reports:1", reason="dull"), f"reason: Input should be {REASONS}"),
        (table("reports:1").replace('reason = "page"', ""), "reason: Field required"),
        (table("reports:1", f'quote = "{LONG}"'), "quote: Value error, quotation of 41 characters; at most 40"),
        (table("reports:1", f'quote = "一"\nquote_end = "{LONG}"'),
         "quote_end: Value error, quotation of 41 characters; at most 40"),
        (table("reports:1", 'quote = ""'), "quote: String should have at least 1 character"),
        (table("reports:1", 'note = "页眉"'), "note: Extra inputs are not permitted"),
    ],
)  # fmt: skip
def test_a_passage_that_cannot_be_is_refused_with_file_and_key_path(tmp_path, text, problem):
    assert said(tmp_path, with_tables(text)) == [f"dossier.toml: set_aside[0].{problem}"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (table("reports:1"), table("reports:1", 'note_en = "Again"', "repeat")),
        (table("reports:1"), table("reports:1-2")),
        (table("reports:1", 'quote = "第"'), table("reports:1", 'quote = "第"\nquote_end = "行"')),
    ],
)
def test_the_same_beginning_set_aside_twice_is_refused_with_the_other_place(tmp_path, first, second):
    assert said(tmp_path, with_tables(first, second)) == [
        "dossier.toml: set_aside[1].at: duplicate passage: also at dossier.toml set_aside[0]"
    ]


def test_a_passage_set_aside_in_two_dossiers_is_refused_with_both_places(tmp_path):
    (tmp_path / "a.toml").write_text(table("reports:2") + table("reports:1"), encoding="utf-8")
    assert said(tmp_path, with_tables(table("reports:1"))) == [
        "dossier.toml: set_aside[0].at: duplicate passage: also at a.toml set_aside[1]"
    ]


def test_every_fault_of_every_passage_is_named_at_once(tmp_path):
    assert said(tmp_path, with_tables(table("reports:5", 'quote_end = "行"'), table("raports:1"))) == [
        "dossier.toml: set_aside[0].at: 'reports:5' is beyond line 3, the last of that source",
        "dossier.toml: set_aside[0].quote_end: a passage that ends at words begins at words",
        "dossier.toml: set_aside[1].at: refers to source 'raports', which no dossier holds",
    ]
