"""How much somebody was coached on one day, in numbers. The database counts along as sessions are written."""

from __future__ import annotations

from datetime import date
from typing import Final, Self
from uuid import UUID

from django.db import models
from django.db.models import Max, Q

from portal.models import Person, Team
from portal.roles import Role
from portal.scoping import ScopedModel, ScopedQuerySet

MET: Final = Q(sessions__gt=0)


class CoachedDayQuerySet(ScopedQuerySet):
    team_path = "team"

    def readable(self, person: Person) -> Q:
        """As with sessions, that coaching took place: who was coached, and managers of that team and above."""
        return Q(coachee=person) | Q(team_id__in=person.reach.teams(Role.MANAGER))

    def met(self) -> Self:
        """On which a session took place, as far as anybody has said."""
        return self.filter(MET)

    def last_days(self) -> dict[UUID, date]:
        """The last of them for each coachee."""
        return dict(self.met().order_by().values_list("coachee_id").annotate(last=Max("day")))


class CoachedDay(ScopedModel):
    """The sessions of one coachee, team and day, counted by triggers on the sessions (coaching/daycounts.py).

    `sessions` took place, as far as anybody has said: `unanswered` of them are claimed by the coach, `confirmed` ones
    by both. `planned` were planned and not excused, `kept` of them took place. Minutes: `counted` are those that
    coachees confirmed, `claimed` those that nobody has answered, `logged` all that coaches wrote down as held.
    A day on which nothing of this is left stays, with zeros.
    """

    pk = models.CompositePrimaryKey("coachee", "team", "day")
    coachee = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+", db_index=False, editable=False)
    day = models.DateField(editable=False)
    sessions = models.PositiveIntegerField(editable=False)
    unanswered = models.PositiveIntegerField(editable=False)
    confirmed = models.PositiveIntegerField(editable=False)
    planned = models.PositiveIntegerField(editable=False)
    kept = models.PositiveIntegerField(editable=False)
    counted = models.PositiveIntegerField(editable=False)
    claimed = models.PositiveIntegerField(editable=False)
    logged = models.PositiveIntegerField(editable=False)

    objects = CoachedDayQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["team", "day"], name="coached_day_of_team")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}: {self.sessions}"
