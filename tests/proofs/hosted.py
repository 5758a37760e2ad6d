"""The whole portal on one machine: each process by the command and the environment of docker-compose.yml, started by hand.

Only what differs on this machine is put in place of what compose says: ports, the test's database and queue, a folder
of its own, and a mail server that keeps what it takes.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings

from tests.house.composed import command_of, composed
from tests.proofs.serving import PATIENCE, address_of_the_test_database, free_port

DOMAIN = "portal.example"
VALUES = {"SECRET_KEY": "only-for-this-proof-" * 3, "DOMAIN": DOMAIN, "DATABASE_PASSWORD": "word"}
SERVICES = composed(VALUES)["services"]
LASTING = ("web", "worker", "scheduler", "sender")
PASSED_ON = ("PATH", "HOME", "LANG", "VIRTUAL_ENV", "COVERAGE_PROCESS_START")


@dataclass
class Hosted:
    folder: Path
    port: int
    mail_port: int
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def environment(self, service: str) -> dict[str, str]:
        said = {name: str(value) for name, value in SERVICES[service]["environment"].items()}
        here = {
            "DATABASE_URL": address_of_the_test_database(),
            "REDIS_URL": str(settings.REDIS_URL),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "MAIL_INSTANCE_FILE": str(self.folder / "mail-instance.json"),
            "WEB_WORKERS": "1",
        }
        assert set(here) <= set(said)
        passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        return passed_on | said | here | {
            "WEB_BIND": f"127.0.0.1:{self.port}",
            "DJANGO_SETTINGS_MODULE": "tests.proofs.hosted_settings",
        }  # fmt: skip

    def command(self, service: str) -> list[str]:
        program, *words = command_of(SERVICES[service])
        found = sys.executable if program == "python" else str(Path(sys.executable).with_name(program))
        return [found, *(word.replace("/tmp/", f"{self.folder}/") for word in words)]

    def start(self, service: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                self.command(service), env=self.environment(service), cwd=settings.BASE_DIR, stdout=log, stderr=log
            )

    def manage(self, *words: str) -> str:
        """A command as an operator types it beside the sender."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            env=self.environment("sender"), cwd=settings.BASE_DIR, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    def mails(self) -> list[EmailMessage]:
        files = sorted((self.folder / "mails").glob("*.eml"))
        return [message_from_bytes(one.read_bytes(), policy=policy.default) for one in files]

    def mails_to(self, address: str | None) -> list[EmailMessage]:
        return [one for one in self.mails() if one["To"] == address]

    def stop(self) -> dict[str, int]:
        """As docker does it; how each ended."""
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        return {name: process.wait(PATIENCE) for name, process in self.running.items()}

    def last_words(self) -> str:
        return (self.folder / "log").read_text(errors="replace")[-6000:]


@contextmanager
def hosted(folder: Path) -> Iterator[Hosted]:
    (folder / "mails").mkdir()
    made = Hosted(folder, free_port(), free_port())
    sink = subprocess.Popen(
        [sys.executable, "-m", "tests.proofs.sink", str(made.mail_port), str(folder / "sink"), "0", str(folder / "mails")],
        cwd=settings.BASE_DIR,
    )  # fmt: skip
    try:
        assert made.start("migrate").wait(PATIENCE) == 0
        made.running = {name: made.start(name) for name in LASTING}
        yield made
    except BaseException as error:
        error.add_note(made.last_words())
        raise
    finally:
        for process in [*made.running.values(), sink]:
            process.kill()
            process.wait(PATIENCE)


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Browser:
    """Somebody who comes through the reverse proxy, with a token for the interface or with cookies for the pages.

    `inside` is a monitor on the network of compose instead.
    """

    port: int
    bearer: str = ""
    inside: bool = False
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Waits for a server that is still starting."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self._ask(method, path, body, headers)
            except ConnectionRefusedError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        through = {"Host": DOMAIN, "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.9"}
        told = {"Host": "web:8000"} if self.inside else through
        told |= {"Authorization": self.bearer} if self.bearer else {}
        told |= (
            {"Cookie": "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())} if self.cookies else {}
        )
        try:
            client.request(
                method, path, body, told | {name.replace("_", "-"): value for name, value in headers.items()}
            )
            response = client.getresponse()
            for cookie in response.headers.get_all("Set-Cookie") or []:
                self.cookies.load(cookie)
            return Answer(response.status, response.headers, response.read())
        finally:
            client.close()

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, body: dict[str, Any], **headers: str) -> Answer:
        return self.ask("POST", path, json.dumps(body).encode(), Content_Type="application/json", **headers)

    def upload(self, path: str, file: bytes, **fields: str) -> Answer:
        edge = uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        opening = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="deals.csv"\r\nContent-Type: text/csv\r\n\r\n'
        body = "".join([*parts, opening]).encode() + file + f"\r\n--{edge}--\r\n".encode()
        return self.ask("POST", path, body, Content_Type=f"multipart/form-data; boundary={edge}")

    def sign_in(self, address: str, password: str) -> Answer:
        self.get("/accounts/login/")
        form = {
            "login": address,
            "password": password,
            "csrfmiddlewaretoken": next(one.value for name, one in self.cookies.items() if "csrf" in name),
        }
        origin = {"Origin": f"https://{DOMAIN}", "Referer": f"https://{DOMAIN}/accounts/login/"}
        encoded = urlencode(form).encode()
        return self.ask("POST", "/accounts/login/", encoded, Content_Type="application/x-www-form-urlencoded", **origin)
