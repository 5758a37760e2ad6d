"""Who works here, as each person may see it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.models import Membership, Person, Team
from portal.models.person import PersonQuerySet
from portal.models.team import TeamQuerySet
from portal.rules import may_see_directory

NO_PASSWORD = Q(password="") | Q(password__startswith="!")
SIGNS_IN = Q(is_active=True, email__isnull=False) & ~NO_PASSWORD
STATES = {
    "signs-in": (_("Signs in"), SIGNS_IN),
    "invited": (_("Invited"), Q(is_active=True, invited_at__isnull=False) & ~SIGNS_IN),
    "not-invited": (_("Never invited"), Q(is_active=True, invited_at=None) & ~SIGNS_IN),
    "left": (_("Has left"), Q(is_active=False)),
}


def people_for(viewer: Person) -> PersonQuerySet:
    """Everybody, to those who work here today; only themselves to anybody else."""
    everybody: PersonQuerySet = Person.objects.all()
    return everybody if may_see_directory(viewer) else everybody.filter(pk=viewer.pk)


def teams_for(viewer: Person) -> TeamQuerySet:
    everything: TeamQuerySet = Team.objects.all()
    return everything if may_see_directory(viewer) else everything.none()


def state_of(person: Person) -> str:
    if not person.is_active:
        return "left"
    if person.can_sign_in:
        return "signs-in"
    return "invited" if person.invited_at else "not-invited"


def listed(
    viewer: Person, *, words: str = "", branch: set[UUID] | None = None, state: str = "", today: date
) -> PersonQuerySet:
    """The directory's rows with today's memberships on `current`; those who have left only when asked for."""
    found = people_for(viewer)
    found = found.filter(STATES[state][1]) if state in STATES else found.current()
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    if branch is not None:
        found = found.in_teams(branch, today=today)
    memberships = Membership.objects.on(today).select_related("team").order_by("team__name")
    return found.prefetch_related(Prefetch("memberships", memberships, to_attr="current")).order_by(Lower("name"), "pk")
