"""What the customer's commitments say about an opportunity, reckoned without a database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnels.choices import CommitmentState, EvidenceKind, StageKind
from funnels.standing import (
    DefinitionFact,
    Outline,
    StageFact,
    expiry,
    next_pending,
    read_criterion,
    reckon,
    supported,
    unmet,
)

TODAY = date(2026, 11, 18)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@dataclass
class Given:
    """A commitment, as much of it as the reckoning reads."""

    definition_id: UUID | None
    state: str
    expires_on: date | None = None
    promised_for: date | None = None
    pk: UUID = field(default_factory=uuid4)


def definition(code: str, *, required: bool = True) -> DefinitionFact:
    return DefinitionFact(uuid4(), code, f"Does {code}", required, ("any",), ("message",), None)


def stage(position: int, *definitions: DefinitionFact, kind: str = StageKind.SELLING) -> StageFact:
    return StageFact(uuid4(), f"s{position}", position, f"Stage {position}", f"Stage {position}", kind, definitions)


A, B, C, D = (definition(code) for code in "ABCD")
HELPFUL = definition("H", required=False)
FIRST, SECOND, LAST = stage(10, A, HELPFUL), stage(20, B, C), stage(30, D, kind=StageKind.DECIDING)
AFTER = stage(40, kind=StageKind.AFTER_ORDER)
OUTLINE = Outline((FIRST, SECOND, LAST, AFTER))


def fulfilled(one: DefinitionFact, until: date | None = None) -> Given:
    return Given(one.id, CommitmentState.FULFILLED, until)


@pytest.mark.parametrize(
    ("commitments", "state", "answer"),
    [
        ([], "unknown", None),
        ([Given(A.id, "asked")], "asked", None),
        ([Given(A.id, "promised")], "promised", None),
        ([Given(A.id, "withdrawn")], "withdrawn", None),
        ([Given(A.id, "declined")], "declined", False),
        ([Given(A.id, "broken")], "broken", False),
        ([fulfilled(A)], "fulfilled", True),
        ([fulfilled(A, TODAY)], "fulfilled", True),
        ([fulfilled(A, YESTERDAY)], "expired", None),
        ([Given(A.id, "declined"), fulfilled(A)], "fulfilled", True),
        ([fulfilled(A, YESTERDAY), Given(A.id, "promised")], "promised", None),
        ([Given(A.id, "asked"), Given(A.id, "promised")], "promised", None),
        ([Given(A.id, "broken"), fulfilled(A, YESTERDAY)], "broken", False),
    ],
)
def test_a_criterion_answers_yes_no_or_unknown(commitments: list[Given], state: str, answer: bool | None) -> None:
    found = read_criterion(FIRST, A, commitments, TODAY)
    assert (found.state, found.answer) == (state, answer)


def test_the_evidence_that_lasts_longest_decides() -> None:
    short, long, for_ever = fulfilled(A, TODAY), fulfilled(A, TOMORROW), fulfilled(A)
    assert read_criterion(FIRST, A, [short, long], TODAY).commitment == long
    assert read_criterion(FIRST, A, [for_ever, long], TODAY).commitment == for_ever


def test_a_standing_counts_the_required_commitments_of_its_stage() -> None:
    standing = reckon(OUTLINE, SECOND.id, [fulfilled(B, TOMORROW), fulfilled(HELPFUL)], TODAY)
    assert (standing.required_total, standing.required_met, standing.ready_until) == (2, 1, TOMORROW)


def test_evidence_supports_the_first_stage_that_lacks_something() -> None:
    for commitments, wanted in (([], FIRST), ([fulfilled(A)], SECOND), ([fulfilled(B), fulfilled(C)], FIRST)):
        assert reckon(OUTLINE, LAST.id, commitments, TODAY).supported_stage == wanted.id
    everything = [fulfilled(one) for one in (A, B, C, D)]
    assert reckon(OUTLINE, FIRST.id, everything, TODAY).supported_stage == AFTER.id


def test_support_lasts_as_long_as_the_evidence_of_earlier_stages() -> None:
    commitments = [fulfilled(A, TOMORROW), fulfilled(B, TODAY), fulfilled(C)]
    standing = reckon(OUTLINE, LAST.id, commitments, TODAY)
    assert (standing.support_until, standing.ready_until) == (TODAY, None)


def test_the_next_commitment_is_the_one_due_first() -> None:
    undated, late, soon = (
        Given(None, "asked"),
        Given(None, "promised", promised_for=TOMORROW),
        Given(None, "promised", promised_for=TODAY),
    )
    assert next_pending([undated, late, soon]) == soon
    assert next_pending([undated, fulfilled(A)]) == undated
    assert next_pending([fulfilled(A), Given(None, "declined", promised_for=TODAY)]) is None


@pytest.mark.parametrize(
    ("kind", "lasts", "confirmed", "days"),
    [
        (EvidenceKind.MESSAGE, None, False, None),
        (EvidenceKind.MESSAGE, 90, False, 90),
        (EvidenceKind.VERBAL, None, False, 14),
        (EvidenceKind.VERBAL, None, True, None),
        (EvidenceKind.VERBAL, 90, False, 14),
        (EvidenceKind.VERBAL, 7, False, 7),
        (EvidenceKind.VERBAL, 90, True, 90),
    ],
)
def test_evidence_ages_by_its_definition_and_words_alone_sooner(
    kind: str, lasts: int | None, confirmed: bool, days: int | None
) -> None:
    assert expiry(TODAY, kind, lasts, confirmed=confirmed) == (TODAY + timedelta(days=days) if days else None)


def test_a_way_through_the_funnel_is_cut_where_it_is_asked() -> None:
    assert OUTLINE.between(FIRST, LAST) == (FIRST, SECOND)
    assert OUTLINE.between(SECOND, None) == (SECOND, LAST, AFTER)
    assert (OUTLINE.after(LAST), OUTLINE.after(AFTER)) == (AFTER, None)
    assert OUTLINE.selling == (FIRST, SECOND, LAST)
    assert (OUTLINE.coded("s20"), OUTLINE.coded("s40")) == (SECOND, None)


def test_without_a_deciding_stage_the_last_before_the_order_stands_in() -> None:
    assert OUTLINE.deciding == LAST
    assert Outline((FIRST, SECOND, AFTER)).deciding == SECOND


STATES = st.sampled_from([str(state) for state in CommitmentState])
DAYS = st.none() | st.integers(-3, 3).map(lambda days: TODAY + timedelta(days=days))
COMMITMENTS = st.lists(
    st.builds(Given, st.sampled_from([A.id, B.id, C.id, D.id, HELPFUL.id, None]), STATES, DAYS, DAYS), max_size=8
)


@given(COMMITMENTS, st.sampled_from(OUTLINE.stages))
def test_whatever_was_given_the_figures_fit_together(commitments: list[Given], here: StageFact) -> None:
    standing = reckon(OUTLINE, here.id, commitments, TODAY)
    assert 0 <= standing.required_met <= standing.required_total == len(here.required)
    assert standing.ready_until is None or standing.ready_until >= TODAY
    reached = OUTLINE.stage(standing.supported_stage)
    criteria = [
        read_criterion(one, d, [c for c in commitments if c.definition_id == d.id], TODAY)
        for one in OUTLINE.stages
        for d in one.required
    ]
    assert not [one for one in unmet(criteria) if one.stage.position < reached.position]
    assert supported(OUTLINE, criteria) == reached


@given(COMMITMENTS, st.sampled_from(OUTLINE.stages), st.sampled_from([A, B, C, D]))
def test_more_evidence_never_lowers_a_standing(commitments: list[Given], here: StageFact, one: DefinitionFact) -> None:
    before = reckon(OUTLINE, here.id, commitments, TODAY)
    after = reckon(OUTLINE, here.id, [fulfilled(one), *commitments], TODAY)
    assert after.required_met >= before.required_met
    assert OUTLINE.stage(after.supported_stage).position >= OUTLINE.stage(before.supported_stage).position
