"""Keeps the connection while another process uses it.

The keeper does nothing but hold what its child shows it: the socket to the mail server. It reads no database and sends
no mail, so there is little that it could die of. When the child dies, the next one is given the socket and finds out
what became of the mail that was under way. When the keeper dies, the child finishes its mail, notes it, and ends.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import connections

logger = logging.getLogger(__name__)

BREATH: Final = 0.2  # seconds between the end of a child and the next one


class Window:
    """How a child shows its connections, and sees whether its keeper is there."""

    def __init__(self, pane: socket.socket, keeper: int):
        self.pane, self.keeper = pane, keeper

    def show(self, wire: socket.socket) -> None:
        """What was sent stays with the keeper even if this process dies in the next moment."""
        with suppress(OSError):
            socket.send_fds(self.pane, [b"x"], [wire.fileno()])

    @property
    def is_kept(self) -> bool:
        return os.getppid() == self.keeper


Work = Callable[[UUID, Window, socket.socket | None], None]


class Keeper:
    """`work` runs in the child until it is told to end (SIGTERM) or its window says that nobody keeps it."""

    def __init__(self, work: Work):
        self.work = work
        self.hand = uuid4()
        self.wire: socket.socket | None = None
        self.child = 0
        self.ending = False

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        while not self.ending:
            self._hold(self._start())
            if not self.ending:
                time.sleep(BREATH)

    def _end(self, *_about: Any) -> None:
        self.ending = True
        if self.child:
            with suppress(ProcessLookupError):
                os.kill(self.child, signal.SIGTERM)

    def _start(self) -> socket.socket:
        connections.close_all()
        ours, theirs = socket.socketpair()
        here = os.getpid()
        self.child = os.fork()
        if self.child == 0:
            ours.close()
            self._be_the_child(Window(theirs, here))
        theirs.close()
        if self.ending:
            self._end()
        return ours

    def _be_the_child(self, window: Window) -> None:
        """Ends the process, whatever happens. What was under way is the next one's to find out."""
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        if self.ending:
            os._exit(0)
        code = 1
        try:
            self.work(self.hand, window, self.wire)
            code = 0
        except Exception:
            logger.exception("a sender ended; the next one goes on with its mail")
        finally:
            os._exit(code)

    def _hold(self, ours: socket.socket) -> None:
        """Until the child is gone, always the connection that it showed last."""
        with ours:
            while True:
                data, shown, _flags, _address = socket.recv_fds(ours, 1, 4)
                if not data:
                    break
                for number in shown:
                    self._keep(socket.socket(fileno=number))
        os.waitpid(self.child, 0)
        self.child = 0

    def _keep(self, wire: socket.socket) -> None:
        if self.wire is not None:
            self.wire.close()
        self.wire = wire
