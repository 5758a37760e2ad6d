"""Writes the cascade by the verbs that everybody uses, dated back as if it had grown over five months."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any

from charters.blueprints import Blueprint
from charters.choices import CharterKind, ConnectionKind, RealignAnswer
from charters.copying import copy_blueprint
from charters.demo import field as fields
from charters.demo import top
from charters.demo.brief import write_brief
from charters.demo.living import live
from charters.models import Charter, Connection, Objective, Realignment, SalesMission, Stakeholder
from charters.opening import open_charter
from charters.starters import ENABLEMENT, OPERATIONS
from portal.demo import FUNCTIONS, REGIONS, Demo
from portal.models import Membership, Person, Team
from portal.roles import Role

AGO = {"organisation": 150, "sales": 140, "function": 125, "region": 115, "team": 100, "revised": 20, "programme": 12}
MISSION_DAYS = 270


@dataclass
class Cascade:
    """What is written so far. It draws chance of its own, so that nothing else of the demonstration moves."""

    demo: Demo
    chance: Random = field(default_factory=lambda: Random(3))
    written: dict[str, Charter] = field(default_factory=dict)

    @property
    def leader(self) -> Person:
        return self.demo.people["leader"]

    def ago(self, days: int) -> datetime:
        return self.demo.now - timedelta(days=days)

    def people(self, team: Team) -> Sequence[Person]:
        """Who works in the team, managers first."""
        rows = Membership.objects.filter(team=team).select_related("person").order_by("role", "pk")
        return [row.person for row in sorted(rows, key=lambda row: row.role != Role.MANAGER)]


def seed(demo: Demo) -> None:
    cascade = Cascade(demo)
    _write_top(cascade)
    _write_functions(cascade)
    for name in REGIONS:
        _write_region(cascade, name)
    _revise_a_region(cascade)
    _draft_a_programme(cascade)
    live(cascade.written.values(), cascade.demo.now, cascade.chance)
    write_brief(demo, cascade.written["sales"], cascade.ago(60))


def _write_top(cascade: Cascade) -> None:
    root = cascade.demo.root
    lead = [cascade.leader, cascade.demo.people["steward"]]
    first = _write(cascade, "organisation", top.ORGANISATION, root, None, lead, AGO["organisation"])
    second = _write(
        cascade, "sales", top.SALES, root, first, lead, AGO["sales"], {top.EARLY: top.SHARE, top.NEW: top.REFERENCES}
    )
    for charter in (first, second):
        _into_force(charter, cascade.ago(AGO["sales"] - 5))


def _write_functions(cascade: Cascade) -> None:
    sales = cascade.written["sales"]
    plans = (("operations", OPERATIONS, FUNCTIONS[0]), ("enablement", ENABLEMENT, FUNCTIONS[1]))
    supported = (
        {"Opportunities move on evidence": top.EARLY},
        {"Customers confirm their own problem early": top.EARLY},
    )
    for (key, plan, name), carries in zip(plans, supported, strict=True):
        team = cascade.demo.teams[name]
        people = cascade.people(team)
        charter = _write(cascade, key, plan, team, sales, people, AGO["function"], carries)
        _connect(cascade, charter, "operations", "Figures on what is used")
        told: dict[str, Any] = {"by": charter.owner, "at": cascade.ago(AGO["function"])}
        charter.add_part(
            Stakeholder, {"person": cascade.demo.people["manager"], "role": "Tries it with Oslo first"}, **told
        )
        _into_force(charter, cascade.ago(AGO["function"] - 8))


def _write_region(cascade: Cascade, name: str) -> None:
    team = cascade.demo.teams[name]
    carries = {fields.wins(name): top.NEW, fields.commits(name): top.EARLY}
    people = cascade.people(team)
    charter = _write(cascade, name, fields.region(name), team, cascade.written["sales"], people, AGO["region"], carries)
    _connect(cascade, charter, "enablement", "Plays tried in the field")
    _into_force(charter, cascade.ago(AGO["region"] - 6))
    for member in REGIONS[name]:
        _write_mission(cascade, member, name)


def _write_mission(cascade: Cascade, name: str, region: str) -> None:
    team, above = cascade.demo.teams[name], cascade.written[region]
    plan = fields.team(name)
    visits, commits = (one.statement for one in plan.objectives)
    carries = {visits: fields.wins(region), commits: fields.commits(region)}
    charter = _write(cascade, name, plan, team, above, cascade.people(team), AGO["team"], carries, sponsor=above.owner)
    at, today = cascade.ago(AGO["team"]), cascade.ago(AGO["team"]).date()
    mission = {
        "statement": f"To be the first call of {fields.RANKS[name]} in our area when delay begins to cost them",
        "comparison": "Named first by at least half of the twelve operators", "what_changes": "Operators call us before they write a tender.",
        "starts_on": today, "ends_on": today + timedelta(days=MISSION_DAYS), "attainable": True, "confidence": 4,
        "organisation_goal": cascade.written["organisation"].goals.first(),
        "forecast": "Two of twelve would call us anyway", "pledge": "I join every second meeting, and say early when we slip.",
    }  # fmt: skip
    charter.add_part(SalesMission, mission, by=charter.owner, at=at)
    _into_force(charter, cascade.ago(AGO["team"] - 5))


def _revise_a_region(cascade: Cascade) -> None:
    """The Isles say something new. Two teams have answered, London's has not."""
    former, at = cascade.written["Isles"], cascade.ago(AGO["revised"])
    assert former.owner
    later = former.revise(by=former.owner, at=at)
    vision = (
        "From a supplier of single depots to the first call of rail operators in the Isles when a timetable is at risk."
    )
    later.edit({"vision": vision, "tag_line": "From one depot to the timetable, for rail"}, by=former.owner, at=at)
    _into_force(later, cascade.ago(AGO["revised"] - 3))
    cascade.written["Isles"] = later
    waiting = Realignment.objects.everything(reason="the demonstration's own").filter(after=later)
    for task in waiting.exclude(charter=cascade.written["London"]).select_related("charter__owner"):
        task.settle(RealignAnswer.STILL_VALID, by=task.charter.owner, at=cascade.ago(AGO["revised"] - 6))


def _draft_a_programme(cascade: Cascade) -> None:
    """A draft in which one objective belongs to no goal yet."""
    team, above = cascade.written["enablement"].team, cascade.written["sales"]
    carries = {"Prepared first meetings": top.NEW}
    _write(cascade, "partners", top.PARTNERS, team, above, cascade.people(team), AGO["programme"], carries)


def _write(
    cascade: Cascade, key: str, plan: Blueprint, team: Team, parent: Charter | None, people: Sequence[Person], ago: int,
    carries: Mapping[str, str] | None = None, sponsor: Person | None = None,
) -> Charter:  # fmt: skip
    """A complete draft; objectives and tactics go round among the people."""
    at = cascade.ago(ago)
    values = {"title": plan.title, "parent": parent, "sponsor": sponsor or cascade.leader}
    charter = open_charter(values, team=team, kind=CharterKind(plan.kind), by=people[0], at=at)
    turns = cycle(people)
    copy_blueprint(
        plan, charter, by=people[0], at=at, today=at.date(), owner=lambda: next(turns),
        supports=_above(parent, carries or {}),
    )  # fmt: skip
    cascade.written[key] = charter
    return charter


def _above(parent: Charter | None, carries: Mapping[str, str]) -> dict[str, Objective]:
    known = {one.statement: one for one in parent.objectives.all()} if parent else {}
    return {below: known[above] for below, above in carries.items()}


def _connect(cascade: Cascade, charter: Charter, other: str, words: str) -> None:
    if cascade.written[other] != charter:
        values = {"other": cascade.written[other], "kind": ConnectionKind.SUPPORTS, "words": words}
        charter.add_part(Connection, values, by=charter.owner, at=charter.created_at)


def _into_force(charter: Charter, at: datetime) -> None:
    """Objectives are accepted, then the sponsor approves."""
    moment: Callable[[int], datetime] = lambda hours: at + timedelta(hours=hours)  # noqa: E731
    for objective in charter.objectives.select_related("progress__owner"):
        if objective.progress.accepted_at is None:
            objective.progress.accept(by=objective.progress.owner, at=moment(0))
    assert charter.owner
    assert charter.sponsor
    charter.submit(by=charter.owner, at=moment(1))
    charter.approve(by=charter.sponsor, at=moment(30))
    charter.activate(by=charter.owner, at=moment(31))
