"""One connection to the mail server, with the end of a message apart from its body.

`smtplib` says hello, encrypts and signs in; what is between MAIL and the server's last answer is written here, because
the answer must be seen, kept in the database, and only then taken off the wire: whoever else holds the socket can
still read it when this process dies in between.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from django.conf import settings

END: Final = b".\r\n"
LINE: Final = re.compile(rb"^(\d{3})([ -])(.*)$")
STUFFED: Final = re.compile(rb"(?m)^\.")


@dataclass(frozen=True)
class Reply:
    code: int
    text: str

    @property
    def is_good(self) -> bool:
        return 200 <= self.code < 400

    @property
    def is_final(self) -> bool:
        """A refusal that trying again does not change."""
        return self.code >= 500

    def __str__(self) -> str:
        return f"{self.code} {self.text}"[:300]


class Unreachable(OSError):
    """No mail server, or one that does not let us in at all: nothing was said about any mail. `reply` where there is one."""

    def __init__(self, why: str, reply: Reply | None = None):
        super().__init__(why)
        self.reply = reply


class NoAnswer(OSError):
    """The connection ended, or time ran out, before an answer came."""


def stuffed(body: bytes) -> bytes:
    """As it goes over the wire, but for its end: lines end in CRLF, and none begins with a single dot."""
    text = STUFFED.sub(b"..", body)
    return text if text.endswith(b"\r\n") else text + b"\r\n"


def dial() -> socket.socket:
    """A TCP connection to the mail server of EMAIL_URL."""
    if getattr(settings, "EMAIL_USE_SSL", False):
        raise Unreachable("TLS from the start is dialled by smtplib")
    try:
        return socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=settings.MAIL_PATIENCE)
    except OSError as error:
        raise Unreachable(str(error)) from error


class Line:
    """A connection in use. `plain` says whether another process can go on with its socket."""

    def __init__(self, connection: socket.socket | None = None):
        self.client = smtplib.SMTP(timeout=settings.MAIL_PATIENCE)
        self.plain = True
        try:
            self._greet(connection)
        except smtplib.SMTPResponseException as error:
            raise Unreachable(str(error), _reply(error.smtp_code, error.smtp_error)) from error
        except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
            raise Unreachable(str(error)) from error

    def _greet(self, connection: socket.socket | None) -> None:
        if getattr(settings, "EMAIL_USE_SSL", False):
            self.client = smtplib.SMTP_SSL(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.MAIL_PATIENCE)
            self.plain = False
        else:
            self.client.sock = connection or dial()
            self.client._host = settings.EMAIL_HOST  # type: ignore[attr-defined]
            code, text = self.client.getreply()
            if code != 220:
                raise smtplib.SMTPConnectError(code, text)
        self.client.ehlo_or_helo_if_needed()
        if getattr(settings, "EMAIL_USE_TLS", False):
            self.client.starttls(context=ssl.create_default_context())
            self.client.ehlo()
            self.plain = False
        if settings.EMAIL_HOST_USER:
            self.client.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)

    @property
    def socket(self) -> socket.socket:
        found = self.client.sock
        assert isinstance(found, socket.socket)
        return found

    def begin(self, sender: str, recipient: str) -> tuple[str, Reply]:
        """MAIL, RCPT and DATA; returns where it stopped. 354 after "data" means that the body may follow."""
        reply = Reply(0, "")
        for step, words in (("mail", f"MAIL FROM:<{sender}>"), ("rcpt", f"RCPT TO:<{recipient}>"), ("data", "DATA")):
            reply = self._say(words)
            if not reply.is_good:
                return step, reply
        return "data", reply

    def _say(self, words: str) -> Reply:
        try:
            return _reply(*self.client.docmd(words))
        except (OSError, smtplib.SMTPException) as error:
            raise NoAnswer(str(error)) from error

    def write(self, body: bytes) -> None:
        """The whole message but for its end."""
        try:
            self.socket.sendall(stuffed(body))
        except OSError as error:
            raise NoAnswer(str(error)) from error

    def end(self) -> Reply:
        """Write the end of the message. On a plain connection the answer is seen and still lies on the wire."""
        try:
            self.socket.sendall(END)
        except OSError as error:
            raise NoAnswer(str(error)) from error
        if self.plain:
            reply = peek(self.socket, settings.MAIL_PATIENCE)
            self.socket.settimeout(settings.MAIL_PATIENCE)
            return reply
        return self._read()

    def taken(self) -> None:
        """The answer has been noted: take it off the wire."""
        if self.plain:
            self._read()

    def _read(self) -> Reply:
        try:
            return _reply(*self.client.getreply())
        except (OSError, smtplib.SMTPException) as error:
            raise NoAnswer(str(error)) from error

    def reset(self) -> Reply:
        return self._say("RSET")

    def cut(self) -> None:
        """End it wherever it stands, for everybody who holds it."""
        if self.plain:
            cut(self.socket)
        self.client.close()

    def close(self) -> None:
        """End it as one should."""
        try:
            self.client.quit()
        except (OSError, smtplib.SMTPException):
            self.client.close()


def cut(wire: socket.socket) -> None:
    with suppress(OSError):  # it may have ended already
        wire.shutdown(socket.SHUT_RDWR)


def _reply(code: int, text: bytes | str) -> Reply:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return Reply(code, " ".join(said.split()))


def peek(wire: socket.socket, seconds: float) -> Reply:
    """The answer that waits on the wire, left there. Raises TimeoutError when none is complete in time."""
    until = time.monotonic() + seconds
    seen = 0
    while (left := until - time.monotonic()) > 0:
        wire.settimeout(left)
        try:
            data = wire.recv(4096, socket.MSG_PEEK)
        except TimeoutError:
            break
        except OSError as error:
            raise NoAnswer(str(error)) from error
        if not data:
            raise NoAnswer("the connection was closed")
        if reply := parse(data):
            return reply
        if len(data) == seen:
            time.sleep(0.01)  # part of an answer is there: the rest is on its way
        seen = len(data)
    raise TimeoutError


def parse(data: bytes) -> Reply | None:
    """The first complete answer, which may have several lines."""
    texts = []
    for line in data.split(b"\r\n")[:-1]:
        found = LINE.match(line)
        if found is None:
            return Reply(500, "not understood: " + line.decode("utf-8", "replace"))
        texts.append(found[3])
        if found[2] == b" ":
            return _reply(int(found[1]), b" ".join(texts))
    return None


def find_out(wire: socket.socket) -> Reply:
    """What became of a message whose end may or may not have been written, by a process that is gone.

    Its body was written in full. If no answer waits, the end is written: it ends the message if that was still to do,
    and is a command that nobody knows if not. The first answer is the message's either way.
    """
    try:
        return peek(wire, settings.MAIL_GLANCE)
    except TimeoutError:
        pass
    try:
        wire.settimeout(settings.MAIL_PATIENCE)
        wire.sendall(END)
        return peek(wire, settings.MAIL_PATIENCE)
    except TimeoutError as error:
        raise NoAnswer("no answer in time") from error
    except OSError as error:
        raise NoAnswer(str(error)) from error
