"""Whether this database is the one that mail was last sent from here.

A file outside the database holds an instance's name and a mark that grows with each mail. A restored dump has a lower
mark than the file, a copy on another machine no file or another name: both stay silent until `manage.py mail adopt`.
One machine hands mail over; as many senders as you like may run on it.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal.digests.choices import Reason, State
from portal.digests.models import Digest, MailSwitch
from portal.digests.planning import plan
from portal.models import Event, Person


@dataclass(frozen=True)
class Stamp:
    """What the file says."""

    instance: UUID
    mark: int


def path() -> Path:
    return Path(settings.MAIL_INSTANCE_FILE)


def read() -> Stamp | None:
    """None when there is no file; ValueError when it holds something else."""
    try:
        told = json.loads(path().read_text("utf-8"))
        return Stamp(UUID(told["instance"]), int(told["mark"]))
    except FileNotFoundError:
        return None
    except (KeyError, TypeError) as error:
        raise ValueError(path()) from error


def write(stamp: Stamp) -> None:
    """In one step: who reads meanwhile sees the old or the new one."""
    fresh = path().with_name(f"{path().name}.{os.getpid()}")
    fresh.write_text(json.dumps({"instance": str(stamp.instance), "mark": stamp.mark}), "utf-8")
    fresh.replace(path())


def note(stamp: Stamp) -> None:
    """A mark never falls, however many senders write at once."""
    with _alone():
        known = read()
        if known is None or known.instance != stamp.instance or known.mark < stamp.mark:
            write(stamp)


@contextmanager
def _alone() -> Iterator[None]:
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().with_name(f"{path().name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fault(switch: MailSwitch) -> str:
    """Why no mail may leave; empty when this is the database that mail was sent from, or mail never was sent at all."""
    try:
        stamp = read()
    except (OSError, ValueError):
        return _("The file %(path)s cannot be read.") % {"path": path()}
    if switch.instance is None and stamp is None:
        return ""
    if switch.instance is None or stamp is None or stamp.instance != switch.instance:
        return _("This database is a copy: mail was last sent by another installation.")
    if switch.mark < stamp.mark:
        return _("This database was restored: %(count)d mails were sent since it was saved.") % {
            "count": stamp.mark - switch.mark
        }
    return ""


def is_out_of_sight(switch: MailSwitch) -> bool:
    """Mail was sent from this database, and this process has no file: it runs elsewhere, or the database is a copy."""
    try:
        return switch.instance is not None and read() is None
    except (OSError, ValueError):
        return False


@transaction.atomic
def begin(*, at: datetime) -> None:
    """The first sender of a new installation gives it a name."""
    switch = MailSwitch.locked()
    if switch.instance is None and not fault(switch):
        _name(switch, by=None, at=at)


@transaction.atomic
def adopt(*, by: Person | None, at: datetime) -> int:
    """Mail is sent from this database from now on. What was due so far may have been sent by its original: skipped.

    Returns how many were skipped.
    """
    plan(at=at)
    switch = MailSwitch.locked()
    _name(switch, by=by, at=at)
    due = Digest.objects.waiting().filter(due_at__lte=at)
    skipped = due.update(state=State.SKIPPED, reason=Reason.RESTORED, settled_at=at, offered_at=None, held_by=None)
    unanswered = Digest.objects.filter(state=State.UNCERTAIN, answered_at=None)
    unanswered.update(answered_at=at, offered_at=None, reply="")
    return skipped


def _name(switch: MailSwitch, *, by: Person | None, at: datetime) -> None:
    switch.instance, switch.mark = uuid4(), switch.mark + 1
    switch.keep("instance", "mark")
    Event.objects.record(switch, "adopted", by=by, at=at, after={"instance": switch.instance})
    with _alone():
        write(Stamp(switch.instance, switch.mark))
