"""Measures cover every dimension, services every audience; what is new begins with milestones."""

from datetime import date
from uuid import uuid4

import pytest

from charters.chain import Reached
from charters.choices import Dimension, Family, MeasureLevel
from charters.coverage import measure_cover, missing_families, objectives_without_activity, service_matrix
from charters.document import Document, MeasureFact, ServiceFact
from tests.charters.reckoning.facts import charter


def measured(*dimensions: Dimension, new: tuple[bool, ...] = (), later: date | None = None) -> Document:
    return charter(
        texts={"effectiveness_from": later},
        measures=[MeasureFact(uuid4(), one.label, one) for one in dimensions],
        services=[ServiceFact(uuid4(), f"Service {number}", first_time=one) for number, one in enumerate(new)],
    )


def lacking(document: Document) -> list[Family]:
    return [one.family for one in measure_cover(document) if one.missing]


def test_without_measures_nothing_is_covered() -> None:
    assert set(lacking(measured())) == set(Family)
    assert len(missing_families(measured())) == 3


@pytest.mark.parametrize("kind", [Dimension.ADOPTION, Dimension.BEHAVIOUR, Dimension.IMPACT])
def test_adoption_behaviour_and_impact_are_effectiveness(kind: Dimension) -> None:
    assert lacking(measured(kind, Dimension.MILESTONE, Dimension.EFFICIENCY)) == []


def test_what_is_new_begins_with_milestones() -> None:
    assert measure_cover(measured(new=(True, False)))[0].family == Family.MILESTONE
    assert measure_cover(measured(new=(False,)))[0].family == Family.EFFECTIVENESS


def test_only_where_everything_is_new_may_effectiveness_wait_for_a_day() -> None:
    others = (Dimension.MILESTONE, Dimension.EFFICIENCY)
    day = date(2027, 6, 1)
    assert lacking(measured(*others, new=(True, True), later=day)) == []
    assert lacking(measured(*others, new=(True, True))) == [Family.EFFECTIVENESS]
    assert lacking(measured(*others, new=(True, False), later=day)) == [Family.EFFECTIVENESS]
    assert lacking(measured(*others, later=day)) == [Family.EFFECTIVENESS]


def test_each_objective_has_a_measure_of_activity() -> None:
    document = charter()
    aim = document.objectives[0]
    assert objectives_without_activity(document) == [aim.statement]
    activity = MeasureFact(uuid4(), "Playbooks opened", Dimension.ADOPTION, MeasureLevel.ACTIVITY, aim.id)
    assert objectives_without_activity(charter(objectives=[aim], measures=[activity])) == []


def test_an_audience_without_a_service_is_a_gap_unless_it_is_known() -> None:
    audiences = [
        {"key": "sellers", "name": "Salespeople", "none_yet": False},
        {"key": "managers", "name": "Managers", "none_yet": False},
        {"key": "partners", "name": "Partners", "none_yet": True},
    ]
    services = [ServiceFact(uuid4(), "Playbooks", ("sellers",)), ServiceFact(uuid4(), "Training", ("sellers",))]
    rows = service_matrix(audiences, services)
    assert [(row.name, len(row.services), row.missing) for row in rows] == [
        ("Salespeople", 2, False), ("Managers", 0, True), ("Partners", 0, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reached", "share", "enough"), [((0, 0), None, False), ((8, 10), 0.8, True), ((7, 10), 0.7, False)]
)
def test_nobody_to_reach_is_no_data(reached: tuple[int, int], share: float | None, enough: bool) -> None:
    one = Reached(*reached)
    assert (None if one.share is None else float(one.share), one.enough) == (share, enough)
