"""When a mail that was not taken is tried again, and when the portal stops trying altogether for a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import uniform
from typing import Final

from django.conf import settings
from django.db.models import Count, Q

from portal.digests.choices import GRACE, Outcome
from portal.digests.models import Offer
from portal.digests.models.switch import hold

LONGEST: Final = timedelta(hours=4)
WINDOW: Final = timedelta(minutes=5)
FEWEST: Final = 100  # offers in the window, below which a share says nothing
WORST: Final = 0.2
HELD_FOR: Final = timedelta(minutes=10)


def pause_after(attempts: int) -> timedelta:
    """It doubles from MAIL_RETRY seconds up to four hours, give or take a fifth, so that not all come at once."""
    step = timedelta(seconds=settings.MAIL_RETRY) * 2 ** min(max(attempts, 1) - 1, 20)
    return min(step, LONGEST) * uniform(0.8, 1.2)


def next_try(attempts: int, due_at: datetime, at: datetime) -> datetime | None:
    """None when it would be too late to be of use."""
    moment = at + pause_after(attempts)
    return moment if moment - due_at <= GRACE else None


def not_let_in(why: str, *, at: datetime) -> None:
    """The server refuses everything we send: asking again at once would only annoy it."""
    hold(until=at + HELD_FOR, why=why, at=at)


def watch(*, at: datetime) -> None:
    """After a fault: more than a fifth of what was offered lately went wrong, so everything waits."""
    counts = Offer.objects.filter(at__gt=at - WINDOW, at__lte=at).aggregate(
        of=Count("pk"), bad=Count("pk", filter=~Q(outcome=Outcome.ACCEPTED))
    )
    if counts["of"] >= FEWEST and counts["bad"] > WORST * counts["of"]:
        hold(until=at + HELD_FOR, why=f"{counts['bad']} of the last {counts['of']} mails were not accepted", at=at)
