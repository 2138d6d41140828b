"""The server's process: granian, started so that it stops cleanly at any moment of its life.

Run by ``manage.py serve``. Granian's own command line leaves gaps that this closes: a worker that was still loading
the application did not hear that it should stop, one that heard Ctrl-C before its parent did was reported as a
failure, and one whose parent was killed went on serving.
"""

import os
import signal
import sys
import threading
import time
from typing import Any

#: Threads in each worker; as many as the connections that its pool may open to PostgreSQL.
THREADS = 4
#: How long a worker may take over its last answers before it is stopped by force.
PATIENCE_SECONDS = 10
STOPPING = {signal.SIGINT, signal.SIGTERM}


def serve(host: str, port: int, workers: int) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    from granian import Granian  # noqa: PLC0415 - see main
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    os.register_at_fork(before=_hold_signals, after_in_parent=_answer_signals, after_in_child=_obey_parent)
    Granian(
        "qualitymonth.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,  # granian's longest: a thread takes its database connection with it
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE_SECONDS,
        log_level=LogLevels.warning,
    ).serve(target_loader=_load, wrap_loader=False)


def _load() -> Any:
    """Load the application, in a worker."""
    threading.Thread(target=_follow_parent, args=(os.getppid(),), daemon=True).start()
    from qualitymonth.wsgi import application  # noqa: PLC0415 - each worker loads its own, after the fork

    return application


def _hold_signals() -> None:
    """Before a worker is made: let signals wait, lest a handler that means the parent runs in the worker."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)


def _answer_signals() -> None:
    """In the parent of a new worker: take signals again."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)


def _obey_parent() -> None:
    """In a new worker: SIGTERM ends it at once until granian takes over; Ctrl-C, still held, is the parent's affair."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


def _follow_parent(parent: int) -> None:
    """Stop this worker when its parent is gone."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Serve as the command line says: HOST PORT WORKERS."""
    # Until granian listens for it, Ctrl-C simply ends the process; manage.py serve held it back until here.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    host, port, workers = sys.argv[1:]
    serve(host, int(port), int(workers))


if __name__ == "__main__":
    main()
