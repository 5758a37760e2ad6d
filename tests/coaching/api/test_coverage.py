"""GET teams/{id}/coaching-coverage/: minutes for each person and week, for managers of the team or above."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coaching.choices import AbsenceKind, Excuse, Kind
from coaching.models import Absence, CoachingSession
from coaching.standards import say
from portal.models import Membership, Person
from portal.roles import Role
from tests.cast import NOON, TODAY, Cast, join, make_person
from tests.coaching_factories import make_plan, make_session
from tests.factories import make_account, make_funnel, make_opportunity
from tests.portal.api.conftest import Api


def coverage(person: Person, team: Any, month: str = "") -> Any:
    query = f"?month={month}" if month else ""
    return Api(person).get(f"v1/teams/{team.pk}/coaching-coverage/{query}")


def seen(person: Person, team: Any, month: str = "") -> Any:
    return coverage(person, team, month).json()


def row_of(answer: Any, person: Person) -> Any:
    return next((one for one in answer["people"] if one["person"]["id"] == str(person.pk)), None)


def at(day: date) -> datetime:
    return NOON.replace(year=day.year, month=day.month, day=day.day)


def confirmed(coach: Person, coachee: Person, day: date, *, on: datetime = NOON, **more: Any) -> CoachingSession:
    session = make_session(coach, coachee, held_at=at(day), **more)
    session.acknowledge(took_place=True, by=coachee, at=on)
    return session


def test_a_claimed_session_counts_once_the_coachee_has_confirmed_it(cast: Cast) -> None:
    session = make_session(cast.lena, cast.nils, held_at=at(date(2026, 11, 10)), minutes=45)
    before = row_of(seen(cast.lena, cast.oslo), cast.nils)
    assert (before["counted"], before["claimed"], before["target"], before["covered"]) == (0, 45, 180, False)

    session.acknowledge(took_place=True, minutes=40, by=cast.nils, at=NOON)
    after = row_of(seen(cast.lena, cast.oslo), cast.nils)
    assert (after["counted"], after["claimed"], after["last_on"], after["since_days"]) == (40, 0, "2026-11-10", 8)
    week = next(one for one in after["weeks"] if one["week"] == "2026-11-09")
    assert (week["counted"], week["sessions"], week["target"]) == (40, 1, 43)


def test_a_session_confirmed_next_month_counts_in_its_own(cast: Cast) -> None:
    confirmed(cast.lena, cast.nils, date(2026, 10, 28))

    assert row_of(seen(cast.lena, cast.oslo), cast.nils)["counted"] == 0
    assert row_of(seen(cast.lena, cast.oslo, "2026-10"), cast.nils)["counted"] == 45


def test_what_did_not_take_place_is_nowhere(cast: Cast) -> None:
    session = make_session(cast.lena, cast.nils)
    session.acknowledge(took_place=False, by=cast.nils, at=NOON)

    row = row_of(seen(cast.lena, cast.oslo), cast.nils)
    assert (row["counted"], row["claimed"], row["sessions"], row["last_on"]) == (0, 0, 0, None)


def test_what_the_coachee_disagrees_with_counts(cast: Cast) -> None:
    make_session(cast.lena, cast.nils).acknowledge(took_place=True, agrees=False, by=cast.nils, at=NOON)

    assert row_of(seen(cast.lena, cast.oslo), cast.nils)["counted"] == 45


def test_minutes_of_two_managers_add_up(cast: Cast) -> None:
    confirmed(cast.lena, cast.nils, date(2026, 11, 10))
    confirmed(cast.vera, cast.nils, date(2026, 11, 11), minutes=30)

    assert row_of(seen(cast.lena, cast.oslo), cast.nils)["counted"] == 75


def test_who_moved_in_mid_month_has_their_minutes_in_the_team_of_each_day(cast: Cast) -> None:
    confirmed(cast.lena, cast.nils, date(2026, 11, 4))
    Membership.objects.filter(person=cast.nils).update(ends_on=date(2026, 11, 9))
    join(cast.nils, cast.bergen, Role.MEMBER, since=date(2026, 11, 9))
    confirmed(cast.lena, cast.nils, date(2026, 11, 11), minutes=30)

    oslo, bergen = (row_of(seen(cast.lena, team), cast.nils) for team in (cast.oslo, cast.bergen))
    assert (oslo["counted"], bergen["counted"]) == (45, 30)
    assert oslo["target"] + bergen["target"] == 180
    assert row_of(seen(cast.lena, cast.north), cast.nils)["counted"] == 75


def test_managers_who_swap_with_their_people_are_coached_from_that_day(cast: Cast) -> None:
    """Olga managed Bergen; from the 16th she works in it, and otto manages it."""
    otto = make_person("Otto")
    Membership.objects.filter(person=cast.olga).update(ends_on=date(2026, 11, 16), role=Role.MANAGER)
    join(otto, cast.bergen, Role.MEMBER, until=date(2026, 11, 16))
    confirmed(cast.lena, cast.olga, date(2026, 11, 4))
    join(cast.olga, cast.bergen, Role.MEMBER, since=date(2026, 11, 16))
    join(otto, cast.bergen, Role.MANAGER, since=date(2026, 11, 16))

    north, bergen = seen(cast.lena, cast.north), seen(cast.lena, cast.bergen)
    assert row_of(north, cast.olga)["target"] == row_of(north, otto)["target"] == 180
    assert row_of(north, cast.olga)["counted"] == 45
    assert row_of(bergen, cast.olga)["target"] + row_of(bergen, otto)["target"] == 180


def test_managers_of_teams_below_are_coached_as_well_and_those_of_the_team_by_others(cast: Cast) -> None:
    confirmed(cast.vera, cast.lena, date(2026, 11, 10))

    assert row_of(seen(cast.vera, cast.acme), cast.lena)["counted"] == 45
    assert row_of(seen(cast.lena, cast.north), cast.lena) is None


def test_who_has_roles_in_two_teams_sees_each_by_the_role_held_there(cast: Cast) -> None:
    join(cast.lena, cast.rome, Role.MEMBER)
    confirmed(cast.sam, cast.lena, date(2026, 11, 10))

    assert coverage(cast.lena, cast.oslo).status_code == 200
    assert coverage(cast.lena, cast.rome).status_code == 403
    assert row_of(seen(cast.sam, cast.rome), cast.lena)["counted"] == 45


@pytest.mark.parametrize("name", ["nils", "stella", "sam", "olga"])
def test_colleagues_are_refused_with_the_reason(cast: Cast, name: str) -> None:
    refused = coverage(getattr(cast, name), cast.oslo)

    assert refused.status_code == 403
    assert "managers" in refused.json()["detail"].lower()


@pytest.mark.parametrize("name", ["felix", "adam"])
def test_whom_teams_are_hidden_from_finds_none(cast: Cast, name: str) -> None:
    expected = 404 if name == "felix" else 403
    assert coverage(getattr(cast, name), cast.oslo).status_code == expected


def test_leave_and_a_standard_of_the_team_above_change_the_target(cast: Cast) -> None:
    say(cast.north, {"minutes_a_month": 210}, by=cast.lena, at=NOON)
    Absence.add(
        cast.nils, cast.oslo, kind=AbsenceKind.LEAVE, starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 6),
        by=cast.nils, at=NOON,
    )  # fmt: skip
    answer = seen(cast.lena, cast.oslo)

    assert answer["minutes_a_month"] == 210
    assert row_of(answer, cast.nils)["target"] == 160
    assert [one["week"] for one in row_of(answer, cast.nils)["weeks"] if one["away"]] == ["2026-11-02"]


def test_planned_sessions_that_took_place_are_compared_with_all_but_the_excused(cast: Cast) -> None:
    early = NOON - timedelta(days=9)
    plans = [make_plan(cast.lena, cast.nils, held_at=early + timedelta(days=days), at=early) for days in (1, 2, 3)]
    plans[0].pardon(Excuse.LEAVE, by=cast.lena, at=early)
    plans[1].call_off(by=cast.lena, at=early)
    make_plan(cast.lena, cast.nils)

    assert seen(cast.lena, cast.oslo)["planned"] == {"count": 0, "of": 2, "percent": "0.00", "few": True}


def test_early_coaching_stands_beside_where_the_team_loses(cast: Cast) -> None:
    make_funnel(cast.acme)
    early, late, lost = (
        make_opportunity(cast.nils, cast.oslo, account=make_account(name), at=NOON - timedelta(days=20))
        for name in ("Tern", "Skua", "Auk")
    )
    for _stage in range(3):
        late.advance(by=cast.vera, at=NOON - timedelta(days=19), override="The customer is ahead of us")
    make_session(cast.lena, cast.nils, opportunities=[early, late])
    make_session(cast.lena, cast.nils, opportunities=[early], kind=Kind.FUNNEL)
    lost.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    answer = seen(cast.lena, cast.oslo)

    assert answer["early"] == {"count": 1, "of": 2, "percent": "50.00", "few": True}
    assert answer["lost_early"] == {"count": 1, "of": 1, "percent": "100.00", "few": True}

    lost.reopen(reason="They called again", by=cast.nils, at=NOON)
    assert seen(cast.lena, cast.oslo)["lost_early"] == {"count": 0, "of": 0, "percent": None, "few": False}


def test_nothing_counted_is_no_data(cast: Cast) -> None:
    answer = seen(cast.lena, cast.oslo, "2025-01")

    assert answer["confirmed_percent"] is None
    assert answer["planned"]["percent"] is None
    assert answer["covered"] == {"count": 0, "of": 2, "percent": "0.00", "few": True}  # felix worked there


@pytest.mark.parametrize("month", ["2026-13", "november", "2026-1", "1800-01", "２０２６-11"])
def test_what_is_no_month_is_refused_by_name(cast: Cast, month: str) -> None:
    refused = coverage(cast.lena, cast.oslo, month)

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["parameter"] == "month"


def test_it_costs_the_same_for_one_person_and_for_three(cast: Cast) -> None:
    api = Api(cast.lena)
    address = f"v1/teams/{cast.north.pk}/coaching-coverage/"
    confirmed(cast.lena, cast.nils, TODAY)

    def cost() -> int:
        api.get(address)
        with CaptureQueriesContext(connection) as spent:
            assert api.get(address).status_code == 200
        return len(spent)

    assert cost() == 11
    for name in ("Ola", "Pal"):
        person = make_person(name)
        join(person, cast.oslo, Role.MEMBER)
        confirmed(cast.lena, person, TODAY)
    assert cost() == 11
