"""What ends when two people no longer work together, because one of them left or moved.

The pair of a session never changes, and its texts stay with the two: nothing is handed over. What was planned between
them is excused, their rhythm ends, and so does the leave to read that came with managing. Of somebody who works here no
longer, what they promised and what their coach promised them is no longer relevant.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from coaching.choices import CommitmentState, Excuse
from coaching.models import Cadence, CoachingCommitment, CoachingSession, ReadingGrant
from coaching.recording import team_of
from coaching.sharing import readers_for, take_back
from portal.models import Person

LEFT: Final = "what ends with working together"


def depart(person: Person, *, by: Person, at: datetime) -> None:
    """Called once memberships have changed; what still holds is left alone."""
    _end_rhythms(person, by, at)
    _excuse_planned(person, by, at)
    _take_back_grants(person, by, at)
    if not person.is_active:
        _drop_promises(person, by, at)


def _of(model: Any, person: Person) -> Any:
    rows = model.objects.everything(reason=LEFT).select_related("coach", "coachee", "team")
    return rows.filter(Q(coach=person) | Q(coachee=person)).order_by("pk")


def _end_rhythms(person: Person, by: Person, at: datetime) -> None:
    today = by.organisation.today(at)
    for cadence in _of(Cadence, person).running():
        if team_of(cadence.coach, cadence.coachee, today) is None:
            cadence.end(by=by, at=at)


def _excuse_planned(person: Person, by: Person, at: datetime) -> None:
    """Those to come; what was planned for a day that has passed stays to be seen."""
    for session in _of(CoachingSession, person).planned().filter(held_on__gte=by.organisation.today(at)):
        if team_of(session.coach, session.coachee, session.held_on) is None:
            session.pardon(Excuse.OTHER, by=by, at=at)


def _take_back_grants(person: Person, by: Person, at: datetime) -> None:
    grants = ReadingGrant.objects.everything(reason=LEFT).running().select_related("coachee", "reader")
    for grant in grants.filter(Q(coachee=person) | Q(reader=person)).order_by("pk"):
        if not readers_for(grant.coachee).filter(pk=grant.reader_id).exists():
            take_back(grant, by=by, at=at)


def _drop_promises(person: Person, by: Person, at: datetime) -> None:
    rows = CoachingCommitment.objects.everything(reason=LEFT).open().select_related("session__team")
    for commitment in rows.filter(Q(owner=person) | Q(session__coachee=person)).order_by("pk"):
        commitment.settle(CommitmentState.DROPPED, reason=_("No longer works here"), by=by, at=at)
