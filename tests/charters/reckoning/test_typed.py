"""A part is judged while it is typed, as if it stood in the charter already."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from charters.choices import CharterKind
from charters.phrases import ENGLISH
from charters.typed import Said, said
from tests.charters.reckoning.facts import JUNE, WRITTEN, charter, mission, to

NEW = UUID(int=99)


def judged(document: Any, place: str, key: UUID = NEW, /, **typed: Any) -> Said:
    found = said(document, place, key, typed, phrases=ENGLISH, today=WRITTEN)
    assert found is not None
    return found


def record(key: UUID) -> SimpleNamespace:
    return SimpleNamespace(pk=key)


def failing(found: Said) -> str:
    return "".join(one.letter for one in found.letters if not one.passed)


def test_a_goal_is_asked_from_what_to_what() -> None:
    found = judged(charter(), "goals", statement="Improving collaboration", from_state="", to_state="")
    assert found.words == [
        "From what to what? Fill in both.",
        "“Improving collaboration” is no goal yet. From what to what, and how would one notice?",
        "“Improving collaboration” can mean anything. Say what one would see.",
    ]
    sound = judged(
        charter(), "goals", statement="From searching to selling", from_state="All search", to_state="Nobody"
    )
    assert sound == Said([], False, [])


def test_words_about_other_parts_are_not_repeated() -> None:
    whole = charter()
    weak = replace(whole, goals=[replace(whole.goals[0], statement="World-class", from_state="")])
    assert judged(weak, "goals", statement="From a to b", from_state="a", to_state="b").words == []


def test_an_objective_shows_its_letters_as_they_are_typed() -> None:
    whole = charter()
    goal, owner = record(whole.goals[0].id), record(uuid4())
    typed = {
        "statement": "Search less",
        "metric": "time",
        "unit": "hours",
        "direction": "down",
        "goal": goal,
        "owner": owner,
    }
    assert failing(judged(whole, "objectives", **typed)) == "MAT"
    measured = typed | {"baseline": Decimal(12), "baseline_on": WRITTEN, "to": Decimal(9), "by": JUNE}
    assert failing(judged(whole, "objectives", **measured)) == "A"
    wrong = judged(whole, "objectives", **measured | {"to": Decimal(13)})
    assert "A target lies on the wrong side of the value it starts from." in wrong.letters[1].failures


def test_an_objective_that_stands_already_keeps_its_targets() -> None:
    whole = charter()
    one = whole.objectives[0]
    found = judged(whole, "objectives", one.id, statement=one.statement, baseline=None, goal=None)
    assert failing(found) == "MR"
    assert "“Salespeople search less” belongs to no goal." in found.words


def test_a_target_is_judged_with_its_objective() -> None:
    whole = charter()
    above = record(whole.objectives[0].id)
    assert failing(judged(whole, "targets", objective=above, due_on=date(2027, 3, 1), value=Decimal(10))) == ""
    assert failing(judged(whole, "targets", objective=above, due_on=date(2026, 1, 1), value=Decimal(10))) == "T"
    assert failing(judged(whole, "targets", objective=above, due_on=JUNE, value=None)) == "M"
    moved = judged(whole, "targets", objective=above, due_on=date(2027, 3, 1), value=Decimal(9), was=JUNE)
    assert failing(moved) == ""
    assert judged(whole, "targets", objective=None, due_on=None) == Said([], False, [])


def test_a_target_takes_the_place_of_the_one_on_its_day() -> None:
    whole = charter()
    one = replace(whole.objectives[0], targets=(to(None),))
    broken = replace(whole, objectives=[one])
    assert failing(judged(broken, "targets", objective=record(one.id), due_on=JUNE, value=Decimal(9))) == ""


def test_a_strategy_says_its_outcome_and_whom_it_asked() -> None:
    whole = charter()
    typed = {"statement": "Leverage a platform", "kind": "technology", "objective": None, "expected_outcome": ""}
    assert judged(whole, "strategies", **typed).words == [
        "“Leverage” can mean anything. Say what one would see.",
        "“Leverage a platform” belongs to no objective.",
        "“Leverage a platform” does not say which outcome is expected.",
        "“Leverage a platform” does not say who of the business was involved, and when.",
    ]


def test_a_tactic_is_due_before_its_strategy_ends() -> None:
    whole = charter()
    plan = whole.strategies[0]
    found = judged(whole, "tactics", step="Ship it ASAP", strategy=record(plan.id), due_on=date(2028, 1, 1))
    assert found.words == [
        "“ASAP” can mean anything. Say what one would see.",
        "“Ship it ASAP” is due after its strategy ends.",
    ]


@pytest.mark.parametrize(
    ("ends_on", "words"), [(date(2027, 3, 1), "too narrow"), (date(2028, 1, 1), "too far-reaching")]
)
def test_the_window_of_a_sales_mission_is_judged_at_once(ends_on: date, words: str) -> None:
    empty = charter(kind=CharterKind.MISSION)
    typed = {
        "statement": "Top five",
        "starts_on": date(2026, 12, 1),
        "ends_on": ends_on,
        "what_changes": "They call us",
    }
    typed |= {"forecast": "Eight", "attainable": True, "organisation_goal": record(uuid4())}
    [found] = judged(empty, "sales_mission", **typed).words
    assert words in found


def test_a_sales_mission_that_has_no_days_yet_is_left_alone() -> None:
    assert (
        judged(charter(kind=CharterKind.MISSION, mission=mission()), "sales_mission", statement="Top five").words == []
    )


def test_words_are_not_checked_where_that_is_switched_off() -> None:
    found = said(charter(), "tactics", NEW, {"step": "ASAP"}, phrases=None, today=WRITTEN)
    assert found is not None
    assert "can mean anything" not in "".join(found.words)


def test_of_other_parts_nothing_is_said() -> None:
    assert said(charter(), "services", NEW, {"name": "Playbooks"}, phrases=ENGLISH, today=WRITTEN) is None
