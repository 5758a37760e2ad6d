"""A mail backend without a server: the console of a demonstration, a test's memory, a folder."""

from __future__ import annotations

import socket
from email import message_from_bytes, policy
from email.message import Message

from django.core.mail import EmailMessage, get_connection

from portal.digests.smtp import Line, Reply


class Ready(EmailMessage):
    """A mail whose bytes are written already."""

    def __init__(self, sender: str, recipient: str, body: bytes):
        super().__init__(from_email=sender, to=[recipient])
        self.written = message_from_bytes(body, policy=policy.default)
        self.subject = str(self.written["Subject"])

    def message(self) -> Message:
        return self.written


class Backend(Line):
    """Speaks as a connection does. What was written is given to the backend in one piece, which cannot fail half-way."""

    def __init__(self) -> None:
        self.plain = False
        self.mail: EmailMessage | None = None
        self.sender = self.recipient = ""

    @property
    def socket(self) -> socket.socket:
        raise NotImplementedError("there is no server")

    def begin(self, sender: str, recipient: str) -> tuple[str, Reply]:
        self.sender, self.recipient = sender, recipient
        return "data", Reply(354, "go on")

    def write(self, body: bytes) -> None:
        self.mail = Ready(self.sender, self.recipient, body)

    def end(self) -> Reply:
        assert self.mail is not None
        get_connection().send_messages([self.mail])
        return Reply(250, "kept")

    def reset(self) -> Reply:
        return Reply(250, "forgotten")

    def cut(self) -> None:
        self.mail = None

    def close(self) -> None:
        self.mail = None
