"""The people at the customer: those who can give a commitment, and those whose influence on an opportunity is known."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import FilteredRelation, Q

from funnels.models import BuyingInfluence, Contact, Opportunity
from portal.prepared import columns_of

CONTACT, INFLUENCE = columns_of(Contact), columns_of(BuyingInfluence)


def contacts_of(opportunity: Opportunity) -> list[Contact]:
    """Those who are still there."""
    return list(Contact.objects.filter(_still_there(opportunity)))


def people_of(opportunity: Opportunity) -> tuple[list[BuyingInfluence], list[Contact]]:
    """The influences with their contacts, also of those who have left, and `contacts_of`; in one statement."""
    here = FilteredRelation("influences", condition=Q(influences__opportunity=opportunity))
    there = Contact.objects.annotate(here=here).filter(Q(here__isnull=False) | _still_there(opportunity))
    influences: list[BuyingInfluence] = []
    contacts: dict[UUID, Contact] = {}
    for row in there.values_list(*CONTACT, *(f"here__{name}" for name in INFLUENCE)):
        contact = Contact.from_db(DEFAULT_DB_ALIAS, CONTACT, row[: len(CONTACT)])
        if row[len(CONTACT)] is not None:
            influences.append(_influence(opportunity, contact, row[len(CONTACT) :]))
        if contact.account_id == opportunity.account_id and contact.left_on is None and contact.archived_at is None:
            contacts.setdefault(contact.pk, contact)
    return sorted(influences, key=lambda one: (one.role, one.pk)), list(contacts.values())


def _still_there(opportunity: Opportunity) -> Q:
    return Q(account_id=opportunity.account_id, archived_at=None, left_on=None)


def _influence(opportunity: Opportunity, contact: Contact, row: Any) -> BuyingInfluence:
    influence = BuyingInfluence.from_db(DEFAULT_DB_ALIAS, INFLUENCE, row)
    influence.opportunity, influence.contact = opportunity, contact
    return influence
