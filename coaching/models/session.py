"""A coaching session: that it took place, and how it counts.

What was said lies apart, in `SessionWords` and `PrivateNote`, whose readers are others (coaching/models/words.py).
A held session is claimed until its coachee has answered. Only what the coachee confirms counts towards a target:
`counted_minutes` are the minutes that the coachee states (docs/decisions/0012-coaching.md).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coaching.choices import MAX_MINUTES, NOT_HELD, Channel, Excuse, Kind, SessionState
from coaching.models.acknowledging import Acknowledging
from coaching.models.planning import Planning
from coaching.models.words import shared_with
from funnels.models import Opportunity, Stage
from portal.models import Event, Person, Record, Team, Versioned
from portal.roles import Role
from portal.scoping import ScopedModel, ScopedQuerySet

ASKED_FOR: Final = timedelta(weeks=8)


def standing_of(state: str, day: date, today: date) -> str:
    return NOT_HELD if state == SessionState.PLANNED and day < today else state


def open_to(person: Person, path: str = "") -> Q:
    """Whose sessions a person knows of. `path` leads to the session."""
    own = Q(**{f"{path}coach": person}) | Q(**{f"{path}coachee": person})
    return own | Q(**{f"{path}team_id__in": person.reach.teams(Role.MANAGER)}) | shared_with(person, path)


class SessionQuerySet(ScopedQuerySet):
    team_path = "team"

    def readable(self, person: Person) -> Q:
        """Coach, coachee and whom the coachee lets read; that it took place: managers of the coachee's team and above."""
        return open_to(person)

    def between(self, coach: Person, coachee: Person) -> Self:
        return self.filter(coach=coach, coachee=coachee)

    def of_pair_member(self, person: Person) -> Self:
        return self.filter(Q(coach=person) | Q(coachee=person))

    def planned(self) -> Self:
        return self.filter(state=SessionState.PLANNED)

    def held(self) -> Self:
        return self.filter(state=SessionState.HELD)

    def counted(self) -> Self:
        return self.held().filter(took_place=True)

    def not_held(self, today: date) -> Self:
        """Planned for a day that has passed, and nobody has said what became of it."""
        return self.planned().filter(held_on__lt=today)

    def standing(self, standings: Collection[str], today: date) -> Self:
        """Those in one of STANDINGS."""
        found = Q(state__in=set(standings) - {SessionState.PLANNED, NOT_HELD})
        if SessionState.PLANNED in standings:
            found |= Q(state=SessionState.PLANNED, held_on__gte=today)
        if NOT_HELD in standings:
            found |= Q(state=SessionState.PLANNED, held_on__lt=today)
        return self.filter(found)

    def unanswered(self) -> Self:
        """Claimed by the coach; the coachee has not said yet."""
        return self.held().filter(acknowledged_at=None)

    def asked_about(self, today: date) -> Self:
        """Unanswered, and held lately: what lies further back nobody remembers. Its own page still takes the answer."""
        return self.unanswered().filter(held_on__gte=today - ASKED_FOR)

    def with_names(self) -> Self:
        return self.select_related("coach", "coachee", "team")


class CoachingSession(Planning, Acknowledging, ScopedModel, Versioned):
    """`team` is the coachee's on that day: moving somebody moves no history."""

    coach = models.ForeignKey(
        Person, verbose_name=_("coach"), on_delete=models.PROTECT, related_name="sessions_as_coach", editable=False
    )
    coachee = models.ForeignKey(
        Person, verbose_name=_("who was coached"), on_delete=models.PROTECT, related_name="sessions_as_coachee",
        editable=False,
    )  # fmt: skip
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="coaching_sessions", editable=False)
    state = models.CharField(
        max_length=9, choices=SessionState.choices, default=SessionState.HELD, editable=False
    )  # fmt: skip
    held_at = models.DateTimeField(_("when"))
    held_on = models.DateField(editable=False)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(MAX_MINUTES)]
    )
    channel = models.CharField(_("channel"), max_length=9, choices=Channel.choices, default=Channel.IN_PERSON)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    was_planned = models.BooleanField(_("planned"), default=False)
    excuse = models.CharField(_("excuse"), max_length=5, choices=Excuse.choices, blank=True, editable=False)
    next_on = models.DateField(_("next session"), null=True, blank=True)
    cadence = models.ForeignKey(
        "coaching.Cadence", null=True, on_delete=models.SET_NULL, related_name="sessions", editable=False
    )

    sent_as = models.UUIDField(null=True, editable=False)

    acknowledged_at = models.DateTimeField(null=True, editable=False)
    took_place = models.BooleanField(null=True, editable=False)
    agreed_minutes = models.PositiveSmallIntegerField(
        null=True, editable=False, validators=[MaxValueValidator(MAX_MINUTES)]
    )
    agrees = models.BooleanField(null=True, editable=False)
    useful = models.PositiveSmallIntegerField(
        null=True, editable=False, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    counted_minutes = models.PositiveSmallIntegerField(default=0, editable=False)

    opportunities = models.ManyToManyField(Opportunity, through="SessionOpportunity", related_name="+")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_at", "-id"]
        verbose_name = _("coaching session")
        verbose_name_plural = _("coaching sessions")
        constraints = [
            models.CheckConstraint(condition=~Q(coach=F("coachee")), name="session_of_two"),
            models.UniqueConstraint(fields=["coach", "sent_as"], name="session_sent_once"),
            models.CheckConstraint(condition=Q(minutes__range=(1, MAX_MINUTES)), name="session_minutes_of_a_day"),
            models.CheckConstraint(
                condition=Q(counted_minutes=0)
                | Q(state=SessionState.HELD, took_place=True, acknowledged_at__isnull=False),
                name="session_counts_when_confirmed",
            ),
            models.CheckConstraint(condition=Q(useful=None) | Q(useful__range=(1, 5)), name="session_useful_of_five"),
        ]
        indexes = [
            models.Index(fields=["team", "held_on"], name="session_team_day"),
            models.Index(fields=["coachee", "-held_at"], name="session_coachee"),
            models.Index(fields=["coach", "-held_at"], name="session_coach"),
            models.Index(fields=["coach", "held_on"], name="session_useful", condition=Q(useful__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.coachee} · {self.held_on:%Y-%m-%d}"

    @property
    def is_claimed(self) -> bool:
        """Held, says the coach; the coachee has not answered."""
        return self.state == SessionState.HELD and self.acknowledged_at is None

    @property
    def is_disputed(self) -> bool:
        return self.took_place is False or self.agrees is False

    def standing(self, today: date) -> str:
        """One of STANDINGS."""
        return standing_of(self.state, self.held_on, today)

    @property
    def pair(self) -> tuple[UUID, UUID]:
        return self.coach_id, self.coachee_id

    def is_of(self, person: Person) -> bool:
        return person.pk in (self.coach_id, self.coachee_id)

    def other(self, person: Person) -> Person:
        """The other of the two."""
        return self.coachee if person.pk == self.coach_id else self.coach

    def set_time(self, at: datetime) -> None:
        self.held_at, self.held_on = at, self.coachee.organisation.today(at)

    def note(self, verb: str, *, by: Person | None, at: datetime, **told: Any) -> None:
        """Events tell facts, never a word of what was said."""
        Event.objects.record(self, verb, by=by, at=at, team=self.team, **told)


class SessionOpportunityQuerySet(ScopedQuerySet):
    team_path = "session__team"

    def readable(self, person: Person) -> Q:
        return open_to(person, "session__")


class SessionOpportunity(ScopedModel, Record):
    """An opportunity that was talked about, with the stage it was in at that moment.

    `early` says whether that was one of the first two stages of its funnel.
    """

    session = models.ForeignKey(CoachingSession, on_delete=models.CASCADE, related_name="links")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="coached")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    early = models.BooleanField()

    objects = SessionOpportunityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "opportunity"], name="session_opportunity_once"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.opportunity_id}"
