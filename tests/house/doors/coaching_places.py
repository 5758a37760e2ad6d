"""A team's coaching in every state that a verb needs, its texts marked by who may read them.

Its owner is coached by the place's coach, who manages the team. What the two say is marked `said`, and read by them
alone; the coach's own note is marked `note`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from charters.models import StrategicPriority
from coaching.choices import AbsenceKind, Channel, CommitmentState, Kind, Side
from coaching.models import Absence, Cadence, CoachingCommitment, CoachingSession
from coaching.models.words import SPOKEN
from coaching.recording import Log, Promise, log_session, plan_session
from coaching.rhythm import begin
from coaching.sharing import share
from coaching.standards import say
from funnels.models import Opportunity
from portal.models import Person, Team
from tests.cast import NOON, TODAY


class CoachingBuilder:
    def __init__(self, place: Any, team: Team, coach: Person, coachee: Person, stranger: Person) -> None:
        self.place, self.team, self.coach, self.coachee, self.stranger = place, team, coach, coachee, stranger

    def said(self, what: str) -> str:
        return f"cny-{self.place.name}-said-{what}"

    def build(self) -> None:
        self.place.keep(coaching_session=self.held(), coaching_plan=self.planned())
        answered = self.held()
        answered.acknowledge(took_place=True, useful=4, comment=self.said("comment"), by=self.coachee, at=NOON)
        self.place.keep(coaching_answered=answered)
        first, second = self.promises(answered)
        second.settle(CommitmentState.MISSED, reason=self.said("reason"), by=self.coachee, at=NOON)
        self.place.keep(coaching_commitment=first, coaching_settled=second)
        if not Cadence.objects.everything(reason="a test").filter(coach=self.coach, coachee=self.coachee).exists():
            self.around()

    def around(self) -> None:
        """What stands beside sessions, once for a pair and their team. The grant was given before anything was said, so it opens nothing."""
        by: dict[str, Any] = {"by": self.coach, "at": NOON}
        rhythm = {"every_days": 7, "first_at": NOON + timedelta(days=1), "minutes": 30, "kind": Kind.SKILL}
        cadence = begin(rhythm, coach=self.coach, coachee=self.coachee, **by)
        days = {"starts_on": TODAY + timedelta(days=60), "ends_on": TODAY + timedelta(days=70)}
        absence = Absence.add(self.coachee, self.team, kind=AbsenceKind.LEAVE, **days, **by)
        grant = share(self.coachee, self.stranger, by=self.coachee, at=NOON - timedelta(days=90))
        standard = say(self.team, {"minutes_a_month": 120}, **by)
        self.place.keep(cadence=cadence, absence=absence, grant=grant, standard=standard, coach=self.coach)

    def facts(self, days: int) -> dict[str, Any]:
        moment = NOON + timedelta(days=days)
        return {"held_at": moment, "minutes": 45, "channel": Channel.REMOTE, "kind": Kind.OPPORTUNITY}

    def held(self) -> CoachingSession:
        words = {name: self.said(name) for name in SPOKEN if name != "comment"}
        promises = [
            Promise(self.said("what"), TODAY + timedelta(days=7), Side.COACHEE, self.said("seen")) for _two in range(2)
        ]
        about = Opportunity.objects.everything(reason="a test").get(pk=self.place.ids["opportunity"])
        note = f"cny-{self.place.name}-note-text"
        served = [StrategicPriority.objects.everything(reason="a test").get(pk=self.place.ids["priority_published"])]
        log = Log(self.facts(-2), words, note, [about], promises=promises, priorities=served)
        return log_session(log, coach=self.coach, coachee=self.coachee, at=NOON)

    def planned(self) -> CoachingSession:
        return plan_session(self.facts(2), coach=self.coach, coachee=self.coachee, at=NOON, by=self.coach)

    def promises(self, session: CoachingSession) -> list[CoachingCommitment]:
        return list(session.commitments.all())
