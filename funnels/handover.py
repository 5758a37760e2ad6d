"""Open opportunities pass to a colleague when their owner moves or leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funnels.models import Opportunity
from portal.handover import Item
from portal.models import Membership, Person, Team


def open_items(person: Person) -> list[Item]:
    owned = (
        Opportunity.objects.everything(reason="everything a person must hand over")
        .open()
        .owned_by(person)
        .select_related("account", "team")
        .order_by("team__name", "name")
    )
    return [
        Item(
            id=one.pk,
            title=one.name,
            detail=" · ".join(filter(None, [one.account.name if one.account else "", one.team.name])),
            team_id=one.team_id,
            source=__name__,
        )
        for one in owned
    ]


def open_in(team: Team) -> str:
    """In words; nothing where nothing is open."""
    count = Opportunity.objects.of(team).open().count()
    words = ngettext("%(count)d open opportunity", "%(count)d open opportunities", count)
    return words % {"count": count} if count else ""


def hand_over(choices: Mapping[UUID, Person], *, by: Person, at: datetime) -> None:
    """Reassign each opportunity; one whose new owner works elsewhere goes to the team where they do."""
    found = Opportunity.objects.everything(reason="handing over what was chosen").in_bulk(list(choices))
    homes = {owner.pk: home_of(owner, at=at) for owner in set(choices.values())}
    for pk, opportunity in found.items():
        owner = choices[pk]
        team = None if owner.reach.holds(opportunity.team_id) else homes[owner.pk]
        opportunity.reassign(to=owner, team=team, by=by, at=at, reason=_("Handed over"))


def home_of(person: Person, *, at: datetime) -> Team | None:
    """The team that the person has been in for longest."""
    today = person.organisation.today(at)
    first = (
        Membership.objects.on(today).filter(person=person).select_related("team").order_by("starts_on", "id").first()
    )
    return first.team if first else None
