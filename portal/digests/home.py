"""On "This week": to whom no mail is sent any more, told to them and to those who manage them. One statement."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.digests.models import Subscription
from portal.digests.models.subscription import STOP_AT
from portal.home import Section
from portal.models import Membership, Person
from portal.roles import Role

SHOWN = 5


def sections(person: Person, now: datetime) -> list[Section]:
    stopped = _stopped(person)
    if not stopped:
        return []
    own = [one for one in stopped if one.person_id == person.pk]
    others = [one.person for one in stopped if one.person_id != person.pk]
    context = {"own": own, "others": others[:SHOWN], "more": len(others) > SHOWN}
    return [Section(_("Mail that comes back"), "portal/_mail_comes_back.html", context)]


def _stopped(person: Person) -> list[Subscription]:
    """The person's own first, then those of the people whom they manage."""
    whose = Q(person=person)
    if managed := person.reach.teams(Role.MANAGER):
        members = Membership.objects.on(person.organisation.today()).filter(team__in=managed)
        whose |= Q(person__in=members.order_by().values("person"))
    rows = Subscription.objects.filter(whose, bounce_points__gte=STOP_AT, person__is_active=True)
    return list(
        rows.annotate(own=Q(person=person)).select_related("person").order_by("-own", "person__name")[: SHOWN + 1]
    )
