"""What two people have with each other: sessions that wait, sessions that were, commitments that are open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from coaching.choices import SessionState
from coaching.models import CoachingCommitment, CoachingSession
from coaching.promised import Promised, promised
from coaching.reading import words_of
from portal.models import Person
from portal.weeks import last_day

SHOWN = 12


@dataclass(frozen=True)
class Met:
    """A session in a list. `focus` is empty for whoever may not read it."""

    session: CoachingSession
    focus: str


def listed(sessions: Iterable[CoachingSession], person: Person) -> list[Met]:
    """One statement for the words of all."""
    rows = list(sessions)
    words = words_of(rows, person) if rows else {}
    return [Met(one, words[one.pk].focus if one.pk in words else "") for one in rows]


@dataclass(frozen=True)
class Meetings:
    """`past` has the last ones first; `ahead` are planned and nobody has said what became of them, the nearest first."""

    past: list[Met]
    ahead: list[CoachingSession]


def meetings_of(person: Person, *, by: Person | None = None, week: date | None = None) -> Meetings:
    """Their sessions on whichever side; with `by`, as that person may see them. Two statements.

    With `week`, a Monday, the past ones are those in which the person was coached in the week that begins on it.
    """
    seen: Any = CoachingSession.objects.visible_to(by or person).of_pair_member(person)
    past, ahead = seen.exclude(state=SessionState.PLANNED), seen.planned().order_by("held_at", "id")
    if week:
        past = past.filter(coachee=person, held_on__range=(week, last_day(week)))
    shown = Q(pk__in=past.values("pk")[:SHOWN]) | Q(pk__in=ahead.values("pk")[:SHOWN])
    rows = list(seen.filter(shown).with_names())
    planned = [one for one in rows if one.state == SessionState.PLANNED]
    return Meetings(
        past=listed([one for one in rows if one.state != SessionState.PLANNED], by or person),
        ahead=sorted(planned, key=lambda one: (one.held_at, one.pk)),
    )


def unanswered_of(person: Person) -> list[CoachingSession]:
    """Held, says the coach; the person has not answered. The oldest first."""
    rows: Any = CoachingSession.objects.visible_to(person).unanswered().filter(coachee=person).with_names()
    return list(rows.order_by("held_at", "id"))


def open_between(person: Person, *, by: Person | None = None) -> list[Promised]:
    """Open commitments of the sessions that the person was in, on both sides; with `by`, as that person may see them."""
    rows: Any = CoachingCommitment.objects.visible_to(by or person).open()
    rows = rows.filter(Q(session__coach=person) | Q(session__coachee=person))
    rows = rows.select_related("owner", "session__coach", "session__coachee").order_by("due_on", "id")
    return promised(rows, by or person)
