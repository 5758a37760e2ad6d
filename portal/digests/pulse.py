"""Whether mail flows, for whoever watches the installation: figures and words that name nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count
from django.utils.translation import gettext_noop, ngettext

from portal.digests import instance
from portal.digests.choices import State
from portal.digests.ledger import LATE, oldest_waiting
from portal.digests.models import Digest, MailSwitch
from portal.digests.models.switch import ONLY
from portal.digests.sending import has_server
from portal.metrics import Gauge, single
from portal.models import Organisation
from portal.weeks import week_of

HELD: Final = gettext_noop("held back after too many faults")
ON_PURPOSE: Final = (gettext_noop("no mail server"), gettext_noop("paused"), gettext_noop("not adopted"))


@dataclass(frozen=True)
class Pulse:
    """`quiet` says why no digest leaves now; empty when they may. `waited` is how late the oldest is that could leave.

    `unlooked` is since when nobody has looked what is due: then nothing waits, and nothing will come either.
    """

    quiet: str = ""
    waited: timedelta | None = None
    unlooked: timedelta | None = None

    @property
    def fault(self) -> str:
        """What is silent on purpose is no fault; what is held back after faults is one as soon as a digest is late."""
        if self.quiet in ON_PURPOSE:
            return ""
        if self.waited and self.waited > LATE:
            minutes = _minutes(self.waited)
            return ngettext(
                "the oldest due digest has waited for %(count)d minute",
                "the oldest due digest has waited for %(count)d minutes",
                minutes,
            ) % {"count": minutes}
        if self.unlooked and self.unlooked > LATE:
            minutes = _minutes(self.unlooked)
            return ngettext(
                "nobody has looked what is due for %(count)d minute",
                "nobody has looked what is due for %(count)d minutes",
                minutes,
            ) % {"count": minutes}
        return ""


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def pulse(*, at: datetime) -> Pulse:
    switch = MailSwitch.objects.filter(pk=ONLY).first() or MailSwitch()
    began = switch.planned_at or Organisation.current().set_up_at
    return Pulse(_quiet(switch, at), oldest_waiting(at=at), at - began if began else None)


def _quiet(switch: MailSwitch, at: datetime) -> str:
    """A word from a closed list: the reason that somebody typed may name people."""
    if not has_server():
        return "no mail server"
    if switch.paused_at:
        return "paused"
    if instance.fault(switch):
        return "not adopted"
    return HELD if switch.is_off(at) else ""


def gauges(at: datetime) -> list[Gauge]:
    """Three statements, and the organisation."""
    found = pulse(at=at)
    return [
        single("portal_mail_on", "Whether digests may leave: 0 while paused, held back or not adopted.", not found.quiet),
        single(
            "portal_mail_oldest_due_seconds",
            "How late the oldest digest is that could be sent now.",
            _seconds(found.waited),
        ),
        single(
            "portal_mail_looked_seconds",
            "Since when nobody has looked what is due.",
            _seconds(found.unlooked),
        ),
        Gauge(
            "portal_digests", "Digests of the organisation's week, by what became of them.", _states(at), label="state"
        ),
    ]  # fmt: skip


def _seconds(span: timedelta | None) -> float:
    return span.total_seconds() if span else 0.0


def _states(at: datetime) -> dict[str, float]:
    rows = Digest.objects.filter(week=week_of(Organisation.current().today(at))).order_by()
    known = dict(rows.values_list("state").annotate(Count("pk")))
    return {state.value: float(known.get(state.value, 0)) for state in State}
