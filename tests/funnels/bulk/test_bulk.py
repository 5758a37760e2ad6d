"""Several opportunities at once: looked at first, then all of them or none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from funnels.bulk import NotAsSeen, PutAway, Reassign, Redate, carry_out, chosen, preview
from funnels.models import Opportunity
from portal.models import Event, Person
from tests.cast import NOON, TODAY, Cast
from tests.factories import make_account, make_opportunity
from tests.funnels.places import anew

Enter = Callable[[Person], Client]
SPRING = date(2027, 4, 1)
ADDRESS = "funnels:bulk"


@pytest.fixture
def three(cast: Cast, funnel: object) -> list[Opportunity]:
    return [make_opportunity(cast.nils, cast.oslo, account=make_account(name)) for name in ("Auk", "Skua", "Tern")]


def versions(found: list[Opportunity]) -> dict[Any, int]:
    return {one.pk: anew(one).version for one in found}


def test_each_gets_its_new_date_by_its_own_verb(cast: Cast, three: list[Opportunity]) -> None:
    assert carry_out(Redate(SPRING, "New fiscal year."), versions(three), by=cast.nils, at=NOON) == 3
    assert {anew(one).expected_close for one in three} == {SPRING}
    events = Event.objects.filter(verb="edited")
    assert ({event.reason for event in events}, events.count()) == ({"New fiscal year."}, 3)


def test_when_somebody_changed_one_none_changes(cast: Cast, three: list[Opportunity]) -> None:
    seen = versions(three)
    anew(three[1]).edit({"segment": "Ports"}, by=cast.lena, at=NOON)
    with pytest.raises(NotAsSeen) as refusal:
        carry_out(Redate(SPRING, "New fiscal year."), seen, by=cast.nils, at=NOON)
    assert list(refusal.value.reasons) == [three[1].pk]
    assert {anew(one).expected_close for one in three} == {None}


def test_one_that_is_out_of_reach_stops_all(cast: Cast, three: list[Opportunity]) -> None:
    with pytest.raises(NotAsSeen, match="3 opportunities"):
        carry_out(PutAway(), versions(three), by=cast.rita, at=NOON)
    three[0].archive(by=cast.nils, at=NOON)
    with pytest.raises(NotAsSeen, match="1 opportunity"):
        carry_out(PutAway(), versions(three), by=cast.nils, at=NOON)
    assert [anew(one).archived_at is None for one in three] == [False, True, True]


def test_the_preview_says_what_changes_and_what_cannot(cast: Cast, three: list[Opportunity]) -> None:
    three[0].close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    three[1].edit({"expected_close": SPRING}, by=cast.nils, at=NOON)
    lines = preview(chosen(cast.nils, versions(three)), Redate(SPRING, "Because."), cast.nils)
    assert [(line.opportunity, line.changes, line.refusal) for line in lines] == [
        (three[0], False, "It is closed already."),
        (three[1], False, ""),
        (three[2], True, ""),
    ]
    assert (
        not Event.objects.filter(verb="edited", after__expected_close="2027-04-01")
        .exclude(subject_id=three[1].pk)
        .exists()
    )


def test_whoever_takes_over_takes_it_to_their_own_team(cast: Cast, three: list[Opportunity]) -> None:
    change = Reassign(cast.olga, cast.bergen, "Nils is away.")
    line = preview(three[:1], change, cast.lena)[0]
    assert (line.before, line.after) == ("Nils · Oslo", "Olga · Bergen")
    carry_out(change, versions(three), by=cast.lena, at=NOON)
    assert {(anew(one).owner, anew(one).team) for one in three} == {(cast.olga, cast.bergen)}


def test_only_managers_of_both_teams_pass_on(cast: Cast, three: list[Opportunity]) -> None:
    for person, change in (
        (cast.nils, Reassign(cast.olga, cast.bergen, "")),
        (cast.lena, Reassign(cast.rita, cast.rome, "")),
    ):
        lines = preview(three, change, person)
        assert [bool(line.refusal) for line in lines] == [True] * 3
        with pytest.raises(NotAsSeen):
            carry_out(change, versions(three), by=person, at=NOON)
    assert {anew(one).owner for one in three} == {cast.nils}


def page_of(answer: Any) -> str:
    return answer.content.decode()  # type: ignore[no-any-return]


REDATE = {"what": "redate", "expected_close": "2027-04-01", "reason": "New fiscal year.", "owner": ""}


def test_choose_look_and_do(cast: Cast, three: list[Opportunity], enter: Enter) -> None:
    browser, address = enter(cast.lena), reverse(ADDRESS)
    ids = [str(one.pk) for one in three]
    page = page_of(browser.post(address, {"ids": ids}))
    assert all(words in page for words in ("Change 3 opportunities", "Auk", "Tern", "What to do"))
    answer = browser.post(address, {"ids": ids[:2], **REDATE})
    page = page_of(answer)
    assert ("What changes" in page, "1 Apr 2027" in page, "Tern" in page) == (True, True, False)
    assert anew(three[0]).expected_close is None
    seen = [f"{one.pk}:{anew(one).version}" for one in three[:2]]
    answer = browser.post(address, {"ids": seen, **REDATE, "do": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("funnels:table"))
    assert [anew(one).expected_close for one in three] == [SPRING, SPRING, None]


def test_a_change_in_between_shows_the_preview_anew(cast: Cast, three: list[Opportunity], enter: Enter) -> None:
    browser, address = enter(cast.lena), reverse(ADDRESS)
    seen = [f"{one.pk}:{anew(one).version}" for one in three]
    three[2].edit({"expected_close": TODAY + timedelta(days=9)}, by=cast.nils, at=NOON)
    answer = browser.post(address, {"ids": seen, **REDATE, "do": "1"})
    page = page_of(answer)
    assert (answer.status_code, "Nothing was changed: 1 opportunity" in page, "Somebody changed this" in page) == (
        409,
        True,
        True,
    )
    assert f"{three[2].pk}:{anew(three[2]).version}" in page
    assert anew(three[0]).expected_close is None


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"what": "redate", "reason": "Because."}, "Enter the day on which you expect them to close."),
        ({"what": "redate", "expected_close": "2027-04-01"}, "Say in a sentence why the date changes."),
        ({"what": "reassign"}, "Choose who takes them over."),
        ({"what": "delete"}, "There is a problem"),
    ],
)
def test_it_says_what_a_change_needs(
    cast: Cast, three: list[Opportunity], enter: Enter, sent: dict[str, str], words: str
) -> None:
    answer = enter(cast.lena).post(reverse(ADDRESS), {"ids": [str(three[0].pk)], **sent})
    assert (answer.status_code, words in page_of(answer)) == (422, True)


def test_who_manages_nobody_is_not_offered_to_pass_on(cast: Cast, three: list[Opportunity], enter: Enter) -> None:
    assert "Pass on" not in page_of(enter(cast.nils).post(reverse(ADDRESS), {"ids": [str(three[0].pk)]}))


def test_without_a_choice_it_leads_to_the_table(cast: Cast, three: list[Opportunity], enter: Enter) -> None:
    browser = enter(cast.rita)
    for sent in ({}, {"ids": ["nonsense", "1:2:3"]}, {"ids": [str(three[0].pk)]}):
        assert "Nothing is chosen" in page_of(browser.post(reverse(ADDRESS), sent))


def test_stewards_change_nothing_here(cast: Cast, three: list[Opportunity], enter: Enter) -> None:
    assert enter(cast.stella).post(reverse(ADDRESS), {"ids": [str(three[0].pk)]}).status_code == 403


def test_a_preview_costs_the_same_at_one_and_at_three(
    cast: Cast, three: list[Opportunity], enter: Enter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = enter(cast.lena)
    for found in (three[:1], three):
        with django_assert_num_queries(9):
            browser.post(reverse(ADDRESS), {"ids": [str(one.pk) for one in found], **REDATE})
