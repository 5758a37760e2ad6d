"""What the mix of what is sold has to show, and who has been trained for it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from charters.choices import PriorityKind
from charters.models.brief import BriefPartQuerySet, StrategyBrief
from charters.models.drafting import check
from charters.models.objective import Objective
from portal.models import Entry, Person, Record
from portal.refusals import Invalid
from portal.scoping import ScopedModel, scope_lifted

PERCENT = (MinValueValidator(0), MaxValueValidator(100))


class StrategicPriority(ScopedModel, Record):
    """`objective` reinforces and measures it; without one that is a gap of leadership's."""

    brief = models.ForeignKey(StrategyBrief, on_delete=models.CASCADE, related_name="priorities")
    lineage = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=PriorityKind.choices)
    name = models.CharField(_("what we want to sell more of, or to whom"), max_length=200)
    words = models.TextField(_("why"), max_length=2000, blank=True)
    objective = models.ForeignKey(
        Objective,
        verbose_name=_("objective that reinforces it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="priorities",
    )

    objects = BriefPartQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name_plural = _("strategic priorities")
        constraints = [
            models.UniqueConstraint(
                fields=["brief", "kind", "name"],
                name="priority_once",
                violation_error_message=_("This priority is named already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    @transaction.atomic
    def add(
        cls, brief: StrategyBrief, values: Mapping[str, Any], *, by: Person | None, at: datetime,
        mix: list[Mapping[str, Any]] | None = None, version: int | None = None,
    ) -> StrategicPriority:  # fmt: skip
        brief.begin_edit(version)
        last = brief.priorities.aggregate(last=models.Max("position"))["last"] or 0
        made = cls(brief=brief, position=last + 1, **values)
        check(made)
        made.save(force_insert=True)
        made._replace_mix(mix or [])
        made._done("priority_added", by=by, at=at)
        return made

    @transaction.atomic
    def edit(
        self, values: Mapping[str, Any], *, by: Person | None, at: datetime,
        mix: list[Mapping[str, Any]] | None = None, version: int | None = None,
    ) -> None:  # fmt: skip
        """`mix`, where given, replaces the mix targets."""
        self.brief.begin_edit(version)
        for name, value in values.items():
            if name not in ("kind", "name", "words", "objective"):
                raise Invalid({name: _("This cannot be changed.")})
            setattr(self, name, value)
        check(self)
        self.save(update_fields=list(values) or None)
        if mix is not None:
            self._replace_mix(mix)
        self._done("priority_edited", by=by, at=at)

    @transaction.atomic
    def remove(self, *, by: Person | None, at: datetime, version: int | None = None) -> None:
        self.brief.begin_edit(version)
        told = self.pk
        with scope_lifted("removing a priority from a draft"):
            self.delete()
        self.pk = told
        self._done("priority_removed", by=by, at=at)

    def _replace_mix(self, targets: list[Mapping[str, Any]]) -> None:
        self.mix_targets.all().delete()
        for values in targets:
            target = MixTarget(priority=self, **values)
            check(target)
            target.save(force_insert=True)

    def _done(self, verb: str, *, by: Person | None, at: datetime) -> None:
        self.brief.keep()
        self.brief.note(verb, by=by, at=at, after={"priority": self.pk, "lineage": str(self.lineage)})

    @transaction.atomic
    def record_training(self, people: list[Person], *, held_on: date, by: Person, at: datetime) -> int:
        """Who was trained for it. Says how many were new."""
        if held_on > by.today_at(at):
            raise Invalid({"held_on": _("Enter a day that is not in the future.")})
        known = set(self.trainings.filter(held_on=held_on).values_list("person_id", flat=True))
        fresh = [person for person in people if person.pk not in known]
        for person in fresh:
            self.trainings.create(
                person=person, lineage=self.lineage, held_on=held_on, by=by, at=at, team=self.brief.team
            )  # fmt: skip
        return len(fresh)


class PriorityPartQuerySet(BriefPartQuerySet):
    team_path = "priority__brief__team"


class MixTarget(ScopedModel, Record):
    """The share of what is sold, in percent, that the priority is to have in a period."""

    priority = models.ForeignKey(StrategicPriority, on_delete=models.CASCADE, related_name="mix_targets")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    baseline = models.DecimalField(
        _("share before"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    share = models.DecimalField(_("share"), max_digits=5, decimal_places=2, validators=PERCENT)

    objects = PriorityPartQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="mix_target_ends_after_it_starts",
                violation_error_message=_("The end lies after the start."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.share} %"


class Training(ScopedModel, Entry):
    """Somebody was trained for a priority. `lineage` is the priority's, so that it counts in later versions. Append-only."""

    priority = models.ForeignKey(StrategicPriority, on_delete=models.PROTECT, related_name="trainings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    lineage = models.UUIDField(editable=False)
    held_on = models.DateField(_("on"))

    objects = PriorityPartQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["priority", "person", "held_on"], name="training_once")]
        indexes = [models.Index(fields=["lineage"], name="training_lineage")]

    def __str__(self) -> str:
        return f"{self.person} {self.held_on:%Y-%m-%d}"
