"""Undoing an import of people: they leave the teams that it put them into, and what it added is put away.

Somebody who signs in, was invited or owns opportunities by now stays, and so does a team in which people work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from funnels.importing.judging import Effect
from funnels.models import Opportunity
from portal.joining import close
from portal.models import Event, Membership, Person, Team

Kept = list[dict[str, Any]]


def take_leave(by_model: Mapping[str, Sequence[Effect]], *, by: Person | None, at: datetime) -> Kept:
    people = _people(by_model.get("person", []), by=by, at=at)
    staying = {one["id"] for one in people}
    memberships = _memberships(by_model.get("membership", []), staying, by=by, at=at)
    return [*people, *memberships, *_teams(by_model.get("team", []), by=by, at=at)]


def _people(effects: Sequence[Effect], *, by: Person | None, at: datetime) -> Kept:
    kept: Kept = []
    for person in Person.objects.select_for_update().filter(
        pk__in=[one["id"] for one in effects if one["before"] is None]
    ):
        owns = Opportunity.objects.everything(reason="whether a person can go").current().filter(owner=person).exists()
        if owns or person.can_sign_in or person.invited_at or person.is_administrator:
            kept.append(
                {"id": str(person.pk), "model": "person", "title": person.name, "reason": _("is needed by now")}
            )
        elif person.is_active:
            person.is_active, person.left_at = False, at
            person.keep("is_active", "left_at")
            Event.objects.record(person, "left", by=by, at=at)
    return kept + _emails([one for one in effects if one["before"] is not None], by=by, at=at)


def _emails(effects: Sequence[Effect], *, by: Person | None, at: datetime) -> Kept:
    kept: Kept = []
    addresses = {one["id"]: one["after"]["email"] for one in effects}
    for person in Person.objects.select_for_update().filter(pk__in=addresses):
        if person.email == addresses[str(person.pk)] and not person.can_sign_in and not person.invited_at:
            person.email = None
            person.keep("email")
            Event.objects.record(person, "edited", by=by, at=at, after={"fields": ["email"]})
        else:
            kept.append({"id": str(person.pk), "model": "person", "title": person.name, "fields": ["email"]})
    return kept


def _memberships(effects: Sequence[Effect], staying: set[str], *, by: Person | None, at: datetime) -> Kept:
    """Those of people who stay, stay."""
    kept: Kept = []
    held = Membership.objects.select_for_update(of=("self",)).select_related("person", "team")
    for membership in held.filter(pk__in=[one["id"] for one in effects], ends_on=None):
        if str(membership.person_id) in staying or _works_there(membership):
            kept.append(
                {
                    "id": str(membership.pk),
                    "model": "membership",
                    "title": str(membership),
                    "reason": _("is needed by now"),
                }
            )
        else:
            close(membership, until=None, by=by, at=at)
    return kept


def _works_there(membership: Membership) -> bool:
    owned = Opportunity.objects.everything(reason="whether a membership can end").open()
    return owned.filter(owner_id=membership.person_id, team_id=membership.team_id).exists()


def _teams(effects: Sequence[Effect], *, by: Person | None, at: datetime) -> Kept:
    """The lowest first, in the order opposite to that of adding them."""
    kept: Kept = []
    for effect in reversed(effects):
        team = Team.objects.select_for_update(of=("self",)).get(pk=effect["id"])
        if team.archived_at is not None:
            continue
        if _is_needed(team):
            kept.append({"id": str(team.pk), "model": "team", "title": team.name, "reason": _("is needed by now")})
            continue
        team.archived_at = at
        team.keep("archived_at")
        Event.objects.record(team, "archived", by=by, at=at, team=team)
    return kept


def _is_needed(team: Team) -> bool:
    people = team.memberships.filter(Q(ends_on=None), person__is_active=True).exists()
    teams = team.children.filter(archived_at=None).exists()
    records = Opportunity.objects.everything(reason="whether a team can go").current().filter(team=team).exists()
    return people or teams or records
