"""People come into teams, move between them and stop: each a verb that asks its rule and leaves events."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from portal.handover import Successors, depart, falling_out, pass_on
from portal.invitations import send_soon
from portal.models import Event, Membership, Organisation, Person, Team
from portal.refusals import Invalid, Refusal
from portal.roles import Role
from portal.rules import may_change_email, may_end_membership, may_grant, may_invite, may_move, may_send_invitation

NOBODY: Successors = {}


def check(record: Model) -> None:
    """Raise what the record's own validation says as one refusal."""
    try:
        record.full_clean()
    except ValidationError as error:
        raise Invalid(error.message_dict) from error


def check_person(person: Person) -> None:
    """As `check`, with words of our own for the commonest slip."""
    other = Person.objects.by_email(person.email).exclude(pk=person.pk).first() if person.email else None
    if other and not other.is_active:
        raise Invalid({"email": _("%(name)s used this address and has left. Bring them back.") % {"name": other}})
    if other:
        raise Invalid({"email": _("Somebody with this e-mail address is here already.")})
    check(person)


@transaction.atomic
def add_person(*, name: str, email: str | None = None, by: Person | None, at: datetime) -> Person:
    """Somebody we know by name. They sign in only once they have been invited."""
    person = Person(name=name.strip(), email=email.strip().lower() if email else None, created_at=at)
    person.set_unusable_password()
    check_person(person)
    person.save()
    Event.objects.record(person, "added", by=by, at=at)
    return person


@transaction.atomic
def invite(
    *,
    name: str,
    email: str,
    team: Team,
    role: Role | str = Role.MEMBER,
    by: Person,
    at: datetime,
    starts_on: date | None = None,
) -> Person:
    """A new person in a team, with a letter that lets them choose a password."""
    may_invite(by, team, role).or_refuse()
    if not email:
        raise Invalid({"email": _("Enter an e-mail address.")})
    person = add_person(name=name, email=email, by=by, at=at)
    join(person, team, role=role, by=by, at=at, starts_on=starts_on)
    return send_invitation(person, by=by, at=at)


@transaction.atomic
def send_invitation(person: Person, *, email: str = "", by: Person, at: datetime) -> Person:
    """Invite somebody who is here without sign-in, or invite them again."""
    person.lock()
    may_send_invitation(by, person).or_refuse()
    if email and email.strip().lower() != person.email:
        may_change_email(by, person).or_refuse()
        person.email = email.strip().lower()
        check_person(person)
    if not person.email:
        raise Invalid({"email": _("Enter an e-mail address.")})
    person.invited_at = at
    person.keep("email", "invited_at")
    Event.objects.record(person, "invited", by=by, at=at)
    send_soon(person)
    return person


@transaction.atomic
def join(
    person: Person,
    team: Team,
    *,
    role: Role | str = Role.MEMBER,
    by: Person | None,
    at: datetime,
    starts_on: date | None = None,
) -> Membership:
    """Add a membership from a day on, today when none is named. `by` is empty when the system acts."""
    if by is not None:
        may_grant(by, person, team, role).or_refuse()
    if team.archived_at is not None:
        raise Refusal(_("This team is archived. Bring it back first."), code="team-archived")
    membership = open_membership(
        person, team, role=role, starts_on=starts_on or Organisation.current().today(at), at=at
    )
    after = {"person": person, "role": str(role), "starts_on": membership.starts_on}
    Event.objects.record(membership, "joined", by=by, at=at, team=team, after=after)
    return membership


def open_membership(person: Person, team: Team, *, role: Role | str, starts_on: date, at: datetime) -> Membership:
    membership = Membership(person=person, team=team, role=role, starts_on=starts_on, created_at=at)
    check(membership)
    membership.save()
    return membership


@transaction.atomic
def end_membership(
    membership: Membership,
    *,
    by: Person,
    at: datetime,
    until: date | None = None,
    successors: Successors = NOBODY,
    reason: str = "",
    version: int | None = None,
) -> Membership:
    """End it: `until` is the first day that no longer counts, today at the latest.

    Raises SuccessorMissing while the person owns open work in this team that nobody takes over.
    """
    may_end_membership(by, membership).or_refuse()
    membership.lock(version=version)
    items = falling_out(membership, today=by.organisation.today(at))
    close(membership, until=until, by=by, at=at, reason=reason)
    pass_on(items, successors, by=by, at=at)
    depart(membership.person, by=by, at=at)
    return membership


@transaction.atomic
def move(
    membership: Membership,
    *,
    to: Team,
    role: Role | str | None = None,
    by: Person,
    at: datetime,
    on: date | None = None,
    successors: Successors = NOBODY,
    reason: str = "",
    version: int | None = None,
) -> Membership:
    """End the membership here and begin one there on the same day. What happened stays where it happened.

    A person may be their own successor: their open work then moves along with them.
    """
    role = Role(role or membership.role)
    may_move(by, membership, to, role).or_refuse()
    membership.lock(version=version)
    today = by.organisation.today(at)
    items = falling_out(membership, today=today, gaining=(to, role))
    close(membership, until=on, by=by, at=at, reason=reason)
    begun = join(membership.person, to, role=role, by=by, at=at, starts_on=membership.ends_on)
    pass_on(items, successors, by=by, at=at)
    depart(membership.person, by=by, at=at)
    return begun


def close(membership: Membership, *, until: date | None, by: Person | None, at: datetime, reason: str = "") -> None:
    """Set the last day of a locked membership; one that has not begun ends on the day it would have begun."""
    today = Organisation.current().today(at)
    if membership.ends_on is not None and membership.ends_on <= today:
        raise Refusal(_("This membership has ended already."), code="ended-already")
    last = until or today
    if last > today:
        raise Invalid({"until": _("Enter today or an earlier day: what is open changes hands at once.")})
    if last < membership.starts_on <= today:
        raise Invalid({"until": _("Enter a day on or after the first day of the membership.")})
    membership.ends_on = max(last, membership.starts_on)
    membership.keep("ends_on")
    after = {"person": membership.person_id, "ends_on": membership.ends_on}
    Event.objects.record(membership, "ended", by=by, at=at, team=membership.team, after=after, reason=reason)
