"""``manage.py draft_dossier`` writes a draft, or says what is wrong and writes nothing."""

import hashlib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from campaigns.builder.read import parse_dossier
from tests.campaigns.drafting.texts import ARCHIVE, COLUMNS, REPORTS


@pytest.fixture
def fixtures(tmp_path: Path) -> Path:
    (tmp_path / "fixtures" / "dossiers").mkdir(parents=True)
    (tmp_path / "fixtures" / "dossiers" / "archive.toml").write_text(ARCHIVE, encoding="utf-8")
    return tmp_path / "fixtures"


def run(fixtures: Path, content: bytes, *words: str) -> tuple[str, str]:
    """Run the command on a file with ``content``; return what it printed and what it said."""
    path = fixtures.parent / "new.txt"
    path.write_bytes(content)
    out, err = StringIO(), StringIO()
    call_command("draft_dossier", str(path), "--fixtures", str(fixtures), *words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_draft_is_printed_and_the_summary_said(fixtures):
    printed, said = run(fixtures, REPORTS.encode())
    assert parse_dossier("draft.toml", printed).source[0].slug == "2030-reports"
    assert (
        said
        == """\
source: 3, 3 marked
year: 1, 1 marked
person: 2, 2 marked
campaign: 2, 2 marked
activity: 5, 5 marked
figure: 1, 1 marked
appearance: 2, 2 marked
issuers and organisers: 0, 0 marked
claims: 27, 0 marked
"""
    )


def test_the_draft_is_written_to_a_new_file(fixtures, tmp_path):
    output = tmp_path / "draft.toml"
    printed, said = run(fixtures, COLUMNS.encode(), "--slug", "tea", "--output", str(output))
    assert (printed, said.splitlines()[-1]) == ("", f"wrote {output}")
    assert parse_dossier("draft.toml", output.read_text(encoding="utf-8")).source[0].slug == "tea"


def test_a_file_that_exists_is_never_written_over(fixtures, tmp_path):
    output = tmp_path / "draft.toml"
    output.write_text("kept", encoding="utf-8")
    with pytest.raises(CommandError, match=r"draft\.toml exists and is left as it is; name another file$"):
        run(fixtures, COLUMNS.encode(), "--output", str(output))
    assert output.read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("质量".encode("gb18030"), r"new.txt is not UTF-8: byte 0, on line 1, is 0xd6; nothing was written"),
        (b" \n", r"new.txt is empty; a text in UTF-8 was expected; nothing was written"),
        ("质量月\r\n".encode(), r"new.txt has line endings CRLF; LF was expected, as in the file as received; nothing"),
        (b"2031-09-01\n", r"neither Chinese nor English was found; nothing was written"),
    ],
)
def test_a_file_that_is_no_document_is_named_and_nothing_written(fixtures, tmp_path, content, message):
    output = tmp_path / "draft.toml"
    with pytest.raises(CommandError, match=f"^{message}"):
        run(fixtures, content, "--output", str(output))
    assert not output.exists()


def test_a_folder_that_does_not_exist_is_named_and_nothing_written(fixtures, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        run(fixtures, COLUMNS.encode(), "--output", str(tmp_path / "none" / "draft.toml"))


def test_faults_of_the_dossiers_are_named(fixtures):
    (fixtures / "dossiers" / "archive.toml").write_text("nonsense", encoding="utf-8")
    with pytest.raises(CommandError, match=r"^1 problems in the dossiers; nothing was written$"):
        run(fixtures, COLUMNS.encode())


def test_a_file_that_is_recorded_is_drafted_under_its_source_and_said(fixtures):
    content = COLUMNS.encode()
    recorded = f"""
[[source]]
slug = "tea-notice"
title_zh = "茶"
kind = "official"
language = "zh"
script = "Hans"
file = "tea.txt"
sha256 = "{hashlib.sha256(content).hexdigest()}"
line_count = 26
"""
    (fixtures / "dossiers" / "archive.toml").write_text(ARCHIVE + recorded, encoding="utf-8")
    printed, said = run(fixtures, content)
    sentence = "The file is recorded: archive.toml has it as source tea-notice, with the same SHA-256."
    assert f"\n# {sentence}\n" in printed
    assert said.splitlines()[0] == sentence
    assert parse_dossier("draft.toml", printed).source[0].slug == "tea-notice"
