"""Planning what is due: once a week and person, however many look and however late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.digests.choices import Reason, State
from portal.digests.models import Digest, MailSwitch
from portal.digests.planning import Planned, plan
from tests.cast import Cast, make_cast
from tests.portal.digests.conftest import MONDAY

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
EVERYBODY = 9


def of(week: date) -> Counter[str]:
    return Counter(Digest.objects.filter(week=week).values_list("state", flat=True))


def test_everybody_is_due_on_monday_at_seven_where_they_are(cast: Cast) -> None:
    assert plan(at=MONDAY - HOUR) == Planned()
    assert plan(at=MONDAY) == Planned(due=EVERYBODY)
    digest = Digest.objects.get(recipient=cast.nils)
    assert (digest.week, digest.due_at, digest.state) == (date(2026, 11, 16), MONDAY - HOUR / 2, State.PLANNED)


def test_looking_again_plans_nothing_again(cast: Cast) -> None:
    plan(at=MONDAY)
    assert plan(at=MONDAY) == Planned()
    assert plan(at=MONDAY + 6 * DAY) == Planned()
    assert Digest.objects.count() == EVERYBODY


def test_somebody_elsewhere_is_due_at_their_own_hour(cast: Cast) -> None:
    cast.rita.time_zone, cast.rita.digest_weekday, cast.rita.digest_hour = "America/Chicago", 3, 16
    cast.rita.save()
    plan(at=MONDAY)
    assert not Digest.objects.filter(recipient=cast.rita).exists()
    plan(at=MONDAY + 3 * DAY)
    assert Digest.objects.get(recipient=cast.rita).due_at == datetime.fromisoformat("2026-11-18T16:00-06:00")


def test_a_change_of_the_weekday_brings_no_second_digest_in_the_week(cast: Cast) -> None:
    plan(at=MONDAY)
    cast.nils.digest_weekday = 2
    cast.nils.save()
    assert plan(at=MONDAY + DAY) == Planned()
    assert plan(at=MONDAY + 8 * DAY).due == EVERYBODY


@pytest.mark.parametrize("change", ["left", "nameless", "uninvited"])
def test_who_cannot_read_it_is_not_planned(cast: Cast, change: str) -> None:
    if change == "left":
        cast.nils.is_active = False
    elif change == "nameless":
        cast.nils.email = None
    else:
        cast.nils.set_unusable_password()
    cast.nils.save()
    assert plan(at=MONDAY) == Planned(due=EVERYBODY - 1)


def test_nobody_is_due_at_a_moment_at_which_they_were_not_here_yet(cast: Cast) -> None:
    cast.nils.created_at = MONDAY - timedelta(minutes=1)
    cast.nils.save()
    assert plan(at=MONDAY).due == EVERYBODY - 1
    assert plan(at=MONDAY + WEEK).due == EVERYBODY


@pytest.mark.parametrize(
    ("down", "missed"), [(HOUR, 0), (DAY, 0), (8 * DAY, 1), (5 * WEEK, 5)], ids=["1 h", "1 d", "8 d", "5 wk"]
)
def test_after_a_time_without_anybody_looking_one_is_sent_and_the_rest_noted(
    cast: Cast, down: timedelta, missed: int
) -> None:
    """Down from an hour before they are due; then looked every ten minutes for a day."""
    up = MONDAY - HOUR
    plan(at=up)
    for minutes in range(0, 24 * 60, 10):
        plan(at=up + down + timedelta(minutes=minutes))
    states = Counter(Digest.objects.filter(recipient=cast.nils).values_list("state", "reason"))
    assert states[(State.PLANNED, "")] == 1
    assert states[(State.SKIPPED, Reason.STALE)] == missed
    assert len({row.week for row in Digest.objects.filter(recipient=cast.nils)}) == 1 + missed


def test_a_new_installation_notes_nothing_of_the_past(cast: Cast) -> None:
    assert plan(at=MONDAY + 3 * DAY) == Planned()
    assert MailSwitch.current().planned_at == MONDAY + 3 * DAY


def test_a_time_zone_that_nobody_knows_any_more_stops_nobody_else(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    cast.nils.time_zone = "Atlantis/Capital"
    cast.nils.save()
    assert plan(at=MONDAY).due == EVERYBODY - 1
    assert "Atlantis/Capital" in caplog.text


def test_planning_costs_the_same_for_one_and_for_four_hours(
    cast: Cast, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    MailSwitch.current()
    with django_assert_num_queries(8):
        plan(at=MONDAY)
    for hour, person in enumerate((cast.nils, cast.olga, cast.rita), 4):
        person.digest_hour = hour
        person.save()
    with django_assert_num_queries(8):
        plan(at=MONDAY + WEEK)
    assert Digest.objects.count() == 2 * EVERYBODY


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_three_that_plan_at_once_plan_each_person_once() -> None:
    make_cast()
    at = timezone.now() + WEEK

    def look(_number: int) -> None:
        try:
            plan(at=at)
        finally:
            connection.close()

    for round_ in range(10):
        with ThreadPoolExecutor(3) as pool:
            at += WEEK if round_ else timedelta()
            list(pool.map(look, range(3)))
    rows = Counter(Digest.objects.values_list("recipient", "week"))
    assert len(rows) >= EVERYBODY * 9
    assert set(rows.values()) == {1}
