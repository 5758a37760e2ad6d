"""Leave and ramp: recorded by the person or a manager, taken back again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client

from coaching.choices import AbsenceKind
from coaching.models import Absence
from portal.models import Event, Person
from tests.cast import NOON, TODAY, Cast
from tests.portal.costs import cost

Shown = Callable[[HttpResponse], str]
Enter = Callable[[Person], Client]
HERE = "/coaching/absences/"


def record(browser: Client, person: Person, **typed: Any) -> HttpResponse:
    first, last = TODAY + timedelta(days=3), TODAY + timedelta(days=7)
    usual = {"who": person.memberships.get().pk, "kind": "leave", "starts_on": first, "ends_on": last}
    return browser.post(HERE, usual | typed)


def away(person: Person, by: Person, days: int = 3, *, team: Any) -> Absence:
    day = TODAY + timedelta(days=days)
    return Absence.add(person, team, kind=AbsenceKind.LEAVE, starts_on=day, ends_on=day, by=by, at=NOON)


def test_one_records_ones_own_leave(cast: Cast, enter: Enter, shown: Shown) -> None:
    browser = enter(cast.nils)
    assert record(browser, cast.nils).status_code == 302

    absence = Absence.objects.everything(reason="test").get()
    assert (absence.person, absence.team, absence.kind) == (cast.nils, cast.oslo, "leave")
    words = shown(browser.get(HERE))
    assert all(day in words for day in ("Sat 21 Nov", "Wed 25 Nov"))


def test_a_manager_records_that_somebody_is_new(cast: Cast, as_lena: Client) -> None:
    assert record(as_lena, cast.nils, kind="ramp").status_code == 302
    assert Event.objects.get(verb="added").by == cast.lena


def test_of_people_elsewhere_nothing_can_be_recorded(cast: Cast, enter: Enter) -> None:
    for person in (cast.nils, cast.lena):
        assert record(enter(person), cast.rita).status_code == 422
    assert record(enter(cast.stella), cast.nils).status_code == 422
    assert not Absence.objects.everything(reason="test").exists()


def test_days_in_the_wrong_order_are_refused(cast: Cast, as_lena: Client) -> None:
    refused = record(as_lena, cast.nils, ends_on=TODAY)

    assert refused.status_code == 422
    assert "The last day cannot lie before the first." in refused.content.decode()


def test_what_was_recorded_is_taken_back(cast: Cast, as_lena: Client, shown: Shown) -> None:
    absence = away(cast.nils, cast.nils, team=cast.oslo)
    assert as_lena.post(f"{HERE}{absence.pk}/withdraw/").status_code == 302

    absence.refresh_from_db()
    assert absence.withdrawn_at == NOON
    assert "Nobody is away" in shown(as_lena.get(HERE))
    assert as_lena.post(f"{HERE}{absence.pk}/withdraw/").status_code == 404


def test_a_stranger_finds_nothing_to_take_back(cast: Cast, enter: Enter) -> None:
    absence = away(cast.nils, cast.nils, team=cast.oslo)

    assert enter(cast.sam).post(f"{HERE}{absence.pk}/withdraw/").status_code == 404
    assert enter(cast.stella).post(f"{HERE}{absence.pk}/withdraw/").status_code == 404


def test_what_is_past_is_shown_when_asked_for(cast: Cast, as_lena: Client, shown: Shown) -> None:
    away(cast.nils, cast.nils, -9, team=cast.oslo)

    assert "Nobody is away" in shown(as_lena.get(HERE))
    assert "Take back" in shown(as_lena.get(HERE, {"past": "1"}))


def test_it_costs_the_same_for_one_absence_and_for_three(cast: Cast, as_lena: Client, as_served: None) -> None:
    away(cast.nils, cast.nils, team=cast.oslo)
    assert cost(as_lena, HERE) == 7
    away(cast.nils, cast.nils, 9, team=cast.oslo)
    away(cast.olga, cast.olga, team=cast.bergen)
    assert cost(as_lena, HERE) == 7
