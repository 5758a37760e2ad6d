"""The sender: looks what is due, writes what nobody wrote, and hands it to the mail server."""

from __future__ import annotations

import logging
import signal
import socket
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone

from portal.digests import instance, taking
from portal.digests.courier import Courier
from portal.digests.keeper import Window
from portal.digests.other_backends import Backend
from portal.digests.planning import plan
from portal.digests.rendering import render_due, render_some
from portal.digests.smtp import Line, Unreachable

logger = logging.getLogger(__name__)

LOOK_EVERY: Final = 60.0  # seconds, also while there is much to send
TICK: Final = 1.0
IDLE: Final = 20.0  # a connection that is not used so long is ended
OUT_OF_REACH: Final = 5.0


def has_server() -> bool:
    """Whether EMAIL_URL names a mail server, and not what Django has instead of one in tests and demonstrations."""
    return bool(settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"))


def connect() -> Line:
    return Line() if has_server() else Backend()


class Sender:
    """The child of a keeper."""

    def __init__(self, hand: UUID, window: Window, wire: socket.socket | None):
        self.window, self.wire = window, wire
        self.courier = Courier(hand, timezone.now, connect=connect, shown=window.show)
        self.ending = False
        self.looked = self.busy = float("-inf")

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        instance.begin(at=timezone.now())
        self.courier.recover(self.wire)
        while self.window.is_kept and not self.ending:
            self._step()
        self.courier.say_goodbye()

    def _end(self, *_about: Any) -> None:
        self.ending = True

    def _step(self) -> None:
        if time.monotonic() - self.looked >= LOOK_EVERY:
            self._look()
        try:
            if self.courier.deliver_next():
                self.busy = time.monotonic()
            elif not render_some(at=timezone.now()):
                self._rest()
        except Unreachable as error:
            logger.warning("the mail server cannot be reached: %s", error)
            self._wait(OUT_OF_REACH)

    def _look(self) -> None:
        now = timezone.now()
        plan(at=now)
        taking.give_up_lost(at=now)
        self.looked = time.monotonic()

    def _rest(self) -> None:
        if time.monotonic() - self.busy > IDLE:
            self.courier.say_goodbye()
        self.looked = min(self.looked, time.monotonic() - LOOK_EVERY + 5 * TICK)  # there is time to look more often
        self._wait(TICK)

    def _wait(self, seconds: float) -> None:
        """Short breaths, so that an end or a lost keeper is noticed."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.window.is_kept and not self.ending:
            time.sleep(0.1)


def work(hand: UUID, window: Window, wire: socket.socket | None) -> None:
    Sender(hand, window, wire).run()


def prepare(*, at: datetime) -> None:
    """Plan what is due and write it. The sender does the rest."""
    plan(at=at)
    render_due(at=at)


def send_now(clock: Callable[[], datetime]) -> int:
    """Plan, write and send what is due, in this process; returns how many mails were handed over."""
    instance.begin(at=clock())
    prepare(at=clock())
    taking.give_up_lost(at=clock())
    courier, count = Courier(uuid4(), clock, connect=connect), 0
    while courier.deliver_next():
        count += 1
    courier.say_goodbye()
    return count
