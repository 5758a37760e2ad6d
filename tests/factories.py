"""Funnel records for tests, made by the same verbs as everywhere."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from funnels.choices import EvidenceKind
from funnels.models import Account, CommitmentDefinition, Contact, CustomerCommitment, Funnel, Opportunity
from funnels.opening import open_opportunity
from funnels.template import copy_template
from portal.models import Person, Team
from tests.cast import NOON


def make_funnel(team: Team, *, name: str = "How customers buy", at: datetime = NOON) -> Funnel:
    """The template, in use."""
    funnel = copy_template(team=team, name=name, by=None, at=at)
    funnel.activate(by=None, at=at)
    return funnel


def make_account(name: str = "Halden Shipping") -> Account:
    return Account.objects.create(name=name)


def make_contact(account: Account, name: str = "Karin Aune", **fields: Any) -> Contact:
    return Contact.objects.create(account=account, name=name, **fields)


def make_opportunity(owner: Person, team: Team, *, at: datetime = NOON, **values: Any) -> Opportunity:
    values = {"name": "Port turnaround planning", "amount": Decimal(384000), "currency": "EUR"} | values
    if "account" not in values:
        values["account"] = make_account()
    return open_opportunity(values, team=team, owner=owner, by=owner, at=at)


def definitions_of(opportunity: Opportunity, *, required: bool = True) -> list[CommitmentDefinition]:
    """Those of the stage it is in."""
    found = CommitmentDefinition.objects.everything(reason="test").filter(stage_id=opportunity.stage_id)
    return list(found.filter(required=True) if required else found)


def record(
    opportunity: Opportunity,
    definition: CommitmentDefinition,
    *,
    by: Person,
    at: datetime = NOON,
    on: date | None = None,
) -> CustomerCommitment:
    """The customer fulfilled it, with evidence."""
    account = opportunity.account
    assert account is not None
    contact = account.contacts.first() or make_contact(account)
    kind = definition.evidence_kinds[0] if definition.evidence_kinds else EvidenceKind.MESSAGE
    return opportunity.record(
        definition=definition, given_by=contact, kind=kind, note="They wrote it.", fulfilled_on=on, by=by, at=at
    )


def satisfy(opportunity: Opportunity, *, by: Person, at: datetime = NOON) -> None:
    """Everything that leaving the current stage takes."""
    for definition in definitions_of(opportunity):
        record(opportunity, definition, by=by, at=at)
