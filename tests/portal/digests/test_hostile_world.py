"""The same five hundred, in every name and text of the organisation that the engine itself carries into a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from email import message_from_bytes, policy
from itertools import cycle
from typing import Any

import pytest

from charters.models import Charter, Objective, Tactic, TacticProgress
from funnels.models import Account, Contact, CustomerCommitment, Opportunity
from funnels.models.funnel import outline_of
from portal.digests import rendering
from portal.digests.freezing import freeze
from portal.digests.models import Digest
from portal.models import Person, Team
from tests.cast import Cast
from tests.charter_factories import draft, fill, put_into_force
from tests.factories import definitions_of as asked
from tests.factories import make_account, make_contact, make_funnel, make_opportunity, record, satisfy
from tests.portal.digests.conftest import MONDAY
from tests.portal.digests.test_hostile_names import HEADERS, NAMES, TRICKS, Links
from tests.portal.digests.written import planned

WEEK = timedelta(days=7)
ALL_AT_ONCE = " ".join(TRICKS)
OURS = re.compile(r"^http://testserver/[\w/\-?=&#:.]*$")


@pytest.fixture
def world(cast: Cast) -> Cast:
    """Something of every kind to tell: late, broken, kept, ready, to clean up, won; a charter at risk and late."""
    outline_of.cache_clear()
    make_funnel(cast.acme, at=MONDAY - 8 * WEEK)
    then = MONDAY - 6 * WEEK
    places = [make_opportunity(cast.nils, cast.oslo, at=then, account=make_account(f"Customer {n}")) for n in range(6)]
    for place in places[:3]:
        assert place.account
        giver = make_contact(place.account)
        place.ask(statement="says when", promised_for=date(2026, 11, 13), given_by=giver, by=cast.nils, at=then)
    CustomerCommitment.objects.everything(reason="test").get(opportunity=places[1]).break_off(
        by=cast.nils, at=MONDAY - WEEK / 2
    )
    satisfy(places[3], by=cast.nils, at=MONDAY - timedelta(days=2))
    record(places[4], asked(places[4])[0], by=cast.nils, at=MONDAY - timedelta(days=1))
    charter = fill(draft(cast.acme, by=cast.vera, sponsor=cast.vera, at=then, kind="organisation"), at=then)
    Charter.objects.everything(reason="test").filter(pk=charter.pk).update(title=ALL_AT_ONCE[:200])
    Objective.objects.everything(reason="test").filter(charter=charter).update(statement=ALL_AT_ONCE[-300:])
    Tactic.objects.everything(reason="test").filter(charter=charter).update(step=ALL_AT_ONCE[100:400])
    charter.refresh_from_db()
    put_into_force(charter, at=then)
    late = TacticProgress.objects.everything(reason="test").filter(tactic__charter=charter)
    late.update(due_on=MONDAY.date() - WEEK, owner=cast.lena)
    return cast


def rename(texts: Iterator[str], teams: list[Team]) -> int:
    """Everything that people type, each row with the next text. Returns how many were given away."""
    everything = {"reason": "test"}
    rows: list[tuple[Any, str, int]] = [
        *((one, "name", 200) for one in Account.objects.all()),
        *((one, "name", 120) for one in Contact.objects.all()),
        *((one, "name", 200) for one in Opportunity.objects.everything(**everything)),
        *((one, "statement", 300) for one in CustomerCommitment.objects.everything(**everything)),
        *((one, "name", 120) for one in Person.objects.all()),
        *((one, "name", 100) for one in teams),
    ]
    for one, field, longest in rows:
        type(one)._base_manager.filter(pk=one.pk).update(**{field: next(texts)[:longest]})
    return len(rows)


def test_whatever_is_typed_the_mails_hold_our_links_and_headers_alone(world: Cast) -> None:
    for person in (world.nils, world.lena, world.vera):
        planned(person, MONDAY)
    freeze(MONDAY.date(), at=MONDAY)
    texts, given, codes = cycle(NAMES), 0, set[str]()
    while given < len(NAMES):
        given += rename(texts, [world.acme, world.north, world.oslo])
        rows = list(Digest.objects.select_related("recipient").order_by("id"))
        rendering.write(rows, at=MONDAY)
        for row in rows:
            codes |= {section["code"] for section in row.content["sections"]}
            if row.mime:
                hold(bytes(row.mime), row.address)
    assert codes >= {"overdue", "broken", "ready", "kept", "mend", "people", "values", "tactics", "late-in-teams"}


def hold(raw: bytes, address: str) -> None:
    found = message_from_bytes(raw, policy=policy.default)
    assert list(found.keys()) == HEADERS
    assert [one.addr_spec for one in found["To"].addresses] == [address]
    links = Links()
    for part in found.iter_parts():  # type: ignore[attr-defined]
        if part.get_content_type() == "text/html":
            links.feed(part.get_content())
    assert links.addresses
    assert [one for one in links.addresses if not OURS.match(one)] == []
    assert not links.tags & {"script", "img", "svg", "base", "iframe", "form"}
