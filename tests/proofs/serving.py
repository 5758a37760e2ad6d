"""The portal as it is hosted, on the test's own database: gunicorn with its own settings and two workers, which can be killed."""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection

WORKERS = 2
PATIENCE = 180.0  # seconds; guards against hanging only


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]


@dataclass
class Server:
    port: int
    process: subprocess.Popen[bytes]
    log: Path
    killed: list[int] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """One request over a connection of its own; raises OSError when the worker dies before it answers."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            client.request(method, path, body, {"Content-Type": "application/json", **named})
            response = client.getresponse()
            return Answer(response.status, response.read(), dict(response.getheaders()))
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            client.close()

    def insist(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """The same request again and again until it is answered."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.send(method, path, body, **headers)
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise
                time.sleep(0.05)

    def last_words(self) -> str:
        """The end of what the server wrote."""
        return self.log.read_text(errors="replace")[-4000:]

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [pid for pid in map(int, children.read_text().split()) if b"gunicorn" in command_of(pid)]

    def kill_a_worker(self) -> None:
        """Waits for one that stands."""
        until = time.monotonic() + PATIENCE
        while not (workers := self.workers()) and time.monotonic() < until:
            time.sleep(0.01)
        self.killed.append(random.choice(workers))
        os.kill(self.killed[-1], signal.SIGKILL)


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def address_of_the_test_database() -> str:
    found = connection.settings_dict
    return f"postgres://{found['USER']}:{found['PASSWORD']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


@contextmanager
def serving() -> Iterator[Server]:
    port = free_port()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "DATABASE_URL": address_of_the_test_database(),
        "LOG_LEVEL": "ERROR",
        "WEB_BIND": f"127.0.0.1:{port}",
        "WEB_WORKERS": str(WORKERS),
    }
    environment.pop("GUNICORN_CMD_ARGS", None)
    with tempfile.NamedTemporaryFile(prefix="portal-server-") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn"], env=environment, cwd=settings.BASE_DIR, stdout=log, stderr=log
        )
        server = Server(port, process, Path(log.name))
        try:
            server.insist("GET", "/healthz")
            yield server
        except BaseException as error:
            error.add_note(server.last_words())
            raise
        finally:
            process.terminate()
            process.wait(PATIENCE)
