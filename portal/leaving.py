"""A person leaves: nothing of theirs is lost, everything open finds a new owner, and no door opens to them any more."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.administration import keep_one_besides
from portal.handover import Successors, depart, open_items, pass_on
from portal.joining import NOBODY, close, join, send_invitation
from portal.models import Event, Person, Team
from portal.refusals import Refusal
from portal.roles import Role
from portal.rules import may_bring_back, may_grant, may_let_go
from portal.tokens.models import Token


@transaction.atomic
def leave(
    person: Person,
    *,
    by: Person,
    at: datetime,
    successors: Successors = NOBODY,
    reason: str = "",
    version: int | None = None,
) -> Person:
    """End all memberships and the sign-in, and hand over what is open, in one step.

    Raises SuccessorMissing while something open has no successor, and LastAdministrator.
    """
    may_let_go(by, person).or_refuse()
    keep_one_besides(person)
    person.lock(version=version)
    if not person.is_active:
        raise Refusal(_("This person has left already."), code="left-already")
    items = open_items(person)
    _end_everything(person, by=by, at=at)
    person.is_active, person.is_administrator = False, False
    person.left_at, person.invited_at = at, None
    person.set_unusable_password()
    person.keep("is_active", "is_administrator", "left_at", "invited_at", "password")
    Event.objects.record(person, "left", by=by, at=at, reason=reason)
    shut_out(person, by=by, at=at)
    pass_on(items, successors, by=by, at=at)
    depart(person, by=by, at=at)
    return person


def _end_everything(person: Person, *, by: Person, at: datetime) -> None:
    held = person.memberships.unended(by.organisation.today(at)).select_related("team")
    for membership in held.select_for_update(of=("self",)):
        close(membership, until=None, by=by, at=at)


def shut_out(person: Person, *, by: Person, at: datetime) -> None:
    """End every session and revoke every token."""
    for session in UserSession.objects.filter(user=person):
        session.end()
    for token in Token.objects.filter(user=person):
        token.revoke(by=by, at=at)


@transaction.atomic
def come_back(person: Person, *, team: Team, role: Role | str = Role.MEMBER, by: Person, at: datetime) -> Person:
    """Somebody who left works here again, in a team, and is invited anew. What was theirs before stays handed over."""
    may_bring_back(by).or_refuse()
    may_grant(by, person, team, role).or_refuse()
    person.lock()
    if person.is_active:
        raise Refusal(_("This person works here already."), code="here-already")
    person.is_active, person.left_at = True, None
    person.keep("is_active", "left_at")
    Event.objects.record(person, "came back", by=by, at=at)
    join(person, team, role=role, by=by, at=at)
    return send_invitation(person, by=by, at=at) if person.email else person
