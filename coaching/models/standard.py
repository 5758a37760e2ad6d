"""What a team holds for enough coaching."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.models import Event, Person, Team, Versioned
from portal.scoping import ScopedModel, ScopedQuerySet


class StandardQuerySet(ScopedQuerySet):
    team_path = "team"

    def readable(self, person: Person) -> Q:
        """Everybody knows what is expected of their team, and of the teams above it."""
        return Q(team_id__in=[*person.reach.teams(), *person.reach.line])


class CoachingStandard(ScopedModel, Versioned):
    """What a team holds for enough; the nearest team above that says something speaks for those below.

    Three hours a month for each person, and half of the sessions on opportunities in their first two stages, are the
    defaults of the field's literature. Someone new in the role gets the `ramp_share` of the target expected.
    """

    team = models.OneToOneField(Team, on_delete=models.PROTECT, related_name="+", editable=False)
    minutes_a_month = models.PositiveSmallIntegerField(
        _("minutes for each person and month"), default=180, validators=[MinValueValidator(1), MaxValueValidator(6000)]
    )
    early_share = models.PositiveSmallIntegerField(
        _("share of sessions on early opportunities, in %"), default=50, validators=[MaxValueValidator(100)]
    )
    ramp_share = models.PositiveSmallIntegerField(
        _("expected of people who are new, in %"), default=50, validators=[MaxValueValidator(100)]
    )
    longest_gap_days = models.PositiveSmallIntegerField(
        _("longest time without a session, in days"), default=14, validators=[MinValueValidator(1)]
    )
    kept_months = models.PositiveSmallIntegerField(
        _("texts are kept for, in months"), default=24, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )

    objects = StandardQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.team)

    def earliest_kept(self, today: date) -> date:
        """Texts of sessions before this day are erased (30.4375 days make a month)."""
        return today - timedelta(days=round(self.kept_months * 30.4375))

    @transaction.atomic
    def change(self, values: dict[str, int], *, by: Person, at: datetime, version: int | None = None) -> None:
        self.lock(version=version)
        before = self.assign(values)
        self.full_clean(exclude=["team"])
        self.keep(*before)
        after = {name: values[name] for name in before}
        Event.objects.record(self, "changed", by=by, at=at, team=self.team, before=before, after=after)
