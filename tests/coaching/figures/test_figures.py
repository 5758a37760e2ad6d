"""What objectives may be bound to: minutes, how early, followed up; of each team alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from charters import figures
from charters.figures import Cases, below
from coaching.choices import AbsenceKind, CommitmentState, Kind
from coaching.models import Absence, CoachingCommitment
from portal.models import Person, Team
from portal.models.team import TeamKind
from portal.teamtree import TeamTree
from tests.cast import NOON, TODAY, Cast
from tests.coaching_factories import make_promise, make_session
from tests.factories import make_account, make_funnel, make_opportunity

FOUR_WEEKS, OF_TWO = 169, 337  # 13 of 21 working days of November and 7 of 22 of October


def counted(name: str, day: date = TODAY) -> Any:
    return figures.known()[name].counted(day)


def confirmed(coach: Person, coachee: Person, days_ago: int, **more: Any) -> None:
    at = NOON - timedelta(days=days_ago)
    make_session(coach, coachee, held_at=at, at=at, **more).acknowledge(took_place=True, by=coachee, at=NOON)


def test_confirmed_minutes_of_those_expected(cast: Cast) -> None:
    confirmed(cast.lena, cast.nils, 27)
    confirmed(cast.lena, cast.nils, 28)
    make_session(cast.lena, cast.nils)

    told = counted("coached_minutes")
    assert told[cast.oslo.pk] == Cases(45, FOUR_WEEKS)
    assert told[cast.rome.pk] == Cases(0, FOUR_WEEKS)


def test_a_managers_own_coaching_belongs_to_the_team_above(cast: Cast) -> None:
    confirmed(cast.vera, cast.lena, 3)
    told = counted("coached_minutes")

    assert told[cast.acme.pk] == Cases(45, OF_TWO)  # lena and sam
    assert cast.north.pk not in told
    assert below(told, cast.acme.pk, TeamTree.read()).of == OF_TWO + 3 * FOUR_WEEKS


def test_leave_lowers_what_is_expected_and_functions_expect_nothing(cast: Cast) -> None:
    Absence.add(
        cast.nils, cast.oslo, kind=AbsenceKind.LEAVE, starts_on=TODAY - timedelta(days=90), ends_on=TODAY,
        by=cast.nils, at=NOON,
    )  # fmt: skip
    Team.objects.filter(pk=cast.bergen.pk).update(kind=TeamKind.FUNCTION)
    told = counted("coached_minutes")

    assert told[cast.oslo.pk].percent is None
    assert cast.bergen.pk not in told


def test_how_early_opportunities_were_coached(cast: Cast) -> None:
    make_funnel(cast.acme)
    early, late = (
        make_opportunity(cast.nils, cast.oslo, account=make_account(name), at=NOON - timedelta(days=20))
        for name in ("Tern", "Skua")
    )
    for _stage in range(3):
        late.advance(by=cast.vera, at=NOON - timedelta(days=19), override="The customer is ahead of us")
    make_session(cast.lena, cast.nils, opportunities=[early, late])
    make_session(cast.lena, cast.nils, opportunities=[early], kind=Kind.FUNNEL)
    denied = make_session(cast.lena, cast.nils, opportunities=[late])
    denied.acknowledge(took_place=False, by=cast.nils, at=NOON)

    assert counted("early_coaching") == {cast.oslo.pk: Cases(1, 2)}
    assert counted("early_coaching", TODAY - timedelta(days=3)) == {}


def test_commitments_whose_day_came_and_of_which_somebody_said_what_became(cast: Cast) -> None:
    make_session(cast.lena, cast.nils, promises=[make_promise(due_on=TODAY), make_promise(due_on=TODAY)])
    make_session(cast.lena, cast.olga, promises=[make_promise(due_on=TODAY + timedelta(days=1))])
    first = CoachingCommitment.objects.visible_to(cast.nils).filter(owner=cast.nils).first()
    first.settle(CommitmentState.MISSED, reason="It rained", by=cast.nils, at=NOON)

    assert counted("coaching_followed_up") == {cast.oslo.pk: Cases(1, 2)}
    assert counted("coaching_followed_up", TODAY + timedelta(days=28)) == {cast.bergen.pk: Cases(0, 1)}


@pytest.mark.parametrize("name", ["coached_minutes", "early_coaching", "coaching_followed_up"])
def test_each_says_how_it_was_made(cast: Cast, name: str) -> None:
    said = figures.known()[name].said(Cases(3, 4), cast.north, TODAY)

    assert all(word in said for word in ("3", "4", "North", "18 Nov 2026"))
