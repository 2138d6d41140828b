import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

HOST = "127.0.0.1"


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as servers with several workers do
        listener.bind((HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def free() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(port: int, tmp_path, *options: str) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'archive.sqlite3'}", "SECRET_KEY": "a" * 50}
    command = [sys.executable, "manage.py", "serve", "--port", str(port), *options]
    with subprocess.Popen(  # noqa: S603 - nothing here comes from outside
        command,
        cwd=settings.BASE_DIR,
        env=environment,
        text=True,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as server:
        try:
            yield server
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGKILL)


def answers(port: int) -> bool:
    """Tell whether somebody answers on ``port``, within 20 seconds."""
    for _ in range(200):
        try:
            with socket.create_connection((HOST, port), timeout=20) as client:
                client.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
                return client.recv(9).startswith(b"HTTP/1.")
        except ConnectionRefusedError:
            time.sleep(0.1)
    return False


def test_a_port_that_is_taken_is_said_in_one_line(taken):
    with pytest.raises(CommandError, match=rf"^Port {taken} is taken; choose another with PORT=…$") as caught:
        call_command("serve", port=taken)
    assert caught.value.returncode == 1


def test_a_taken_port_is_noticed_before_anything_is_prepared(taken, tmp_path):
    with serving(taken, tmp_path, "--prepare") as server:
        out, _ = server.communicate(timeout=30)
    assert server.returncode == 1
    assert out.splitlines()[-1] == f"CommandError: Port {taken} is taken; choose another with PORT=…"
    assert "database:" not in out


@pytest.mark.parametrize("port", ["0", "65536", "-1", "8000.5", "http", "８０００", ""])
def test_what_is_no_port_is_refused(port):
    with pytest.raises(CommandError, match="--port"):
        call_command("serve", f"--port={port}")


@pytest.mark.parametrize("workers", ["0", "-1", "two"])
def test_there_is_at_least_one_worker(workers):
    with pytest.raises(CommandError, match="--workers"):
        call_command("serve", f"--workers={workers}")


@pytest.mark.parametrize("stop", ["SIGTERM", "Ctrl-C"])
def test_the_server_answers_and_stops_without_a_trace(stop, free, tmp_path):
    with serving(free, tmp_path) as server:
        assert answers(free)
        if stop == "SIGTERM":
            server.terminate()
        else:
            os.killpg(server.pid, signal.SIGINT)  # a terminal sends it to all at once
        out, _ = server.communicate(timeout=30)
    assert server.returncode == 0
    assert f"serving on http://{HOST}:{free}/ (Ctrl-C stops it)" in out
    assert "Traceback" not in out
    assert "worker" not in out  # granian reports one that ended unbidden
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((HOST, free))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_workers_do_not_outlive_a_server_that_was_killed(free, tmp_path):
    with serving(free, tmp_path) as server:
        assert answers(free)
        server.kill()
        server.wait()
        deadline = time.monotonic() + 20
        while session(server.pid) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert session(server.pid) == []


def session(leader: int) -> list[int]:
    """Return the processes still running in the session of ``leader``."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            state, _, _, its_session, *_ = path.read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(its_session) == leader and state != "Z":
                found.append(int(path.parent.name))
    return found
