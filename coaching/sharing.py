"""The coachee lets somebody read what was said in their old sessions, and takes it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coaching.models import ReadingGrant
from coaching.refusals import WrongState
from portal.models import Event, Membership, Person
from portal.refusals import Invalid
from portal.roles import Role


def readers_for(coachee: Person) -> QuerySet[Person]:
    """The managers of the coachee's teams and of those above."""
    today = coachee.organisation.today()
    managing = Membership.objects.on(today).filter(role=Role.MANAGER, team_id__in=coachee.reach.line)
    found: QuerySet[Person] = Person.objects.current().filter(pk__in=managing.values("person"))
    return found.exclude(pk=coachee.pk).order_by("name")


@transaction.atomic
def share(coachee: Person, reader: Person, *, by: Person, at: datetime) -> ReadingGrant:
    """Everything said until now; what is said later is not part of it."""
    if reader.pk == coachee.pk:
        raise Invalid({"reader": _("Choose somebody else.")})
    running = ReadingGrant.objects.visible_to(coachee).running()
    if running.filter(coachee=coachee, reader=reader).exists():
        raise Invalid({"reader": _("They may read it already.")})
    grant = ReadingGrant(coachee=coachee, reader=reader, granted_at=at)
    grant.save()
    Event.objects.record(grant, "granted", by=by, at=at, after={"coachee": coachee.pk, "reader": reader.pk})
    return grant


@transaction.atomic
def take_back(grant: ReadingGrant, *, by: Person, at: datetime) -> None:
    if grant.withdrawn_at is not None:
        raise WrongState(_("This was taken back already."))
    grant.withdraw(at)
    Event.objects.record(grant, "withdrawn", by=by, at=at)
