"""A membership joins a person to a team with a role, from a day until another."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.models.person import Person
from portal.models.record import Versioned
from portal.models.team import Team
from portal.roles import Role


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> MembershipQuerySet:
        """Those that hold on this day: the first day counts, the last does not."""
        return self.unended(day).filter(starts_on__lte=day)

    def unended(self, day: date) -> MembershipQuerySet:
        """Those that hold on this day or will later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day))


class Membership(Versioned):
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person"))
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("team"))
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("The last day cannot lie before the first."),
            ),
            models.UniqueConstraint(
                fields=["person", "team", "role"],
                condition=Q(ends_on=None),
                name="membership_open_once",
                violation_error_message=_("This person already has this role in this team."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.team} · {self.get_role_display()}"

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)
