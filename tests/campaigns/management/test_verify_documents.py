"""``manage.py verify_documents``: what is transcribed, what is left, and whether it got worse."""

from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command

from tests.campaigns.builder.dossiers import DOSSIER, dossier_of, write_dossier

DOCUMENT = "主题：增强质量意识，25个部门\n市场监管总局\n启动仪式有三家企业\n\n下载全文\n".encode()
HEAD = "reports (document.txt): 5 lines"
ASIDE = """
[[set_aside]]
at = "reports:5"
reason = "page"

[[set_aside]]
at = "reports:3"
quote = "三家"
reason = "name"

[[claim]]
on = "activity:launch"
field = "title_zh"
at = "reports:3"
quote = "启动仪式"
"""


def verify(folder: Path, text: str, *options: str, content: bytes = DOCUMENT) -> tuple[list[str], str]:
    """Return what the command prints, line by line, and the error that it ends with."""
    (folder / "documents").mkdir(exist_ok=True)
    (folder / "documents" / "document.txt").write_bytes(content)
    write_dossier(folder / "dossiers", dossier_of(DOCUMENT, text))
    out, err = StringIO(), StringIO()
    try:
        call_command(
            "verify_documents", str(folder / "documents"), "--fixtures", str(folder), *options, stdout=out, stderr=err
        )
    except CommandError as error:
        return out.getvalue().splitlines() + err.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines(), ""


def test_totals_are_printed_by_document_and_what_is_left_fails(tmp_path):
    said, error = verify(tmp_path, DOSSIER)
    assert said == [
        "3 quotations stand where they are said to stand",
        f"{HEAD}: 2 cited, 1 boilerplate, 2 not accounted for; 2 details: 1 in claims, 0 set aside, 1 left",
    ]
    assert error == "2 lines are not accounted for, 1 details are left"


def test_a_document_of_which_nothing_is_left_passes(tmp_path):
    said, error = verify(tmp_path, DOSSIER + ASIDE)
    assert said == [
        "5 quotations stand where they are said to stand",
        f"{HEAD}: 3 cited, 2 boilerplate, 0 not accounted for; 2 details: 1 in claims, 1 set aside, 0 left",
        "every line and every detail is accounted for",
    ]
    assert error == ""


def test_each_line_and_each_detail_that_is_left_is_listed_on_demand(tmp_path):
    said, _ = verify(tmp_path, DOSSIER, "--list")
    assert said[2:] == [
        "  reports:3: not accounted for: 启动仪式有三家企业…",
        "  reports:5: not accounted for: 下载全文…",
        "  reports:3: number: …启动仪式有[三家]企业…",
    ]


def test_a_changed_document_is_named_with_both_checksums(tmp_path):
    said, error = verify(tmp_path, DOSSIER, content=DOCUMENT.replace(b"\n", b"\r\n"))
    (problem,) = said
    assert problem.startswith(
        "dossier.toml: source[0] (reports).file: document.txt has line endings CRLF where the recorded file has LF: "
    )
    assert problem.count("expected") == problem.count("found") == 1
    assert error == "1 problems"


def test_a_quotation_that_does_not_stand_on_its_line_is_named(tmp_path):
    said, error = verify(tmp_path, DOSSIER + ASIDE.replace('"三家"', '"四家"'))
    assert said == ["dossier.toml: set_aside[1].quote: '四家' does not stand on reports:3"]
    assert error == "1 problems"
