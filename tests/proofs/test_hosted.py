"""The portal as it is hosted, from a file of the CRM to the digest in somebody's mail box."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils import timezone

from portal.digests.models import Digest
from portal.models import Organisation, Person
from tests.cast import PASSWORD, Cast
from tests.funnels.imports.steps import as_csv
from tests.proofs.hosted import DOMAIN, LASTING, Answer, Browser, Hosted, hosted
from tests.proofs.serving import PATIENCE

pytestmark = [pytest.mark.proof, pytest.mark.postgres, pytest.mark.redis, pytest.mark.xdist_group("servers")]

HEADER = ["Deal ID", "Deal name", "Account", "Owner", "Stage", "Amount", "Close date"]
PROMISE = "names a sponsor"
WORDS = "Ask the dispatcher before telling"


Bearer = Callable[[Person], str]


def settle_in() -> None:
    """Everybody can sign in, has been here for a while, and has no digest today."""
    now = timezone.now()
    Organisation.objects.update(time_zone="UTC")
    Person.objects.update(
        password=PBKDF2PasswordHasher().encode(PASSWORD, "salt", 1000),
        time_zone="UTC",
        digest_weekday=now.isoweekday() % 7 + 1,
        created_at=now - timedelta(days=30),
    )


def fall_due() -> None:
    now = timezone.now()
    Person.objects.update(digest_weekday=now.isoweekday(), digest_hour=now.hour)


def until(told: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not told():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def made(answer: Answer, status: int = 201) -> dict[str, Any]:
    assert answer.status == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


def imported(stella: Browser, nils: Browser) -> str:
    """The steward's file, worked off by the worker; its opportunity as its owner finds it."""
    file = as_csv(HEADER, [["D-1", "New cranes", "Halden Shipping", "Nils", "Proposal", "1200", "2027-03-01"]])
    mapping = {"columns": {"account": "Account"}}
    batch = made(stella.upload("/api/v1/imports/", file, source="CRM", mapping=json.dumps(mapping)))
    until(lambda: made(stella.get(f"/api/v1/imports/{batch['id']}/"), 200)["state"] == "done")
    (found,) = made(nils.get("/api/v1/opportunities/?search=cranes"), 200)["results"]
    return str(found["id"])


def promised(nils: Browser, place: str) -> None:
    body = {"statement": PROMISE, "promised_for": f"{timezone.now():%Y-%m-%d}"}
    assert made(nils.post(f"/api/v1/opportunities/{place}/commitments/", body))["state"] == "promised"


def coached(lena: Browser, nils: Browser, coachee: Person) -> None:
    """Logged by the coach, confirmed by the coachee."""
    today = f"{timezone.now():%Y-%m-%d}"
    session = {
        "coachee": str(coachee.pk),
        "kind": "skill",
        "minutes": 30,
        "focus": WORDS,
        "commitments": [{"side": "coachee", "what": WORDS, "due_on": today, "seen_by": WORDS}],
    }
    address = f"/api/v1/coaching-sessions/{made(lena.post('/api/v1/coaching-sessions/', session))['id']}/"
    tag = nils.get(address).headers["ETag"]
    answered = nils.post(f"{address}acknowledge/", {"took_place": True, "minutes": 30}, If_Match=tag)
    assert made(answered, 200)["agreed_minutes"] == 30


def test_from_a_file_of_the_crm_to_the_digest(
    cast: Cast, bearer: Bearer, tmp_path: Path, proven: Callable[..., None]
) -> None:
    settle_in()
    began = time.monotonic()
    with hosted(tmp_path) as portal:
        stella, lena, nils = (Browser(portal.port, bearer(one)) for one in (cast.stella, cast.lena, cast.nils))
        place = imported(stella, nils)
        promised(nils, place)
        coached(lena, nils, cast.nils)
        assert portal.mails() == []
        fall_due()
        until(lambda: portal.mails_to(cast.nils.email) and not Digest.objects.waiting().exists())
        assert portal.manage("send_digests") == "0 digests sent.\n"
        (mail,) = portal.mails_to(cast.nils.email)
        assert_it_says_what_was_promised(mail, place)
        assert_the_page_keeps_it(portal, cast.nils, place)
        assert_the_operator_sees_it(portal, len(portal.mails()))
        ended = portal.stop()
    assert ended == dict.fromkeys(LASTING, 0)
    seconds = time.monotonic() - began
    proven("import, commitment, session, digest", found=f"1 mail with the promise, its page; {seconds:.0f} s")


def assert_it_says_what_was_promised(mail: EmailMessage, place: str) -> None:
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part
        said = part.get_content()
        assert PROMISE in said
        assert "Halden Shipping" in said
        assert f"https://{DOMAIN}/opportunities/{place}/" in said
        assert WORDS not in said
    assert "commitment" in mail["Subject"]


def assert_the_page_keeps_it(portal: Hosted, person: Person, place: str) -> None:
    """The frozen copy, and the link of the line."""
    signed_in = Browser(portal.port)
    assert signed_in.sign_in(str(person.email), PASSWORD).status == 302
    copy = signed_in.get(f"/digests/{Digest.objects.get(recipient=person).pk}/")
    assert copy.status == 200
    assert PROMISE in copy.text
    assert WORDS not in copy.text
    assert signed_in.get(f"/opportunities/{place}/").status == 200


def assert_the_operator_sees_it(portal: Hosted, mails: int) -> None:
    monitor = Browser(portal.port, inside=True)
    assert made(monitor.get("/readyz"), 200) == {"status": "ok"}
    figures = monitor.get("/metrics").text.splitlines()
    assert f'portal_digests{{state="sent"}} {mails}' in figures
    assert "portal_mail_on 1" in figures
    assert Browser(portal.port).get("/metrics").status == 404
