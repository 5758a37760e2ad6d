"""What fills itself each week says so, and asks nobody to measure it."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from charters.models import Charter, Objective
from portal.models import Person
from tests.cast import NOON, Cast
from tests.charter_factories import put_into_force

Enter = Callable[[Person], Client]
SAID = "fills itself each week: Share of open opportunities with a dated customer commitment"


@pytest.fixture
def bound(cast: Cast, child: Charter) -> Objective:
    one: Objective = child.objectives.get()
    values = {"figure": "dated_commitments", "unit": "%", "direction": "up", "baseline": Decimal(0)}
    child.edit_part(one, values, by=cast.lena, at=NOON)
    child.edit_part(child.measures.first(), {"figure": "dated_commitments"}, by=cast.lena, at=NOON)
    put_into_force(child)
    return one


def test_the_charter_says_which_figure_fills_it(
    cast: Cast, bound: Objective, enter: Enter, shown: Callable[[HttpResponse], str]
) -> None:
    words = shown(enter(cast.lena).get(reverse("charters:charter", args=[bound.charter_id])))
    assert words.count(SAID) == 2
    assert reverse("charters:objective_measure", args=[bound.pk]) not in words


def test_entering_a_number_by_hand_is_refused_in_words(cast: Cast, bound: Objective, enter: Enter) -> None:
    typed = {"value": "90", "measured_on": "2026-11-18", "confidence": "high", "why": "I feel it"}
    answer = enter(cast.lena).post(reverse("charters:objective_measure", args=[bound.pk]), typed)
    assert "This fills itself each week: Share of open" in answer.content.decode()
    assert not bound.history().exists()
