"""The data package: whole, valid, the same bytes each time, and what the API says."""

import csv
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from hashlib import sha256
from io import StringIO
from pathlib import Path

import frictionless
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from campaigns.models import Activity
from qualitymonth.dataset import database, latest, package
from qualitymonth.dataset.tables import tables
from qualitymonth.exports import cell
from tests import factories
from tests.reading import api

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


def export(target: Path) -> str:
    out = StringIO()
    call_command("export_dataset", str(target), stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def folder(archive, django_db_blocker, tmp_path_factory) -> Path:  # noqa: ARG001 - the archive must be there
    target = tmp_path_factory.mktemp("package") / "archive"
    with django_db_blocker.unblock():
        export(target)
    return Path(target)


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in package.files(folder)}


def test_the_package_is_valid_with_every_key_and_reference(folder, monkeypatch):
    monkeypatch.chdir(folder)
    report = frictionless.Package("datapackage.json").validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]
    assert len(report.tasks) == 2 * len(tables()) + sum(len(table.lists) for table in tables()) + 1


def test_a_reference_that_leads_nowhere_would_be_seen(tmp_path, monkeypatch):
    copy = tmp_path / "copy"
    export(copy)
    path = copy / "data" / "activity-organisers.csv"
    head, first, *others = path.read_text(encoding="utf-8").splitlines()
    parts = first.split(",")
    parts[2] = "nobody"
    path.write_text("\n".join([head, ",".join(parts), *others]), encoding="utf-8")
    monkeypatch.chdir(copy)
    faults = frictionless.Package("datapackage.json").validate().flatten(["type"])
    assert ["foreign-key"] in faults


def test_each_export_gives_the_same_bytes(folder, tmp_path):
    export(tmp_path / "again")
    assert contents(tmp_path / "again") == contents(folder)
    export(tmp_path / "one.zip")
    export(tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        assert {name.removeprefix(f"{package.NAME}/"): packed.read(name) for name in packed.namelist()} == contents(
            folder
        )


def test_the_json_lines_hold_the_apis_records_without_addresses(client, folder):
    for table in tables():
        lines = (folder / "data" / f"{table.name}.jsonl").read_text(encoding="utf-8").splitlines()
        held = {record[table.key[0]]: record for record in map(json.loads, lines)}
        said = {record[table.key[0]]: record for record in api(client, table.name)}
        for record in said.values():
            del record["url"], record["html_url"]
        assert held == said


def test_the_tables_say_what_the_records_say(folder):
    with sqlite3.connect(folder / package.DATABASE) as stored:
        stored.row_factory = sqlite3.Row
        for table in tables():
            lines = (folder / "data" / f"{table.name}.jsonl").read_text(encoding="utf-8").splitlines()
            records = [json.loads(line) for line in lines]
            names = [column.name for column in table.columns]
            assert rows(folder, table.name) == [{name: cell(record[name]) for name in names} for record in records]
            kept = [dict(row) for row in stored.execute(f'SELECT * FROM "{table.name}" ORDER BY rowid')]  # noqa: S608 - ours
            assert kept == [{name: record[name] for name in names} for record in records]
            for one in table.lists:
                members = [
                    (record[table.key[0]], position, member if isinstance(member, str) else {**member})
                    for record in records
                    for position, member in enumerate(record[one.field], start=1)
                ]
                told = rows(folder, one.name)
                assert [(row[one.key[0]], int(row["position"])) for row in told] == [member[:2] for member in members]
                for row, (*_, member) in zip(told, members, strict=True):
                    shown = {one.columns[-1].name: member} if isinstance(member, str) else member
                    assert {name: row[name] for name in shown if name != "position"} == {
                        name: cell(value) for name, value in shown.items() if name != "position"
                    }
    stored.close()


def test_what_a_spreadsheet_would_run_is_held_back_in_csv_alone(tmp_path):
    activity = factories.make_activity(title_en="=1+1")
    export(tmp_path / "package")
    assert [row["title_en"] for row in rows(tmp_path / "package", "activities") if row["slug"] == activity.slug] == [
        "'=1+1"
    ]
    with sqlite3.connect(tmp_path / "package" / package.DATABASE) as stored:
        asked = stored.execute("SELECT title_en FROM activities WHERE slug = ?", [activity.slug])
        assert asked.fetchall() == [("=1+1",)]
    stored.close()


def test_drafts_and_what_refers_to_them_are_not_told(tmp_path, monkeypatch):
    series = factories.make_series(status="draft")
    province = factories.make_province(status="draft")
    seen = factories.make_activity(series=series)
    seen.locations.create(province=province)
    hidden = factories.make_activity(campaign=factories.make_campaign(status="draft"))
    export(tmp_path / "package")
    told = {row["slug"]: row for row in rows(tmp_path / "package", "activities")}
    assert told[seen.slug]["series"] == ""
    assert hidden.slug not in told
    assert len(told) == Activity.objects.published().count()
    assert seen.slug not in {row["activity"] for row in rows(tmp_path / "package", "activity-provinces")}
    monkeypatch.chdir(tmp_path / "package")
    assert frictionless.Package("datapackage.json").validate().valid


def test_checksums_revision_and_licence_stand_in_the_package(folder):
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert described["revision"] == 1
    assert described["licenses"] == [{"name": "MIT", "title": "MIT License", "path": "LICENSE"}]
    assert (folder / "LICENSE").read_bytes() == (settings.BASE_DIR / "LICENSE").read_bytes()
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert "Revision 1 of the archive" in readme
    assert "第 1 版" in readme
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    held = {name: sha256(content).hexdigest() for name, content in contents(folder).items() if name != "SHA256SUMS"}
    assert sums == held


def test_every_column_has_a_type_and_a_meaning():
    columns = [column for table in tables() for one in table.all for column in one.columns]
    assert {column.type for column in columns} == {"string", "integer", "number", "boolean", "datetime"}
    assert [column.name for column in columns if not column.description] == []


def test_it_says_how_far_it_is(tmp_path):
    said = export(tmp_path / "package").splitlines()
    assert f"activities: {Activity.objects.published().count()} records" in said
    assert said[-1].startswith("wrote package: revision 1, ")


def test_an_interruption_leaves_what_was_there(tmp_path, monkeypatch):
    export(tmp_path / "package")
    before = contents(tmp_path / "package")

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(database.Database, "finish", interrupt)
    with pytest.raises(CommandError, match="interrupted; nothing was written") as caught:
        export(tmp_path / "package")
    assert caught.value.returncode == 130
    assert contents(tmp_path / "package") == before
    assert [path.name for path in tmp_path.iterdir()] == ["package"]


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(CommandError, match="holds something else"):
        export(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_target_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CommandError, match="nothing was written"):
        export(tmp_path / "file" / "package")


@pytest.fixture(scope="module")
def stored(archive, django_db_blocker, tmp_path_factory) -> Path:  # noqa: ARG001 - the archive must be there
    """The archive in a file, for other processes to read."""
    if connection.vendor != "sqlite":
        pytest.skip("the processes read an SQLite file")
    path = tmp_path_factory.mktemp("stored") / "archive.sqlite3"
    with django_db_blocker.unblock():
        copy = sqlite3.connect(path)
        connection.connection.backup(copy)
        copy.close()
    return Path(path)


def test_two_processes_give_the_same_bytes(stored, tmp_path):
    for name, seed in (("one", "1"), ("two", "2")):
        subprocess.run(  # noqa: S603 - this very interpreter
            [sys.executable, "manage.py", "export_dataset", str(tmp_path / f"{name}.zip"), "--verbosity", "0"],
            cwd=settings.BASE_DIR, check=True, capture_output=True,
            env={**os.environ, "DATABASE_URL": f"sqlite:///{stored}", "DATABASE_REPLICA_URL": "",
                 "VAR_DIR": str(tmp_path), "PYTHONHASHSEED": seed},
        )  # fmt: skip
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_the_latest_is_made_once_a_revision(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    call_command("export_dataset", if_outdated=True, verbosity=0, stdout=StringIO())
    first = latest.latest()
    assert first
    assert first.is_current()
    call_command("export_dataset", if_outdated=True, stdout=(out := StringIO()))
    assert out.getvalue() == ""
    factories.make_series()
    assert not first.is_current()
    call_command("export_dataset", if_outdated=True, verbosity=0, stdout=StringIO())
    second = latest.latest()
    assert second
    assert second.revision > first.revision
    assert [path.name for path in (tmp_path / "dataset").glob("*.zip")] == [second.file]
