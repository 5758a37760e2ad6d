"""What the pages that write cost in statements: as many for three parts as for one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from charters.models import Charter, Goal, StrategyFeedback, Tactic
from portal.models import Person
from tests.cast import NOON, Cast
from tests.charter_factories import objective
from tests.portal.costs import cost

Enter = Callable[[Person], Client]


def grow(charter: Charter) -> None:
    """Two more of what the sections list."""
    told: dict[str, Any] = {"by": charter.owner, "at": NOON}
    for number in range(2):
        goal = charter.add_part(Goal, {"statement": f"Goal {number}", "from_state": "a", "to_state": "b"}, **told)
        objective(charter, goal=goal, statement=f"Objective {number}")
        strategy = charter.strategies.first()
        charter.add_part(Tactic, {"step": f"Step {number}", "strategy": strategy, "owner": charter.owner}, **told)


@pytest.mark.parametrize(("name", "statements"), [("goals", 15), ("objectives", 15), ("tactics", 15), ("vision", 15)])
def test_a_section_costs_the_same_for_more_parts(
    cast: Cast, child: Charter, enter: Enter, name: str, statements: int
) -> None:
    client, address = enter(cast.lena), reverse("charters:section", args=[child.pk, name])
    before = cost(client, address)
    grow(child)
    assert (before, cost(client, address)) == (statements, statements)


def test_feedback_costs_the_same_for_more(cast: Cast, enter: Enter) -> None:
    told: dict[str, Any] = {"team": cast.oslo, "topic": "other", "owner": cast.lena, "by": cast.nils, "at": NOON}
    StrategyFeedback.file(text="One", **told)
    client, address = enter(cast.lena), reverse("charters:feedback")
    before = cost(client, address)
    for text in ("Two", "Three"):
        StrategyFeedback.file(text=text, **told)
    assert (before, cost(client, address)) == (7, 7)
