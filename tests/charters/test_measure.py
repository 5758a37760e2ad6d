"""Where an objective stands: a value, how sure, and why. Rows that nobody edits."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from charters.choices import Confidence, ObjectiveKind
from charters.models import Charter, Measurement, Target
from charters.refusals import WrongState
from portal.models import Event
from portal.refusals import Invalid
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import branch, objective, put_into_force
from tests.charters.places import anew


@pytest.fixture
def told(cast: Cast) -> dict[str, Any]:
    return {"by": cast.lena, "at": NOON}


def test_the_newest_day_stands_beside_the_objective(cast: Cast, root: Charter, told: dict[str, Any]) -> None:
    one = root.objectives.get()
    one.measure(value=Decimal(11), why="Week one", **told)
    one.measure(value=Decimal("11.5"), why="A late count", measured_on=TODAY - timedelta(days=7), **told)
    assert anew(one).progress.latest.value == 11
    assert [row.value for row in one.history()] == [Decimal("11.5"), 11]
    one.measure(value=Decimal(10), why="Corrected", confidence=Confidence.LOW, **told)
    latest = anew(one).progress.latest
    assert (latest.value, latest.confidence, latest.reason) == (10, Confidence.LOW, "Corrected")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"value": None}, "value"), ({"why": " "}, "why"), ({"confidence": "sure"}, "confidence"),
        ({"measured_on": TODAY + timedelta(days=1)}, "measured_on"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_missing_is_named(root: Charter, told: dict[str, Any], values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        root.objectives.get().measure(**{"value": Decimal(1), "why": "So"} | values, **told)
    assert list(refusal.value.errors) == [field]


def test_a_figure_of_the_portal_needs_no_sentence(root: Charter, told: dict[str, Any]) -> None:
    made = root.objectives.get().measure(value=Decimal(10), figure="dated_commitments", by=None, at=NOON)
    assert (made.figure, made.reason, made.measured_on) == ("dated_commitments", "", TODAY)


def test_milestones_are_counted(cast: Cast, child: Charter, told: dict[str, Any]) -> None:
    goal = child.goals.get()
    one = objective(child, kind=ObjectiveKind.MILESTONE, goal=goal, statement="Platform", baseline=None)
    for number in (1, 2):
        values = {"objective": one, "due_on": TODAY + timedelta(days=200 * number), "milestone": f"Step {number}"}
        child.add_part(Target, values, **told)
    branch(child, one)
    put_into_force(child)
    one = anew(one)
    for bad in ("3", "-1", "0.5"):
        with pytest.raises(Invalid):
            one.measure(value=Decimal(bad), why="So", **told)
    one.measure(value=Decimal(1), why="Live for the first users", **told)
    assert anew(one).progress.latest.value == 1


def test_measures_are_measured_too(root: Charter, told: dict[str, Any]) -> None:
    measure = root.measures.first()
    assert measure is not None
    measure.measure(value=Decimal(3), why="Counted", **told)
    assert [row.measure for row in measure.history()] == [measure]


@pytest.mark.parametrize("change", ["save", "update", "delete"])
def test_a_measurement_is_neither_changed_nor_deleted(root: Charter, told: dict[str, Any], change: str) -> None:
    made = root.objectives.get().measure(value=Decimal(11), why="So", **told)
    rows = Measurement.objects.everything(reason="test")
    ways = {
        "save": lambda: made.save(),
        "update": lambda: rows.update(value=1),
        "delete": lambda: rows._raw_delete("default"),
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        ways[change]()
    assert rows.get().value == 11


def test_the_owner_accepts_and_nobody_else(cast: Cast, root: Charter) -> None:
    progress = root.objectives.get().progress
    with pytest.raises(WrongState, match="owns"):
        progress.accept(by=cast.nils, at=NOON)
    progress.accept(by=cast.vera, at=NOON)
    assert progress.accepted_at == NOON
    with pytest.raises(WrongState, match="already"):
        progress.accept(by=cast.vera, at=NOON)


def test_a_new_owner_is_asked_anew(cast: Cast, root: Charter) -> None:
    progress = root.objectives.get().progress
    progress.accept(by=cast.vera, at=NOON)
    progress.hand_over(to=cast.lena, by=cast.vera, at=NOON, reason="She runs it.")
    assert (progress.owner, progress.accepted_at) == (cast.lena, None)
    event = Event.objects.about(root).filter(verb="objective_handed_over").get()
    assert (event.reason, event.after["owner"]) == ("She runs it.", str(cast.lena.pk))


def test_what_is_over_is_measured_no_more(cast: Cast, root: Charter, told: dict[str, Any]) -> None:
    root.retire(by=cast.vera, at=NOON)
    with pytest.raises(WrongState):
        anew(root.objectives.get()).measure(value=Decimal(1), why="So", **told)
