"""A team's charters, briefs and feedback in every state that a verb needs, their texts marked by who may read them.

Its owner writes them and the collaborator sponsors them, who is a stranger to the team: so that each right shows.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from charters.choices import CharterKind, Dimension, MeasureLevel, RealignAnswer
from charters.models import (
    Charter,
    Connection,
    Goal,
    Measure,
    Objective,
    Question,
    SalesMission,
    Service,
    Stakeholder,
    StrategicPriority,
    Strategy,
    StrategyBrief,
    StrategyFeedback,
    Tactic,
    Target,
)
from charters.models.brief import ANSWERS
from charters.models.drafting import TEXTS
from charters.opening import open_brief, open_charter
from portal.models import Person, Team
from tests.cast import NOON

PUBLIC, DRAFT, REVIEW, BRIEF, FEEDBACK = "charter", "draftcharter", "review", "briefdraft", "feedback"
DRAFT_PARTS = "goal draft_objective target strategy draft_tactic service draft_measure connection stakeholder".split()


class CharterBuilder:
    def __init__(self, place: Any, team: Team, owner: Person, sponsor: Person) -> None:
        self.place, self.team, self.owner, self.sponsor = place, team, owner, sponsor
        self.by: dict[str, Any] = {"by": owner, "at": NOON}
        self.kind = PUBLIC

    def mark(self, what: str) -> str:
        return f"cny-{self.place.name}-{self.kind}-{what}"

    def build(self) -> None:
        self.root = self.approved(self.charter("root", kind=CharterKind.ORGANISATION))
        self.being_written()
        self.in_force()
        self.asked_to_follow()
        self.waiting()
        self.missions()
        self.briefs()
        self.feedback()

    # Charters

    def charter(self, title: str, *, kind: str = CharterKind.PROGRAM, parent: Charter | None = None) -> Charter:
        """A draft with everything that approval takes, each text marked."""
        values = self.texts(title) | {"sponsor": self.sponsor, "parent": parent}
        made = open_charter(values, team=self.team, kind=kind, **self.by)
        self.parts(made)
        return made

    def texts(self, title: str) -> dict[str, Any]:
        marked = {name: self.mark(name) for name in TEXTS}
        lists = {name: [self.mark(name)] for name in ("in_scope", "later", "not_ours", "principles")}
        values = [
            {"code": code, "name": code, "behaviour": self.mark("behaviour")}
            for code in ("collaboration", "accountability", "leadership")
        ]
        audience = {
            "key": self.mark("key"), "name": self.mark("audience"), "group": "sales", "gains": "", "tag_line": "",
            "none_yet": False,
        }  # fmt: skip
        phase = {"name": self.mark("phase"), "starts_on": "2026-12-01", "ends_on": "2027-06-30"}
        return {
            **marked, **lists, "title": self.mark(title), "core_values": values, "audiences": [audience],
            "phases": [phase],
        }  # fmt: skip

    def add(self, charter: Charter, model: Any, *names: str, **values: Any) -> Any:
        """A part whose texts of these names are marked."""
        return charter.add_part(model, {name: self.mark(name) for name in names} | values, **self.by)

    def parts(self, charter: Charter) -> None:
        goal = self.add(charter, Goal, "statement", "from_state", "to_state")
        objective = self.objective(charter, goal=goal)
        strategy = self.add(
            charter, Strategy, "statement", "how", "expected_outcome", "stakeholders", objective=objective
        )
        self.tactic(charter, strategy)
        self.add(
            charter, Service, "name", "description", "adoption_measure", "how_to_ask", "promise",
            audiences=[self.mark("key")],
        )  # fmt: skip
        for dimension in (Dimension.MILESTONE, Dimension.ADOPTION, Dimension.EFFICIENCY):
            self.add(charter, Measure, "name", "unit", "rhythm", dimension=dimension, level=MeasureLevel.ACTIVITY)
        if charter.parent:
            self.add(charter, Connection, "words", other=charter.parent)
        self.add(charter, Stakeholder, "role", person=self.sponsor)

    def objective(self, charter: Charter, **above: Any) -> Objective:
        told = {"direction": "down", "baseline": Decimal(12), "baseline_on": date(2026, 11, 2), "owner": self.owner}
        made: Objective = self.add(charter, Objective, "statement", "metric", "unit", **told, **above)
        self.add(charter, Target, "milestone", objective=made, due_on=date(2027, 6, 30), value=Decimal(9))
        return made

    def tactic(self, charter: Charter, strategy: Strategy) -> Tactic:
        told = {"strategy": strategy, "owner": self.owner, "due_on": date(2027, 3, 1)}
        made: Tactic = self.add(charter, Tactic, "step", "how", "quantity", "resources", **told)
        return made

    def approved(self, charter: Charter) -> Charter:
        charter.submit(**self.by)
        charter.approve(by=self.sponsor, at=NOON)
        return charter

    def active(self, title: str, parent: Charter) -> Charter:
        made = self.approved(self.charter(title, parent=parent))
        made.activate(**self.by)
        return made

    def being_written(self) -> None:
        """The next version of a charter in force; two of each part, so that they can change places."""
        former = self.active("former", self.root)
        draft = former.revise(**self.by)
        self.kind = DRAFT
        draft.edit(self.texts("name"), **self.by)
        self.parts_again(draft)
        self.kind = PUBLIC
        self.place.keep(charter_former=former, charter_draft=draft)
        self.place.keep(
            goal=draft.goals.first(), draft_objective=draft.objectives.first(), strategy=draft.strategies.first(),
            draft_tactic=draft.tactics.first(), service=draft.services.first(), draft_measure=draft.measures.first(),
            connection=draft.connections.first(), stakeholder=draft.stakeholders.first(),
            target=draft.objectives.first().targets.get(),
        )  # fmt: skip
        self.place.versions |= dict.fromkeys(DRAFT_PARTS, draft.version)

    def parts_again(self, draft: Charter) -> None:
        strategy, objective = draft.strategies.get(), self.objective(draft, goal=draft.goals.get())
        self.add(draft, Goal, "statement")
        self.add(draft, Strategy, "statement", objective=objective)
        self.tactic(draft, strategy)
        self.add(draft, Service, "name")
        self.add(draft, Connection, "words", other=self.root, kind="depends_on")
        self.add(draft, Stakeholder, "role", person=self.owner)

    def in_force(self) -> None:
        plain = self.active("plain", self.root)
        [first] = plain.tactics.all()
        objective, measure = plain.objectives.get(), plain.measures.first()
        measurement = objective.measure(value=Decimal(11), why=self.mark("why"), **self.by)
        measure.measure(value=Decimal(1), why=self.mark("why"), **self.by)
        plain.review(note=self.mark("note"), **self.by)
        plain.acknowledge(by=self.sponsor, at=NOON)
        answered = Question.ask(plain, self.mark("question"), by=self.sponsor, at=NOON)
        answered.reply(self.mark("answer"), **self.by)
        asked = Question.ask(plain, self.mark("question"), by=self.sponsor, at=NOON)
        done = self.active("finished", self.root).tactics.get()
        done.progress.done(note=self.mark("done"), **self.by)
        self.place.keep(
            charter_plain=plain, objective=objective, measure=measure, measurement=measurement, tactic=first,
            tactic_done=done, question=asked,
        )  # fmt: skip
        objective.progress.refresh_from_db()
        self.place.versions |= {"objective": objective.progress.version, "tactic": first.progress.version}
        self.place.versions["tactic_done"] = done.progress.version

    def asked_to_follow(self) -> None:
        """Two charters serve one that has a new version; one of them has answered."""
        above = self.active("above", self.root)
        children = [self.active(title, above) for title in ("child", "sibling")]
        self.approved(above.revise(**self.by))
        open_task, answered = (child.realignments.get() for child in children)
        answered.settle(RealignAnswer.NO_LONGER_SERVES, reason=self.mark("reason"), **self.by)
        self.place.keep(realignment=open_task)

    def waiting(self) -> None:
        """For its sponsor, for its day, and put away."""
        self.place.keep(charter_approved=self.approved(self.charter("approved", parent=self.root)))
        self.kind = REVIEW
        reviewed = self.charter("review", parent=self.root)
        reviewed.submit(**self.by)
        self.kind = DRAFT
        retired = self.charter("retired", parent=self.root)
        retired.retire(reason=self.mark("reason"), **self.by)
        self.kind = PUBLIC
        self.place.keep(charter_review=reviewed, charter_retired=retired)

    def missions(self) -> None:
        self.kind = DRAFT
        head = {"sponsor": self.sponsor, "parent": self.root}
        first, bare = (
            open_charter({"title": self.mark(title), **head}, team=self.team, kind=CharterKind.MISSION, **self.by)
            for title in ("mission", "bare")
        )
        names = ("statement", "comparison", "what_changes", "forecast", "pledge")
        mission = self.add(first, SalesMission, *names, starts_on=date(2026, 12, 1), ends_on=date(2027, 8, 31))
        self.kind = PUBLIC
        self.place.keep(charter_mission=first, charter_bare=bare, sales_mission=mission)
        self.place.versions["sales_mission"] = first.version

    # Briefs and feedback

    def briefs(self) -> None:
        published, priority = self.brief("brief")
        priority.record_training([self.owner], held_on=NOON.date(), **self.by)
        published.publish(**self.by)
        published.acknowledge(by=self.sponsor, at=NOON)
        self.kind = BRIEF
        draft, planned = self.brief("draft")
        self.kind = PUBLIC
        self.place.keep(brief=published, brief_draft=draft, priority=planned, priority_published=priority)
        self.place.versions["priority"] = draft.version

    def brief(self, title: str) -> tuple[StrategyBrief, StrategicPriority]:
        made = open_brief({name: self.mark(name) for name in ("title", *ANSWERS)}, team=self.team, **self.by)
        mix = [{"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31), "share": Decimal(40)}]
        values = {"kind": "market", "name": self.mark(title), "words": self.mark("words")}
        priority = StrategicPriority.add(made, values, mix=mix, **self.by)
        return made, priority

    def feedback(self) -> None:
        """Filed by the collaborator, owed by the owner."""
        self.kind = FEEDBACK
        told = {"team": self.team, "topic": "competitor", "owner": self.owner, "by": self.sponsor, "at": NOON}
        answered, waiting = (StrategyFeedback.file(text=self.mark("text"), **told) for _ in range(2))
        answered.reply(self.mark("answer"), **self.by)
        self.kind = PUBLIC
        self.place.keep(feedback=waiting)
