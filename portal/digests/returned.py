"""To whom no mail is sent any more, since it comes back: told to them and to those who manage them."""

from __future__ import annotations

from django.db.models import Q

from portal.digests.models import Subscription
from portal.digests.models.subscription import STOP_AT
from portal.models import Membership, Person
from portal.roles import Role


def stopped_near(person: Person, most: int) -> list[Subscription]:
    """The person's own first, then those of the people whom they manage today. One statement."""
    whose = Q(person=person)
    if managed := person.reach.teams(Role.MANAGER):
        members = Membership.objects.on(person.organisation.today()).filter(team__in=managed)
        whose |= Q(person__in=members.order_by().values("person"))
    rows = Subscription.objects.filter(whose, bounce_points__gte=STOP_AT, person__is_active=True)
    first = rows.annotate(own=Q(person=person)).order_by("-own", "person__name", "id")
    return list(first.select_related("person")[:most])
