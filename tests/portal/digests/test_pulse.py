"""Whoever watches the installation is told when mail does not flow, and why none shall."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from portal.digests import instance
from portal.digests.choices import State
from portal.digests.models import Digest, MailSwitch
from portal.digests.models.switch import hold, looked, pause
from portal.digests.pulse import gauges, pulse
from portal.models import Organisation
from tests.cast import Cast
from tests.portal.digests.conftest import MONDAY
from tests.portal.digests.written import planned, rendered

MINUTE = timedelta(minutes=1)
LATER = MONDAY + 31 * MINUTE


@pytest.fixture(autouse=True)
def with_a_mail_server(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def begun(cast: Cast) -> MailSwitch:
    instance.begin(at=MONDAY)
    looked(at=LATER)
    return MailSwitch.current()


def test_a_digest_that_waits_for_half_an_hour_is_a_fault(begun: MailSwitch, cast: Cast) -> None:
    rendered(cast.nils, MONDAY)
    assert pulse(at=LATER - MINUTE).fault == ""
    assert pulse(at=LATER).fault == "the oldest due digest has waited for 31 minutes"


def test_what_was_sent_waits_for_nobody(begun: MailSwitch, cast: Cast) -> None:
    digest = rendered(cast.nils, MONDAY)
    for state in ({"state": State.SENDING}, {"state": State.SENT, "settled_at": MONDAY}):
        Digest.objects.filter(pk=digest.pk).update(**state)
    assert pulse(at=LATER).fault == ""


def test_a_pause_is_told_and_is_no_fault(begun: MailSwitch, cast: Cast) -> None:
    rendered(cast.nils, MONDAY)
    pause(why="Nils asked for it", by=cast.adam, at=MONDAY)
    found = pulse(at=LATER)
    assert (found.quiet, found.fault) == ("paused", "")


def test_a_copy_is_told_and_is_no_fault(begun: MailSwitch, cast: Cast, instance_file: Path) -> None:
    rendered(cast.nils, MONDAY)
    instance_file.unlink()
    found = pulse(at=LATER)
    assert (found.quiet, found.fault) == ("not adopted", "")


def test_what_is_held_back_after_faults_is_a_fault_once_it_is_late(begun: MailSwitch, cast: Cast) -> None:
    rendered(cast.nils, MONDAY)
    hold(until=LATER + MINUTE, why="451 not now, nils@acme.example", at=LATER)
    found = pulse(at=LATER)
    assert found.quiet == "held back after too many faults"
    assert "31 minutes" in found.fault


def test_when_nobody_looks_what_is_due_nothing_waits_and_it_is_a_fault(begun: MailSwitch) -> None:
    assert pulse(at=LATER + 30 * MINUTE).fault == ""
    assert pulse(at=LATER + 31 * MINUTE).fault == "nobody has looked what is due for 31 minutes"


def test_an_installation_that_never_looked_is_told_from_its_setting_up_on(cast: Cast) -> None:
    organisation = Organisation.current()
    Organisation.objects.update(set_up_at=None)
    assert pulse(at=LATER).fault == ""
    Organisation.objects.filter(pk=organisation.pk).update(set_up_at=MONDAY)
    assert pulse(at=LATER).fault == "nobody has looked what is due for 31 minutes"


def test_looking_writes_nothing(cast: Cast) -> None:
    pulse(at=MONDAY)
    assert not MailSwitch.objects.exists()


def test_readiness_names_the_oldest_due_mail(begun: MailSwitch, cast: Cast, client: Client, settings: Settings) -> None:
    settings.REDIS_URL = ""
    looked(at=MONDAY + timedelta(days=3650))
    planned(cast.nils, MONDAY)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "the oldest due digest has waited for" in answer.json()["faults"]["mail"]
    pause(why="Nils asked for it", by=cast.adam, at=MONDAY)
    assert client.get("/readyz").json() == {"status": "ok", "mail": "paused"}


@pytest.mark.parametrize("count", [1, 3])
def test_it_is_measured_in_few_statements(begun: MailSwitch, cast: Cast, count: int) -> None:
    for person in (cast.nils, cast.olga, cast.rita)[:count]:
        planned(person, MONDAY)
    with CaptureQueriesContext(connection) as queries:
        found = {gauge.name: gauge.values for gauge in gauges(LATER)}
    assert len(queries) == 4  # one of them for the organisation, which a process remembers
    assert found["portal_digests"] == dict.fromkeys(State.values, 0.0) | {"planned": float(count)}
    assert found["portal_mail_oldest_due_seconds"] == {"": 31 * 60}
    assert found["portal_mail_looked_seconds"] == {"": 0.0}
    assert found["portal_mail_on"] == {"": True}
