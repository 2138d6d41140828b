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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("examples", "fewer"), [pytest.param(25, ALIKE, id="25"), pytest.param(200, "", marks=pytest.mark.long, id="200")]
)
def test_no_question_breaks_the_api_or_its_description(site, tmp_path, examples, fewer):
    config = tmp_path / "schemathesis.toml"
    config.write_text((HERE / "schemathesis.toml").read_text(encoding="utf-8") + fewer, encoding="utf-8")
    command = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(config),
        "run", f"{site}/api/v1/schema/", "--max-examples", str(examples),
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(settings.BASE_DIR)}
    told = subprocess.run(  # noqa: S603 - nothing here comes from outside
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout[-20_000:] + told.stderr
    assert [phase for phase in PHASES if f"✅  {phase} " not in told.stdout] == []
