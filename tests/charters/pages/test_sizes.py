"""Pages take at most fifteen statements, however large a charter or the organisation is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from charters.gisting import keep_gists
from charters.models import Charter, Stakeholder
from portal.models import Person
from tests.cast import NOON, Cast
from tests.charter_crowd import Programs, crowd
from tests.charter_factories import TEXTS, draft, make_mission

MOST = 15


def statements(browser: Client, address: str) -> int:
    """Of the second visit: the first fills what is kept between requests."""
    assert browser.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


@pytest.fixture
def large(cast: Cast, root: Charter) -> Charter:
    made = draft(cast.north, by=cast.lena, sponsor=cast.vera, parent=root, **TEXTS)
    crowd(made, objectives=40, tactics=200)
    for person in cast.everybody():
        made.add_part(Stakeholder, {"person": person}, by=cast.lena, at=NOON)
    return made


@pytest.mark.parametrize("page", ["", "print/", "versions/", "changes/"])
def test_a_charter_of_forty_objectives_and_two_hundred_tactics(
    cast: Cast, large: Charter, enter: Callable[[Person], Client], as_served: None, page: str
) -> None:
    assert statements(enter(cast.lena), f"/charters/{large.pk}/{page}") <= MOST


def test_a_large_sales_mission(cast: Cast, root: Charter, enter: Callable[[Person], Client], as_served: None) -> None:
    mission = make_mission(cast, root)
    crowd(mission, objectives=40, tactics=200)
    assert statements(enter(cast.lena), f"/charters/{mission.pk}/") <= MOST


def test_the_changes_between_two_large_versions(
    cast: Cast, root: Charter, enter: Callable[[Person], Client], as_served: None
) -> None:
    later = root.revise(by=cast.vera, at=NOON)
    crowd(later, objectives=40, tactics=200)
    assert statements(enter(cast.vera), f"/charters/{later.pk}/changes/") <= MOST


@pytest.fixture
def cascade(cast: Cast, root: Charter) -> None:
    """Three hundred programs, each with a branch of its own."""
    Programs(cast, root).grow(300)


@pytest.mark.parametrize("gists", ["kept", "lost"])
def test_an_organisation_of_three_hundred_charters(
    cast: Cast, cascade: None, enter: Callable[[Person], Client], as_served: None, gists: str
) -> None:
    if gists == "kept":
        keep_gists()
    browser = enter(cast.lena)
    for page in ("/charters/tree/", "/charters/", "/charters/?page=3"):
        assert statements(browser, page) <= MOST
