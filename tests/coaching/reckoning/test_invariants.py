"""What holds whatever happened: random memberships, absences and sessions."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coaching.coverage import Coached, Row, Window, row_of, summary
from coaching.expected import Away, Enough, Expected, Period, Stay, WorkingDays
from portal.weeks import week_of
from tests.coaching.reckoning.facts import NILS, OLGA, OSLO, ROME

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
days = st.dates(FIRST, LAST)
people, teams = st.sampled_from([NILS, OLGA]), st.sampled_from([OSLO, ROME])
periods = st.one_of(
    st.builds(Period.of_month, days), st.builds(Period.of_weeks, days, st.integers(1, 8))
)  # fmt: skip
stays = st.lists(
    st.builds(lambda who, team, day, length: Stay(who, team, day, day + timedelta(days=length)), people, teams, days,
              st.integers(0, 200)), max_size=5)  # fmt: skip
absences = st.lists(
    st.builds(lambda who, team, leave, day, length: Away(who, team, leave, day, day + timedelta(days=length)), people,
              teams, st.booleans(), days, st.integers(0, 30)), max_size=4)  # fmt: skip
holding = st.fixed_dictionaries({OSLO: st.builds(Enough, st.integers(1, 600), ramp_percent=st.integers(0, 100))})
weekdays = st.sets(st.integers(1, 7), min_size=1)
sessions = st.lists(
    st.tuples(people, days, st.integers(1, 120), st.sampled_from(["counted", "claimed", "denied"])), max_size=12
)


calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Expected, Period, date, dict[UUID, list[Coached]]]:
    world = Expected(WorkingDays(draw(weekdays)), draw(holding), draw(stays), draw(absences))
    period, today = draw(periods), draw(days)
    told: dict[UUID, list[Coached]] = {NILS: [], OLGA: []}
    for person, day, minutes, how in draw(sessions):
        if day <= today:
            told[person].append(of_session(day, minutes, how))
    return world, period, today, told


def of_session(day: date, minutes: int, how: str) -> Coached:
    held, counts = how != "denied", how == "counted"
    return Coached(
        week_of(day), max(week_of(day), day.replace(day=1)), counted=minutes if counts else 0,
        claimed=minutes if how == "claimed" else 0, logged=minutes, sessions=int(held), unanswered=int(how == "claimed"),
        first=day if held else None, last=day if held else None, confirmed=day if counts else None,
    )  # fmt: skip


def reckoned(world: tuple[Expected, Period, date, dict[UUID, list[Coached]]]) -> list[Row]:
    expected, period, today, told = world
    window = Window(period, today, {})
    return [row_of(window, person, expected, theirs) for person, theirs in told.items()]


@calm
@given(worlds())
def test_weeks_add_up_to_the_whole(world: tuple[Expected, Period, date, dict[UUID, list[Coached]]]) -> None:
    expected, period, _today, told = world
    for one in reckoned(world):
        inside = [each for each in told[one.person] if period.holds(each.since)]
        assert one.counted == sum(each.counted for each in inside)
        assert one.claimed == sum(each.claimed for each in inside)
        assert one.target == round(expected.minutes(one.person, period))
        assert one.counted == sum(cell.counted for cell in one.cells)
        assert one.sessions == sum(cell.sessions for cell in one.cells)
        assert one.target == sum(cell.target or 0 for cell in one.cells)


@calm
@given(worlds())
def test_what_counts_and_what_is_claimed_is_never_more_than_what_was_logged(
    world: tuple[Expected, Period, date, dict[UUID, list[Coached]]],
) -> None:
    """Here no coachee states other minutes than the coach."""
    for one in reckoned(world):
        assert 0 <= one.counted + one.claimed <= one.logged
        assert all(cell.unanswered <= cell.sessions for cell in one.cells)


@calm
@given(worlds())
def test_a_target_is_never_negative_nor_above_that_of_somebody_always_there(
    world: tuple[Expected, Period, date, dict[UUID, list[Coached]]],
) -> None:
    expected, period, _today, _told = world
    always = [Stay(NILS, team, FIRST - timedelta(days=99), date.max) for team in (OSLO, ROME)]
    most = Expected(expected.working, expected.enough, always, []).minutes(NILS, period)
    for one in reckoned(world):
        assert 0 <= expected.minutes(one.person, period) <= most
        assert all((cell.target or 0) >= 0 for cell in one.cells)


@calm
@given(worlds())
def test_the_running_time_is_never_longer_than_the_longest(
    world: tuple[Expected, Period, date, dict[UUID, list[Coached]]],
) -> None:
    for one in reckoned(world):
        assert (one.since is None) == (one.gap is None)
        assert one.since is None or one.gap is None or 0 <= one.since <= one.gap


@calm
@given(worlds())
def test_of_several_people_the_sums_are_the_sums(
    world: tuple[Expected, Period, date, dict[UUID, list[Coached]]],
) -> None:
    found = reckoned(world)
    both, apart = summary(found), [summary([one]) for one in found]
    assert both.counted == sum(one.counted for one in apart)
    assert both.target == sum(one.target for one in apart)
    assert both.covered.of == sum(one.covered.of for one in apart)
    assert both.covered.count <= both.covered.of <= len(found)


@calm
@given(worlds(), st.randoms())
def test_the_order_in_which_it_is_told_does_not_matter(
    world: tuple[Expected, Period, date, dict[UUID, list[Coached]]], random: object
) -> None:
    expected, period, today, told = world
    shuffled = {person: list(theirs) for person, theirs in told.items()}
    for theirs in shuffled.values():
        random.shuffle(theirs)  # type: ignore[attr-defined]
    assert reckoned(world) == reckoned((expected, period, today, shuffled))
