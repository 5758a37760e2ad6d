"""A mail in a sender's hands: taken, offered, answered. Each step is one short transaction.

Whoever takes a mail, or takes it over from a process that is gone, tightens its `grip`. A step that names an older grip
changes nothing: what a killed process still had on its way to the database comes too late.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from portal.digests import bounces, instance, rechecking
from portal.digests.choices import APART, GRACE, Outcome, Reason, State
from portal.digests.models import Digest, MailSwitch, Offer
from portal.digests.models.subscription import HARD, bounced
from portal.digests.models.switch import advance_mark
from portal.digests.retrying import next_try, watch
from portal.digests.smtp import Reply

logger = logging.getLogger(__name__)

OPEN = Q(state__in=[State.RENDERED, State.SENDING])
UNANSWERED = Q(state=State.UNCERTAIN, answered_at=None)


@dataclass(frozen=True)
class Taken:
    """What a sender needs, and may do as long as its grip holds."""

    digest: Digest
    hand: UUID
    grip: int

    @property
    def again(self) -> bool:
        """An earlier answer is unknown: the same bytes once more."""
        return self.digest.state == State.UNCERTAIN

    @property
    def sender(self) -> str:
        return bounces.return_path(self.digest.pk)

    @property
    def body(self) -> bytes:
        return bytes(self.digest.mime or b"")


def patience() -> timedelta:
    """How long a mail stays in one hand: longer than the server may take to answer."""
    return timedelta(seconds=2 * settings.MAIL_PATIENCE)


def silent(*, at: datetime) -> str:
    """Why no mail may leave now; empty when it may. Asked before each mail."""
    switch = MailSwitch.current()
    if switch.is_off(at):
        return switch.why or switch.held_why or "paused"
    return instance.fault(switch)


def take(hand: UUID, *, at: datetime) -> Taken | None:
    """The next mail whose time has come; None when there is none, or none may leave."""
    if silent(at=at):
        return None
    while (found := _next(hand, at)) is not None:
        if found.digest.state in (State.RENDERED, State.SENDING) or (found.again and found.digest.answered_at is None):
            return found
    return None


@transaction.atomic
def _next(hand: UUID, at: datetime) -> Taken | None:
    """It may turn out that the mail is not to be sent any more: the caller looks at its state."""
    digest = _free(OPEN, at) or _free(UNANSWERED, at)
    if digest is None:
        return None
    digest.held_by, digest.held_until = hand, at + patience()
    digest.grip, digest.attempts = digest.grip + 1, digest.attempts + 1
    digest.save(update_fields=["held_by", "held_until", "grip", "attempts"])
    reason = _why_not(digest, at) or _look_again(digest, at)
    if reason and digest.state == State.UNCERTAIN:
        digest.answered_at, digest.held_by, digest.held_until = at, None, None
        digest.save(update_fields=["answered_at", "held_by", "held_until"])
    elif reason and digest.state != State.SKIPPED:
        failed = reason in (Reason.GIVEN_UP, Reason.UNWRITABLE)
        digest.settle(State.FAILED if failed else State.SKIPPED, reason, at=at)
    return Taken(digest, hand, digest.grip)


def _free(wanted: Q, at: datetime) -> Any:
    free = Q(held_until=None) | Q(held_until__lt=at)
    ready = Q(not_before=None) | Q(not_before__lte=at)
    before = Digest.objects.filter(recipient=OuterRef("recipient"), kind=OuterRef("kind")).exclude(pk=OuterRef("pk"))
    lately = before.filter(state__in=[State.SENT, State.UNCERTAIN], settled_at__gt=at - APART)
    rows = Digest.objects.filter(wanted, free, ready, due_at__lte=at, offered_at=None).order_by("due_at", "id")
    told = rows.annotate(too_soon=Exists(lately)).select_related("recipient")
    return told.select_for_update(of=("self",), skip_locked=True).first()


def _look_again(digest: Digest, at: datetime) -> str | None:
    """Address and rights may have changed since it was written: it is written anew, unless it was offered already."""
    try:
        if rechecking.holds(digest):
            return None
        if digest.state == State.UNCERTAIN:
            return Reason.STALE
        with transaction.atomic():
            rechecking.write_anew(digest, at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("digest %s cannot be written anew", digest.pk)
        return Reason.UNWRITABLE
    return digest.reason or None


def _why_not(digest: Any, at: datetime) -> Reason | None:
    if not digest.recipient.is_active or not digest.recipient.email:
        return Reason.LEFT
    if at - digest.due_at > GRACE:
        return Reason.GIVEN_UP if digest.attempts > 1 else Reason.STALE
    return Reason.TOO_SOON if digest.too_soon and digest.state != State.UNCERTAIN else None


def offer(taken: Taken, *, at: datetime) -> bool:
    """Note that the end of the message is about to be written. False: somebody else has it, leave it alone.

    The mark goes into the file before the end goes over the wire, so that a dump of before knows itself to be old.
    """
    with transaction.atomic():
        state = State.UNCERTAIN if taken.again else State.SENDING
        held = _held(taken).update(state=state, offered_at=at, held_until=at + patience())
        mark, name = advance_mark() if held else (0, None)
    if name:
        instance.note(instance.Stamp(name, mark))
    return bool(held)


def _held(taken: Taken) -> QuerySet[Digest]:
    return Digest.objects.filter(pk=taken.digest.pk, grip=taken.grip, held_by=taken.hand)


@transaction.atomic
def answered(taken: Taken, reply: Reply, *, at: datetime, step: str = "end") -> bool:
    """The server said what it does with the mail: accepted, not now, or never."""
    if reply.is_good:
        return _accepted(taken, reply, at)
    if reply.is_final and step in ("rcpt", "end"):
        return _refused(taken, reply, at, step)
    return _later(taken, reply, at)


def _accepted(taken: Taken, reply: Reply, at: datetime) -> bool:
    values: dict[str, object] = {
        "offered_at": None,
        "held_by": None,
        "held_until": None,
        "reply": str(reply),
        "answered_at": at,
    }
    if not taken.again:
        values |= {"state": State.SENT, "settled_at": at}
    return _note(taken, values, Outcome.ACCEPTED, reply, at)


def _refused(taken: Taken, reply: Reply, at: datetime, step: str) -> bool:
    """For good. An earlier copy whose answer is unknown may have arrived: that one stays uncertain."""
    values: dict[str, object] = {
        "offered_at": None,
        "held_by": None,
        "held_until": None,
        "reply": str(reply),
        "answered_at": at,
    }
    if not taken.again:
        values |= {"state": State.FAILED, "reason": Reason.REFUSED, "settled_at": at}
    noted = _note(taken, values, Outcome.REFUSED, reply, at)
    if noted and step == "rcpt":
        bounced(taken.digest.recipient, points=HARD, at=at)
    return noted


def _later(taken: Taken, reply: Reply, at: datetime) -> bool:
    digest = taken.digest
    moment = next_try(digest.attempts, digest.due_at, at)
    values: dict[str, object] = {
        "offered_at": None,
        "held_by": None,
        "held_until": None,
        "reply": str(reply),
        "not_before": moment,
    }
    if moment is None and taken.again:
        values |= {"answered_at": at}
    elif moment is None:
        values |= {"state": State.FAILED, "reason": Reason.GIVEN_UP, "settled_at": at}
    noted = _note(taken, values, Outcome.LATER, reply, at)
    watch(at=at)
    return noted


@transaction.atomic
def unknown(taken: Taken, why: str, *, at: datetime) -> bool:
    """The end may have been written and no answer will come: uncertain, and the same bytes once more."""
    digest = taken.digest
    moment = next_try(digest.attempts, digest.due_at, at)
    values: dict[str, object] = {
        "offered_at": None,
        "held_by": None,
        "held_until": None,
        "reply": why[:300],
        "not_before": moment,
    }
    values |= {} if taken.again else {"state": State.UNCERTAIN, "settled_at": at}
    values |= {"answered_at": at} if moment is None or settings.MAIL_UNCERTAIN == "hold" else {}
    noted = _note(taken, values, Outcome.UNKNOWN, None, at)
    watch(at=at)
    return noted


def _note(taken: Taken, values: dict[str, object], outcome: Outcome, reply: Reply | None, at: datetime) -> bool:
    if not _held(taken).update(**values):
        return False
    Offer.objects.create(digest=taken.digest, at=at, outcome=outcome, again=taken.again, reply=str(reply or ""))
    return True


def put_back(taken: Taken, *, at: datetime) -> None:
    """Nothing was said about this mail: it waits for the next sender, and the try does not count."""
    _held(taken).update(held_by=None, held_until=None, attempts=F("attempts") - 1)


@transaction.atomic
def taken_over(hand: UUID, *, at: datetime) -> list[Taken]:
    """What the process before this one had in the same hand. Waits for its last transaction, and outdates any later."""
    rows = Digest.objects.filter(OPEN | UNANSWERED, held_by=hand)
    rows = rows.select_related("recipient").select_for_update(of=("self",))
    found = []
    for digest in rows.order_by("id"):
        digest.grip, digest.held_until = digest.grip + 1, at + patience()
        digest.save(update_fields=["grip", "held_until"])
        found.append(Taken(digest, hand, digest.grip))
    return found


def give_up_lost(*, at: datetime) -> int:
    """What was offered by a sender of which nothing is left: nobody can read the answer any more."""
    lost = Digest.objects.in_doubt().filter(held_until__lt=at).select_related("recipient")
    return sum(_lost(digest.pk, at) for digest in lost.order_by("id"))


def _lost(pk: UUID, at: datetime) -> bool:
    with transaction.atomic():
        rows = Digest.objects.in_doubt().filter(pk=pk, held_until__lt=at).select_for_update(skip_locked=True)
        digest = rows.first()
        if digest is None or digest.held_by is None:
            return False
        digest.grip += 1
        digest.save(update_fields=["grip"])
        return unknown(Taken(digest, digest.held_by, digest.grip), "its sender is gone", at=at)
