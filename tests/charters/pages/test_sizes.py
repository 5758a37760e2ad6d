"""Pages take at most fifteen statements, however large a charter or the organisation is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from charters.choices import CharterKind
from charters.models import (
    Charter,
    Goal,
    Objective,
    ObjectiveProgress,
    Stakeholder,
    Strategy,
    Tactic,
    TacticProgress,
    Target,
)
from portal.models import Person
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import TEXTS, draft, make_mission

MOST = 15


def statements(browser: Client, address: str) -> int:
    """Of the second visit: the first fills what is kept between requests."""
    assert browser.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def crowd(charter: Charter, *, objectives: int, tactics: int) -> None:
    """Many parts at once, as the verbs would leave them."""
    owner = charter.owner
    goal = Goal.objects.create(charter=charter, statement="From few to many", from_state="Few", to_state="Many")
    rows = [
        Objective(charter=charter, goal=goal, statement=f"Objective {number}", position=number, unit="calls")
        for number in range(objectives)
    ]
    Objective.objects.bulk_create(rows)
    ObjectiveProgress.objects.bulk_create([ObjectiveProgress(objective=one, owner=owner) for one in rows])
    Target.objects.bulk_create([Target(objective=one, due_on=TODAY, value=3) for one in rows])
    strategies = [
        Strategy(
            charter=charter, objective=one, statement=f"Strategy of {one}", expected_outcome="More", position=number
        )
        for number, one in enumerate(rows)
    ]
    Strategy.objects.bulk_create(strategies)
    steps = [
        Tactic(
            charter=charter,
            strategy=strategies[number % len(strategies)],
            step=f"Step {number}",
            due_on=TODAY + timedelta(days=number),
            position=number,
        )
        for number in range(tactics)
    ]
    Tactic.objects.bulk_create(steps)
    TacticProgress.objects.bulk_create([TacticProgress(tactic=one, owner=owner, due_on=one.due_on) for one in steps])


@pytest.fixture
def large(cast: Cast, root: Charter) -> Charter:
    made = draft(cast.north, by=cast.lena, sponsor=cast.vera, parent=root, **TEXTS)
    crowd(made, objectives=40, tactics=200)
    for person in cast.everybody():
        made.add_part(Stakeholder, {"person": person}, by=cast.lena, at=NOON)
    return made


@pytest.mark.parametrize("page", ["", "print/", "versions/", "changes/"])
def test_a_charter_of_forty_objectives_and_two_hundred_tactics(
    cast: Cast, large: Charter, enter: Callable[[Person], Client], as_served: None, page: str
) -> None:
    assert statements(enter(cast.lena), f"/charters/{large.pk}/{page}") <= MOST


def test_a_large_sales_mission(cast: Cast, root: Charter, enter: Callable[[Person], Client], as_served: None) -> None:
    mission = make_mission(cast, root)
    crowd(mission, objectives=40, tactics=200)
    assert statements(enter(cast.lena), f"/charters/{mission.pk}/") <= MOST


def test_the_changes_between_two_large_versions(
    cast: Cast, root: Charter, enter: Callable[[Person], Client], as_served: None
) -> None:
    later = root.revise(by=cast.vera, at=NOON)
    crowd(later, objectives=40, tactics=200)
    assert statements(enter(cast.vera), f"/charters/{later.pk}/changes/") <= MOST


@pytest.fixture
def cascade(cast: Cast, root: Charter) -> list[Charter]:
    """Three hundred programs, each with a branch of its own."""
    rows = [
        Charter(
            team=cast.north, kind=CharterKind.PROGRAM, title=f"Program {number:03d}", parent=root, owner=cast.lena,
            created_at=NOON, **TEXTS,
        )
        for number in range(300)
    ]  # fmt: skip
    Charter.objects.bulk_create(rows)
    for one in rows[:30]:
        crowd(one, objectives=2, tactics=3)
    return rows


@pytest.mark.parametrize("page", ["/charters/tree/", "/charters/", "/charters/?page=3"])
def test_an_organisation_of_three_hundred_charters(
    cast: Cast, cascade: list[Charter], enter: Callable[[Person], Client], as_served: None, page: str
) -> None:
    assert statements(enter(cast.lena), page) <= MOST
