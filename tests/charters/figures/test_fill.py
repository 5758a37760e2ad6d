"""What is bound to a figure measures itself once a week, whoever asks and however often."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charters.choices import Confidence, Dimension, ObjectiveKind
from charters.filling import fill
from charters.models import Charter, Measure, Measurement, Objective
from charters.refusals import WrongState
from charters.tasks import fill_figures
from portal.refusals import Invalid
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import approve, objective, put_into_force
from tests.charters.figures.conftest import Cases, Told
from tests.charters.places import anew

Bound = Callable[..., Objective]
WEEK = timedelta(days=7)


def rows() -> list[Measurement]:
    return list(Measurement.objects.everything(reason="test").order_by("measured_on"))


def test_it_measures_the_team_and_all_below_it(cast: Cast, bound: Bound, told: Told) -> None:
    one = bound()
    told.counts = {cast.oslo.pk: Cases(1, 2), cast.bergen.pk: Cases(1, 1), cast.rome.pk: Cases(9, 9)}
    assert fill(at=NOON) == 1
    [made] = rows()
    assert (made.value, made.measured_on, made.figure, made.by) == (Decimal("66.67"), TODAY, "now", None)
    assert (made.reason, made.team, made.lineage) == ("2 of 3 in North on 18 Nov 2026", cast.north, one.lineage)
    assert anew(one).progress.latest == made


def test_without_a_case_there_is_no_data(bound: Bound, told: Told, cast: Cast) -> None:
    bound()
    assert (fill(at=NOON), rows()) == (0, [])
    told.counts = {cast.oslo.pk: Cases(0, 4)}
    assert (fill(at=NOON + timedelta(hours=1)), rows()[0].value) == (1, 0)


def test_a_week_has_one_however_often_it_is_asked_for(cast: Cast, bound: Bound, told: Told) -> None:
    bound()
    told.counts = {cast.oslo.pk: Cases(1, 2)}
    assert [fill(at=NOON + timedelta(days=days)) for days in (0, 0, 1, 4)] == [1, 0, 0, 0]
    told.counts = {cast.oslo.pk: Cases(2, 2)}
    assert fill(at=NOON + timedelta(days=5)) == 1
    assert [(one.measured_on, one.value) for one in rows()] == [(TODAY, 50), (date(2026, 11, 23), 100)]


def test_a_second_one_that_saw_nothing_yet_changes_nothing(
    cast: Cast, bound: Bound, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As two that fill at the same moment: neither reads what the other is writing."""
    one = bound()
    told.counts = {cast.oslo.pk: Cases(1, 2)}
    fill(at=NOON)
    told.counts = {cast.oslo.pk: Cases(2, 2)}
    monkeypatch.setattr(Measurement.objects, "everything", lambda reason: Measurement.objects.none())
    fill(at=NOON + timedelta(hours=1))
    monkeypatch.undo()
    assert [row.value for row in rows()] == [50]
    assert anew(one).progress.latest == rows()[0]


def test_weeks_that_were_missed_are_caught_up_where_the_figure_still_knows_them(
    cast: Cast, bound: Bound, told: Told
) -> None:
    bound("any")
    told.counts = {cast.oslo.pk: Cases(1, 2)}
    assert fill(at=NOON + 2 * WEEK) == 3
    assert [one.measured_on for one in rows()] == [date(2026, 11, 22), date(2026, 11, 29), TODAY + 2 * WEEK]
    assert fill(at=NOON + 2 * WEEK) == 0


def test_weeks_that_were_missed_stay_unknown_where_only_now_is_known(cast: Cast, bound: Bound, told: Told) -> None:
    bound("now")
    told.counts = {cast.oslo.pk: Cases(1, 2)}
    fill(at=NOON + 2 * WEEK)
    assert [one.measured_on for one in rows()] == [TODAY + 2 * WEEK]


def test_it_catches_up_twelve_weeks_and_no_more(cast: Cast, bound: Bound, told: Told) -> None:
    bound("any")
    told.counts = {cast.oslo.pk: Cases(1, 2)}
    fill(at=NOON + 30 * WEEK)
    assert (len(rows()), len(told.asked)) == (13, 13)


def test_what_is_behind_its_line_is_in_doubt(cast: Cast, bound: Bound, told: Told) -> None:
    bound(baseline=Decimal(5), baseline_on=TODAY)
    told.counts = {cast.oslo.pk: Cases(0, 2)}
    fill(at=NOON)
    assert rows()[0].confidence == Confidence.MEDIUM


def test_measures_fill_themselves_too(cast: Cast, child: Charter, bound: Bound, told: Told) -> None:
    values = {"name": "Dated", "dimension": Dimension.ADOPTION, "figure": "any"}
    measure = child.add_part(Measure, values, by=cast.lena, at=NOON)
    bound()
    told.counts = {cast.north.pk: Cases(1, 4)}
    assert fill(at=NOON) == 2
    assert [row.value for row in measure.history()] == [25]


def test_what_no_longer_holds_is_left_alone(cast: Cast, child: Charter, bound: Bound, told: Told) -> None:
    bound()
    told.counts = {cast.oslo.pk: Cases(1, 2)}
    later = child.revise(by=cast.lena, at=NOON)
    approve(later)
    assert fill(at=NOON) == 1
    assert rows()[0].charter == child
    assert later.objectives.get(figure="now").progress.latest == rows()[0]
    child.retire(by=cast.lena, at=NOON)
    later.retire(by=cast.lena, at=NOON)
    assert fill(at=NOON + WEEK) == 0


def test_nobody_measures_by_hand_what_fills_itself(cast: Cast, bound: Bound) -> None:
    with pytest.raises(WrongState, match="This fills itself each week: Now"):
        bound().measure(value=Decimal(90), why="I feel it.", by=cast.lena, at=NOON)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"figure": "horoscope"}, "figure"),
        ({"figure": "now", "kind": ObjectiveKind.MILESTONE}, "figure"),
        ({"figure": "now", "unit": "hours"}, "unit"),
    ],
    ids=str,
)
def test_a_figure_is_bound_only_where_it_means_something(
    child: Charter, told: Told, values: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        objective(child, goal=child.goals.get(), **{"unit": "%"} | values)
    assert list(refusal.value.errors) == [field]


@pytest.mark.parametrize("more", [0, 5])
def test_it_takes_the_same_statements_for_one_and_for_many(
    cast: Cast, child: Charter, bound: Bound, told: Told, more: int
) -> None:
    for _one in range(more):
        values = {"name": "Dated", "dimension": Dimension.ADOPTION, "figure": "any"}
        child.add_part(Measure, values, by=cast.lena, at=NOON)
    bound("any")
    told.counts = {cast.oslo.pk: Cases(1, 2)}
    with CaptureQueriesContext(connection) as spent:
        fill(at=NOON)
    with CaptureQueriesContext(connection) as again:
        fill(at=NOON)
    assert (len(spent), len(again)) == (11, 7)


def test_the_schedule_does_it(cast: Cast, bound: Bound, told: Told) -> None:
    bound()
    told.counts = {cast.oslo.pk: Cases(1, 2)}
    fill_figures()
    assert len(rows()) == 1


def test_the_version_that_holds_is_the_one_in_force(cast: Cast, root: Charter, told: Told) -> None:
    later = approve(root.revise(by=cast.vera, at=NOON))
    assert list(Charter.objects.everything(reason="test").holding()) == [root]
    put_into_force(later.revise(by=cast.vera, at=NOON))
    assert [one.revision for one in Charter.objects.everything(reason="test").holding()] == [3]
