"""Coverage of fifty people over a year: in few statements, and about as fast whether little was logged or a lot.

The full count is by the clock and asks for a quiet machine; the small one counts processor time, as other work goes on.
Either is taken in a process whose memory is settled, as in those that serve.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from statistics import median

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coaching.choices import Kind, SessionState
from coaching.models import CoachingSession
from portal.models import Person, Team, organisation
from portal.roles import Role
from tests.cast import NOON, TODAY, Cast, join, make_cast, make_person, make_team
from tests.house.proofs import IN_FULL, seconds

pytestmark = [pytest.mark.proof, pytest.mark.quiet, pytest.mark.postgres, pytest.mark.django_db]
PEOPLE, WEEKS, MOST = 50, 52, 15
YEAR = 7 * WEEKS - 5  # days from the first Monday to a Wednesday
YEARS, TEAMS = 5, 10
YARDSTICK = "/coaching/practices/"
SLOWER = 1.5 if IN_FULL else 2.5  # few visits vary by themselves


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    monkeypatch.setattr(organisation, "REMEMBER_SECONDS", 600)
    with time_machine.travel(NOON, tick=False):
        yield make_cast()


def log_many(count: int, team: Team, people: list[Person], coach: Person, chance: Random, *, days: int) -> None:
    """Written as they lie in the database; five in six were confirmed."""
    rows = []
    for number in range(count):
        at = NOON - timedelta(days=chance.randrange(days), minutes=number % 300)
        told = at if chance.random() < 5 / 6 else None
        rows.append(
            CoachingSession(
                coach=coach, coachee=people[number % len(people)], team=team, state=SessionState.HELD, held_at=at,
                held_on=at.date(), minutes=45, kind=Kind.OPPORTUNITY, was_planned=number % 2 == 0, acknowledged_at=told,
                took_place=True if told else None, agreed_minutes=45 if told else None, counted_minutes=45 if told else 0,
            )
        )  # fmt: skip
    CoachingSession.objects.bulk_create(rows, batch_size=2000)


def working_in(team: Team, how_many: int) -> list[Person]:
    people = [make_person(f"{team} {number}") for number in range(how_many)]
    for person in people:
        join(person, team, Role.MEMBER, since=TODAY - timedelta(days=YEAR * YEARS))
    return people


class Visit:
    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address

    def __call__(self) -> str:
        return self.client.get(self.address).content.decode()

    def seconds(self) -> float:
        """The clock of the page stands still, that of the measurement does not."""
        begun = seconds()
        self()
        return seconds() - begun

    def statements(self) -> int:
        with CaptureQueriesContext(connection) as spent:
            page = self()
        assert page.count('<td class="c') >= PEOPLE * WEEKS
        return len(spent)


def year_of(team: Team) -> str:
    return f"/coaching/?weeks={WEEKS}&team={team.pk}"


@pytest.fixture
def looking(cast: Cast, client: Client, settled: None) -> Client:
    client.force_login(cast.lena, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def count_anew() -> None:
    """What the database would do by itself within a minute, for good plans."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE coaching_coachingsession, coaching_coachedday")


def typical(times: int, *visits: Visit) -> list[float]:
    """The median of each in seconds, by turns, so that whatever else the machine does falls on all."""
    count_anew()
    for visit in visits:
        visit()
    spent = [[visit.seconds() for visit in visits] for _ in range(times)]
    return [median(each) for each in zip(*spent, strict=True)]


def test_a_year_of_fifty_people_is_shown_as_fast_when_much_was_logged(
    cast: Cast, looking: Client, rounds: Callable[..., int], proven: Callable[..., None]
) -> None:
    """First a year of Oslo alone; then five years of ten teams, of which the page shows the same year of Oslo.

    In times of a page that no session changes, which is visited by turns: the machine is not always as fast.
    """
    few, many, times = rounds(500, full=1000), rounds(5000, full=50_000), rounds(5, full=31)
    people, chance = working_in(cast.oslo, PEOPLE), Random(4)
    visit, yardstick = Visit(looking, year_of(cast.oslo)), Visit(looking, YARDSTICK)
    log_many(few, cast.oslo, people, cast.lena, chance, days=YEAR)
    before, then = typical(times, visit, yardstick)
    others = [make_team(f"Team {number}", cast.south) for number in range(TEAMS - 1)]
    for team in others:
        log_many((many - few) // TEAMS, team, working_in(team, 5), cast.sam, chance, days=YEAR * YEARS)
    log_many((many - few) // TEAMS, cast.oslo, people, cast.lena, chance, days=YEAR * YEARS)
    after, now = typical(times, visit, yardstick)
    ratio, statements = (after / before) / (now / then), visit.statements()

    proven(
        f"{few:,} and {many:,} sessions, {PEOPLE} people × {WEEKS} weeks, {times} times each, by {seconds.__name__}",
        found=f"{statements} statements; the median takes {after * 1000:.0f} ms, {ratio:.2f} times as long",
    )
    assert statements <= MOST
    assert ratio <= SLOWER


def test_a_year_into_which_all_sessions_fall_is_shown_as_fast(
    cast: Cast, looking: Client, rounds: Callable[..., int], proven: Callable[..., None]
) -> None:
    """More than anybody holds: in full, each of the fifty is coached four times on every working day."""
    few, many, times = rounds(500, full=1000), rounds(5000, full=50_000), rounds(5, full=31)
    chance, little, much = Random(4), Visit(looking, year_of(cast.bergen)), Visit(looking, year_of(cast.oslo))
    for team, count in [(cast.bergen, few), (cast.oslo, many)]:
        log_many(count, team, working_in(team, PEOPLE), cast.lena, chance, days=YEAR)
    before, after = typical(times, little, much)
    ratio, statements = after / before, much.statements()

    proven(
        f"{few:,} and {many:,} sessions in the year shown, {PEOPLE} people × {WEEKS} weeks, {times} times each, by {seconds.__name__}",
        found=f"{statements} statements; the median takes {after * 1000:.0f} ms, {ratio:.2f} times as long",
    )
    assert statements <= MOST
    assert ratio <= SLOWER
