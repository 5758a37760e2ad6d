"""From an empty database to an organisation at work.

The first administrator comes by a signed link that only whoever starts the server can read. It is dead
once an administrator exists, or after seven days. What is still to do afterwards is read from the data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.joining import check, open_membership
from portal.models import Event, Organisation, Person, Team
from portal.models.team import TeamKind
from portal.organising import change_organisation
from portal.refusals import Refusal
from portal.roles import Role
from portal.rules import keeps_people, may_change_organisation

LINK_AGE = timedelta(days=7)
SALT = "portal.firstrun"
ONLY = UUID("00000000-0000-7000-8000-000000000001")  # one id, so that two beginnings meet in the same row


def needed() -> bool:
    return not Person.objects.filter(is_administrator=True).exists()


def link() -> str:
    token = signing.dumps("begin", salt=SALT)
    return settings.BASE_URL + reverse("portal:first_administrator", kwargs={"token": token})


def is_good(token: str) -> bool:
    try:
        signing.loads(token, salt=SALT, max_age=LINK_AGE)
    except signing.BadSignature:
        return False
    return needed()


@transaction.atomic
def add_first_administrator(*, name: str, email: str, password: str, at: datetime) -> Person:
    """Raises Refusal when somebody else was quicker: both wait for the organisation's row."""
    organisation().lock()
    if not needed():
        raise Refusal(_("This installation has an administrator already. Sign in, or ask them to invite you."))
    person = Person(name=name.strip(), email=email.strip().lower(), is_administrator=True, created_at=at)
    person.set_password(password)
    check(person)
    person.save()
    Event.objects.record(person, "founded", by=None, at=at)
    return person


def organisation() -> Organisation:
    """The one row, made when there is none."""
    found = Organisation.current()
    if found._state.adding:
        values = {"name": found.name, "working_days": found.working_days}
        found, _made = Organisation.objects.get_or_create(pk=ONLY, defaults=values)
    return found


@transaction.atomic
def set_up(values: Mapping[str, Any], *, runs_it: bool, by: Person, at: datetime) -> Organisation:
    """Keep the organisation's settings and, the first time, its top team.

    Only while there is no team at all may the founder take the roles that let them run it.
    """
    may_change_organisation(by).or_refuse()
    found = organisation()
    change_organisation(found, values, by=by, at=at)
    if found.set_up_at is None:
        found.set_up_at = at
        found.keep("set_up_at")
    if not Team.objects.exists():
        _plant_root(found, founder=by if runs_it else None, by=by, at=at)
    return found


def _plant_root(found: Organisation, *, founder: Person | None, by: Person, at: datetime) -> None:
    root = Team.objects.create(name=found.name, kind=TeamKind.ORGANISATION, created_at=at)
    Event.objects.record(root, "added", by=by, at=at, team=root, after={"name": root.name})
    for role in (Role.MANAGER, Role.STEWARD) if founder else ():
        membership = open_membership(by, root, role=role, starts_on=found.today(at), at=at)
        after = {"person": by, "role": str(role), "starts_on": membership.starts_on}
        Event.objects.record(membership, "founded", by=by, at=at, team=root, after=after)


def root() -> Team | None:
    """The top of the tree."""
    return Team.objects.current().filter(parent=None).order_by("created_at").first()


@dataclass(frozen=True)
class Step:
    """Something to set up. `url` is empty for those who cannot do it; `who` then says who can."""

    code: str
    title: str
    detail: str
    done: bool
    url: str = ""
    who: str = ""


def steps(person: Person) -> list[Step]:
    """All steps in their order: the portal's own, then those of the apps in settings.SETUP_STEPS."""
    own = [_organisation_step(person), _teams_step(person), _people_step(person)]
    return own + [step for name in settings.SETUP_STEPS for step in import_module(name).steps(person)]


def still_to_do(person: Person) -> list[Step]:
    """For whoever keeps people or definitions; what was put aside is not asked again."""
    if not keeps_people(person):
        return []
    aside = set(person.organisation.steps_left_out)
    return [step for step in steps(person) if not step.done and step.code not in aside]


@transaction.atomic
def put_aside(code: str, aside: bool, *, by: Person, at: datetime) -> None:
    """Stop asking for a step, or ask again."""
    found = organisation()
    found.lock()
    codes = [other for other in found.steps_left_out if other != code] + ([code] if aside else [])
    if codes != found.steps_left_out:
        found.steps_left_out = codes
        found.keep("steps_left_out")
        Event.objects.record(found, "step put aside" if aside else "step resumed", by=by, at=at, after={"step": code})


def _organisation_step(person: Person) -> Step:
    return Step(
        "organisation",
        _("Describe your organisation"),
        _("Name, currency, time zone, fiscal year and working days."),
        done=person.organisation.set_up_at is not None,
        url=reverse("portal:set_up_organisation") if may_change_organisation(person) else "",
        who=_("Administrators"),
    )


def _teams_step(person: Person) -> Step:
    return Step(
        "teams",
        _("Add your teams"),
        _("Regions, teams and sales functions, as a tree."),
        done=Team.objects.current().exclude(parent=None).exists(),
        url=reverse("portal:set_up_teams") if keeps_people(person) else "",
        who=_("Stewards and administrators"),
    )


def _people_step(person: Person) -> Step:
    return Step(
        "people",
        _("Invite your people"),
        _("Type them in, or import them from a file."),
        done=Person.objects.current().exclude(pk=person.pk).exists(),
        url=reverse("portal:set_up_people") if keeps_people(person) else "",
        who=_("Stewards and administrators"),
    )
