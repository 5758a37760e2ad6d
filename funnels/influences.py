"""Buying influences on an opportunity. Their events stand in the opportunity's history. Callers ask the rule first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from funnels.models import BuyingInfluence, Contact, Opportunity
from portal.models import Event, Person
from portal.refusals import Invalid

JUDGED = ("role", "degree", "mode", "rating")


@transaction.atomic
def add_influence(
    opportunity: Opportunity, *, contact: Contact, by: Person, at: datetime, **judged: Any
) -> BuyingInfluence:
    """`judged` are role, degree, mode and rating; all but the role may stay unknown."""
    if not opportunity.knows(contact):
        raise Invalid({"contact": _("Choose somebody who works at this opportunity's customer.")})
    influence = BuyingInfluence(opportunity=opportunity, contact=contact, created_at=at, **judged)
    influence.full_clean()
    influence.save(force_insert=True)
    _note(influence, "influence_added", by=by, at=at, after={name: getattr(influence, name) for name in JUDGED})
    return influence


@transaction.atomic
def edit_influence(
    influence: BuyingInfluence, values: Mapping[str, Any], *, by: Person, at: datetime, version: int | None = None
) -> None:
    influence.lock(version=version)
    before = influence.assign(dict(values))
    if before:
        influence.full_clean()
        influence.keep(*before)
        after = {name: values[name] for name in before}
        _note(influence, "influence_edited", by=by, at=at, before=before, after=after)


def _note(
    influence: BuyingInfluence,
    verb: str,
    *,
    by: Person,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any],
) -> None:
    subject = {"influence": influence.pk, "contact": influence.contact_id}
    opportunity = influence.opportunity
    Event.objects.record(
        opportunity, verb, by=by, at=at, team=opportunity.team, before=before, after={**subject, **after}
    )
