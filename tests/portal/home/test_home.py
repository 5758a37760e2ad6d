from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import Settings

from portal.home import Section
from portal.models import Person
from tests.cast import Cast

Enter = Callable[[Person], Client]


def sections(person: Person, now: datetime) -> list[Section]:
    """A part such as an app would offer."""
    return [Section("Overdue", "portal/_to_do.html", {"whose": person.name})]


@pytest.fixture(autouse=True)
def only_the_portal(settings: Settings) -> None:
    settings.HOME_SECTIONS = []
    settings.SETUP_STEPS = []


def test_the_old_name_leads_home(cast: Cast, enter: Enter) -> None:
    assert enter(cast.nils).get("/this-week/").headers["Location"] == "/"


def test_it_says_which_day_it_is_where_the_person_is(cast: Cast, enter: Enter) -> None:
    cast.nils.time_zone = "Pacific/Kiritimati"
    cast.nils.save()
    assert "Thursday 19 November" in enter(cast.nils).get("/").content.decode()
    assert "Wednesday 18 November" in enter(cast.olga).get("/").content.decode()


def test_with_nothing_to_do_it_says_so(cast: Cast, enter: Enter) -> None:
    assert "Nothing is waiting for you" in enter(cast.nils).get("/").content.decode()


def test_somebody_in_no_team_reads_whom_to_ask(cast: Cast, enter: Enter) -> None:
    assert "You are in no team" in enter(cast.felix).get("/").content.decode()


def test_the_apps_parts_are_reached_by_name(cast: Cast, enter: Enter, settings: Settings) -> None:
    settings.HOME_SECTIONS = [__name__]
    shown = enter(cast.nils).get("/").context["main"]
    assert [(section.title, section.context) for section in shown] == [("Overdue", {"whose": "Nils"})]


def test_members_are_not_asked_to_set_up(cast: Cast, enter: Enter) -> None:
    assert enter(cast.nils).get("/").context["to_do"] == []
