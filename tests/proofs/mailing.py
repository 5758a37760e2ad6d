"""The processes that send mail, started as when hosted, restarted when they die, and killed on purpose."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

from django.conf import settings
from django.utils import timezone

from portal.models import Membership, Organisation, Person, Team
from portal.models.team import TeamKind
from tests.proofs.serving import PATIENCE, address_of_the_test_database, command_of, free_port

COMMANDS = {
    "sender": ["manage.py", "send_mail_forever"],
    "worker": [
        "-m",
        "celery",
        "-A",
        "tests.proofs.quick_celery",
        "worker",
        "--concurrency",
        "1",
        "--loglevel",
        "ERROR",
    ],
    "beat": [
        "-m",
        "celery",
        "-A",
        "tests.proofs.quick_celery",
        "beat",
        "--schedule",
        "{folder}/beat",
        "--loglevel",
        "ERROR",
    ],
    "plain": ["-m", "tests.proofs.plain_task"],
}


def make_recipients(count: int) -> None:
    """Due since the beginning of this hour, where they are."""
    now = timezone.now()
    Organisation.objects.create(name="Acme", time_zone="UTC", working_days=[1, 2, 3, 4, 5], set_up_at=now)
    team = Team.objects.create(name="Acme", kind=TeamKind.ORGANISATION)
    people = [
        Person(
            name=f"Recipient {number}",
            email=f"recipient{number}@acme.example",
            password="md5$x$x",
            time_zone="UTC",
            digest_weekday=now.isoweekday(),
            digest_hour=now.hour,
            created_at=now - timedelta(days=30),
        )
        for number in range(count)
    ]
    Person.objects.bulk_create(people, 1000)
    Membership.objects.bulk_create(
        [Membership(person=one, team=team, starts_on=now.date() - timedelta(days=30)) for one in people], 1000
    )


def children_of(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def lives(pid: int) -> bool:
    return bool(command_of(pid))


@dataclass
class House:
    """`wanted` are the processes by name that are restarted when they end; `orphans` whose parent was killed."""

    folder: Path
    port: int
    sink: subprocess.Popen[bytes]
    environment: dict[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    killed: Counter[str] = field(default_factory=Counter)
    done: Event = field(default_factory=Event)

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def taken(self) -> list[tuple[str, str]]:
        """Message-ID and digest of the bytes of each message that the mail server took."""
        lines = (self.folder / "sink").read_text().splitlines() if (self.folder / "sink").exists() else []
        return [(one, two) for one, two in (line.split() for line in lines)]

    def count(self) -> int:
        with suppress(OSError):
            return (self.folder / "sink").read_bytes().count(b"\n")
        return 0

    def start(self, *names: str) -> None:
        for name in names:
            command = [part.format(folder=self.folder / name) for part in COMMANDS[name.rstrip("0123456789")]]
            (self.folder / name).mkdir(exist_ok=True)
            with self.log.open("ab") as log:
                self.running[name] = subprocess.Popen(
                    [sys.executable, *command],
                    env=self.environment, cwd=settings.BASE_DIR, stdout=log, stderr=log, start_new_session=True,
                )  # fmt: skip

    def stop(self, name: str) -> None:
        """For good."""
        process = self.running.pop(name)
        process.kill()
        process.wait(PATIENCE)

    def supervise(self) -> None:
        """As systemd or docker do it."""
        while not self.done.wait(0.05):
            for name, process in list(self.running.items()):
                if process.poll() is not None and name in self.running and not self.done.is_set():
                    self.start(name)

    def parts(self) -> list[tuple[str, int]]:
        """Every process that may be killed, with what it is."""
        found = []
        for name, process in self.running.items():
            if process.poll() is None:
                found.append((name, process.pid))
                found += [(f"{name}'s child", pid) for pid in children_of(process.pid)]
        return found

    def kill_one(self, wanted: Callable[[str], bool]) -> None:
        """Any one process of a whole house: a child that lost its parent is waited for first."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = [part for part in self.parts() if wanted(part[0])]
            if found:
                break
            time.sleep(0.01)
        name, pid = random.choice(found)
        orphans = children_of(pid)
        os.kill(pid, signal.SIGKILL)
        self.killed[name] += 1
        while any(map(lives, orphans)) and time.monotonic() < until:
            time.sleep(0.005)

    def kill_tree(self, name: str) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.running[name].pid, signal.SIGKILL)
            self.killed[f"{name}'s whole tree"] += 1
        self.running[name].wait(PATIENCE)

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-6000:] if self.log.exists() else ""


@contextmanager
def house(*names: str, faults: float = 0.0, **environment: str) -> Iterator[House]:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="portal-mail-") as folder:
        home = Path(folder)
        sink = subprocess.Popen(
            [sys.executable, "-m", "tests.proofs.sink", str(port), str(home / "sink"), str(faults)],
            cwd=settings.BASE_DIR,
        )
        told = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.proofs.mail_settings",
            "DATABASE_URL": address_of_the_test_database(),
            "SINK_PORT": str(port),
            "MAIL_INSTANCE_FILE": str(home / "instance.json"),
            "MAIL_PATIENCE": "15",
            "MAIL_RETRY": "1",
            "LOG_LEVEL": "ERROR",
        }
        made = House(home, port, sink, told | environment)
        made.start(*names)
        supervisor = Thread(target=made.supervise, daemon=True)
        supervisor.start()
        try:
            yield made
        except BaseException as error:
            error.add_note(made.last_words())
            raise
        finally:
            made.done.set()
            supervisor.join()
            for process in made.running.values():
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait(PATIENCE)
            sink.terminate()
            sink.wait(PATIENCE)


def until(condition: Callable[[], bool], *, seconds: float, step: float = 0.1) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("waited in vain")
        time.sleep(step)
