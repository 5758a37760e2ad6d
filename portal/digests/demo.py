"""The demonstration's digests: some weeks behind it, each written by the engine as on its own Monday, and what became of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from portal.demo import Demo
from portal.digests.calendar import Due, Slot, newest_due
from portal.digests.choices import Outcome, Reason, State
from portal.digests.freezing import freeze
from portal.digests.models import Digest, Offer, Subscription
from portal.digests.models.switch import MailSwitch, looked
from portal.digests.planning import recipients
from portal.digests.rendering import write
from portal.weeks import WEEK

WEEKS: Final = 6
FULL: Final = "452 4.2.2 The mailbox is full"
DELAY: Final = timedelta(minutes=2)


def seed(demo: Demo) -> None:
    """Most people read theirs; nobody's past is told, it is reckoned from what is there."""
    people = list(recipients().order_by("id"))
    _read_by(demo, [one.pk for one in people])
    slot = Slot(demo.organisation.time_zone, 1, 7)
    for number in reversed(range(WEEKS)):
        due = newest_due(slot, demo.now - number * WEEK)
        rows = [Digest(recipient=one, week=due.week, due_at=due.at, planned_at=due.at) for one in people]
        Digest.objects.bulk_create(rows)
        freeze(due.week, at=due.at - timedelta(hours=1))
        write(rows, at=due.at)
        _hand_over(rows, due, demo.chance)
    MailSwitch.current()
    looked(at=demo.now)


def _read_by(demo: Demo, people: list[UUID]) -> None:
    """Four of five come by; the others are written to less often in time. One is on leave."""
    rows = [Subscription(person_id=one, seen_at=demo.now) for number, one in enumerate(people) if number % 5]
    rows[-1].away_from, rows[-1].away_until = (demo.now - WEEK).date(), (demo.now + WEEK).date()
    Subscription.objects.bulk_create(rows)


def _hand_over(rows: list[Digest], due: Due, chance: Random) -> None:
    """Almost all are accepted; now and then a mailbox is full, and once nobody knows."""
    written = [one for one in rows if one.state == State.RENDERED]
    Digest.objects.filter(pk__in=[one.pk for one in written]).update(state=State.SENDING, attempts=1)
    for one in written:
        at = due.at + DELAY + timedelta(seconds=chance.randrange(240))
        _settle(one, chance.random(), at)
    Digest.objects.bulk_update(written, ["state", "reason", "settled_at", "answered_at", "reply"])
    Offer.objects.bulk_create(
        Offer(digest=one, at=one.settled_at, outcome=_outcome(one), reply=one.reply)
        for one in written
        if one.settled_at
    )


def _settle(one: Digest, drawn: float, at: datetime) -> None:
    one.state, one.settled_at, one.answered_at, one.reply = State.SENT, at, at, "250 2.0.0 Queued"
    if drawn > 0.99:
        one.state, one.reason, one.reply = State.FAILED, Reason.REFUSED, FULL
    elif drawn > 0.985:
        one.state, one.answered_at, one.reply = State.UNCERTAIN, None, ""


def _outcome(one: Digest) -> str:
    known = {State.SENT: Outcome.ACCEPTED, State.FAILED: Outcome.REFUSED}
    return known.get(State(one.state), Outcome.UNKNOWN)
