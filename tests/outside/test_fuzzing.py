"""Nothing that schemathesis asks breaks the API or its description."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

HERE = Path(__file__).parent
PHASES = ("Examples", "Coverage", "Fuzzing", "Stateful")


#: Kinds that share the view, the filters and the fields of those beside them. Without the long tests the cases that
#: cover each word and bound one by one are tried on the others alone; all other phases, on these as well.
ALIKE = """
[[operations]]
include-tag = ["agencies", "appearances", "campaigns", "figures", "notices", "people", "precedents", "sections",
               "series", "slogans", "sources"]
phases.coverage.enabled = false
"""

#: What the form at the desk asks beyond the description is told in words there, not in the description.
WRITTEN = """
[checks.positive_data_acceptance]
enabled = false
"""


examples = pytest.mark.parametrize("examples", [25, pytest.param(200, marks=pytest.mark.long)])


@pytest.mark.django_db
@examples
def test_no_question_breaks_the_api_or_its_description(site, tmp_path, examples):
    told = ask(site, tmp_path, "--max-examples", str(examples), more=ALIKE if examples < 200 else "")
    assert [phase for phase in PHASES if f"✅  {phase} " not in told] == []


@pytest.mark.django_db
@examples
def test_nothing_that_staff_send_breaks_the_api_or_its_description(site_to_write, tmp_path, examples):
    site, token = site_to_write
    methods = [word for method in ("POST", "PATCH", "DELETE") for word in ("--include-method", method)]
    header = f"Authorization: Bearer {token}"
    fewer = ALIKE if examples < 200 else ""
    ask(site, tmp_path, "--max-examples", str(examples), "-H", header, *methods, more=WRITTEN + fewer)


def ask(site, folder, *options, more):
    """Let schemathesis ask; return what it says, and fail with it where anything is wrong."""
    config = folder / "schemathesis.toml"
    config.write_text((HERE / "schemathesis.toml").read_text(encoding="utf-8") + more, encoding="utf-8")
    description = f"{site}/api/v1/schema/"
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run", description, *options]
    environment = {**os.environ, "PYTHONPATH": str(settings.BASE_DIR)}
    told = subprocess.run(  # noqa: S603 - nothing here comes from outside
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout[-20_000:] + told.stderr
    return told.stdout
