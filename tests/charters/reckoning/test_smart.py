"""SMART, letter by letter, with the literature's own examples."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charters.choices import Direction, ObjectiveKind
from charters.document import ObjectiveFact
from charters.smart import from_to, missing_from, missing_to, smart
from tests.charters.reckoning.facts import DECEMBER, JUNE, SEPTEMBER, WRITTEN, mission, objective, to


def failing(one: ObjectiveFact, **told: Any) -> str:
    return "".join(letter.letter for letter in smart(one, **{"written_on": WRITTEN, **told}) if not letter.passed)


def test_a_whole_objective_passes_all_five() -> None:
    assert failing(objective()) == ""


NONE_TODAY: dict[str, Any] = {"baseline": None, "baseline_on": None}
SEARCH_TIME = objective(
    statement="Implement interactive playbooks until September; decrease salespeople's search time by 20 percent",
    metric="search time", unit="%", direction=Direction.DOWN, targets=(to(20, SEPTEMBER),), **NONE_TODAY,
)  # fmt: skip
PLATFORM = objective(
    statement="CRM collaboration platform",
    kind=ObjectiveKind.MILESTONE, metric="", unit="", **NONE_TODAY,
    targets=(
        to(None, date(2027, 8, 1), "Live for selected users"), to(None, date(2027, 10, 30), "Migration completed"),
    ),
)  # fmt: skip
TOP_FIVE = objective(
    statement="To be one of the top five dealers within the next 12 months",
    metric="rank among dealers", unit="rank", direction=Direction.DOWN, targets=(to(5, date(2027, 11, 2)),), **NONE_TODAY,
)  # fmt: skip
SATISFACTION = objective(
    statement="Improve our Customer Satisfaction Rating by five percent within the next 6 months",
    metric="customer satisfaction rating", unit="%", direction=Direction.UP, targets=(to(5, date(2027, 5, 2)),),
    **NONE_TODAY,
)  # fmt: skip
VOLUME = objective(
    statement="Increase sales volume by 10% by June 30 and by 15% in Q3 and Q4",
    metric="sales volume", unit="%", direction=Direction.UP, targets=(to(10, JUNE), to(15, SEPTEMBER), to(15, DECEMBER)),
    **NONE_TODAY,
)  # fmt: skip


@pytest.mark.parametrize(
    ("example", "letters"),
    [(SEARCH_TIME, "SM"), (PLATFORM, ""), (TOP_FIVE, "M"), (SATISFACTION, "M"), (VOLUME, "M")],
    ids=["search time", "platform", "top five", "satisfaction", "volume"],
)
def test_the_worked_examples(example: ObjectiveFact, letters: str) -> None:
    assert failing(example) == letters


@pytest.mark.parametrize("example", [SEARCH_TIME, TOP_FIVE, SATISFACTION, VOLUME])
def test_those_without_a_baseline_are_measurable_on_the_target_side_only(example: ObjectiveFact) -> None:
    assert list(missing_to(example)) == []
    assert list(missing_from(example)) == ["Say from what: the value today is missing."]
    measurable = smart(example, written_on=WRITTEN)[1]
    assert measurable.failures == ("Say from what: the value today is missing.",)
    assert from_to(example) is None


def test_with_a_baseline_the_same_example_passes() -> None:
    whole = replace(SATISFACTION, baseline=Decimal(80), baseline_on=WRITTEN, targets=(to(84, date(2027, 5, 2)),))
    assert failing(whole) == ""
    assert from_to(whole) == "From 80\u00a0% on 2 Nov 2026 to 84\u00a0% by 2 May 2027"


def test_several_targets_stand_in_one_sentence() -> None:
    whole = replace(VOLUME, baseline=Decimal(0), baseline_on=WRITTEN)
    assert from_to(whole) == (
        "From 0\u00a0% on 2 Nov 2026 to 10\u00a0% by 30 Jun 2027, 15\u00a0% by 30 Sept 2027, 15\u00a0% by 31 Dec 2027"
    )


@pytest.mark.parametrize(
    ("start", "ends", "unit", "sentence"),
    [
        (1, (5, 8), "operators", "From 1 on 2 Nov 2026 to 5\u00a0operators by 30 Jun 2027, 8 by 30 Sept 2027"),
        (12, (15,), "hours", "From 12\u00a0hours on 2 Nov 2026 to 15 by 30 Jun 2027"),
        (0, (1,), "operators", "From 0\u00a0operators on 2 Nov 2026 to 1 by 30 Jun 2027"),
        (1, (2,), "%", "From 1\u00a0% on 2 Nov 2026 to 2\u00a0% by 30 Jun 2027"),
    ],
)
def test_a_unit_in_words_is_said_once_and_never_of_one(
    start: int, ends: tuple[int, ...], unit: str, sentence: str
) -> None:
    days = (date(2027, 6, 30), date(2027, 9, 30))
    targets = tuple(to(value, day) for value, day in zip(ends, days, strict=False))
    whole = replace(SATISFACTION, baseline=Decimal(start), baseline_on=WRITTEN, unit=unit, targets=targets)
    assert from_to(whole) == sentence


def test_milestones_stand_in_a_sentence_by_their_days() -> None:
    assert from_to(PLATFORM) == "Live for selected users by 1 Aug 2027, Migration completed by 30 Oct 2027"


@pytest.mark.parametrize(
    ("change", "letter", "words"),
    [
        ({"owner": None}, "S", "Name the one person"),
        ({"statement": " "}, "S", "Say what is to be reached"),
        ({"metric": ""}, "M", "Say what is measured"),
        ({"unit": ""}, "M", "in which unit"),
        ({"baseline_on": None}, "M", "on which day"),
        ({"targets": (to(None),)}, "M", "target value is missing"),
        ({"targets": (to(12),)}, "M", "equals the value"),
        ({"targets": (to(15),)}, "M", "wrong side"),
        ({"accepted": False}, "A", "not accepted"),
        ({"goal": None}, "R", "Link it to a goal"),
        ({"targets": (to(9, WRITTEN),)}, "T", "in the past"),
    ],
)
def test_each_failure_has_its_letter_and_its_reason(change: dict[str, Any], letter: str, words: str) -> None:
    one = replace(objective(), **change)
    assert failing(one) == letter
    [reason] = next(found for found in smart(one, written_on=WRITTEN) if not found.passed).failures
    assert words in reason


def test_without_targets_neither_the_measure_nor_the_time_is_said() -> None:
    assert failing(replace(objective(), targets=())) == "MT"


def test_a_sales_mission_makes_it_relevant_and_bounds_its_days() -> None:
    one = replace(objective(), goal=None)
    assert failing(one, mission=mission()) == ""
    assert failing(one, mission=mission(ends_on=date(2027, 5, 31))) == "T"


@pytest.mark.parametrize(
    ("target", "warned"), [("11.5", "no more than"), ("11", "no more than"), ("10", ""), ("9", "attainable")]
)
def test_the_normal_expectation_tells_a_challenge_from_a_dream(target: str, warned: str) -> None:
    letter = smart(objective(expectation=Decimal(11), targets=(to(target),)), written_on=WRITTEN)[2]
    assert letter.passed
    assert warned in "".join(letter.warnings)
    assert bool(letter.warnings) == bool(warned)


numbers = st.decimals(min_value=-1000, max_value=1000, places=2)


@given(baseline=numbers, target=numbers, up=st.booleans())
def test_a_target_passes_exactly_when_it_lies_in_the_direction(baseline: Decimal, target: Decimal, up: bool) -> None:
    one = objective(baseline=baseline, targets=(to(str(target)),), direction=Direction.UP if up else Direction.DOWN)
    assert smart(one, written_on=WRITTEN)[1].passed == (target > baseline if up else target < baseline)


@given(
    st.builds(
        objective, owner=st.sampled_from([None, uuid4()]), accepted=st.booleans(), unit=st.sampled_from(["", "h"])
    )
)
def test_a_letter_fails_with_a_reason_and_passes_without_one(one: ObjectiveFact) -> None:
    for letter in smart(one, written_on=WRITTEN):
        assert letter.passed == (letter.failures == ())
        assert all(reason.strip() for reason in letter.failures)
