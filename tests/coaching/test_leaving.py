"""When two no longer work together, what was planned between them ends; what was said stays with the two."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coaching.choices import Kind, Side
from coaching.models import Cadence, CoachingCommitment, CoachingSession, CommitmentWords, ReadingGrant, SessionWords
from coaching.rhythm import begin
from coaching.sharing import share
from portal.joining import move
from portal.leaving import leave
from portal.models import Membership, Person
from portal.roles import Role
from tests.cast import NOON, Cast
from tests.coaching_factories import make_plan, make_promise, make_session


@pytest.fixture
def cadence(cast: Cast) -> Cadence:
    """Its first session is planned; beside it stand one of lena and olga and what nils and lena promised."""
    make_plan(cast.lena, cast.olga)
    promises = [make_promise(), make_promise("Join the visit", Side.COACH)]
    make_session(cast.lena, cast.nils, promises=promises)
    make_session(cast.lena, cast.olga, promises=[make_promise("Ask", Side.COACH)])
    values = {"every_days": 7, "first_at": NOON + timedelta(days=1), "kind": Kind.SKILL}
    return begin(values, coach=cast.lena, coachee=cast.nils, by=cast.lena, at=NOON)


def states(person: Person) -> dict[str, str]:
    """Of the planned sessions, by coachee, as somebody above sees them."""
    rows = CoachingSession.objects.visible_to(person).exclude(state="held").select_related("coachee")
    return {one.coachee.name: one.state for one in rows}


def membership(person: Person) -> Membership:
    return Membership.objects.get(person=person)


def to_rome(cast: Cast, person: Person) -> None:
    move(membership(person), to=cast.rome, role=Role.MEMBER, by=cast.adam, at=NOON)


def test_a_coachee_who_moves_away_leaves_nothing_planned(cast: Cast, cadence: Cadence) -> None:
    to_rome(cast, cast.nils)
    cadence.refresh_from_db()
    assert states(cast.vera) == {"Nils": "excused", "Olga": "planned"}
    assert cadence.ended_on is not None


def test_a_coach_who_moves_away_leaves_nothing_planned(cast: Cast, cadence: Cadence) -> None:
    to_rome(cast, cast.lena)
    assert set(states(cast.vera).values()) == {"excused"}


def test_a_move_below_the_same_manager_changes_nothing(cast: Cast, cadence: Cadence) -> None:
    move(membership(cast.nils), to=cast.bergen, role=Role.MEMBER, by=cast.adam, at=NOON)
    cadence.refresh_from_db()
    assert states(cast.vera)["Nils"] == "planned"
    assert cadence.ended_on is None


def test_after_a_move_the_two_still_read_what_was_said_and_the_new_manager_does_not(
    cast: Cast, cadence: Cadence
) -> None:
    to_rome(cast, cast.nils)
    words = SessionWords.objects
    for person, read in ((cast.lena, 2), (cast.nils, 1), (cast.sam, 0)):
        assert words.visible_to(person).count() == read
    assert CoachingCommitment.objects.visible_to(cast.nils).open().count() == 2


def test_of_somebody_who_left_the_promises_on_both_sides_are_no_longer_relevant(cast: Cast, cadence: Cadence) -> None:
    leave(cast.nils, by=cast.adam, at=NOON)
    rows = CoachingCommitment.objects.visible_to(cast.lena)
    assert set(rows.filter(session__coachee=cast.nils).values_list("state", flat=True)) == {"dropped"}
    assert set(rows.filter(session__coachee=cast.olga).values_list("state", flat=True)) == {"open"}
    assert {one.reason for one in CommitmentWords.objects.visible_to(cast.lena) if one.coachee == cast.nils} == {
        "No longer works here"
    }


def test_of_a_coach_who_left_only_their_own_promises_end(cast: Cast, cadence: Cadence) -> None:
    leave(cast.lena, by=cast.adam, at=NOON)
    rows = CoachingCommitment.objects.visible_to(cast.vera)
    assert set(rows.filter(side=Side.COACH).values_list("state", flat=True)) == {"dropped"}
    assert set(rows.filter(side=Side.COACHEE).values_list("state", flat=True)) == {"open"}


def test_leave_to_read_ends_with_managing(cast: Cast, cadence: Cadence) -> None:
    share(cast.nils, cast.vera, by=cast.nils, at=NOON)
    share(cast.olga, cast.vera, by=cast.olga, at=NOON)
    assert SessionWords.objects.visible_to(cast.vera).count() == 2
    to_rome(cast, cast.nils)  # below Acme still
    assert ReadingGrant.objects.visible_to(cast.vera).running().count() == 2
    to_rome(cast, cast.vera)
    assert SessionWords.objects.visible_to(cast.vera).count() == 0
