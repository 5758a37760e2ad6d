"""Best practices of a team, their words marked: whoever works in any team may read them, and nobody else."""

from __future__ import annotations

from typing import Any

from coaching.choices import Problem
from coaching.models import BestPractice
from funnels.models import Opportunity
from portal.models import Person, Team
from tests.cast import NOON

WORDS = ("title", "what", "when_works", "evidence")


class PracticeBuilder:
    """Written by the place's owner; its collaborator works by one of them, and said that it was useful."""

    def __init__(self, place: Any, team: Team, owner: Person, reader: Person) -> None:
        self.place, self.team, self.owner, self.reader = place, team, owner, reader

    def build(self) -> None:
        opportunity = Opportunity.objects.of(self.team).select_related("stage").get(pk=self.place.ids["opportunity"])
        gone, used = self.practice(opportunity), self.practice(opportunity)
        gone.archive(by=self.owner, at=NOON)
        used.adopt(by=self.reader, at=NOON)
        used.judge(True, by=self.reader, at=NOON)
        self.place.keep(practice=self.practice(opportunity), practice_gone=gone, practice_used=used)

    def practice(self, opportunity: Opportunity) -> BestPractice:
        values = {name: f"cny-{self.place.name}-practice-{name}" for name in WORDS}
        values |= {"problem": Problem.ACCESS, "stage": opportunity.stage, "opportunity": opportunity}
        return BestPractice.write(values, team=self.team, by=self.owner, at=NOON)
