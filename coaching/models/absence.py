"""Days on which less coaching is expected of a person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coaching.choices import AbsenceKind
from coaching.refusals import WrongState
from portal.models import Event, Membership, Person, Record, Team
from portal.refusals import Invalid
from portal.roles import Role
from portal.scoping import ScopedModel, ScopedQuerySet


class AbsenceQuerySet(ScopedQuerySet):
    team_path = "team"

    def readable(self, person: Person) -> Q:
        return Q(person=person) | Q(team_id__in=person.reach.teams(Role.MANAGER))

    def touching(self, first: date, last: date) -> Self:
        return self.filter(starts_on__lte=last, ends_on__gte=first, withdrawn_at=None)


class Absence(ScopedModel, Record):
    """Days on which less coaching is expected: none on leave, a share of it while somebody is new in the role.

    Both days belong to it. It says nothing about why.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("who"), on_delete=models.PROTECT, related_name="absences", editable=False
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(_("kind"), max_length=5, choices=AbsenceKind.choices, default=AbsenceKind.LEAVE)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="absence_ends_after_it_starts",
                violation_error_message=_("The last day cannot lie before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.starts_on:%Y-%m-%d}"

    @classmethod
    @transaction.atomic
    def add(
        cls, person: Person, team: Team, *, kind: str, starts_on: date, ends_on: date, by: Person, at: datetime
    ) -> Absence:
        absence = cls(person=person, team=team, kind=kind, starts_on=starts_on, ends_on=ends_on)
        absence.full_clean(exclude=["person", "team"])
        if not Membership.objects.unended(starts_on).filter(person=person, team=team, starts_on__lte=ends_on).exists():
            raise Invalid({"person": _("Choose somebody who works in this team on these days.")})
        absence.save()
        told = {"person": person.pk, "kind": kind, "from": starts_on, "to": ends_on}
        Event.objects.record(absence, "added", by=by, at=at, team=team, after=told)
        return absence

    @transaction.atomic
    def withdraw(self, *, by: Person, at: datetime) -> None:
        """It was recorded by mistake, or did not come about."""
        running = Absence.objects.everything(reason="a verb").filter(pk=self.pk, withdrawn_at=None)
        if not running.update(withdrawn_at=at):
            raise WrongState(_("This was withdrawn already."))
        self.withdrawn_at = at
        Event.objects.record(self, "withdrawn", by=by, at=at, team=self.team)
