"""How one objective or measure went: each value with who and why, and the line that it should follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from charters.choices import Confidence
from charters.models import Charter
from portal.models import Person
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import put_into_force
from tests.portal.costs import cost

Enter = Callable[[Person], Client]
Shown = Callable[[HttpResponse], str]
BEFORE = date(2026, 11, 10)


@pytest.fixture
def running(child: Charter) -> Charter:
    return put_into_force(child)


def measure(thing: Any, by: Person, value: str, day: date, why: str = "Counted.", **told: Any) -> None:
    thing.measure(value=Decimal(value), why=why, measured_on=day, by=by, at=NOON, **told)


def address(thing: Any) -> str:
    return reverse(f"charters:{thing._meta.model_name}_history", args=[thing.pk])


def test_every_value_stands_with_its_line_its_reason_and_its_author(
    cast: Cast, running: Charter, enter: Enter, shown: Shown
) -> None:
    objective = running.objectives.get()
    measure(objective, cast.lena, "11.5", BEFORE, "Two playbooks are in use.", confidence=Confidence.MEDIUM)
    measure(objective, cast.lena, "11", TODAY, "Four are.")
    words = shown(enter(cast.nils).get(address(objective)))
    assert words.index("Four are.") < words.index("Two playbooks are in use.")
    for told in ("From 12", "2 values", "11.5 hours", "In doubt", "Lena", "The line"):
        assert told in words
    assert words.count('<circle class="measured"') == 2
    assert words.count('<circle class="planned"') == 1


def test_values_of_earlier_versions_are_among_them(cast: Cast, running: Charter, enter: Enter, shown: Shown) -> None:
    measure(running.objectives.get(), cast.lena, "11.5", BEFORE)
    later = put_into_force(running.revise(by=cast.lena, at=NOON))
    measure(later.objectives.get(), cast.lena, "11", TODAY)
    words = shown(enter(cast.nils).get(address(later.objectives.get())))
    assert "2 values" in words
    assert "version 1" in words


def test_a_measure_has_its_history_without_a_line(cast: Cast, running: Charter, enter: Enter, shown: Shown) -> None:
    found = running.measures.first()
    measure(found, cast.lena, "3", TODAY)
    words = shown(enter(cast.nils).get(address(found)))
    assert "1 value" in words
    assert "The line" not in words


def test_of_two_values_of_a_day_the_later_one_is_drawn_and_both_are_listed(
    cast: Cast, running: Charter, enter: Enter, shown: Shown
) -> None:
    objective = running.objectives.get()
    measure(objective, cast.lena, "11.5", TODAY, "Mistyped.")
    objective.measure(value=Decimal("11"), why="Counted anew.", by=cast.lena, at=NOON + timedelta(minutes=1))
    words = shown(enter(cast.lena).get(address(objective)))
    assert "Mistyped." in words
    assert words.count('<circle class="measured"') == 1


def test_without_a_value_it_says_what_is_to_be_done(cast: Cast, running: Charter, enter: Enter, shown: Shown) -> None:
    words = shown(enter(cast.lena).get(address(running.objectives.get())))
    assert "No data yet" in words
    assert "records a value" in words


def test_only_who_may_measure_is_asked_to(cast: Cast, running: Charter, enter: Enter, shown: Shown) -> None:
    objective = running.objectives.get()
    link = reverse("charters:objective_measure", args=[objective.pk])
    assert link in shown(enter(cast.lena).get(address(objective)))
    assert link not in shown(enter(cast.sam).get(address(objective)))


def test_the_history_of_a_draft_of_others_does_not_exist(cast: Cast, child: Charter, enter: Enter) -> None:
    assert enter(cast.sam).get(address(child.objectives.get())).status_code == 404


def test_the_charter_leads_to_the_history_of_each(cast: Cast, running: Charter, enter: Enter, shown: Shown) -> None:
    measure(running.objectives.get(), cast.lena, "11", TODAY)
    measure(running.measures.first(), cast.lena, "3", TODAY)
    words = shown(enter(cast.nils).get(reverse("charters:charter", args=[running.pk])))
    assert address(running.objectives.get()) in words
    assert address(running.measures.first()) in words


def test_many_values_cost_no_more_than_one(cast: Cast, running: Charter, enter: Enter) -> None:
    objective, client = running.objectives.get(), enter(cast.lena)
    measure(objective, cast.lena, "11", BEFORE)
    before = cost(client, address(objective))
    for days in range(1, 4):
        measure(objective, cast.lena, "10", BEFORE + timedelta(days=days))
    assert (before, cost(client, address(objective))) == (8, 8)
