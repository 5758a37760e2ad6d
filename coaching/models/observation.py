"""That somebody was observed: where, when, by which form. What was seen lies apart, in ObservationWords.

The two give their levels apart from each other: neither sees the other's until both are in, or until the coachee has
declined to give any (docs/decisions/0014-observations-and-practices.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coaching.choices import WITH_CUSTOMERS, ObservationState, Setting, Side
from coaching.models.observation_form import ObservationForm
from coaching.models.observation_words import Mark, ObservationWords
from coaching.models.session import CoachingSession
from coaching.refusals import WrongState
from funnels.models import Opportunity, Stage
from portal.models import Event, Person, Team, Versioned
from portal.roles import Role
from portal.scoping import ScopedModel, ScopedQuerySet


class ObservationQuerySet(ScopedQuerySet):
    team_path = "team"

    def readable(self, person: Person) -> Q:
        """The two, and that it took place: managers of the coachee's team and above."""
        return Q(observer=person) | Q(coachee=person) | Q(team_id__in=person.reach.teams(Role.MANAGER))

    def current(self) -> Self:
        return self.exclude(state=ObservationState.WITHDRAWN)

    def complete(self) -> Self:
        return self.filter(state=ObservationState.COMPLETE)

    def with_customers(self) -> Self:
        return self.filter(setting__in=WITH_CUSTOMERS)

    def of_pair_member(self, person: Person) -> Self:
        return self.filter(Q(observer=person) | Q(coachee=person))

    def waiting_for(self, person: Person) -> Self:
        """Open, and the person has not given their levels."""
        own = Q(observer=person, observer_gave_at=None) | Q(coachee=person, coachee_gave_at=None, declined_at=None)
        return self.filter(own, state=ObservationState.OPEN)

    def with_names(self) -> Self:
        return self.select_related("observer", "coachee", "team", "form")


class Observation(ScopedModel, Versioned):
    """`team` is the coachee's on that day; `stage` the one that the opportunity was in at that moment."""

    observer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", editable=False)
    coachee = models.ForeignKey(
        Person, verbose_name=_("who was observed"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", editable=False)
    form = models.ForeignKey(ObservationForm, verbose_name=_("form"), on_delete=models.PROTECT, related_name="+")
    setting = models.CharField(_("setting"), max_length=9, choices=Setting.choices)
    held_at = models.DateTimeField(_("when"))
    held_on = models.DateField(editable=False)
    opportunity = models.ForeignKey(
        Opportunity, verbose_name=_("opportunity"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stage = models.ForeignKey(Stage, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    session = models.ForeignKey(
        CoachingSession, verbose_name=_("coaching session"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="observations",
    )  # fmt: skip
    state = models.CharField(
        max_length=9, choices=ObservationState.choices, default=ObservationState.OPEN, editable=False
    )
    observer_gave_at = models.DateTimeField(null=True, editable=False)
    coachee_gave_at = models.DateTimeField(null=True, editable=False)
    declined_at = models.DateTimeField(null=True, editable=False)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["-held_at", "-id"]
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        constraints = [
            models.CheckConstraint(condition=~Q(observer=F("coachee")), name="observation_of_two"),
            models.CheckConstraint(
                condition=~Q(state="complete")
                | Q(observer_gave_at__isnull=False) & (Q(coachee_gave_at__isnull=False) | Q(declined_at__isnull=False)),
                name="observation_complete_when_both_are_in",
            ),
        ]
        indexes = [
            models.Index(fields=["coachee", "-held_at"], name="observation_coachee"),
            models.Index(fields=["observer", "-held_at"], name="observation_observer"),
            models.Index(fields=["team", "held_on"], name="observation_team_day"),
        ]

    def __str__(self) -> str:
        return f"{self.coachee} · {self.held_on:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.state == ObservationState.OPEN

    @property
    def is_complete(self) -> bool:
        return self.state == ObservationState.COMPLETE

    @property
    def with_customer(self) -> bool:
        """Whether it answers the question: was this person seen in front of customers?"""
        return self.setting in WITH_CUSTOMERS

    def is_of(self, person: Person) -> bool:
        return person.pk in (self.observer_id, self.coachee_id)

    def side_of(self, person: Person) -> Side:
        """Of one of the two."""
        return Side.COACH if person.pk == self.observer_id else Side.COACHEE

    @transaction.atomic
    def give(
        self, marks: Sequence[Mark], comment: str = "", *, by: Person, at: datetime, version: int | None = None
    ) -> None:
        """The levels of one side, each with what was seen. They can be given anew until the other side has seen them."""
        self._begin_open(version)
        side = self.side_of(by)
        codes = list(self.form.items.values_list("code", flat=True))
        ObservationWords.of(self, side).tell(marks, comment, codes=codes)
        if side == Side.COACH:
            self.observer_gave_at = at
        else:
            self.coachee_gave_at, self.declined_at = at, None
        self.keep("observer_gave_at", "coachee_gave_at", "declined_at")
        self.note("given", by=by, at=at, after={"side": side})
        self._complete(by=by, at=at)

    @transaction.atomic
    def decline(self, *, by: Person, at: datetime, version: int | None = None) -> None:
        """The coachee gives no levels of their own; they see the observer's as soon as those are in."""
        self._begin_open(version)
        if self.coachee_gave_at is not None or self.declined_at is not None:
            raise WrongState(_("You have answered already."))
        self.declined_at = at
        self.keep("declined_at")
        self.note("declined", by=by, at=at)
        self._complete(by=by, at=at)

    @transaction.atomic
    def withdraw(self, *, by: Person, at: datetime, version: int | None = None) -> None:
        """It was begun by mistake. What was written stays with whoever wrote it."""
        self._begin_open(version)
        self.state = ObservationState.WITHDRAWN
        self.keep("state")
        self.note("withdrawn", by=by, at=at)

    def _begin_open(self, version: int | None) -> None:
        self.lock(version=version)
        if not self.is_open:
            raise WrongState(
                _("Both are in: nothing is changed any more.")
                if self.is_complete
                else _("This observation was withdrawn.")
            )

    def _complete(self, *, by: Person, at: datetime) -> None:
        """Both are in, or one is and the coachee gives none: each sees what the other wrote."""
        if self.observer_gave_at is None or (self.coachee_gave_at is None and self.declined_at is None):
            return
        self.state = ObservationState.COMPLETE
        self.save(update_fields=["state"])
        ObservationWords.reveal(self)
        self.note("completed", by=by, at=at, after={"declined": self.declined_at is not None})

    def note(self, verb: str, *, by: Person, at: datetime, **told: Any) -> None:
        """Events tell facts, never a level or a word."""
        Event.objects.record(self, verb, by=by, at=at, team=self.team, **told)
