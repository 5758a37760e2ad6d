"""Who administers the installation. There is always at least one who can sign in."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.models import Event, Person
from portal.refusals import Refusal
from portal.rules import may_make_administrator


class LastAdministrator(Refusal):
    """Without an administrator nobody could let anybody in again (HTTP 409)."""

    code = "last-administrator"

    def __init__(self) -> None:
        super().__init__(_("This is the last administrator. Make somebody else an administrator first."))


@transaction.atomic
def make_administrator(person: Person, *, by: Person, at: datetime) -> Person:
    may_make_administrator(by).or_refuse()
    person.lock()
    if not person.is_active:
        raise Refusal(_("Somebody who has left cannot be an administrator."))
    return _set(person, True, by=by, at=at)


@transaction.atomic
def withdraw_administration(person: Person, *, by: Person, at: datetime) -> Person:
    may_make_administrator(by).or_refuse()
    keep_one_besides(person)
    person.lock()
    return _set(person, False, by=by, at=at)


def keep_one_besides(person: Person) -> None:
    """Raise LastAdministrator when no other can sign in. Locks them all, so that two cannot withdraw each other."""
    everyone = list(Person.objects.current().filter(is_administrator=True).order_by("pk").select_for_update())
    if person in everyone and not any(other.can_sign_in for other in everyone if other != person):
        raise LastAdministrator


def _set(person: Person, flag: bool, *, by: Person, at: datetime) -> Person:
    if person.is_administrator != flag:
        person.is_administrator = flag
        person.keep("is_administrator")
        Event.objects.record(person, "administrator", by=by, at=at, before={"is": not flag}, after={"is": flag})
    return person
