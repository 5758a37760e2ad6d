"""A round of upward feedback in a branch of teams: from its first to its last day, closed once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coaching.feedback.states import CycleState
from portal.models import Event, Person, Team, Versioned
from portal.refusals import WrongState
from portal.roles import Role
from portal.scoping import ScopedModel, ScopedQuerySet, scope_lifted

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST: Final = timedelta(days=3)
LONGEST: Final = timedelta(days=60)
REST: Final = timedelta(weeks=8)  # between two cycles that ask the same people about the same manager


class CycleQuerySet(ScopedQuerySet):
    team_path = "team"

    def readable(self, person: Person) -> Q:
        """Whoever may open one there: a cycle tells that people are asked, never what they answered."""
        return Q() if person.is_administrator else Q(team_id__in=person.reach.teams(Role.STEWARD))

    def to_open(self, today: date) -> Self:
        return self.filter(state=CycleState.PLANNED, opens_on__lte=today)

    def to_close(self, today: date) -> Self:
        return self.filter(state=CycleState.OPEN, closes_on__lt=today)

    def near(self, opens_on: date, closes_on: date) -> Self:
        """Those that ask during these days, or so shortly before or after that answers could be compared."""
        standing = self.exclude(state=CycleState.CALLED_OFF)
        return standing.filter(opens_on__lt=closes_on + REST, closes_on__gt=opens_on - REST)

    def in_line_with(self, team: Team, branch: Iterable[Any]) -> Self:
        """Of a team above or below."""
        return self.filter(team_id__in={*team.line(), *branch})


class FeedbackCycle(ScopedModel, Versioned):
    """`statements` are those of the opening day: by form, a list of codes with their texts. The last day is a whole day; nobody can close a cycle earlier.

    A moment that somebody chooses could be chosen so that the one answer given since stands out.
    """

    team = models.ForeignKey(Team, verbose_name=_("branch"), on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=CycleState.choices, default=CycleState.PLANNED, editable=False
    )  # fmt: skip
    opens_on = models.DateField(_("first day"))
    closes_on = models.DateField(_("last day"))
    statements = models.JSONField(default=dict, editable=False)
    asked = models.PositiveIntegerField(default=0, editable=False)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gt=F("opens_on")), name="feedback_cycle_ends_after_it_opens"),
        ]

    def __str__(self) -> str:
        return f"{self.team} · {self.opens_on:%Y-%m-%d}"

    def statements_of(self, form: str) -> dict[str, str]:
        """By code, in the order in which they are asked and in which the marks of an answer lie in the box."""
        return dict(self.statements.get(form, []))

    @transaction.atomic
    def call_off(self, *, by: Person, at: datetime, version: int | None = None) -> None:
        """Nothing is published, and what was answered is destroyed unread."""
        self.lock(version=version)
        if self.state not in (CycleState.PLANNED, CycleState.OPEN):
            raise WrongState(_("This cycle is over."))
        self.empty()
        self.state = CycleState.CALLED_OFF
        self.keep("state")
        self.note("called off", by=by, at=at)

    def empty(self) -> None:
        """Destroy the ballots and the boxes, and the forms that the managers above have not answered."""
        with scope_lifted("a cycle ends"):
            self.from_above.filter(answered_at=None).delete()
            self.boxes.all().delete()

    def note(self, verb: str, *, by: Person | None, at: datetime, **told: Any) -> None:
        Event.objects.record(self, verb, by=by, at=at, team=self.team, **told)
