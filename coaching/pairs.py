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


def past_of(person: Person, *, by: Person | None = None) -> list[Met]:
    """The last ones, on whichever side; with `by`, as that person may see them."""
    rows: Any = CoachingSession.objects.visible_to(by or person).of_pair_member(person).with_names()
    return listed(rows.exclude(state=SessionState.PLANNED)[:SHOWN], by or person)


def past_in(person: Person, week: date, *, by: Person) -> list[Met]:
    """Those in which the person was coached in the week that begins on this Monday, as `by` may see them."""
    rows: Any = CoachingSession.objects.visible_to(by).filter(coachee=person, held_on__range=(week, last_day(week)))
    return listed(rows.exclude(state=SessionState.PLANNED).with_names()[:SHOWN], by)


def planned_with(person: Person, *, by: Person | None = None) -> list[CoachingSession]:
    """Planned and nobody has said what became of it, the nearest first."""
    rows: Any = CoachingSession.objects.visible_to(by or person).of_pair_member(person).planned().with_names()
    return list(rows.order_by("held_at", "id")[:SHOWN])


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
