"""Which strategic priorities coaching served: told to charters, which count who was reached (settings.PRIORITY_COACHING)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import F, QuerySet

from charters.choices import BriefState
from charters.models import StrategicPriority
from coaching.covered import took_place
from coaching.models import SessionPriority
from portal.models import Person
from portal.roles import Role

COUNTED: Final = "people counted for a priority: nobody is named"
MOST_OFFERED: Final = 20


def coached(lineages: Collection[UUID], since: date, until: date) -> QuerySet[SessionPriority]:
    """Who (`coachee`) had a session about which (`lineage`) that took place as far as anybody has said."""
    rows: QuerySet[SessionPriority] = SessionPriority.objects.everything(reason=COUNTED).filter(
        took_place("session__"), priority__lineage__in=lineages, session__held_on__range=(since, until)
    )
    return rows.annotate(lineage=F("priority__lineage"), coachee=F("session__coachee_id"))


def priorities_for(coach: Person) -> list[StrategicPriority]:
    """Of the briefs that are published for the coach's own teams, those above and those below."""
    teams = {*coach.reach.line, *coach.reach.teams(Role.MANAGER)}
    rows = StrategicPriority.objects.visible_to(coach).filter(brief__state=BriefState.PUBLISHED, brief__team__in=teams)
    return list(rows.order_by("brief__title", "brief", "position", "id")[:MOST_OFFERED])
