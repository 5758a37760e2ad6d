"""What managers answered for, listed for those who manage the teams."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from funnels.models import Opportunity, Override
from portal.models import Person
from tests.cast import NOON, Cast
from tests.factories import make_account, make_opportunity
from tests.funnels.places import fulfil

Enter = Callable[[Person], Client]
LIST = "funnels:overrides"


def passed(cast: Cast, name: str, *, by: Person, days_ago: int = 0) -> Opportunity:
    """An opportunity that a manager moved ahead some days ago."""
    at = NOON - timedelta(days=days_ago)
    found = make_opportunity(cast.nils, cast.oslo, account=make_account(name), at=at)
    found.advance(override=f"{name} told me aloud.", by=by, at=at)
    return found


@pytest.fixture
def three(cast: Cast, funnel: object) -> list[Opportunity]:
    ages = {"Running": 1, "Expiring": 12, "Expired": 20}
    return [passed(cast, name, by=cast.lena, days_ago=days) for name, days in ages.items()]


def shown(browser: Client, **query: str) -> str:
    answer = browser.get(reverse(LIST), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_lists_what_is_open_and_who_answers_for_it(cast: Cast, three: list[Opportunity], enter: Enter) -> None:
    page = shown(enter(cast.lena))
    assert (
        page.index("Expired told me aloud.")
        < page.index("Expiring told me aloud.")
        < page.index("Running told me aloud.")
    )
    assert "States the issue in its own words and confirms our written recap" in page


@pytest.mark.parametrize(("state", "name"), [("expired", "Expired"), ("expiring", "Expiring"), ("running", "Running")])
def test_a_state_narrows_the_list(cast: Cast, three: list[Opportunity], enter: Enter, state: str, name: str) -> None:
    page = shown(enter(cast.lena), state=state)
    assert [one for one in ("Expired", "Expiring", "Running") if f"{one} told me aloud." in page] == [name]


def test_what_is_answered_or_put_away_is_no_longer_listed(cast: Cast, three: list[Opportunity], enter: Enter) -> None:
    running, expiring, _expired = three
    fulfil(running, "C02", by=cast.nils)
    expiring.archive(by=cast.lena, at=NOON)
    page = shown(enter(cast.lena))
    assert [one for one in ("Expired", "Expiring", "Running") if f"{one} told me aloud." in page] == ["Expired"]


def test_managers_see_their_own_teams_only(cast: Cast, three: list[Opportunity], enter: Enter) -> None:
    assert "Nothing is answered for" in shown(enter(cast.sam))
    assert "Expired told me aloud." in shown(enter(cast.vera))
    assert enter(cast.nils).get(reverse(LIST)).status_code == 403


def test_people_stand_in_the_order_of_their_names(cast: Cast, funnel: object, enter: Enter) -> None:
    for name, by in (("A", cast.vera), ("B", cast.vera), ("C", cast.lena)):
        passed(cast, name, by=by)
    page = shown(enter(cast.vera))
    aside = page[page.index("Who gave them") :]
    assert aside.index("Lena") < aside.index("Vera")
    assert "2 open, 0 of them expired" in aside


def test_one_is_renewed_with_a_new_reason(cast: Cast, three: list[Opportunity], enter: Enter) -> None:
    override = three[2].overrides.get()
    address = reverse("funnels:override_renew", args=[override.pk])
    browser = enter(cast.lena)
    assert "Expired told me aloud." in browser.get(address).content.decode()
    assert browser.post(address, {"reason": "", "version": override.version}).status_code == 422
    answer = browser.post(
        f"{address}?next={reverse(LIST)}",
        {"reason": "Karin is away.", "version": override.version, "next": reverse(LIST)},
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse(LIST))
    assert three[2].overrides.filter(ended_at=None).get().expires_on == NOON.date() + timedelta(days=14)
    again = browser.post(address, {"reason": "Karin is away.", "version": override.version})
    assert again.status_code == 412


def test_strangers_and_members_renew_nothing(cast: Cast, three: list[Opportunity], enter: Enter) -> None:
    address = reverse("funnels:override_renew", args=[three[0].overrides.get().pk])
    sent = {"reason": "I know them.", "version": 1}
    assert enter(cast.sam).post(address, sent).status_code == 404
    assert enter(cast.nils).post(address, sent).status_code == 403
    assert Override.objects.everything(reason="test").count() == 3


def test_it_costs_the_same_at_one_and_at_three(
    cast: Cast, funnel: object, enter: Enter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = enter(cast.lena)
    passed(cast, "First", by=cast.lena)
    shown(browser)
    with django_assert_num_queries(11):
        shown(browser)
    passed(cast, "Second", by=cast.lena)
    passed(cast, "Third", by=cast.vera)
    with django_assert_num_queries(11):
        shown(browser)


def test_the_day_of_expiry_still_runs(cast: Cast, funnel: object, enter: Enter) -> None:
    passed(cast, "Today", by=cast.lena, days_ago=14)
    assert "Today told me aloud." in shown(enter(cast.lena), state="expiring")
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        assert "Today told me aloud." in shown(enter(cast.lena), state="expired")
