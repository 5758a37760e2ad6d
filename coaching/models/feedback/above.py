"""What a manager's own manager says of their coaching: a form of its own, with a name under it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coaching.feedback.statements import ABOVE
from coaching.feedback.states import CycleState
from coaching.models.feedback.box import OVER, ordered
from coaching.models.feedback.cycle import FeedbackCycle
from portal.models import Event, Person, Record, Team
from portal.refusals import WrongState
from portal.scoping import ScopedModel, ScopedQuerySet
from portal.sealed import SealedTextField


class FromAboveQuerySet(ScopedQuerySet):
    team_path = "team"

    def readable(self, person: Person) -> Q:
        """The two; the manager once the cycle has closed."""
        return Q(author=person) | Q(manager=person, cycle__state=CycleState.CLOSED, answered_at__isnull=False)

    def open_on(self, today: date) -> Self:
        running = self.filter(cycle__state=CycleState.OPEN, cycle__opens_on__lte=today, cycle__closes_on__gte=today)
        return running.filter(answered_at=None).select_related("cycle", "manager").order_by("cycle__closes_on")

    def answered(self) -> Self:
        return self.filter(answered_at__isnull=False)


class FeedbackFromAbove(ScopedModel, Record):
    """`team` is the team that the author manages. The marks are sealed: they are between the two."""

    cycle = models.ForeignKey(FeedbackCycle, on_delete=models.CASCADE, related_name="from_above")
    manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, editable=False)
    sealed_marks = SealedTextField(blank=True)

    objects = FromAboveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "manager", "author"], name="feedback_from_above_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def marks(self) -> dict[str, int]:
        """By code of the statement; empty before the answer."""
        return dict(json.loads(self.sealed_marks)) if self.sealed_marks else {}

    @transaction.atomic
    def answer(self, marks: Mapping[str, int], *, by: Person, at: datetime) -> None:
        """Once, and under the author's name."""
        rows: Any = FeedbackFromAbove.objects.everything(reason="a verb of its author").select_for_update(of=("self",))
        row = rows.filter(pk=self.pk).select_related("cycle").first()
        if row is None or not row.cycle.opens_on <= by.organisation.today(at) <= row.cycle.closes_on:
            raise WrongState(OVER)
        if row.answered_at is not None:
            raise WrongState(_("You have answered already."))
        statements = row.cycle.statements_of(ABOVE)
        self.sealed_marks = json.dumps(dict(zip(statements, ordered(marks, statements), strict=True)))
        self.answered_at = at
        self.save(update_fields=["sealed_marks", "answered_at"])
        Event.objects.record(self, "answered", by=by, at=at, team=self.team, after={"manager": self.manager_id})
