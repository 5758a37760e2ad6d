"""A person's levels over time, as one observer saw them: never two observers in one line."""

from datetime import date, timedelta

import pytest

from coaching.choices import Setting
from coaching.models import ObservationForm
from coaching.models.observation_words import Mark
from coaching.observed import watched
from coaching.trend import Seen, trend
from portal.models import Person
from tests.cast import NOON, TODAY, Cast
from tests.coaching_factories import make_observation

NAMES = {"issue": "Understands the issue first", "loop": "Closes the loop"}


def seen(day: int, **levels: int | None) -> Seen:
    return Seen(date(2026, 11, day), with_customer=day != 3, levels=levels)


def test_one_observation_is_no_trend() -> None:
    assert trend([seen(1, issue=2)], NAMES).lines == ()


def test_lines_follow_the_days_and_the_forms_order() -> None:
    found = trend([seen(2, issue=4, loop=1), seen(1, issue=1, loop=None)], NAMES)
    assert [(line.name, line.levels) for line in found.lines] == [
        ("Understands the issue first", (1, 4)), ("Closes the loop", (None, 1)),
    ]  # fmt: skip
    assert [line.change for line in found.lines] == [3, None]


def test_the_drawing_holds_what_the_table_says() -> None:
    [line] = trend([seen(1, issue=1), seen(2, issue=None), seen(3, issue=4)], {"issue": "Issue"}).lines
    assert line.path == "4,24 92,4"
    assert [dot.filled for dot in line.dots] == [True, False]


def test_only_the_last_six_are_shown() -> None:
    found = trend([seen(day, issue=2) for day in range(1, 10)], NAMES)
    assert [one.on.day for one in found.seen] == [4, 5, 6, 7, 8, 9]


def observed(
    observer: Person, coachee: Person, form: ObservationForm, level: int, days: int, setting: str = Setting.CUSTOMER
) -> None:
    at = NOON - timedelta(days=days)
    made = make_observation(observer, coachee, form, at=at, setting=setting)
    made.give([Mark("issue", level, "As seen.")], by=observer, at=at)
    made.decline(by=coachee, at=at)


@pytest.fixture
def year(cast: Cast, form: ObservationForm) -> None:
    for level, days in ((1, 90), (2, 40)):
        observed(cast.lena, cast.nils, form, level, days)
        observed(cast.vera, cast.nils, form, level + 2, days - 5)
    observed(cast.lena, cast.nils, form, 3, 10, Setting.ROLE_PLAY)


def test_each_observer_is_a_line_of_sight_of_its_own(cast: Cast, year: None) -> None:
    found = watched(cast.nils, cast.nils, TODAY)
    assert {(one.observer.name, one.trend.lines[0].levels) for one in found.raters} == {
        ("Lena", (1, 2, 3)), ("Vera", (3, 4)),
    }  # fmt: skip


def test_an_observer_sees_their_own_line_only(cast: Cast, year: None) -> None:
    assert [one.observer for one in watched(cast.nils, cast.lena, TODAY).raters] == [cast.lena]


def test_only_customers_count_as_seen_with_customers(cast: Cast, year: None) -> None:
    found = watched(cast.nils, cast.lena, TODAY)
    assert (found.with_customers, found.role_plays) == (4, 1)
    assert found.last_on == TODAY - timedelta(days=35)


def test_managers_above_see_counts_and_no_level(cast: Cast, form: ObservationForm) -> None:
    observed(cast.lena, cast.nils, form, 1, 20)
    observed(cast.lena, cast.nils, form, 1, 10)
    found = watched(cast.nils, cast.vera, TODAY)
    assert (found.with_customers, found.raters) == (2, [])


def test_what_is_open_does_not_count(cast: Cast, form: ObservationForm) -> None:
    make_observation(cast.lena, cast.nils, form)
    assert watched(cast.nils, cast.lena, TODAY).with_customers == 0


def test_a_revised_form_goes_on_with_the_same_line(cast: Cast, form: ObservationForm) -> None:
    observed(cast.lena, cast.nils, form, 1, 20)
    following = form.revise(by=cast.stella, at=NOON - timedelta(days=15))
    following.activate(by=cast.stella, at=NOON - timedelta(days=15))
    observed(cast.lena, cast.nils, following, 3, 10)
    [rater] = watched(cast.nils, cast.lena, TODAY).raters
    assert (rater.form, rater.trend.lines[0].levels) == (following, (1, 3))
