"""A team's observations and observation forms, their texts marked by who may read them.

Its owner is observed by the place's coach. What the two said of a complete one is marked `said`; what the coach saw and
the owner must not see before giving their own view is marked `saw`.
"""

from __future__ import annotations

from typing import Any

from coaching.choices import Setting
from coaching.defining import begin_form
from coaching.models import Observation, ObservationForm
from coaching.models.observation_form import ANCHORS
from coaching.models.observation_words import Mark
from coaching.observing import observe
from funnels.models import Opportunity
from portal.models import Person, Team
from tests.cast import NOON

ITEM = "first"


class ObservationBuilder:
    def __init__(self, place: Any, team: Team, observer: Person, coachee: Person, steward: Person) -> None:
        self.place, self.team, self.observer, self.coachee, self.steward = place, team, observer, coachee, steward

    def mark(self, kind: str, what: str) -> str:
        return f"cny-{self.place.name}-{kind}-{what}"

    def build(self) -> None:
        form, plain, retired = (self.in_use() for _three in range(3))
        retired.retire(by=self.steward, at=NOON)
        revised = self.in_use()
        self.place.keep(form=form, form_plain=plain, form_retired=retired, form_draft=self.form("formdraft"))
        self.place.keep(form_revised=revised.revise(by=self.steward, at=NOON))
        observation, hidden, complete = (self.observation(form) for _three in range(3))
        hidden.give(*self.view("saw"), by=self.observer, at=NOON)
        complete.give(*self.view("said"), by=self.observer, at=NOON)
        complete.give(*self.view("said"), by=self.coachee, at=NOON)
        self.place.keep(observation=observation, observation_hidden=hidden, observation_complete=complete)

    def form(self, kind: str) -> ObservationForm:
        item = {name: self.mark(kind, name) for name in ("name", *ANCHORS)} | {"code": ITEM}
        told = {"by": self.steward, "at": NOON}
        return begin_form({"name": self.mark(kind, "form")}, team=self.team, items=[item], **told)

    def in_use(self) -> ObservationForm:
        made = self.form("form")
        made.activate(by=self.steward, at=NOON)
        return made

    def observation(self, form: ObservationForm) -> Observation:
        about = Opportunity.objects.everything(reason="a test").get(pk=self.place.ids["opportunity"])
        facts = {"form": form, "setting": Setting.CUSTOMER, "held_at": NOON, "opportunity": about}
        return observe(facts, observer=self.observer, coachee=self.coachee, at=NOON)

    def view(self, kind: str) -> tuple[list[Mark], str]:
        return [Mark(ITEM, 3, self.mark(kind, "evidence"))], self.mark(kind, "comment")
