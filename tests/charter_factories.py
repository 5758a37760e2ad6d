"""Charters for tests, made by the same verbs as everywhere."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from charters.choices import CharterKind, Dimension, MeasureLevel, ObjectiveKind
from charters.models import (
    Charter,
    Goal,
    Measure,
    Objective,
    SalesMission,
    Service,
    Strategy,
    Tactic,
    Target,
)
from charters.opening import open_charter
from portal.models import Person, Team
from tests.cast import NOON, Cast

SELLERS = {
    "key": "sellers", "name": "Salespeople", "group": "sales", "gains": "Less searching", "tag_line": "",
    "none_yet": False,
}  # fmt: skip
VALUES = [
    {"code": code, "name": code.title(), "behaviour": f"We show {code} every day."}
    for code in ("collaboration", "accountability", "leadership")
]
TEXTS: dict[str, Any] = {
    "in_scope": ["Playbooks"],
    "not_ours": ["Pricing"],
    "audiences": [SELLERS],
    "tag_line": "From searching to selling",
    "vision": "Salespeople stop searching and sell outcomes that customers can measure themselves.",
    "mission": "We give salespeople what the next customer meeting takes.",
    "mission_how": "With playbooks written beside customers.",
    "mission_difference": "Each page comes from a won opportunity.",
    "purpose": "So that good conversations do not depend on luck.",
    "principles": ["Customers first"],
    "core_values": VALUES,
}


def draft(
    team: Team, *, by: Person, sponsor: Person | None, kind: str = CharterKind.FUNCTION, at: datetime = NOON, **values: Any
) -> Charter:  # fmt: skip
    """A charter with nothing but its head."""
    return open_charter({"title": f"{team} charter", "sponsor": sponsor, **values}, team=team, kind=kind, by=by, at=at)


def objective(charter: Charter, *, owner: Person | None = None, at: datetime = NOON, **values: Any) -> Objective:
    """From 12 hours on 2 November 2026 to 9 hours by 30 June 2027."""
    told = {
        "statement": "Salespeople search less", "metric": "search time a week", "unit": "hours", "direction": "down",
        "baseline": Decimal(12), "baseline_on": date(2026, 11, 2), "owner": owner or charter.owner, **values,
    }  # fmt: skip
    made: Objective = charter.add_part(Objective, told, by=charter.owner, at=at)
    if values.get("kind") != ObjectiveKind.MILESTONE:
        target = {"objective": made, "due_on": date(2027, 6, 30), "value": Decimal(9)}
        charter.add_part(Target, target, by=charter.owner, at=at)
    return made


def branch(charter: Charter, above: Objective, *, owner: Person | None = None, at: datetime = NOON) -> Tactic:
    """A strategy with one tactic under the objective."""
    strategy = {"statement": "Playbooks where one works", "expected_outcome": "Found in a minute", "objective": above}
    placed = charter.add_part(Strategy, strategy, by=charter.owner, at=at)
    step = {"step": "Write the first playbook", "strategy": placed, "due_on": date(2027, 3, 1), "quantity": "One"}
    made: Tactic = charter.add_part(Tactic, {**step, "owner": owner or charter.owner}, by=charter.owner, at=at)
    return made


def fill(charter: Charter, *, supports: Objective | None = None, at: datetime = NOON) -> Charter:
    """Everything that approval takes."""
    by = charter.owner
    texts = TEXTS | ({"serves_parent": "It frees time for outcomes."} if charter.parent else {})
    charter.edit(texts, by=by, at=at)
    goal = {"statement": "From searching to selling", "from_state": "Everyone searches", "to_state": "Nobody does"}
    above = charter.add_part(Goal, goal, by=by, at=at)
    branch(charter, objective(charter, goal=above, supports=supports, at=at), at=at)
    service = {"name": f"Playbooks of {charter.title}", "audiences": ["sellers"]}
    charter.add_part(Service, service, by=by, at=at)
    for dimension in (Dimension.MILESTONE, Dimension.ADOPTION, Dimension.EFFICIENCY):
        measure = {"name": dimension.label, "dimension": dimension, "level": MeasureLevel.ACTIVITY}
        charter.add_part(Measure, measure, by=by, at=at)
    return charter


def approve(charter: Charter, *, at: datetime = NOON) -> Charter:
    charter.submit(by=charter.owner, at=at)
    charter.approve(by=charter.sponsor, at=at)
    return charter


def put_into_force(charter: Charter, *, at: datetime = NOON) -> Charter:
    approve(charter, at=at)
    charter.activate(by=charter.owner, at=at)
    return charter


def make_root(cast: Cast, *, at: datetime = NOON) -> Charter:
    """Acme's own charter, in force; vera wrote and sponsors it."""
    return put_into_force(fill(draft(cast.acme, by=cast.vera, sponsor=cast.vera, kind=CharterKind.ORGANISATION)), at=at)


def make_child(cast: Cast, root: Charter, **values: Any) -> Charter:
    """North's charter, complete and still a draft; lena wrote it, vera sponsors it."""
    kind = {"kind": CharterKind.REGION, "parent": root, **values}
    child = draft(cast.north, by=cast.lena, sponsor=cast.vera, **kind)
    return fill(child, supports=root.objectives.first())


def make_mission(cast: Cast, parent: Charter, goal: Goal | None = None, *, at: datetime = NOON) -> Charter:
    """Oslo's sales mission until the end of June, complete and still a draft."""
    charter = draft(cast.oslo, by=cast.lena, sponsor=cast.vera, kind=CharterKind.MISSION, parent=parent, at=at)
    mission = {
        "statement": "One of the top five dealers", "starts_on": date(2026, 12, 1), "ends_on": date(2027, 8, 31),
        "what_changes": "Customers call us first.", "pledge": "I will see every customer twice.",
        "organisation_goal": goal, "forecast": "Rank eight", "attainable": True,
    }  # fmt: skip
    charter.add_part(SalesMission, mission, by=cast.lena, at=at)
    branch(charter, objective(charter, at=at), owner=cast.nils, at=at)
    return charter
