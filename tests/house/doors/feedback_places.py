"""Upward feedback of a team: its collaborator is asked about its owner, who has results; statements are marked."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from coaching.feedback.statements import ABOVE, TEAM
from coaching.feedback.states import CycleState
from coaching.models import FeedbackBallot, FeedbackBox, FeedbackCycle, FeedbackFromAbove, FeedbackResult
from portal.models import Person, Team
from tests.cast import TODAY

BAND = {"low": 5.0, "high": 5.5, "answers": 5}


class FeedbackBuilder:
    def __init__(self, place: Any, team: Team, owner: Person, asked: Person) -> None:
        self.place, self.team, self.owner, self.asked = place, team, owner, asked

    def build(self) -> None:
        running = self.cycle(CycleState.OPEN, {"time": self.mark("asked", "statement")})
        closed = self.cycle(CycleState.CLOSED, {self.mark("told", "code"): self.mark("told", "statement")})
        box = FeedbackBox.objects.create(
            cycle=running, manager=self.owner, seen_from=self.team, asked=2,
            answers=f"00{self.mark('box', 'answers')}", used=f"00{self.mark('box', 'used')}",
        )  # fmt: skip
        FeedbackBallot.objects.create(box=box, person=self.asked, number=0)
        above = FeedbackFromAbove.objects.create(
            cycle=running, manager=self.owner, author=self.asked, team=self.team,
            sealed_marks=json.dumps({"time": self.mark("above", "mark")}),
        )  # fmt: skip
        alone, together = self.result(closed, self.owner), self.result(closed, None)
        self.place.versions["api:feedback-statements"] = 0
        self.place.keep(cycle=running, box=box, from_above=above, result=alone, together=together)

    def mark(self, kind: str, what: str) -> str:
        return f"cny-{self.place.name}-{kind}-{what}"

    def cycle(self, state: str, text: dict[str, str]) -> FeedbackCycle:
        """Around today, or before it."""
        opens_on = TODAY if state == CycleState.OPEN else TODAY - timedelta(days=100)
        return FeedbackCycle.objects.create(
            team=self.team, state=state, opens_on=opens_on, closes_on=opens_on + timedelta(days=14),
            statements={form: list(text.items()) for form in (TEAM, ABOVE)}, asked=2,
        )  # fmt: skip

    def result(self, cycle: FeedbackCycle, manager: Person | None) -> FeedbackResult:
        return FeedbackResult.objects.create(
            cycle=cycle, manager=manager, team=self.team, asked=7, answers=5,
            figures=dict.fromkeys(cycle.statements_of(TEAM), BAND),
        )  # fmt: skip
