"""A promise made in coaching: the coachee's, or the coach's. Its words lie in CommitmentWords."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coaching.choices import SETTLED, CommitmentState, Side
from coaching.models.session import CoachingSession, open_to
from coaching.models.words import CommitmentWords
from coaching.refusals import WrongState
from funnels.models import Opportunity
from portal.models import Event, Person, Versioned
from portal.refusals import Invalid
from portal.scoping import ScopedModel, ScopedQuerySet


class CommitmentQuerySet(ScopedQuerySet):
    team_path = "session__team"

    def readable(self, person: Person) -> Q:
        """That there is one, whose, by when, and what became of it: as the session it comes from."""
        return open_to(person, "session__")

    def open(self) -> Self:
        return self.filter(state=CommitmentState.OPEN)

    def owed_by(self, person: Person) -> Self:
        return self.filter(owner=person)

    def between(self, coach: Person, coachee: Person) -> Self:
        return self.filter(session__coach=coach, session__coachee=coachee)

    def due(self, today: date) -> Self:
        """The day has come."""
        return self.open().filter(due_on__lte=today)

    def overdue(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)


class CoachingCommitment(ScopedModel, Versioned):
    """`owner` is the coachee or the coach, as `side` says. `settled_in` is the session that reviewed it, if one did."""

    session = models.ForeignKey(CoachingSession, on_delete=models.CASCADE, related_name="commitments", editable=False)
    side = models.CharField(_("whose"), max_length=7, choices=Side.choices, default=Side.COACHEE, editable=False)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="coaching_commitments", editable=False)
    due_on = models.DateField(_("by"))
    first_due_on = models.DateField(editable=False)
    redated = models.PositiveSmallIntegerField(default=0, editable=False)
    opportunity = models.ForeignKey(
        Opportunity, verbose_name=_("opportunity"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=7, choices=CommitmentState.choices, default=CommitmentState.OPEN, editable=False
    )  # fmt: skip
    settled_on = models.DateField(null=True, editable=False)
    settled_in = models.ForeignKey(
        CoachingSession, null=True, on_delete=models.SET_NULL, related_name="reviewed", editable=False
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = _("coaching commitment")
        verbose_name_plural = _("coaching commitments")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CommitmentState.OPEN, settled_on=None)
                | (~Q(state=CommitmentState.OPEN) & Q(settled_on__isnull=False)),
                name="coaching_commitment_settled_has_a_day",
            )
        ]
        indexes = [
            models.Index(fields=["owner", "due_on"], condition=Q(state="open"), name="coaching_commitment_open"),
            models.Index(fields=["owner", "settled_on"], name="coaching_commitment_settled"),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} · {self.due_on:%Y-%m-%d}"

    def is_overdue(self, today: date) -> bool:
        return self.state == CommitmentState.OPEN and self.due_on < today

    def is_on_time(self) -> bool:
        """Kept by the day that was agreed at first."""
        return (
            self.state == CommitmentState.KEPT and self.settled_on is not None and self.settled_on <= self.first_due_on
        )

    @transaction.atomic
    def settle(
        self,
        state: str,
        *,
        by: Person,
        at: datetime,
        reason: str = "",
        on: date | None = None,
        settled_in: CoachingSession | None = None,
        version: int | None = None,
    ) -> None:
        """What became of it: kept, partly, missed or dropped. The last two say why, in words that only the two read."""
        self._begin(version)
        today = by.today_at(at)
        if state not in SETTLED:
            raise Invalid({"state": _("Say what became of it.")})
        if state in (CommitmentState.MISSED, CommitmentState.DROPPED) and not reason.strip():
            raise Invalid({"reason": _("Say in a sentence why.")})
        if on and on > today:
            raise Invalid({"on": _("Enter a day that is not in the future.")})
        before = {"state": self.state}
        self.state, self.settled_on, self.settled_in = state, on or today, settled_in
        self.keep("state", "settled_on", "settled_in")
        self._say_why(reason)
        self.note(state, by=by, at=at, before=before, after={"state": state, "on": self.settled_on})

    @transaction.atomic
    def reopen(self, *, by: Person, at: datetime, version: int | None = None) -> None:
        """Settled by mistake."""
        self.lock(version=version)
        if self.state == CommitmentState.OPEN:
            raise WrongState(_("This commitment is open."))
        before = {"state": self.state}
        self.state, self.settled_on, self.settled_in = CommitmentState.OPEN, None, None
        self.keep("state", "settled_on", "settled_in")
        self.note("reopened", by=by, at=at, before=before, after={"state": self.state})

    @transaction.atomic
    def reschedule(
        self, *, due_on: date, by: Person, at: datetime, reason: str = "", version: int | None = None
    ) -> None:
        """Another day; the first one that was agreed stays known."""
        self._begin(version)
        if due_on < by.today_at(at):
            raise Invalid({"due_on": _("Enter today or a day in the future.")})
        before = {"due_on": self.due_on}
        self.redated += due_on != self.due_on
        self.due_on = due_on
        self.keep("due_on", "redated")
        self._say_why(reason)
        self.note("rescheduled", by=by, at=at, before=before, after={"due_on": due_on})

    def _begin(self, version: int | None) -> None:
        self.lock(version=version)
        if self.state != CommitmentState.OPEN:
            raise WrongState(
                _("This commitment is %(state)s; that cannot be done any more.")
                % {"state": self.get_state_display().lower()}
            )

    def _say_why(self, reason: str) -> None:
        if reason.strip():
            words = CommitmentWords.of_commitment(self)
            words.reason, words.erased_at = reason.strip(), None
            words.clean_fields(exclude=["commitment", "session", "coach", "coachee"])
            words.save()

    def note(self, verb: str, *, by: Person, at: datetime, **told: Any) -> None:
        Event.objects.record(self, verb, by=by, at=at, team=self.session.team, **told)
