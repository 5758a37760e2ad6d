"""What is compared: an answer without what differs each time, and whose marks stand in it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from tests.house.doors.actors import Actor
from tests.house.doors.places import Place
from tests.house.doors.rights import READERS

MARK = re.compile(rb"cny-([a-z]+)-([a-z]+)-[a-z0-9_.]*", re.IGNORECASE)
CHANGING = [
    (re.compile(rb"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE), b"<id>"),
    (re.compile(rb'nonce="[^"]*"'), b"<nonce>"),
    (re.compile(rb"\b[A-Za-z0-9]{64}\b"), b"<csrf>"),
]
PASSING_HEADERS = {"set-cookie", "content-security-policy", "content-length", "x-request-id", "server-timing"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @classmethod
    def of(cls, response: Any) -> Answer:
        body = b"".join(response.streaming_content) if response.streaming else response.content
        headers = {name.lower(): value for name, value in response.headers.items()}
        return cls(response.status_code, headers, body)

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    def alike(self) -> tuple[Any, ...]:
        """Two answers with the same of this cannot be told apart."""
        headers = {name: masked(value.encode()) for name, value in self.headers.items() if name not in PASSING_HEADERS}
        return self.status, tuple(sorted(headers.items())), masked(readable(self.body))

    def marks(self) -> set[tuple[str, str, str]]:
        """(place, kind, mark) of every mark in body and headers, in whatever writing."""
        text = readable(self.body) + "\n".join(self.headers.values()).encode()
        return {
            (found[1].decode().lower(), found[2].decode().lower(), found[0].decode()) for found in MARK.finditer(text)
        }


def masked(content: bytes) -> bytes:
    for pattern, word in CHANGING:
        content = pattern.sub(word, content)
    return content


def readable(content: bytes) -> bytes:
    """A workbook is a zip of texts."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def leaks(answer: Answer, actor: Actor, places: dict[str, Place]) -> list[str]:
    """Marks that this actor must never be sent."""
    return [mark for place, kind, mark in sorted(answer.marks()) if not READERS[kind](actor, places[place])]
