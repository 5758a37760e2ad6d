"""Which opportunities a session was about, as far as its coach may read them, and which it may be said to be about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from coaching.models import CoachingSession
from funnels.choices import Status
from funnels.models import Opportunity
from portal.models import Person

SHOWN = 8
EVERY_ONE = 1000  # when a form comes back, what was offered may be further down by now


def offered(coach: Person, coachee: Person, named: Iterable[Opportunity], *, typed: bool) -> list[Opportunity]:
    """Those that are named, then the coachee's open ones, the earliest stages first. `typed`: a form came back."""
    rows = Opportunity.objects.visible_to(coach).open().owned_by(coachee).with_names()
    return _after(named, rows, EVERY_ONE if typed else SHOWN)


def offered_anew(session: CoachingSession, linked: Iterable[Opportunity]) -> list[Opportunity]:
    """For a session that was held: what was closed since could be what it was about."""
    open_then = Q(status=Status.OPEN) | Q(closed_on__gte=session.held_on)
    rows = Opportunity.objects.visible_to(session.coach).current().owned_by(session.coachee).filter(open_then)
    return _after(linked, rows.with_names(), EVERY_ONE)


def _after(named: Iterable[Opportunity], rows: Any, most: int) -> list[Opportunity]:
    return list(dict.fromkeys([*named, *rows.order_by("stage__position", "next_due_on", "-id")[:most]]))


def linked(session: CoachingSession) -> list[Opportunity]:
    """What it was about so far."""
    links = session.links.select_related("opportunity__account", "opportunity__stage").order_by("pk")
    return [link.opportunity for link in links]


def readable(opportunities: Iterable[Opportunity], person: Person) -> list[Opportunity]:
    """A session outlives the team that it was held in: its coach may no longer read them all."""
    wanted = list(opportunities)
    rows = Opportunity.objects.visible_to(person).filter(pk__in=[one.pk for one in wanted])
    known = set(rows.values_list("pk", flat=True)) if wanted else set()
    return [one for one in wanted if one.pk in known]


def chosen_anew(
    linked: Sequence[Opportunity], shown: Sequence[Opportunity], chosen: Sequence[Opportunity]
) -> list[Opportunity] | None:
    """Those that the coach was not shown stay; None where nothing changes."""
    if set(chosen) == set(shown):
        return None
    return [*(one for one in linked if one not in shown), *chosen]
