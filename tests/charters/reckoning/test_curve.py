"""The curve of an objective: places in percent, higher values higher, the line from target to target."""

from datetime import date
from decimal import Decimal

from charters.curve import curve
from tests.charters.reckoning.facts import JUNE, SEPTEMBER, objective, to

NOVEMBER = date(2026, 11, 2)
NEW_YEAR = date(2027, 1, 1)


def test_without_a_value_there_is_no_curve() -> None:
    assert curve([], NEW_YEAR, objective()) is None


def test_it_spans_from_the_first_day_to_the_last_target() -> None:
    found = curve([(NOVEMBER, Decimal(12)), (NEW_YEAR, Decimal(11))], NEW_YEAR, objective())
    assert found is not None
    assert (found.begins, found.ends, found.lowest, found.highest) == (NOVEMBER, JUNE, Decimal(9), Decimal(12))
    assert [(one.x, one.y) for one in found.dots] == [("0.00%", "10.00%"), ("25.00%", "36.67%")]
    assert [(one.x1, one.y1, one.x2, one.y2) for one in found.planned] == [("0.00%", "10.00%", "100.00%", "90.00%")]
    assert found.today == "25.00%"


def test_each_target_ends_a_piece_of_the_line() -> None:
    found = curve([(NOVEMBER, Decimal(12))], NEW_YEAR, objective(targets=(to(10), to(9, SEPTEMBER))))
    assert found is not None
    assert (len(found.planned), len(found.targets), len(found.measured)) == (2, 2, 0)


def test_milestones_rise_by_one_each() -> None:
    steps = (to(None, JUNE, "Live"), to(None, SEPTEMBER, "Everywhere"))
    found = curve([(JUNE, Decimal(1))], JUNE, objective(kind="milestone", targets=steps))
    assert found is not None
    assert (found.lowest, found.highest, len(found.planned)) == (1, 2, 1)


def test_one_value_alone_stands_in_the_middle() -> None:
    found = curve([(NEW_YEAR, Decimal(3))], date(2028, 1, 1))
    assert found is not None
    assert [(one.x, one.y) for one in found.dots] == [("50.00%", "50.00%")]
    assert (found.planned, found.today) == ((), None)


def test_an_incomplete_line_is_not_drawn() -> None:
    found = curve([(NEW_YEAR, Decimal(3))], NEW_YEAR, objective(baseline=None))
    assert found is not None
    assert found.planned == ()
