"""Opening a cycle: who is asked about whom."""

from datetime import timedelta

import pytest

from coaching.feedback.opening import open_due, plan_cycle
from coaching.feedback.statements import ABOVE, BY_TEAM, FROM_ABOVE, TEAM
from coaching.feedback.states import CycleState
from coaching.models import FeedbackBallot, FeedbackBox, FeedbackCycle, FeedbackFromAbove
from portal.models import Event
from portal.refusals import Invalid, WrongState
from portal.roles import Role
from tests.cast import NOON, TODAY, Cast, join, make_person
from tests.coaching.feedback.conftest import Branch
from tests.feedback_factories import close, make_cycle, make_team_of


def asked() -> dict[str, set[str]]:
    ballots = FeedbackBallot.objects.everything(reason="test").select_related("box__manager", "person")
    found: dict[str, set[str]] = {}
    for one in ballots:
        found.setdefault(one.box.manager.name, set()).add(one.person.name)
    return found


def test_the_team_is_asked_about_its_manager(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    assert cycle.state == CycleState.OPEN
    assert asked() == {"Otto": {one.name for one in branch.six}, "Lena": {"Olga"}}, "Bergen has no manager of its own"


def test_the_managers_above_are_asked_with_their_names(cast: Cast, cycle: FeedbackCycle) -> None:
    forms = FeedbackFromAbove.objects.everything(reason="test").select_related("author", "manager")
    assert {(one.author.name, one.manager.name) for one in forms} == {("Lena", "Otto"), ("Vera", "Lena")}


def test_who_left_or_comes_later_is_not_asked(cast: Cast, branch: Branch) -> None:
    join(cast.olga, cast.oslo, Role.MEMBER, since=TODAY + timedelta(days=1))
    make_cycle(cast.north, cast.stella)
    assert not {"Felix", "Olga"} & asked()["Otto"]


def test_nobody_is_asked_about_themselves(cast: Cast, branch: Branch) -> None:
    join(branch.otto, cast.oslo, Role.MEMBER)
    make_cycle(cast.north, cast.stella)
    assert "Otto" not in asked()["Otto"]


def test_the_people_of_two_teams_of_one_manager_are_one_group(cast: Cast, branch: Branch) -> None:
    join(branch.otto, cast.bergen, Role.MANAGER)
    make_cycle(cast.north, cast.stella)
    assert asked() == {"Otto": {*(one.name for one in branch.six), "Olga"}}
    assert FeedbackBox.objects.everything(reason="test").get().seen_from == cast.north


def test_a_manager_above_the_branch_is_not_asked_about(cast: Cast) -> None:
    make_cycle(cast.oslo, cast.stella)
    assert asked() == {}


def test_a_cycle_of_a_later_day_opens_on_it_with_the_people_of_that_day(cast: Cast, branch: Branch) -> None:
    first = TODAY + timedelta(days=7)
    cycle = plan_cycle(cast.north, opens_on=first, closes_on=first + timedelta(days=14), by=cast.stella, at=NOON)
    assert (cycle.state, asked()) == (CycleState.PLANNED, {})
    assert open_due(at=NOON) == 0
    late = make_team_of(cast.bergen, 2, since=first)
    assert open_due(at=NOON + timedelta(days=7)) == 1
    assert asked()["Lena"] == {"Olga", *(one.name for one in late)}
    assert open_due(at=NOON + timedelta(days=7)) == 0


@pytest.mark.parametrize(("opens", "days", "field"), [(-1, 14, "opens_on"), (0, 2, "closes_on"), (0, 61, "closes_on")])
def test_odd_days_are_refused(cast: Cast, opens: int, days: int, field: str) -> None:
    first = TODAY + timedelta(days=opens)
    with pytest.raises(Invalid) as refused:
        plan_cycle(cast.north, opens_on=first, closes_on=first + timedelta(days=days), by=cast.stella, at=NOON)
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize("where", ["north", "oslo", "acme"])
def test_a_branch_is_left_alone_around_a_cycle(cast: Cast, cycle: FeedbackCycle, where: str) -> None:
    """Sets of figures that almost the same people made could be compared."""
    soon = NOON + timedelta(days=14 + 55)
    with pytest.raises(WrongState, match="8 weeks"):
        make_cycle(getattr(cast, where), cast.stella, at=soon)
    make_cycle(getattr(cast, where), cast.stella, at=soon + timedelta(days=1))


def test_another_branch_may_be_asked_meanwhile(cast: Cast, cycle: FeedbackCycle) -> None:
    assert make_cycle(cast.south, cast.stella).state == CycleState.OPEN


def test_a_manager_of_two_branches_is_asked_about_in_one(cast: Cast, branch: Branch) -> None:
    rosa = make_person("Rosa")
    join(rosa, cast.rome, Role.MANAGER)
    join(rosa, cast.bergen, Role.MANAGER)
    first = make_cycle(cast.south, cast.stella)
    assert asked()["Rosa"] == {"Rita"}
    make_cycle(cast.north, cast.stella, at=NOON)
    assert "Olga" not in asked().get("Rosa", set())
    later = close(first)
    make_cycle(cast.acme, cast.stella, at=later + timedelta(days=60))
    assert asked()["Rosa"] == {"Rita", "Olga"}


def test_planning_and_opening_leave_events(cast: Cast, cycle: FeedbackCycle) -> None:
    told = list(Event.objects.about(cycle).order_by("id").values_list("verb", "by__name", "team__name"))
    assert told == [("planned", "Stella", "North"), ("opened", "Stella", "North")]


def test_statements_keep_their_order_in_the_database(cast: Cast, cycle: FeedbackCycle) -> None:
    kept = FeedbackCycle.objects.everything(reason="test").get()
    assert list(kept.statements_of(TEAM)) == list(BY_TEAM)
    assert list(kept.statements_of(ABOVE)) == list(FROM_ABOVE)
