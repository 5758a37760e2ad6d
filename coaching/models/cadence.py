"""How often two people meet."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coaching.choices import MAX_MINUTES, Kind
from coaching.refusals import WrongState
from portal.models import Event, Person, Team, Versioned
from portal.roles import Role
from portal.scoping import ScopedModel, ScopedQuerySet

RHYTHMS = ((7, _("Every week")), (14, _("Every two weeks")), (28, _("Every four weeks")))


class CadenceQuerySet(ScopedQuerySet):
    team_path = "team"

    def readable(self, person: Person) -> Q:
        return Q(coach=person) | Q(coachee=person) | Q(team_id__in=person.reach.teams(Role.MANAGER))

    def running(self) -> Self:
        return self.filter(ended_on=None)


class Cadence(ScopedModel, Versioned):
    """The rhythm of a pair: the next session is planned from it as soon as none lies ahead (coaching/rhythm.py)."""

    coach = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", editable=False)
    coachee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", editable=False)
    every_days = models.PositiveSmallIntegerField(_("how often"), choices=RHYTHMS, default=7)
    first_at = models.DateTimeField(_("first session"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=45, validators=[MinValueValidator(1), MaxValueValidator(MAX_MINUTES)]
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices, default=Kind.OPPORTUNITY)
    ended_on = models.DateField(null=True, editable=False)

    objects = CadenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["coach", "coachee"],
                condition=Q(ended_on=None),
                name="cadence_once_a_pair",
                violation_error_message=_("There is a rhythm for the two of you already. Change or end that one."),
            ),
            models.CheckConstraint(condition=~Q(coach=F("coachee")), name="cadence_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.coach} · {self.coachee}"

    @transaction.atomic
    def change(self, values: dict[str, Any], *, by: Person, at: datetime, version: int | None = None) -> None:
        """Another rhythm from now on. What is planned already stays as it is."""
        self._begin(version)
        before = self.assign(values)
        self.full_clean(exclude=["coach", "coachee", "team"])
        self.keep(*before)
        after = {name: values[name] for name in before}
        Event.objects.record(self, "changed", by=by, at=at, team=self.team, before=before, after=after)

    @transaction.atomic
    def end(self, *, by: Person, at: datetime, version: int | None = None) -> None:
        self._begin(version)
        self.ended_on = by.today_at(at)
        self.keep("ended_on")
        Event.objects.record(self, "ended", by=by, at=at, team=self.team)

    def _begin(self, version: int | None) -> None:
        self.lock(version=version)
        if self.ended_on is not None:
            raise WrongState(_("This rhythm has ended. Begin another one."))
