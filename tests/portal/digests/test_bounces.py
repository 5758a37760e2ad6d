"""Mail that comes back: whose it was, how much it counts, and what nobody can forge."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import call_command

from portal.digests.bounces import accept, digest_of, return_path
from portal.digests.models import Digest, Subscription
from tests.cast import Cast
from tests.portal.digests.conftest import MONDAY
from tests.portal.digests.written import rendered

REPORT = """From: MAILER-DAEMON@relay.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

I could not deliver it.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; nils@acme.example
Action: {action}
Status: {status}

--x--
"""


@pytest.fixture
def digest(cast: Cast, settings: Any) -> Digest:
    settings.MAIL_BOUNCES = "bounces@portal.example"
    return rendered(cast.nils, MONDAY)


def report(to: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    return REPORT.format(to=to, action=action, status=status).encode()


def points(digest: Digest) -> int:
    return Subscription.of(digest.recipient).bounce_points


def test_the_return_path_names_the_digest(digest: Digest) -> None:
    address = return_path(digest.pk)
    assert address.startswith(f"bounces+{digest.pk.hex}.")
    assert address.endswith("@portal.example")
    assert digest_of(address) == digest.pk


def test_without_an_address_for_them_they_come_back_to_the_sender(digest: Digest, settings: Any) -> None:
    settings.MAIL_BOUNCES = ""
    assert return_path(digest.pk) == "portal@localhost"


@pytest.mark.parametrize(
    ("action", "status", "said", "counted"),
    [
        ("failed", "5.1.1", "counted", 2),
        ("failed", "4.2.2", "counted", 1),
        ("delayed", "4.4.1", "delayed", 0),
        ("delivered", "2.0.0", "delayed", 0),
    ],
)
def test_a_report_counts_by_its_status(digest: Digest, action: str, status: str, said: str, counted: int) -> None:
    assert accept(report(return_path(digest.pk), action=action, status=status), at=MONDAY) == said
    assert points(digest) == counted


def test_the_envelope_of_the_pipe_counts_as_well(digest: Digest) -> None:
    assert accept(report("postmaster@portal.example"), at=MONDAY) == "unknown"
    assert accept(report("postmaster@portal.example"), at=MONDAY, to=return_path(digest.pk)) == "counted"


def test_nobody_can_stop_a_colleagues_mail_with_a_made_up_report(digest: Digest) -> None:
    good = return_path(digest.pk)
    forged = good.replace(good.partition(".")[2][:16], "0" * 16)
    for to in (forged, f"bounces+{digest.pk.hex}@portal.example", "bounces+x@portal.example", ""):
        assert accept(report(to), at=MONDAY) == "unknown"
    assert accept(b"\xff\x00 no mail at all", at=MONDAY) == "unknown"
    assert points(digest) == 0


def test_the_command_takes_a_report_from_a_pipe(digest: Digest, monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(report(return_path(digest.pk)))))
    call_command("mail", "bounce", stdout=said)
    assert said.getvalue().strip() == "counted"
    assert points(digest) == 2
