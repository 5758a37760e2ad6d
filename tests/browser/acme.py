"""Acme's funnel as the browser tests see it, made a moment ago, and people who are signed in already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from coaching.models import BestPractice, Observation, ObservationForm
from funnels.meetings import plan_meeting
from funnels.models import Opportunity
from funnels.models.funnel import outline_of
from portal.models import Person
from tests.cast import Cast, make_cast
from tests.coaching_factories import make_form, make_marks, make_observation, make_practice
from tests.factories import definitions_of, make_account, make_contact, make_funnel, make_opportunity, satisfy

Visit = Callable[..., Page]


@dataclass
class Acme:
    """`owed` waits for its one commitment, `ready` may move, `late` is in the second stage and four days behind."""

    cast: Cast
    owed: Opportunity
    ready: Opportunity
    late: Opportunity
    practice: BestPractice
    observation: Observation
    begun: Observation
    form: ObservationForm


def make_acme() -> Acme:
    outline_of.cache_clear()
    cast, now = make_cast(), timezone.now()
    make_funnel(cast.acme, at=now)
    owed = _opportunity(cast, now, "Halden Shipping", "Port turnaround planning", "Karin Aune")
    ready = _opportunity(cast, now, "Tern Robotics", "Spare parts forecasting", "Mia Stroud")
    satisfy(ready, by=cast.nils, at=now)
    late = _opportunity(cast, now, "Osprey Logistics", "Route optimisation", "Lena Falk")
    satisfy(late, by=cast.nils, at=now)
    late.advance(by=cast.nils, at=now)
    _fall_behind(late, cast, now)
    for one in (owed, ready, late):
        one.refresh_from_db()
    practice = make_practice(cast.nils, cast.oslo, opportunity=late, stage=late.stage, at=now)
    form = make_form(cast.acme, by=cast.stella, at=now)
    begun = make_observation(cast.lena, cast.nils, form, at=now)
    return Acme(cast, owed, ready, late, practice, _observed(cast, form, now), begun, form)


def _observed(cast: Cast, form: ObservationForm, now: datetime) -> Observation:
    """Two that are complete, so that there is a trend; the last of them."""
    for level in (2, 3):
        complete = make_observation(cast.lena, cast.nils, form, at=now)
        complete.give(make_marks(level), "Ask for the day.", by=cast.lena, at=now)
        complete.give(make_marks(2), by=cast.nils, at=now)
    return complete


def _opportunity(cast: Cast, now: datetime, account: str, name: str, contact: str) -> Opportunity:
    customer = make_account(account)
    person = make_contact(customer, contact, title="Head of operations")
    one = make_opportunity(cast.nils, cast.oslo, account=customer, name=name, at=now)
    one.influences.create(contact=person, role="user")
    plan_meeting(one, held_on=now.date(), attendees=[person], best_commitment="Names the date", by=cast.nils, at=now)
    return one


def _fall_behind(one: Opportunity, cast: Cast, now: datetime) -> None:
    due = now.date() - timedelta(days=4)
    asked = one.ask(definition=definitions_of(one)[0], promised_for=now.date(), by=cast.nils, at=now)
    type(asked).objects.everything(reason="test").filter(pk=asked.pk).update(promised_for=due)
    Opportunity.objects.everything(reason="test").filter(pk=one.pk).update(next_due_on=due)


def enter(visit: Visit, person: Person, size: str = "desk", **options: bool) -> Page:
    """A page on which this person has signed in."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = visit(size, **options)
    page.goto("/healthz")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": page.url}])
    return page


def address(one: Opportunity, verb: str = "") -> str:
    return f"/opportunities/{one.pk}/{verb}"
