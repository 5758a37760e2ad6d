"""What administrators find under This week about the portal itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from portal.digests import instance
from portal.digests.choices import State
from portal.digests.models import Digest, MailSwitch
from portal.models import Person
from portal.roles import Role
from tests.cast import NOON, TODAY, Cast, join
from tests.portal.costs import cost
from tests.portal.digests.written import planned, rendered

Enter = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def only_the_portal(settings: Settings, tmp_path: Path) -> None:
    """With a mail server of its own, adopted here."""
    settings.MAIL_INSTANCE_FILE = str(tmp_path / "mail" / "instance.json")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.HOME_SECTIONS = ["portal.keeping"]
    settings.SETUP_STEPS = []


def words(enter: Enter, person: Person) -> str:
    return " ".join(enter(person).get("/").content.decode().split())


def test_who_is_to_be_invited_is_led_to(cast: Cast, enter: Enter) -> None:
    Person.objects.filter(pk__in=[cast.rita.pk, cast.olga.pk]).update(password="", invited_at=None)
    Person.objects.filter(pk=cast.sam.pk).update(password="", invited_at=NOON)
    shown = words(enter, cast.adam)
    assert "2 people were never invited" in shown
    assert 'href="/people/?state=not-invited"' in shown
    assert "1 invitation was not answered yet" in shown
    assert "You are in no team" in shown


def test_what_became_of_the_weeks_digests(cast: Cast, enter: Enter) -> None:
    instance.begin(at=NOON)
    for person, state in ((cast.nils, State.SENT), (cast.olga, State.FAILED)):
        digest = rendered(person, NOON)
        Digest.objects.filter(pk=digest.pk).update(state=State.SENDING)
        Digest.objects.filter(pk=digest.pk).update(state=state, settled_at=NOON)
    planned(cast.rita, NOON)
    MailSwitch.current()
    MailSwitch.objects.update(planned_at=NOON)
    assert "This week: 1 sent, 0 skipped, 1 failed, 0 uncertain, 1 to come" in words(enter, cast.adam)


def test_mail_that_waits_is_said_in_a_line(cast: Cast, enter: Enter) -> None:
    instance.begin(at=NOON)
    planned(cast.rita, NOON - timedelta(hours=2))
    MailSwitch.current()
    MailSwitch.objects.update(planned_at=NOON)
    shown = words(enter, cast.adam)
    assert "The oldest due digest has waited for 120 minutes" in shown
    assert "needs you" in shown


def test_nobody_else_is_told(cast: Cast, enter: Enter) -> None:
    for person in (cast.nils, cast.vera, cast.stella):
        assert "The portal" not in words(enter, person)


def test_an_administrator_with_a_team_has_it_beside_the_rest(cast: Cast, enter: Enter) -> None:
    join(cast.adam, cast.oslo, Role.MEMBER, since=TODAY - timedelta(days=1))
    context = enter(cast.adam).get("/").context
    assert [section.title for section in context["aside"]] == ["The portal"]


def test_more_people_and_weeks_cost_no_more(cast: Cast, enter: Enter) -> None:
    client = enter(cast.adam)
    planned(cast.nils, NOON)
    one = cost(client, "/")
    for person in (cast.olga, cast.rita):
        planned(person, NOON)
        planned(person, NOON - timedelta(weeks=1), week=TODAY - timedelta(weeks=1))
    assert one == cost(client, "/") <= 15
