"""The production server, as ``make run`` starts it, for tests that ask it from outside."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings

HOST = "127.0.0.1"
START_SECONDS = 120


@contextmanager
def serving(folder: Path, *options: str, **environment: str) -> Iterator[str]:
    """Serve with files of its own in ``folder`` while the block runs, and hand over the address."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(  # noqa: S603 - nothing here comes from outside
            [sys.executable, "manage.py", "serve", *options, "--port", str(port)],
            cwd=settings.BASE_DIR,
            env={**os.environ, **surroundings(folder), **environment},
            stdout=log,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        try:
            _wait_for(f"http://{HOST}:{port}/readyz", server, folder / "log")
            yield f"http://{HOST}:{port}"
        finally:
            server.terminate()


def surroundings(folder: Path) -> dict[str, str]:
    """Return the settings of a site that has all its files, its database included, in ``folder``."""
    return {
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'archive.sqlite3'}",
        "DATABASE_REPLICA_URL": "",
        "DJANGO_SETTINGS_MODULE": "qualitymonth.settings",
    }


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers; fail with what it wrote if it ended or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=10):  # noqa: S310 - our own
                return
        except URLError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8')}")
