"""The coverage page: whom nobody coached, week by week; teams for leaders; where an hour is worth most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coaching.choices import AbsenceKind
from coaching.models import Absence, CoachingSession
from portal.models import Membership, Person
from portal.roles import Role
from tests.cast import NOON, TODAY, Cast, join, make_person
from tests.coaching_factories import make_session
from tests.factories import make_account, make_funnel, make_opportunity
from tests.portal.costs import cost

Shown = Callable[[HttpResponse], str]
Enter = Callable[[Person], Client]
HERE = "/coaching/"


def confirmed(coach: Person, coachee: Person, days_ago: int, *, useful: int | None = None) -> CoachingSession:
    at = NOON - timedelta(days=days_ago)
    session = make_session(coach, coachee, held_at=at, at=at)
    session.acknowledge(took_place=True, useful=useful, by=coachee, at=at)
    return session


def test_it_names_those_whom_nobody_coached_the_longest_first(cast: Cast, as_lena: Client, shown: Shown) -> None:
    confirmed(cast.lena, cast.nils, 31)
    confirmed(cast.lena, cast.olga, 16)
    words = shown(as_lena.get(HERE))

    assert "2 of 2 people have had no session for two weeks" in words
    assert words.index("(31 days)") < words.index("(16 days)")
    assert "31 days ago" in words


def test_when_everybody_was_coached_it_says_so(cast: Cast, as_lena: Client, shown: Shown) -> None:
    confirmed(cast.lena, cast.nils, 3)
    confirmed(cast.lena, cast.olga, 13)

    assert "Nobody has waited two weeks for a session" in shown(as_lena.get(HERE))


def test_each_cell_has_its_figure_and_says_in_words_what_is_not_confirmed(
    cast: Cast, as_lena: Client, shown: Shown
) -> None:
    make_session(cast.lena, cast.nils, held_at=NOON - timedelta(days=1))
    words = shown(as_lena.get(HERE))

    way = f'<a href="/coaching/people/{cast.nils.pk}/?week=2026-11-16#sessions">'
    told = '<span>1</span><span class="vh"> session, 45 minutes, 1 not confirmed yet</span></a>'
    assert f'class="l0 claimed">{way}{told}' in words
    assert "45 claimed: they count once confirmed" in words
    assert "0 of 180</td>" in words


def test_a_cell_leads_to_the_sessions_of_that_week(cast: Cast, enter: Enter, as_lena: Client, shown: Shown) -> None:
    for days, focus in ((1, "This week"), (8, "The week before")):
        make_session(cast.lena, cast.nils, held_at=NOON - timedelta(days=days), words={"focus": focus})
    here = f"/coaching/people/{cast.nils.pk}/"
    week = shown(as_lena.get(here, {"week": "2026-11-16"}))
    assert "Sessions in the week from 16 November 2026" in week
    assert ("This week</a>" in week, "The week before</a>" in week) == (True, False)
    assert "The week before</a>" in shown(as_lena.get(here, {"week": "2026-11-13"}))
    assert "None in that week." in shown(as_lena.get(here, {"week": "2026-01-05"}))
    for odd in ("soon", "9999-12-31", "0001-01-01"):
        assert "The week before</a>" in shown(as_lena.get(here, {"week": odd}))


def test_the_map_is_a_file_that_no_spreadsheet_takes_for_a_program(cast: Cast, as_lena: Client, shown: Shown) -> None:
    Person.objects.filter(pk=cast.nils.pk).update(name="=1+1")
    confirmed(cast.lena, cast.nils, 1)
    make_session(cast.lena, cast.nils, held_at=NOON - timedelta(days=2))
    Absence.add(
        cast.olga, cast.bergen, kind=AbsenceKind.LEAVE, starts_on=date(2026, 11, 9), ends_on=date(2026, 11, 15),
        by=cast.olga, at=NOON,
    )  # fmt: skip
    assert f'/coaching/coverage.csv?team={cast.north.pk}&amp;weeks=6"' in shown(as_lena.get(HERE, {"weeks": "6"}))
    answer = as_lena.get("/coaching/coverage.csv", {"team": str(cast.north.pk), "weeks": "6"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="coaching-coverage-2026-11-18.csv"'
    assert lines[0].startswith("Person,Week from,Sessions,Not confirmed yet,Minutes confirmed,")
    assert "'=1+1,2026-11-16,2,1,45,45,43,FALSE" in lines
    assert "Olga,2026-11-09,0,0,0,0,0,TRUE" in lines
    assert len(lines) == 1 + 2 * 6


def test_the_file_is_for_whoever_sees_the_page(cast: Cast, enter: Enter) -> None:
    assert enter(cast.nils).get("/coaching/coverage.csv")["Location"] == "/coaching/me/"
    other = enter(cast.sam).get("/coaching/coverage.csv", {"team": str(cast.north.pk)})
    assert b"Nils" not in b"".join(other.streaming_content)  # type: ignore[attr-defined]


def test_leave_is_hatched_and_not_held_against_anybody(cast: Cast, as_lena: Client, shown: Shown) -> None:
    confirmed(cast.lena, cast.nils, 20)
    confirmed(cast.lena, cast.olga, 1)
    Absence.add(
        cast.nils, cast.oslo, kind=AbsenceKind.LEAVE, starts_on=TODAY - timedelta(days=16), ends_on=TODAY,
        by=cast.nils, at=NOON,
    )  # fmt: skip
    words = shown(as_lena.get(HERE))

    assert '<span class="leave">' in words
    assert "Nobody has waited two weeks" in words


def test_each_person_has_a_link_that_opens_the_log(cast: Cast, as_lena: Client, shown: Shown) -> None:
    assert f'href="{reverse("coaching:log")}?person={cast.nils.pk}"' in shown(as_lena.get(HERE))


def test_a_phone_is_left_the_last_six_weeks(cast: Cast, as_lena: Client, shown: Shown) -> None:
    words = shown(as_lena.get(HERE, {"weeks": "12"}))

    assert words.count('scope="col" class="old') == 6
    assert shown(as_lena.get(HERE, {"weeks": "6"})).count('scope="col" class="old') == 0


def test_a_leader_sees_teams_first_and_drills_down(cast: Cast, enter: Enter, shown: Shown) -> None:
    confirmed(cast.lena, cast.nils, 3)
    browser = enter(cast.vera)
    words = shown(browser.get(HERE))

    assert f'href="?team={cast.north.pk}"' in words
    assert "0.8 of 16.6 h" in words
    assert ">Lena<" in words
    assert ">Nils<" not in words

    north = shown(browser.get(HERE, {"team": str(cast.north.pk)}))
    assert ">Nils<" in north
    assert ">Lena<" not in north


def test_people_of_teams_with_a_manager_of_their_own_are_that_managers(
    cast: Cast, as_lena: Client, shown: Shown
) -> None:
    oskar = make_person("Oskar")
    join(oskar, cast.oslo, Role.MANAGER)
    words = shown(as_lena.get(HERE))

    assert ">Oskar<" in words
    assert ">Olga<" in words
    assert ">Nils<" not in words


def test_another_team_is_as_unknown_as_none(cast: Cast, as_lena: Client, shown: Shown) -> None:
    confirmed(cast.sam, cast.rita, 3)

    for team in (str(cast.rome.pk), str(cast.acme.pk), "nowhere"):
        words = shown(as_lena.get(HERE, {"team": team}))
        assert ">Nils<" in words
        assert "Rita" not in words


@pytest.mark.parametrize("name", ["nils", "stella", "adam", "felix"])
def test_who_manages_nobody_is_led_to_their_own_coaching(cast: Cast, enter: Enter, name: str) -> None:
    response = enter(getattr(cast, name)).get(HERE)

    assert (response.status_code, response["Location"]) == (302, "/coaching/me/")


def test_a_member_of_one_team_who_manages_another_sees_that_one(cast: Cast, enter: Enter, shown: Shown) -> None:
    join(cast.lena, cast.rome, Role.MEMBER)

    assert "Rita" not in shown(enter(cast.lena).get(HERE))


def test_a_team_without_people_says_what_belongs_here(cast: Cast, enter: Enter, shown: Shown) -> None:
    Membership.objects.filter(person=cast.rita).update(ends_on=date(2026, 1, 1))

    assert "Nobody to coach here yet" in shown(enter(cast.sam).get(HERE))


def test_without_any_session_it_says_how_to_begin(cast: Cast, as_lena: Client, shown: Shown) -> None:
    words = shown(as_lena.get(HERE))

    assert "No sessions yet." in words
    assert "no session yet" in words


def test_in_somebodys_first_week_nobody_calls_them_uncoached(cast: Cast, as_lena: Client, shown: Shown) -> None:
    Membership.objects.filter(person__in=[cast.nils, cast.olga]).update(starts_on=TODAY - timedelta(days=3))
    words = shown(as_lena.get(HERE))

    assert "Nobody has waited two weeks for a session" in words
    assert '<span class="out">' in words


def test_where_to_coach_says_why_and_opens_the_log(cast: Cast, as_lena: Client, shown: Shown) -> None:
    make_funnel(cast.acme)
    opportunity = make_opportunity(cast.nils, cast.oslo, account=make_account("Tern"), at=NOON - timedelta(days=9))
    make_session(cast.lena, cast.nils, opportunities=[opportunity], held_at=NOON - timedelta(days=4))
    words = shown(as_lena.get(HERE))

    assert "Tern · Port turnaround planning" in words
    assert "last coached 4 days ago" in words
    assert f"?person={cast.nils.pk}&amp;opportunity={opportunity.pk}" in words


def test_usefulness_is_shown_from_five_answers_of_full_months_up(cast: Cast, enter: Enter, shown: Shown) -> None:
    for days in (30, 35, 40, 45):
        confirmed(cast.lena, cast.nils, days, useful=4)
    confirmed(cast.lena, cast.nils, 2, useful=1)
    assert " of 5</dd>" not in shown(enter(cast.lena).get(HERE))

    confirmed(cast.lena, cast.olga, 50, useful=5)
    assert "4.2 of 5" in shown(enter(cast.lena).get(HERE))
    assert "4.2 of 5" in shown(enter(cast.vera).get(HERE))


def test_it_costs_the_same_for_one_person_and_for_three(cast: Cast, as_lena: Client, as_served: None) -> None:
    make_funnel(cast.acme)
    confirmed(cast.lena, cast.nils, 2)
    make_opportunity(
        cast.nils, cast.oslo, account=make_account("Tern"), at=datetime(2026, 11, 1, 9, tzinfo=NOON.tzinfo)
    )
    assert (cost(as_lena, HERE, weeks="52"), cost(as_lena, "/coaching/coverage.csv")) == (14, 9)

    for name in ("Ola", "Pal"):
        person = make_person(name)
        join(person, cast.oslo, Role.MEMBER)
        confirmed(cast.lena, person, 2)
        make_opportunity(person, cast.oslo, account=make_account(f"Skua {name}"), at=NOON - timedelta(days=9))
    assert (cost(as_lena, HERE, weeks="52"), cost(as_lena, "/coaching/coverage.csv")) == (14, 9)
