"""What is kept for a time only: sessions, and the bytes of mails that were settled long ago."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.celery import app
from portal.digests import upkeep
from portal.digests.choices import Outcome, State
from portal.digests.models import Digest, Offer
from portal.models import Person
from portal.sessions import forget_ended
from portal.tasks import forget
from tests.cast import NOON, Cast
from tests.portal.digests.written import WEEK, planned, rendered

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LATER = NOON + 8 * 7 * DAY


def settled(person: Person, state: State, at: datetime = NOON, **values: Any) -> Digest:
    """With its bytes, and what the page shows."""
    digest = rendered(person, at, content={"headline": "1 commitment overdue"})
    if state != State.SKIPPED:
        Digest.objects.filter(pk=digest.pk).update(state=State.SENDING)
    Digest.objects.filter(pk=digest.pk).update(state=state, settled_at=at, **values)
    return digest


def sign_in(person: Person, at: datetime) -> None:
    client = Client()
    with time_machine.travel(at, tick=False):
        client.force_login(person)
    UserSession.objects.create(user=person, ip="10.1.2.3", session_key=client.session.session_key)


def test_sessions_that_ran_out_are_forgotten_with_where_they_were(cast: Cast) -> None:
    sign_in(cast.nils, NOON - 20 * DAY)
    sign_in(cast.olga, NOON)
    assert forget_ended(at=NOON) == 1
    assert [one.user for one in UserSession.objects.all()] == [cast.olga]
    assert Session.objects.count() == 1


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.SKIPPED, State.UNCERTAIN])
def test_the_bytes_of_what_was_settled_eight_weeks_ago_are_forgotten(cast: Cast, state: State) -> None:
    digest = settled(cast.nils, state, answered_at=NOON)
    Offer.objects.create(digest=digest, at=NOON, outcome=Outcome.ACCEPTED)
    assert upkeep.forget_bytes(at=LATER) == 0
    assert upkeep.forget_bytes(at=LATER + DAY) == 1
    digest.refresh_from_db()
    assert digest.mime is None
    assert digest.content == {"headline": "1 commitment overdue"}
    assert digest.subject == "1 commitment overdue"
    assert digest.state == state
    assert digest.offers.count() == 1
    assert upkeep.forget_bytes(at=LATER + DAY) == 0


def test_what_may_still_be_offered_keeps_its_bytes(cast: Cast) -> None:
    settled(cast.nils, State.UNCERTAIN)
    settled(cast.olga, State.UNCERTAIN, offered_at=NOON)
    rendered(cast.rita, NOON)
    planned(cast.lena, NOON)
    assert upkeep.forget_bytes(at=LATER + 9 * DAY) == 0
    assert Digest.objects.exclude(mime=None).count() == 3


def test_they_are_forgotten_some_at_a_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "BATCH", 2)
    for person in (cast.nils, cast.olga, cast.rita):
        settled(person, State.SENT)
    with CaptureQueriesContext(connection) as queries:
        assert upkeep.forget_bytes(at=LATER + DAY) == 3
    assert len(queries) == 5  # two and two, and once more to see that nothing is left


def test_a_day_does_it_by_the_schedule(cast: Cast) -> None:
    settled(cast.nils, State.SENT)
    with time_machine.travel(LATER + DAY, tick=False):
        forget()
    assert Digest.objects.get(week=WEEK).mime is None
    assert "portal.tasks.forget" in {entry["task"] for entry in app.conf.beat_schedule.values()}
