"""The next version is a full copy whose parts are known by their lineage; progress goes on in both."""

from decimal import Decimal

import pytest

from charters.choices import TacticState
from charters.models import Charter, Connection, Stakeholder, Tactic
from charters.refusals import WrongState
from portal.refusals import Invalid
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import make_mission, put_into_force

PARTS = ("goals", "objectives", "strategies", "tactics", "services", "measures", "stakeholders", "connections")


@pytest.fixture
def whole(cast: Cast, root: Charter, child: Charter) -> Charter:
    child.add_part(Stakeholder, {"person": cast.olga}, by=cast.lena, at=NOON)
    child.add_part(Connection, {"other": root, "words": "Outcomes"}, by=cast.lena, at=NOON)
    return put_into_force(child)


def lineages(charter: Charter, part: str) -> list[object]:
    return [one.lineage for one in getattr(charter, part).all()]


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_copied_with_its_lineage(cast: Cast, whole: Charter, part: str) -> None:
    later = whole.revise(by=cast.lena, at=NOON)
    assert lineages(later, part) == lineages(whole, part) != []
    assert not {one.pk for one in getattr(later, part).all()} & {one.pk for one in getattr(whole, part).all()}


def test_the_copies_hang_on_copies(cast: Cast, whole: Charter) -> None:
    later = whole.revise(by=cast.lena, at=NOON)
    tactic = later.tactics.get()
    objective = tactic.strategy.objective
    assert {tactic.strategy.charter, objective.charter, objective.goal.charter} == {later}
    assert objective.targets.get().lineage == whole.objectives.get().targets.get().lineage
    assert objective.supports == whole.objectives.get().supports


def test_a_sales_mission_is_copied(cast: Cast, root: Charter) -> None:
    mission = put_into_force(make_mission(cast, root, root.goals.get()))
    later = mission.revise(by=cast.lena, at=NOON)
    assert later.sales_mission.lineage == mission.sales_mission.lineage
    assert later.sales_mission.pk != mission.sales_mission.pk


def test_the_texts_are_copied_and_the_life_begins_anew(cast: Cast, whole: Charter) -> None:
    later = whole.revise(by=cast.lena, at=NOON)
    assert (later.vision, later.core_values, later.sponsor) == (whole.vision, whole.core_values, whole.sponsor)
    assert (later.approved_at, later.approved_by, later.version) == (None, None, 1)


def test_progress_made_meanwhile_is_in_the_next_version(cast: Cast, whole: Charter) -> None:
    later = whole.revise(by=cast.lena, at=NOON)
    whole.tactics.get().progress.done(by=cast.lena, at=NOON)
    whole.objectives.get().measure(value=Decimal(11), why="A first week", by=cast.lena, at=NOON)
    assert later.tactics.get().progress.state == TacticState.DONE
    assert later.objectives.get().progress.latest.value == 11
    assert [one.value for one in later.objectives.get().history()] == [11]


def test_what_was_planned_otherwise_in_the_next_version_stays_so(cast: Cast, whole: Charter) -> None:
    later = whole.revise(by=cast.lena, at=NOON)
    planned = TODAY.replace(year=2027)
    later.edit_part(later.tactics.get(), {"due_on": planned, "owner": cast.nils}, by=cast.lena, at=NOON)
    progress = whole.tactics.get().progress
    progress.redate(due_on=TODAY.replace(day=30), reason="Ill.", by=cast.lena, at=NOON)
    assert progress.due_on == TODAY.replace(day=30)
    assert (later.tactics.get().progress.due_on, later.tactics.get().progress.owner) == (planned, cast.nils)


def test_the_agreed_day_stays_when_the_tactic_gets_another(cast: Cast, whole: Charter) -> None:
    tactic: Tactic = whole.tactics.get()
    agreed = tactic.due_on
    tactic.progress.redate(due_on=TODAY, reason="Sooner.", by=cast.lena, at=NOON)
    assert (whole.tactics.get().due_on, tactic.progress.due_on, tactic.progress.redated) == (agreed, TODAY, 1)


def test_another_day_takes_a_reason(cast: Cast, whole: Charter) -> None:
    with pytest.raises(Invalid):
        whole.tactics.get().progress.redate(due_on=TODAY, reason=" ", by=cast.lena, at=NOON)


def test_a_tactic_done_is_done(cast: Cast, whole: Charter) -> None:
    progress = whole.tactics.get().progress
    progress.done(by=cast.lena, at=NOON)
    with pytest.raises(WrongState, match="done"):
        progress.drop(reason="No.", by=cast.lena, at=NOON)
    progress.reopen(by=cast.lena, at=NOON)
    assert (progress.state, progress.settled_on) == (TacticState.OPEN, None)


def test_progress_begins_with_approval(cast: Cast, child: Charter) -> None:
    with pytest.raises(WrongState, match="approved"):
        child.tactics.get().progress.done(by=cast.lena, at=NOON)
    with pytest.raises(WrongState, match="approved"):
        child.objectives.get().measure(value=Decimal(11), why="Early", by=cast.lena, at=NOON)
