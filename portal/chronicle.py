"""What happened to a person or a team, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.models import Event, Person, Team
from portal.roles import Role

MOST = 50
ICONS = {
    "joined": "user-plus",
    "ended": "log-out",
    "left": "log-out",
    "invited": "mail",
    "edited": "pencil",
    "archived": "archive",
}
SENTENCES = {
    ("person", "added"): _("Added"),
    ("person", "founded"): _("Became the first administrator"),
    ("person", "invited"): _("Invited"),
    ("person", "edited"): _("Name or address changed"),
    ("person", "left"): _("Left"),
    ("person", "came back"): _("Came back"),
    ("person", "token issued"): _("API token created"),
    ("person", "token revoked"): _("API token revoked"),
    ("person", "digest by mail"): _("Chose the digest by mail"),
    ("person", "digest on the page only"): _("Chose the digest on its page only"),
    ("person", "digest paused"): _("Changed when the digest pauses"),
    ("person", "digest looked at"): _("The digest was looked at, without what is confidential"),
    ("person", "test mail sent"): _("Sent a test mail"),
    ("person", "digest stopped"): _("Mail came back: no more is sent"),
    ("team", "added"): _("Team added"),
    ("team", "edited"): _("Team changed"),
    ("team", "archived"): _("Team archived"),
    ("team", "restored"): _("Team brought back"),
}


@dataclass(frozen=True)
class Line:
    """An entry of the kit's timeline."""

    at: datetime
    title: str
    detail: str
    icon: str
    tone: str = ""


def of_person(person: Person) -> list[Line]:
    """The newest first: the person's own events and those of their memberships."""
    memberships = person.memberships.values("pk")
    about = Q(subject_kind="person", subject_id=person.pk) | Q(subject_kind="membership", subject_id__in=memberships)
    return lines(Event.objects.filter(about))


def of_team(team: Team) -> list[Line]:
    return lines(Event.objects.about(team))


def lines(events: Any) -> list[Line]:
    found: Iterable[Event] = events.select_related("by", "team", "remark")[:MOST]
    return [Line(event.at, sentence(event), _who_and_why(event), ICONS.get(event.verb, "info")) for event in found]


def _who_and_why(event: Event) -> str:
    who = str(_("by %(name)s") % {"name": event.actor}) if event.by else ""
    return " · ".join(filter(None, [who, event.reason]))


def sentence(event: Event) -> str:
    key = (event.subject_kind, event.verb)
    if key in SENTENCES:
        return str(SENTENCES[key])
    if event.subject_kind == "membership":
        return _membership(event)
    if event.verb == "administrator":
        return str(_("Made administrator") if event.after["is"] else _("No longer administrator"))
    return event.verb


def _membership(event: Event) -> str:
    if event.verb == "ended":
        return str(_("Stopped in %(team)s") % {"team": event.team})
    return str(_("Joined %(team)s as %(role)s") % {"team": event.team, "role": Role(event.after["role"]).label})
