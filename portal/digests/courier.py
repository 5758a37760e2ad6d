"""Hands one mail after the other to the mail server, so that no killed process loses or doubles one.

    1. take the mail                      nothing was said yet: another sender takes it later
    2. MAIL, RCPT, DATA, the body         a connection that ends here ends without a message
    3. note that the end comes            from here on the message is in doubt
    4. write the end
    5. see the answer, leave it there     whoever holds the socket can still read it
    6. note the answer                    no longer in doubt
    7. take the answer off the wire

When the process dies between 3 and 6, the next one in the same hand is given the socket and reads the answer.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from portal.digests import taking
from portal.digests.retrying import not_let_in
from portal.digests.smtp import Line, NoAnswer, Reply, Unreachable, cut, find_out
from portal.digests.taking import Taken

Clock = Callable[[], datetime]


class Courier:
    """`hand` is the name under which it takes mails; `shown` receives each new connection before it is used."""

    def __init__(
        self,
        hand: UUID,
        clock: Clock,
        *,
        connect: Callable[[], Line] = Line,
        shown: Callable[[socket.socket], None] = lambda _socket: None,
    ):
        self.hand, self.clock, self.connect, self.shown = hand, clock, connect, shown
        self.line: Line | None = None

    def recover(self, wire: socket.socket | None) -> None:
        """What the process before had under way. `wire` is its connection, which nobody uses any more afterwards."""
        for taken in taking.taken_over(self.hand, at=self.clock()):
            if taken.digest.offered_at is None:
                taking.put_back(taken, at=self.clock())
            else:
                self._find_out(taken, wire)
        if wire is not None:
            cut(wire)
            wire.close()

    def _find_out(self, taken: Taken, wire: socket.socket | None) -> None:
        try:
            if wire is None:
                raise NoAnswer("the connection is gone with its sender")
            taking.answered(taken, find_out(wire), at=self.clock())
        except NoAnswer as error:
            taking.unknown(taken, str(error), at=self.clock())

    def deliver_next(self) -> bool:
        """False when there is nothing to send now. Raises Unreachable when the server is not there."""
        taken = taking.take(self.hand, at=self.clock())
        if taken is None:
            return False
        try:
            line = self._connected()
        except Unreachable as error:
            taking.put_back(taken, at=self.clock())
            if error.reply and error.reply.is_final:
                not_let_in(str(error.reply), at=self.clock())
            raise
        self._deliver(line, taken)
        return True

    def _connected(self) -> Line:
        if self.line is None:
            line = self.connect()
            if line.plain:
                self.shown(line.socket)
            self.line = line
        return self.line

    def _deliver(self, line: Line, taken: Taken) -> None:
        offered = False
        try:
            step, reply = line.begin(taken.sender, taken.digest.address)
            if reply.code != 354:
                self._turned_down(line, taken, step, reply)
                return
            line.write(taken.body)
            offered = taking.offer(taken, at=self.clock())
            if not offered:
                self.hang_up()
                return
            taking.answered(taken, line.end(), at=self.clock())
            line.taken()
        except (NoAnswer, TimeoutError) as error:
            self.hang_up()
            if offered:
                taking.unknown(taken, str(error) or "no answer in time", at=self.clock())
            else:
                taking.answered(taken, Reply(421, str(error) or "no answer in time"), at=self.clock(), step="mail")

    def _turned_down(self, line: Line, taken: Taken, step: str, reply: Reply) -> None:
        """Before anything was handed over."""
        taking.answered(taken, reply, at=self.clock(), step=step)
        if reply.is_final and step == "mail":
            not_let_in(str(reply), at=self.clock())
        if reply.code == 421 or not line.reset().is_good:
            self.hang_up()

    def hang_up(self) -> None:
        """End the connection for everybody who holds it, wherever it stands."""
        if self.line is not None:
            self.line.cut()
        self.line = None

    def say_goodbye(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None
