"""Coaching beside an opportunity: for each of a pair their own sessions about it, for its managers the way to log one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from coaching.choices import SessionState
from coaching.models import SessionWords
from funnels.models import Opportunity
from portal.home import Section
from portal.models import Person
from portal.roles import Role

SHOWN = 3


def panels(opportunity: Opportunity, person: Person, now: datetime) -> list[Section]:
    """Nothing for whoever neither coaches nor was coached here, whatever their role. One statement."""
    own: Any = SessionWords.objects.visible_to(person).filter(Q(coach=person) | Q(coachee=person))
    own = own.filter(session__state=SessionState.HELD, session__links__opportunity=opportunity)
    rows = list(own.select_related("session", "coach").order_by("-held_at")[:SHOWN])
    logs = person.reach.holds(opportunity.team_id, Role.MANAGER) and opportunity.owner_id not in (None, person.pk)
    if not (rows or logs):
        return []
    return [Section(_("Coaching"), "coaching/_beside.html", {"rows": rows, "logs": logs})]
