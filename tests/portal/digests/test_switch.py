"""The switch, and whether this database is the one that mail was sent from."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from portal.digests import instance
from portal.digests.choices import Reason, State
from portal.digests.models import Digest, MailSwitch
from portal.digests.models.switch import advance_mark, hold, pause, resume
from portal.digests.planning import plan
from portal.models import Event
from tests.cast import Cast
from tests.portal.digests.conftest import MONDAY
from tests.portal.digests.written import planned, rendered

MINUTE = timedelta(minutes=1)


def sent_one() -> None:
    """As a sender does before the end of each message."""
    with transaction.atomic():
        mark, name = advance_mark()
    assert name
    instance.note(instance.Stamp(name, mark))


@pytest.fixture
def begun(cast: Cast) -> MailSwitch:
    instance.begin(at=MONDAY)
    return MailSwitch.current()


def test_pausing_and_resuming_leave_an_event(cast: Cast) -> None:
    pause(why="The relay moves", by=cast.adam, at=MONDAY)
    pause(why="Twice", by=None, at=MONDAY)
    assert MailSwitch.current().is_off(MONDAY)
    resume(by=cast.adam, at=MONDAY + MINUTE)
    assert not MailSwitch.current().is_off(MONDAY)
    told = Event.objects.filter(subject_kind="mailswitch").order_by("at")
    assert [(event.verb, event.by, event.reason) for event in told] == [
        ("paused", cast.adam, "The relay moves"),
        ("resumed", cast.adam, ""),
    ]


def test_what_the_portal_held_back_goes_on_by_itself(cast: Cast) -> None:
    hold(until=MONDAY + MINUTE, why="535 who are you", at=MONDAY)
    assert MailSwitch.current().is_off(MONDAY)
    assert not MailSwitch.current().is_off(MONDAY + MINUTE)


def test_there_is_one_switch(cast: Cast) -> None:
    MailSwitch.current()
    with pytest.raises(IntegrityError), transaction.atomic():
        MailSwitch.objects.create()


def test_a_new_installation_gives_itself_a_name(begun: MailSwitch, instance_file: Path) -> None:
    assert json.loads(instance_file.read_text())["instance"] == str(begun.instance)
    assert instance.fault(begun) == ""
    instance.begin(at=MONDAY)
    assert MailSwitch.current().instance == begun.instance


def test_the_mark_in_the_file_never_falls(begun: MailSwitch) -> None:
    assert begun.instance
    for mark in (7, 5, 9, 8):
        instance.note(instance.Stamp(begun.instance, mark))
    assert instance.read() == instance.Stamp(begun.instance, 9)


def test_a_restored_database_is_silent(begun: MailSwitch) -> None:
    saved = MailSwitch.objects.values("mark", "instance").get()
    for _mail in range(3):
        sent_one()
    assert instance.fault(MailSwitch.current()) == ""
    MailSwitch.objects.update(**saved)
    assert "3 mails were sent since it was saved" in instance.fault(MailSwitch.current())


def test_a_database_saved_before_the_first_mail_is_silent(begun: MailSwitch) -> None:
    MailSwitch.objects.all().delete()
    assert "is a copy" in instance.fault(MailSwitch.current())
    instance.begin(at=MONDAY)
    assert "is a copy" in instance.fault(MailSwitch.current())


def test_a_copy_on_another_machine_is_silent(begun: MailSwitch, instance_file: Path) -> None:
    instance_file.unlink()
    assert "is a copy" in instance.fault(begun)


def test_a_copy_where_another_portal_sends_is_silent(begun: MailSwitch, instance_file: Path) -> None:
    told = json.loads(instance_file.read_text()) | {"instance": "00000000-0000-4000-8000-000000000000"}
    instance_file.write_text(json.dumps(told))
    assert "is a copy" in instance.fault(begun)


@pytest.mark.parametrize("broken", ["", "{}", '{"instance": "nobody", "mark": 1}'])
def test_a_file_that_cannot_be_read_is_silent(begun: MailSwitch, instance_file: Path, broken: str) -> None:
    instance_file.write_text(broken)
    assert "cannot be read" in instance.fault(begun)


def test_adopting_skips_what_its_original_may_have_sent(begun: MailSwitch, cast: Cast, instance_file: Path) -> None:
    """Planned, written, in a sender's hands, or due and not even planned: nothing of the past is sent."""
    instance_file.unlink()
    early = MONDAY - 7 * MINUTE
    planned(cast.nils, early), rendered(cast.olga, early)
    rendered(cast.rita, early)
    Digest.objects.filter(recipient=cast.rita).update(state=State.SENDING, offered_at=early)
    assert instance.adopt(by=None, at=MONDAY) == 9
    assert instance.fault(MailSwitch.current()) == ""
    assert set(Digest.objects.values_list("state", "reason")) == {(State.SKIPPED, Reason.RESTORED)}
    assert plan(at=MONDAY).due == 0
    assert plan(at=MONDAY + timedelta(days=7)).due == 9
    assert MailSwitch.current().instance != begun.instance
