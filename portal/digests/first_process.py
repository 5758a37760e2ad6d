"""The first process of a container, whose end would end all others at once.

The keeper runs below it. When the keeper is killed, its child becomes a child of the first process, finishes its mail
and ends; only then does the first process, and the container is started anew.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

FIRST: Final = 1
ENDS: Final = (signal.SIGTERM, signal.SIGINT)


def run_alive(run: Callable[[], None]) -> None:
    """Where it would be the first process itself it runs below one that waits for all."""
    if os.getpid() == FIRST:
        run_below(run)
    else:
        run()


def run_below(run: Callable[[], None]) -> None:
    """Returns once `run`, in a process of its own, and all that it left behind have ended."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
    below = os.fork()
    if below == 0:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)
        _run_and_end(run)

    def tell(*_about: Any) -> None:
        with suppress(ProcessLookupError):
            os.kill(below, signal.SIGTERM)

    for number in ENDS:
        signal.signal(number, tell)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)
    with suppress(ChildProcessError):
        while True:
            os.wait()


def _run_and_end(run: Callable[[], None]) -> None:
    code = 1
    try:
        run()
        code = 0
    finally:
        os._exit(code)
