"""The list: state, age, completeness, review due; narrowed by facts, words, kind and team."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from charters.models import Charter, TacticProgress
from portal.models import Person
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import draft, put_into_force

Enter = Callable[[Person], Client]
Shown = Callable[[HttpResponse], str]


def test_everyone_reads_what_is_approved_and_only_its_keepers_a_draft(
    cast: Cast, root: Charter, child: Charter, enter: Enter, shown: Shown
) -> None:
    for person, seen in ((cast.lena, True), (cast.stella, True), (cast.nils, False), (cast.rita, False)):
        words = shown(enter(person).get("/charters/"))
        assert "Acme charter" in words
        assert ("North charter" in words) is seen


def test_a_draft_shows_how_complete_it_is_and_what_is_approved_its_age(
    cast: Cast, root: Charter, enter: Enter, shown: Shown
) -> None:
    draft(cast.north, by=cast.lena, sponsor=cast.vera, parent=root)
    words = shown(enter(cast.lena).get("/charters/"))
    assert re.search(r"\b\d+ of 14<", words)
    assert "Version 1, today" in words


def test_the_version_being_written_stands_beside_the_one_in_force(
    cast: Cast, root: Charter, enter: Enter, shown: Shown
) -> None:
    later = root.revise(by=cast.vera, at=NOON)
    assert f'href="/charters/{later.pk}/">next version' in shown(enter(cast.vera).get("/charters/"))
    assert "next version" not in shown(enter(cast.nils).get("/charters/"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=NORTH", ["North charter"]),
        ("kind=organisation", ["Acme charter"]),
        ("need=draft", ["North charter"]),
        ("need=active", ["Acme charter"]),
        ("need=nonsense", ["Acme charter", "North charter"]),
    ],
)
def test_the_list_is_narrowed(
    cast: Cast, root: Charter, child: Charter, enter: Enter, shown: Shown, query: str, found: list[str]
) -> None:
    words = shown(enter(cast.lena).get(f"/charters/?{query}"))
    assert [title for title in ("Acme charter", "North charter") if f">{title}</a>" in words] == found


def test_it_is_narrowed_to_a_team(cast: Cast, root: Charter, child: Charter, enter: Enter, shown: Shown) -> None:
    words = shown(enter(cast.lena).get(f"/charters/?team={cast.north.pk}"))
    assert ">North charter</a>" in words
    assert ">Acme charter</a>" not in words


def test_a_review_that_is_overdue_is_counted(cast: Cast, root: Charter, enter: Enter, shown: Shown) -> None:
    assert "overdue" not in shown(enter(cast.nils).get("/charters/"))
    Charter.objects.everything(reason="test").update(review_due_on=TODAY - timedelta(days=3))
    words = shown(enter(cast.nils).get("/charters/?need=review"))
    assert "<b>1</b> review overdue" in words
    assert "3 days overdue" in words


def test_objectives_at_risk_and_tactics_overdue_lead_to_their_charters(
    cast: Cast, root: Charter, child: Charter, enter: Enter, shown: Shown
) -> None:
    put_into_force(child)
    calm = shown(enter(cast.lena).get("/charters/"))
    assert "at risk" not in calm
    assert "overdue" not in calm
    child.objectives.get().measure(value=Decimal(20), why="A start", by=cast.lena, at=NOON)
    TacticProgress.objects.everything(reason="test").filter(tactic__charter=root).update(
        due_on=TODAY - timedelta(days=1)
    )
    for need, title, label in (
        ("at_risk", "North charter", "with objectives at risk"),
        ("late", "Acme charter", "with tactics overdue"),
    ):
        words = shown(enter(cast.lena).get(f"/charters/?need={need}"))
        assert f"<b>1</b> {label}" in words
        assert [one for one in ("Acme charter", "North charter") if f">{one}</a>" in words] == [title]


def test_what_is_retired_is_found_apart(cast: Cast, root: Charter, enter: Enter, shown: Shown) -> None:
    root.retire(by=cast.vera, at=NOON)
    assert "No charters yet" in shown(enter(cast.nils).get("/charters/"))
    assert ">Acme charter</a>" in shown(enter(cast.nils).get("/charters/?need=retired"))


def test_an_empty_list_says_who_begins(cast: Cast, enter: Enter, shown: Shown) -> None:
    assert "Managers start one for their team." in shown(enter(cast.nils).get("/charters/"))
    assert "No charter like this" in shown(enter(cast.nils).get("/charters/?q=nothing"))


def test_it_costs_the_same_at_one_and_at_three(
    cast: Cast, root: Charter, enter: Enter, as_served: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = enter(cast.lena)
    draft(cast.north, by=cast.lena, sponsor=cast.vera, parent=root)
    for _round in range(2):
        browser.get("/charters/")
        with django_assert_num_queries(13):
            browser.get("/charters/")
        for team in (cast.oslo, cast.bergen):
            draft(team, by=cast.lena, sponsor=cast.vera, parent=root, title=f"Another of {team}")


def test_the_menu_and_the_search_lead_here(cast: Cast, root: Charter, enter: Enter, shown: Shown) -> None:
    assert 'href="/charters/"' in shown(enter(cast.nils).get("/people/"))
    words = shown(enter(cast.nils).get("/search/?q=outcomes that customers"))
    assert f"/charters/{root.pk}/" in words


def test_the_search_finds_no_draft_of_others(cast: Cast, child: Charter, enter: Enter, shown: Shown) -> None:
    assert f"/charters/{child.pk}/" not in shown(enter(cast.rita).get("/search/?q=North charter"))
    assert f"/charters/{child.pk}/" in shown(enter(cast.lena).get("/search/?q=North charter"))
    put_into_force(child)
    assert f"/charters/{child.pk}/" in shown(enter(cast.rita).get("/search/?q=North charter"))
