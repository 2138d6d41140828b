import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command

from campaigns.builder.rows import FILES
from campaigns.models import Year
from qualitymonth.management.commands.prepare import STAMP


@pytest.fixture(autouse=True)
def _checkout(settings, tmp_path):
    """An archive without records, with one style sheet, that has never been started."""
    settings.VAR_DIR = tmp_path / "var"
    settings.STATIC_ROOT = settings.VAR_DIR / "static"
    settings.FIXTURES_DIR = tmp_path / "fixtures"
    settings.FIXTURES_DIR.mkdir()
    for name in FILES.values():
        (settings.FIXTURES_DIR / f"{name}.json").write_text("[]\n", encoding="utf-8")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [tmp_path / "own"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "site.css").write_text("a{}\n", encoding="utf-8")


def prepare() -> list[str]:
    out = io.StringIO()
    call_command("prepare", stdout=out, stderr=out)
    return out.getvalue().splitlines()


def collected(settings) -> str:
    manifest = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text(encoding="utf-8"))
    path: Path = settings.STATIC_ROOT / manifest["paths"]["site.css"]
    return path.read_text(encoding="utf-8")


@pytest.mark.django_db
def test_a_first_call_collects_the_static_files_under_names_that_follow_their_content(settings):
    assert "static files: collecting" in prepare()
    assert collected(settings) == "a{}\n"
    assert sorted(path.name for path in settings.VAR_DIR.iterdir()) == ["prepare.lock", "static"]


@pytest.mark.django_db
def test_a_second_call_does_nothing(settings):
    prepare()
    before = {path: path.stat().st_mtime_ns for path in settings.STATIC_ROOT.rglob("*")}
    lines = prepare()
    assert lines[:3] == ["database: up to date", "translations: up to date", "static files: up to date"]
    assert len(lines) == 4
    assert {path: path.stat().st_mtime_ns for path in settings.STATIC_ROOT.rglob("*")} == before


@pytest.mark.django_db
def test_a_changed_static_file_is_collected_even_if_it_is_older(settings, tmp_path):
    prepare()
    (tmp_path / "own" / "site.css").write_text("b{}\n", encoding="utf-8")
    os.utime(tmp_path / "own" / "site.css", (0, 0))  # as when an older version is checked out
    prepare()
    assert collected(settings) == "b{}\n"


@pytest.mark.django_db
def test_a_static_file_that_is_gone_is_gone_from_the_collection(settings, tmp_path):
    (tmp_path / "own" / "old.css").write_text("c{}\n", encoding="utf-8")
    prepare()
    (tmp_path / "own" / "old.css").unlink()
    prepare()
    assert not list(settings.STATIC_ROOT.glob("old*"))


@pytest.mark.django_db
def test_a_collection_that_was_interrupted_is_not_served_and_made_anew(settings, monkeypatch):
    prepare()
    before = collected(settings)
    (settings.STATIC_ROOT / STAMP).write_text("of other files", encoding="ascii")
    unfinished = settings.STATIC_ROOT.with_name("static.new")
    unfinished.mkdir()
    (unfinished / "site.css").write_text("half of i", encoding="utf-8")

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("django.contrib.staticfiles.storage.ManifestFilesMixin.save_manifest", interrupted)
        with pytest.raises(KeyboardInterrupt):
            prepare()
    assert collected(settings) == before
    prepare()
    assert collected(settings) == before
    assert not unfinished.exists()


@pytest.mark.django_db
def test_what_an_interruption_left_out_after_migrating_is_made_up_for():
    Permission.objects.filter(codename="add_logentry").delete()
    prepare()
    assert Permission.objects.filter(codename="add_logentry").exists()


def test_a_checkout_is_brought_from_nothing_to_a_loaded_archive_and_left_alone_afterwards(tmp_path):
    start = f"""
import django
from django.conf import settings
from django.core.management import call_command
from pathlib import Path
settings.VAR_DIR = Path({str(tmp_path)!r})
settings.STATIC_ROOT = settings.VAR_DIR / "static"
django.setup()
call_command("prepare")
"""

    def run() -> str:
        return subprocess.run(  # noqa: S603 - nothing here comes from outside
            [sys.executable, "-c", start],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DATABASE_URL": f"sqlite:///{tmp_path / 'archive.sqlite3'}",
                "DJANGO_SETTINGS_MODULE": "qualitymonth.settings",
                "SECRET_KEY": "a" * 50,
            },
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    first, second = run(), run()
    assert re.match(r"database: applying \d+ migrations\n", first)
    assert re.search(r"\d+ rows created, 0 updated", first)
    assert second == (
        f"database: up to date\ntranslations: up to date\nstatic files: up to date\n{first.splitlines()[-1]}\n"
    )


@pytest.mark.django_db
def test_fixtures_that_cannot_be_loaded_stop_the_start(settings):
    (settings.FIXTURES_DIR / "years.json").unlink()
    with pytest.raises(CommandError, match=r"years\.json"):
        prepare()


@pytest.mark.django_db
def test_fixtures_in_conflict_with_staff_do_not_keep_the_archive_from_opening(settings):
    years = settings.FIXTURES_DIR / "years.json"
    row = {"model": "campaigns.year", "fields": {"number": 2024, "held": "yes", "notes_zh": "", "notes_en": "",
                                                 "status": "published"}}  # fmt: skip
    years.write_text(json.dumps([row]), encoding="utf-8")
    prepare()
    year = Year.objects.get(number=2024)
    year.notes_en = "What staff know."
    year.save()
    row["fields"]["notes_en"] = "What the dossier says."  # type: ignore[index]
    years.write_text(json.dumps([row]), encoding="utf-8")
    lines = prepare()
    assert 'conflict: campaigns.year 2024, notes_en: loaded last ""; archive "What staff know."; fixtures "What' in (
        "\n".join(lines)
    )
    assert any(line.startswith("fixtures not loaded: 1 conflicts between fixtures and staff") for line in lines)
    assert lines[-1].startswith("archive: at revision ")
    year.refresh_from_db()
    assert year.notes_en == "What staff know."
