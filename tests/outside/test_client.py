"""A client that is generated from the description is whole: its types hold, and what it reads is what the API says."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from qualitymonth.schema.document import PATH, kept
from tests.contract import resolved

#: No formatter is run over the client; it takes JSON Lines for text.
CONFIG = "post_hooks: []\ncontent_type_overrides: {application/jsonl: text/plain}\n"
#: What somebody writes who has the client and nothing else.
PROGRAM = """
import sys

from archive_client import Client
from archive_client.api.activities import activities_list, activities_retrieve
from archive_client.api.archive import root_retrieve
from archive_client.api.search import search_retrieve
from archive_client.models.activities_list_kind_item import ActivitiesListKindItem
from archive_client.models.activity import Activity
from archive_client.models.activity_detail import ActivityDetail
from archive_client.models.paginated_activity_list import PaginatedActivityList
from archive_client.models.found_page import FoundPage
from archive_client.models.problem import Problem

with Client(base_url=sys.argv[1]) as client:
    page = activities_list.sync(client=client, year=[2022, 2023], kind=[ActivitiesListKindItem.LAUNCH], page_size=5)
    assert isinstance(page, PaginatedActivityList)
    for listed in page.results:
        assert isinstance(listed, Activity)
        activity = activities_retrieve.sync(listed.slug, client=client)
        assert isinstance(activity, ActivityDetail)
        assert activity.title_zh == listed.title_zh
        assert {claim.source for claim in activity.claims}
    found = search_retrieve.sync(client=client, q="质量月")
    assert isinstance(found, FoundPage)
    refused = activities_list.sync(client=client, year=[1234])
    assert isinstance(refused, Problem)
    assert refused.status == 400
    print(page.count, found.count, len(page.results))
"""


#: What somebody writes who has a token besides.
WRITING = """
import sys

from archive_client import AuthenticatedClient
from archive_client.api.people import people_create, people_destroy, people_partial_update
from archive_client.models.patched_person_request import PatchedPersonRequest
from archive_client.models.person_detail import PersonDetail
from archive_client.models.person_request import PersonRequest

site, token = sys.argv[1:]
with AuthenticatedClient(base_url=site, token=token) as client:
    added = people_create.sync_detailed(client=client, body=PersonRequest(slug="zz-new", name_en="New"))
    assert isinstance(added.parsed, PersonDetail)
    body = PatchedPersonRequest(name_en="Newer")
    changed = people_partial_update.sync_detailed(
        "zz-new", client=client, body=body, if_match=added.headers["ETag"]
    )
    assert isinstance(changed.parsed, PersonDetail)
    assert changed.parsed.name_en == "Newer"
    stale = people_partial_update.sync_detailed("zz-new", client=client, body=body, if_match=added.headers["ETag"])
    gone = people_destroy.sync_detailed(
        "zz-new", client=client, if_match=changed.headers["ETag"], reason="a test"
    )
    print(added.status_code, changed.status_code, stale.status_code, gone.status_code)
"""


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate the client and return the folder in which it stands."""
    folder = tmp_path_factory.mktemp("generated")
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (folder / "program.py").write_text(PROGRAM, encoding="utf-8")
    (folder / "writing.py").write_text(WRITING, encoding="utf-8")
    run(
        folder, "-m", "openapi_python_client", "generate", "--path", str(PATH), "--meta", "none",
        "--output-path", "archive_client", "--config", "config.yaml", "--fail-on-warning",
    )  # fmt: skip
    return folder


def run(folder: Path, *command: str) -> str:
    """Run Python in ``folder`` and return what it says; fail with it where it fails."""
    told = subprocess.run(  # noqa: S603 - nothing here comes from outside
        [sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


@pytest.mark.django_db
def test_the_generated_client_and_programs_that_use_it_are_type_clean(generated):
    config = Path(settings.BASE_DIR) / "tests" / "outside" / "mypy.ini"
    run(generated, "-m", "mypy", "--config-file", str(config), "archive_client", "program.py", "writing.py")


@pytest.mark.django_db
def test_a_program_that_uses_the_generated_client_reads_the_archive(generated, site):
    activities, found, shown = map(int, run(generated, "program.py", site).split())
    assert activities > shown == 5
    assert found > 100


@pytest.mark.django_db
def test_a_program_that_uses_the_generated_client_writes_with_a_token(generated, site_to_write):
    assert run(generated, "writing.py", *site_to_write).split() == ["201", "200", "412", "204"]


@pytest.mark.django_db
def test_every_call_of_the_generated_client_gives_what_the_api_says(generated, site, monkeypatch):
    monkeypatch.syspath_prepend(generated)
    client: Any = import_module("archive_client").Client(base_url=site)
    with client:
        for path, operations in kept()["paths"].items():
            call = operations["get"]
            module = import_module(f"archive_client.api.{call['tags'][0]}.{call['operationId']}")
            words = {one["name"]: one["example"] for one in map(resolved, call["parameters"]) if one["required"]}
            answer = module.sync_detailed(client=client, **words)
            assert answer.status_code == 200, path
            if isinstance(answer.parsed, str):
                assert answer.parsed == answer.content.decode(), path
            else:
                assert answer.parsed.to_dict() == json.loads(answer.content), path
