"""``manage.py serve``: serve the archive on this machine until Ctrl-C or SIGTERM."""

import errno
import os
import signal
import socket
import sys
from argparse import ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from qualitymonth.checks import several_processes_need_a_newer_sqlite

HOST = "127.0.0.1"


class Command(BaseCommand):
    """Check the port, prepare if asked to, and become the server."""

    help = f"Serve the archive on {HOST} with granian."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --port, --workers and --prepare."""
        parser.add_argument("--port", type=_port, default=8000, help="default: 8000")
        parser.add_argument("--workers", type=_count, default=2, help="server processes; default: 2")
        parser.add_argument("--prepare", action="store_true", help="run manage.py prepare before")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace this process by the server's; raise CommandError where the port cannot be had."""
        port, workers = options["port"], options["workers"]
        self._check_port(port)
        if options["prepare"]:
            try:
                call_command("prepare", stdout=self.stdout, stderr=self.stderr)
            except KeyboardInterrupt:
                raise CommandError("interrupted", returncode=130) from None
        for note in several_processes_need_a_newer_sqlite():
            self.stdout.write(f"note: {note.msg} {note.hint}")
        self.stdout.write(f"serving on http://{HOST}:{port}/ (Ctrl-C stops it)")
        self.stdout.flush()
        for connection in connections.all(initialized_only=True):
            connection.close()
            if hasattr(connection, "close_pool"):
                connection.close_pool()
        # A new program, so that nothing read before `prepare` lives on in it. Ctrl-C waits until it can be answered.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        path = os.pathsep.join(filter(None, [str(settings.BASE_DIR), os.environ.get("PYTHONPATH")]))
        os.execve(  # noqa: S606 - there is nothing a shell should read here
            sys.executable,
            [sys.executable, "-m", "qualitymonth.server", HOST, str(port), str(workers)],
            {**os.environ, "PYTHONPATH": path},
        )

    def _check_port(self, port: int) -> None:
        """Bind the port for a moment: the server itself would share it with whoever else is willing to."""
        with socket.socket() as probe:
            # Connections that just ended do not make a port taken; a listener does.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                reason = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be had ({error.strerror})"
                raise CommandError(f"Port {port} {reason}; choose another with PORT=…") from error


def _port(text: str) -> int:
    """Read a port number."""
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 65_535:  # noqa: PLR2004 - the last port
        raise ArgumentTypeError(f"{text!r} is not a port (1 to 65535)")
    return int(text)


def _count(text: str) -> int:
    """Read a number of processes."""
    if not text.isascii() or not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is not a number of processes")
    return int(text)
