"""The command that sends what is due, over weeks, outages and a restored database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command

from funnels.models.funnel import outline_of
from portal.digests import taking
from portal.digests.ledger import oldest_waiting, weeks
from portal.digests.models import Digest, MailSwitch
from portal.digests.models.subscription import choose
from portal.digests.sending import prepare
from portal.digests.trial import try_out
from portal.models import Membership
from tests.cast import Cast, join
from tests.factories import make_account, make_funnel, make_opportunity
from tests.portal.digests.conftest import MONDAY
from tests.portal.digests.written import planned, rendered

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


def run(*words: str, at: datetime = MONDAY) -> str:
    said = StringIO()
    call_command("send_digests", *words, "--at", at.isoformat(), stdout=said)
    return said.getvalue()


@pytest.fixture
def owing(cast: Cast) -> Any:
    """Nils has something to hear of every week."""
    outline_of.cache_clear()
    make_funnel(cast.acme, at=MONDAY - 5 * WEEK)
    place = make_opportunity(cast.nils, cast.oslo, at=MONDAY - 5 * WEEK, account=make_account("Halden Shipping"))
    place.ask(statement="starts a trial", promised_for=date(2026, 11, 13), by=cast.nils, at=MONDAY - 4 * WEEK)
    return place


def sent_to(address: str) -> list[str]:
    return [one.subject for one in mail.outbox if one.to == [address]]


def test_what_is_due_is_sent_once_however_often_it_is_run(cast: Cast, owing: Any) -> None:
    for _time in range(3):
        run()
    assert sent_to("nils@acme.example") == ["1 commitment overdue, 1 opportunity to clean up"]
    assert sent_to("lena@acme.example") == ["1 late in your teams, 1 person with something to clean up"]
    assert sent_to("rita@acme.example") == []
    week = weeks()[0]
    assert week.adds_up
    assert (week.planned, week.sent, week.skipped, week.waiting) == (9, 4, 5, 0)


def test_a_dry_run_says_whose_and_changes_nothing(cast: Cast, owing: Any) -> None:
    said = run("--dry-run")
    assert "nils@acme.example: 1 commitment overdue" in said
    assert "Halden" not in said
    assert "9 would be planned, 4 sent, 5 skipped." in said
    assert "5 nothing: There was nothing to say" in said
    assert not Digest.objects.exists()
    assert mail.outbox == []


def test_a_dry_run_foretells_what_becomes_of_everybody(cast: Cast, owing: Any) -> None:
    """Also of what was planned, or written, by then."""
    choose(cast.lena, by_mail=False, by=cast.lena, at=MONDAY)
    rendered(cast.nils, MONDAY - HOUR / 2)
    planned(cast.vera, MONDAY - HOUR / 2)
    told = {one.person.name: one.reason for one in try_out(at=MONDAY).fates}
    assert Digest.objects.count() == 2
    run()
    assert told == {one.recipient.name: one.reason or None for one in Digest.objects.select_related("recipient")}
    assert (told["Nils"], told["Lena"]) == (None, "opted_out")


def test_a_dry_run_looks_at_no_more_than_it_is_asked_to(cast: Cast, owing: Any) -> None:
    found = try_out(at=MONDAY, most=4)
    assert (found.planned, len(found.fates), found.beyond) == (9, 4, 5)


@pytest.mark.parametrize("down", [HOUR, DAY, 8 * DAY, 5 * WEEK], ids=["1 h", "1 d", "8 d", "5 wk"])
def test_after_an_outage_one_mail_is_sent(cast: Cast, owing: Any, down: timedelta) -> None:
    """Down from before they are due; then run every two hours for a day."""
    before = MONDAY - HOUR
    run(at=before)
    for hours in range(0, 26, 2):
        run(at=before + down + hours * HOUR)
    assert len(sent_to("nils@acme.example")) == 1
    assert all(week.adds_up and not week.waiting for week in weeks())


def test_a_restored_dump_sends_nothing_until_it_is_adopted(cast: Cast, owing: Any) -> None:
    """As of three weeks ago: what it does not know to be sent was sent since."""
    run(at=MONDAY - 3 * WEEK)
    saved = MailSwitch.objects.values("mark", "instance", "planned_at").get()
    run(at=MONDAY)
    mail.outbox.clear()
    MailSwitch.objects.update(**saved)
    now = MONDAY + WEEK
    with pytest.raises(CommandError, match="was restored"):
        run(at=now)
    assert mail.outbox == []
    assert taking.silent(at=now)
    with time_machine.travel(now, tick=False):
        call_command("mail", "adopt", stdout=StringIO())
    run(at=now)
    assert mail.outbox == []
    run(at=now + WEEK)
    assert len(sent_to("nils@acme.example")) == 1


@pytest.mark.parametrize("change", ["the person moves", "the opportunity moves", "the person leaves"])
def test_rights_that_change_after_writing_leave_nothing_of_elsewhere_in_the_mail(
    cast: Cast, owing: Any, change: str
) -> None:
    prepare(at=MONDAY)
    assert b"Halden" in bytes(Digest.objects.get(recipient=cast.nils).mime or b"")
    if change == "the person moves":
        Membership.objects.filter(person=cast.nils).update(ends_on=MONDAY.date())
        join(cast.nils, cast.rome, "member", since=MONDAY.date())  # type: ignore[arg-type]
    elif change == "the opportunity moves":
        type(owing).objects.everything(reason="test").filter(pk=owing.pk).update(team=cast.rome, owner=cast.rita)
    else:
        type(cast.nils).objects.filter(pk=cast.nils.pk).update(is_active=False)
    run()
    assert sent_to("nils@acme.example") == []
    outside = [one for one in mail.outbox if one.to[0] in ("lena@acme.example", "olga@acme.example")]
    assert all("Halden" not in str(one.message()) for one in outside if change == "the opportunity moves")


def test_what_waits_too_long_is_seen(cast: Cast, owing: Any) -> None:
    assert oldest_waiting(at=MONDAY) is None
    prepare(at=MONDAY)
    assert oldest_waiting(at=MONDAY + HOUR) == timedelta(hours=1, minutes=30)
    run()
    assert oldest_waiting(at=MONDAY + HOUR) is None


def test_a_paused_portal_says_why(cast: Cast, owing: Any) -> None:
    call_command("mail", "pause", "--reason", "The relay moves", stdout=StringIO())
    with pytest.raises(CommandError, match="The relay moves"):
        run()
    said = StringIO()
    call_command("mail", "status", stdout=said)
    assert "paused: The relay moves" in said.getvalue()
    call_command("mail", "resume", stdout=said)
    run()
    assert len(mail.outbox) == 4
