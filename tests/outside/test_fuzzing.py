"""Nothing that schemathesis asks breaks the API or its description."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

HERE = Path(__file__).parent
PHASES = ("Examples", "Coverage", "Fuzzing", "Stateful")


@pytest.mark.django_db
@pytest.mark.parametrize("examples", [25, pytest.param(200, marks=pytest.mark.long)])
def test_no_question_breaks_the_api_or_its_description(site, examples):
    command = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"),
        "run", f"{site}/api/v1/schema/", "--max-examples", str(examples),
    ]  # fmt: skip
    told = subprocess.run(  # noqa: S603 - nothing here comes from outside
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout[-20_000:] + told.stderr
    assert [phase for phase in PHASES if f"✅ {phase} " not in told.stdout] == []
