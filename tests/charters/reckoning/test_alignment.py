"""Twelve checks, each with the finding it makes and the place to mend."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charters.alignment import Alignment, align
from charters.chain import PriorityFact, Reached
from charters.choices import CharterKind, CharterState
from charters.document import Document, GoalFact, ServiceFact
from charters.findings import FAULTS, Check, Finding, Severity
from tests.charters.reckoning.facts import charter, mission, objective, parent_of, strategy, tactic

FAULT_OF = {fault.check: code for code, fault in FAULTS.items()}
ROOT = charter("Acme", goals=[], objectives=[], strategies=[], tactics=[])


def found(*documents: Document, priorities: Any = ()) -> list[tuple[Check, str]]:
    return [(one.check, one.section) for one in align(documents, priorities).findings]


def below(**values: Any) -> Document:
    return charter(above=ROOT, **values)


def test_a_sound_pair_has_no_findings_and_the_full_score() -> None:
    alignment = align([ROOT, below()])
    assert (alignment.findings, alignment.score) == ([], Decimal(1))


def test_nothing_asked_has_no_score() -> None:
    assert align([]).score is None


def test_a1_every_charter_but_the_organisations_serves_one() -> None:
    assert found(charter("Lone", kind=CharterKind.FUNCTION)) == [(Check.A1, "parent")]


def test_a1_a_circle_is_found_from_each_side_and_ends() -> None:
    one, other = charter("One", kind=CharterKind.FUNCTION), charter("Other", kind=CharterKind.FUNCTION)
    one, other = replace(one, parent=parent_of(other)), replace(other, parent=parent_of(one))
    outside = charter("Outside", above=one)
    circles = [finding.charter for finding in align([one, other, outside]).findings if finding.check == Check.A1]
    assert circles == [one.id, other.id]


@pytest.mark.parametrize("state", [CharterState.IN_REVIEW, CharterState.APPROVED, CharterState.ACTIVE])
def test_a2_no_cart_before_the_horse(state: str) -> None:
    early = below(state=state, parent=parent_of(ROOT, state=CharterState.DRAFT))
    assert (Check.A2, "parent") in found(ROOT, early)


def test_a2_a_draft_may_wait_for_a_draft() -> None:
    assert found(ROOT, below(state=CharterState.DRAFT, parent=parent_of(ROOT, state=CharterState.DRAFT))) == []


def test_a3_the_mapping_is_said_in_words() -> None:
    assert found(ROOT, below(texts={"serves_parent": " "})) == [(Check.A3, "vision")]


@pytest.mark.parametrize(("confirmed", "stale"), [(None, True), (1, True), (2, False)])
def test_a4_a_newer_parent_has_to_be_confirmed(confirmed: int | None, stale: bool) -> None:
    child = below(parent=parent_of(ROOT, newest=2, confirmed=confirmed))
    assert found(ROOT, child) == ([(Check.A4, "parent")] if stale else [])


def test_a5_what_hangs_in_the_air() -> None:
    whole = below()
    aim, plan, step = whole.objectives[0], whole.strategies[0], whole.tactics[0]
    cases = {
        "objectives": replace(whole, objectives=[replace(aim, goal=None)]),
        "strategies": replace(whole, strategies=[replace(plan, objective=None)]),
        "tactics": replace(whole, tactics=[replace(step, strategy=None)]),
    }
    for section, broken in cases.items():
        assert (Check.A5, section) in found(ROOT, broken)
    silent = replace(whole, strategies=[replace(plan, expected_outcome="")])
    assert found(ROOT, silent) == [(Check.A5, "strategies")]


def test_a5_the_objectives_of_a_sales_mission_need_no_goal() -> None:
    whole = below(kind=CharterKind.MISSION, mission=mission(), goals=[])
    assert found(ROOT, replace(whole, objectives=[replace(whole.objectives[0], goal=None)])) == []


def test_a6_what_ends_early_warns() -> None:
    whole = below()
    assert found(ROOT, replace(whole, tactics=[])) == [(Check.A6, "strategies")]
    assert found(ROOT, replace(whole, strategies=[], tactics=[])) == [(Check.A6, "objectives")]
    assert found(ROOT, replace(whole, objectives=[], strategies=[], tactics=[])) == [(Check.A6, "goals")]
    assert Check.A6.severity is Severity.WARNING


def test_a7_an_objective_that_nobody_below_works_on() -> None:
    root = charter("Acme")
    aim = root.objectives[0]
    idle, busy = charter("Idle", above=root), charter("Busy", above=root)
    busy = replace(busy, objectives=[replace(busy.objectives[0], supports=aim.lineage)])
    [finding] = align([root, idle]).findings
    assert (finding.check, finding.charter, finding.part) == (Check.A7, root.id, aim.id)
    assert found(root, idle, busy) == []
    assert found(root) == []


def test_a8_those_who_meet_the_same_people_are_connected() -> None:
    audience = {"serves_parent": "Yes", "audiences": [{"key": "a", "name": "Salespeople "}]}
    one, other = below(title="One", texts=audience), below(title="Other", texts=audience)
    assert found(ROOT, one, other) == [(Check.A8, "connections")]
    assert found(ROOT, one, replace(other, connected=frozenset({one.lineage}))) == []
    assert found(ROOT, one, replace(other, state=CharterState.DRAFT)) == []


def test_a8_a_shared_service_is_a_meeting_too_but_parent_and_child_are_connected() -> None:
    shared = [ServiceFact(uuid4(), "Playbooks")]
    assert found(ROOT, below(services=shared), below(services=shared)) == [(Check.A8, "connections")]
    assert found(replace(ROOT, services=shared), below(services=shared)) == []


def test_a9_each_gap_of_a_priority_is_named() -> None:
    priority = PriorityFact(uuid4(), "Services", Reached(9, 10), Reached(1, 10), Reached(0, 0), True, False)
    assert found(priorities=[priority]) == [(Check.A9, "trained"), (Check.A9, "measured")]


def test_a9_what_nobody_counts_is_no_gap() -> None:
    unknown = PriorityFact(uuid4(), "Services", Reached(9, 10), Reached(9, 10), Reached(0, 0), True, True)
    assert (unknown.holds("coached"), unknown.holds("told")) == (None, True)
    assert found(priorities=[unknown]) == []


def test_a10_days_fit_into_each_other() -> None:
    aim = objective(goal=None)
    plan = strategy(aim, ends_on=date(2027, 6, 30))
    step = tactic(plan, due_on=date(2027, 6, 30))
    sound = below(
        kind=CharterKind.MISSION, mission=mission(ends_on=date(2027, 6, 30)), goals=[], objectives=[aim],
        strategies=[plan], tactics=[step],
    )  # fmt: skip
    assert found(ROOT, sound) == []
    later = date(2027, 7, 1)
    assert found(ROOT, replace(sound, tactics=[replace(step, due_on=later)])) == [(Check.A10, "tactics")]
    assert found(ROOT, replace(sound, strategies=[replace(plan, ends_on=later)])) == [(Check.A10, "strategies")]
    assert found(ROOT, replace(sound, mission=mission(ends_on=date(2027, 6, 29)))) == [(Check.A10, "objectives")]
    open_ended = replace(sound, strategies=[replace(plan, ends_on=None)])
    assert found(ROOT, replace(open_ended, tactics=[replace(step, due_on=later)])) == [(Check.A10, "tactics")]


@pytest.mark.parametrize("kind", ["technology", "new_service"])
def test_a11_new_things_come_with_adoption(kind: str) -> None:
    whole = below()
    plan = replace(
        whole.strategies[0], kind=kind, stakeholders="Sales", involved_on=date(2026, 1, 1), decided_on=date(2026, 2, 1)
    )
    bare = replace(whole, strategies=[plan])
    assert found(ROOT, bare) == [(Check.A11, "strategies")]
    assert found(ROOT, replace(bare, tactics=[replace(whole.tactics[0], adoption=True)])) == []


@pytest.mark.parametrize(
    ("who", "involved_on", "sound"),
    [
        ("Sales", date(2026, 1, 31), True),
        ("Sales", date(2026, 2, 1), False),
        ("Sales", None, False),
        ("", date(2026, 1, 1), False),
    ],
)
def test_a12_the_business_is_involved_before_technology_is_decided(
    who: str, involved_on: date | None, sound: bool
) -> None:
    whole = below()
    plan = replace(
        whole.strategies[0], kind="technology", stakeholders=who, involved_on=involved_on, decided_on=date(2026, 2, 1)
    )
    adopted = [replace(whole.tactics[0], adoption=True)]
    expected = [] if sound else [(Check.A12, "strategies")]
    assert found(ROOT, replace(whole, strategies=[plan], tactics=adopted)) == expected


def test_two_charters_of_one_team_are_two_charters() -> None:
    team = uuid4()
    assert found(ROOT, below(team=team), below(team=team)) == []


def test_each_finding_names_what_it_is_about() -> None:
    broken = replace(below(), goals=[GoalFact(uuid4(), "Alone")])
    assert any("“Alone”" in one.sentence for one in align([ROOT, broken]).findings)


@given(st.lists(st.tuples(st.sampled_from(list(Check)), st.booleans()), max_size=30))
def test_the_score_weighs_errors_three_times_and_is_full_only_without_findings(
    answers: list[tuple[Check, bool]],
) -> None:
    alignment = Alignment()
    for check, passed in answers:
        alignment.ask(check, [] if passed else [Finding(FAULT_OF[check], uuid4(), {})], times=1)
    weights = [check.severity.weight for check, _passed in answers]
    if not answers:
        assert alignment.score is None
        return
    passed = sum(weight for weight, (_check, ok) in zip(weights, answers, strict=True) if ok)
    assert alignment.score == Decimal(passed) / sum(weights)
    assert (alignment.score == 1) == (alignment.findings == [])
