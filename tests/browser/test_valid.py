"""Every kind of page is valid HTML and the style sheets valid CSS, says the Nu HTML checker (``make check-html``)."""

import os
import shutil
import subprocess
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from django.conf import settings

from tests.browser.addresses import PREFIXES, STATUS

VNU = os.environ.get("VNU", "")
JAVA = shutil.which("java")

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not (VNU and JAVA), reason="needs Java and VNU=path/to/vnu.jar (npm: vnu-jar)"),
]


def checked(*arguments: str) -> list[str]:
    """Return what the checker finds: nothing where all is well."""
    command = [str(JAVA), "-jar", VNU, "--exit-zero-always", "--errors-only", *arguments]
    done = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # noqa: S603
    return done.stdout.splitlines()


def test_every_kind_of_page_is_valid_html(site, tmp_path):
    for number, address in enumerate(prefix + address for prefix in PREFIXES.values() for address in STATUS):
        try:
            with urlopen(site + quote(address, safe="/?&=+")) as answer:  # noqa: S310 - our own
                html = answer.read()
        except HTTPError as fault:
            html = fault.read()
        name = address.strip("/").replace("/", "_").split("?")[0]
        (tmp_path / f"{number:03}-{name}.html").write_bytes(html)
    assert checked("--skip-non-html", str(tmp_path)) == []


@pytest.mark.parametrize("sheet", sorted(Path(settings.BASE_DIR).glob("static/css/*.css")), ids=lambda path: path.name)
def test_every_style_sheet_is_valid(sheet):
    assert checked("--css", str(sheet)) == []
