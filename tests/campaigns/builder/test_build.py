"""The whole road from dossiers to bytes, and the command that walks it."""

import hashlib
import os
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from campaigns.builder.build import build, differences, write
from tests.campaigns.builder.dossiers import CANNOT, changed, dossier_of, write_dossier

FIXTURES = Path(settings.FIXTURES_DIR)


@pytest.fixture
def folder(tmp_path):
    """A copy of the committed fixtures, dossiers included."""
    return shutil.copytree(FIXTURES, tmp_path / "fixtures")


def run(folder, *words):
    """Run build_fixtures and return what it says."""
    out = StringIO()
    call_command("build_fixtures", *words, fixtures=folder, stdout=out)
    return out.getvalue().splitlines()


def fails(folder, *words):
    """Run build_fixtures, which is to fail with exit status 1, and return what it says."""
    err = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("build_fixtures", *words, fixtures=folder, stdout=StringIO(), stderr=err)
    assert caught.value.returncode == 1
    return [*err.getvalue().splitlines(), str(caught.value)]


def content(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.json")}


def test_the_committed_fixtures_are_what_the_dossiers_say():
    files = build(FIXTURES / "dossiers").files
    assert differences(files, FIXTURES) == []
    assert files == content(FIXTURES)


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_the_same_dossiers_give_the_same_bytes_whatever_the_seed_the_clock_and_the_locale(folder, seed):
    for number, path in enumerate(sorted((folder / "dossiers").iterdir())):
        os.utime(path, (number, 10**9 - number))
    program = (
        "import hashlib, pathlib, sys; from campaigns.builder.build import build\n"
        "files = build(pathlib.Path(sys.argv[1])).files\n"
        "print('django' in sys.modules, hashlib.sha256(b''.join(files.values())).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "America/Lima", "PYTHONUTF8": "0"}
    command = [sys.executable, "-c", program, str(folder / "dossiers")]
    printed = subprocess.run(  # noqa: S603 - our own program
        command, env=environment, cwd=settings.BASE_DIR, check=True, capture_output=True, text=True
    )
    digest = hashlib.sha256(b"".join(build(FIXTURES / "dossiers").files.values())).hexdigest()
    assert printed.stdout.split() == ["False", digest]


def test_check_passes_and_building_writes_nothing_while_all_is_up_to_date(folder):
    times = {path: path.stat().st_mtime_ns for path in folder.glob("*.json")}
    assert run(folder, "--check") == ["15 fixtures are what the dossiers say"]
    assert run(folder) == ["15 fixtures were up to date"]
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.json")} == times


def test_one_byte_of_a_dossier_fails_the_check_until_the_fixtures_are_rebuilt(folder):
    dossier = folder / "dossiers" / "2023-national-notice.toml"
    text = dossier.read_bytes()
    assert b"department_count = 25\n" in text
    dossier.write_bytes(text.replace("二十五个部门联合主办".encode(), "二十六个部门联合主办".encode(), 1))
    before = content(folder)
    assert fails(folder, "--check") == ["years.json is not what the dossiers say: run manage.py build_fixtures"]
    assert content(folder) == before
    assert run(folder) == ["wrote years.json"]
    assert run(folder, "--check") == ["15 fixtures are what the dossiers say"]
    assert "二十六个部门联合主办" in (folder / "years.json").read_text(encoding="utf-8")


def test_a_fixture_that_somebody_edited_fails_the_check(folder):
    path = folder / "years.json"
    path.write_bytes(path.read_bytes() + b"\n")
    assert fails(folder, "--check") == ["years.json is not what the dossiers say: run manage.py build_fixtures"]


def test_a_missing_fixture_fails_the_check_and_is_written(folder):
    (folder / "years.json").unlink()
    assert fails(folder, "--check") == ["years.json is missing: run manage.py build_fixtures"]
    assert run(folder) == ["wrote years.json"]
    assert content(folder) == content(FIXTURES)


def test_a_stray_fixture_fails_the_check(folder):
    (folder / "festivals.json").write_text("[]", encoding="utf-8")
    assert fails(folder, "--check") == ["festivals.json is built from no dossier: run manage.py build_fixtures"]


def test_with_a_fault_in_a_dossier_every_fault_is_said_and_nothing_is_written(tmp_path):
    write_dossier(tmp_path / "dossiers", changed('agency = "samr", name_zh', 'agency = "smar", name_zh'))
    assert fails(tmp_path) == [
        "dossier.toml: notice[0] (notice).issuers[0].agency: refers to agency 'smar', which no dossier holds",
        "1 problems; nothing was written",
    ]
    assert content(tmp_path) == {}


def test_with_a_wrong_quotation_nothing_is_written(tmp_path):
    document = "主题：增强质量意识\n市场监管总局\n最后一行\n".encode()
    (tmp_path / "document.txt").write_bytes(document)
    write_dossier(tmp_path / "dossiers", dossier_of(document))
    assert fails(tmp_path, "--documents", str(tmp_path)) == [
        "dossier.toml: campaign[0] (2023-national).claims[1]: '25个部门' does not stand on reports:1",
        "1 problems; nothing was written",
    ]
    assert content(tmp_path) == {}


def test_without_the_documents_nothing_is_written(tmp_path):
    document = "第一行\n第二行\n第三行\n".encode()
    expected = hashlib.sha256(document).hexdigest()
    write_dossier(tmp_path / "dossiers", dossier_of(document))
    assert fails(tmp_path, "--documents", str(tmp_path)) == [
        f"dossier.toml: source[0] (reports).file: document.txt {CANNOT} {expected} expected, no file found",
        "1 problems; nothing was written",
    ]
    assert content(tmp_path) == {}


def test_with_the_right_documents_the_quotations_are_counted_and_the_fixtures_written(tmp_path):
    document = "主题：增强质量意识，25个部门\n市场监管总局\n最后一行\n".encode()
    (tmp_path / "document.txt").write_bytes(document)
    write_dossier(tmp_path / "dossiers", dossier_of(document))
    said = run(tmp_path, "--documents", str(tmp_path))
    assert said[0] == "3 quotations stand where they are said to stand"
    assert said[1].startswith("wrote provinces.json, agencies.json, sources.json, ")
    assert len(content(tmp_path)) == 15


def test_a_fixture_is_written_whole(tmp_path):
    assert write({"years.json": b"[]\n"}, tmp_path) == ["years.json"]
    assert [path.name for path in tmp_path.iterdir()] == ["years.json"]
    assert write({"years.json": b"[]\n"}, tmp_path) == []


def test_fixtures_end_with_a_newline_and_hold_no_escapes():
    for name, text in content(FIXTURES).items():
        assert text.endswith(b"\n"), name
        assert rb"\u" not in text, name
