"""A best practice: what somebody found to work, when it works, and how that is known.

It is told to everybody who works in a team, across teams. Nothing of what was said in coaching is copied into it: its
author writes every word of it for all to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coaching.choices import Outcome, Problem
from coaching.models.echoing import Echoing
from coaching.models.session import CoachingSession
from coaching.refusals import WrongState
from funnels.choices import CustomerPhase
from funnels.models import Opportunity, Stage
from portal.models import Event, Person, Team, Versioned
from portal.refusals import Invalid
from portal.scoping import ScopedModel, ScopedQuerySet

EDITABLE: Final = (
    "title", "problem", "stage", "phase", "what", "when_works", "evidence", "outcome", "opportunity",
)  # fmt: skip


class SharedQuerySet(ScopedQuerySet):
    """What is told to everybody who works in a team, whichever it is."""

    team_path = "team"

    def readable(self, person: Person) -> Q:
        return Q() if person.reach.roles else Q(pk__in=[])


class PracticeQuerySet(SharedQuerySet):
    def current(self) -> Self:
        return self.filter(archived_at=None)

    def put_away(self) -> Self:
        return self.exclude(archived_at=None)

    def about(self, words: str) -> Self:
        """Those that hold the words in title or text."""
        return self.filter(
            Q(title__icontains=words)
            | Q(what__icontains=words)
            | Q(when_works__icontains=words)
            | Q(evidence__icontains=words)
        )

    def in_stage(self, code: str) -> Self:
        """Tried in this stage of any funnel, whichever version."""
        return self.filter(stage__code=code)

    def fitting(self, opportunity: Opportunity) -> Self:
        """Of the stage that it is in, of that stage's customer phase, or of none in particular."""
        here = Stage.objects.everything(reason="of an opportunity that is read").filter(pk=opportunity.stage_id)
        code, phase = here.values("code"), here.values("customer_phase")
        return self.filter(Q(stage__code__in=code) | Q(stage=None) & (Q(phase="") | Q(phase__in=phase)))

    def adopted_by(self, person: Person) -> Self:
        return self.filter(adoptions__person=person, adoptions__stopped_on=None)

    def with_names(self) -> Self:
        return self.select_related("author", "team", "stage")


class BestPractice(Echoing, ScopedModel, Versioned):
    """`team` is the author's when it was written. `phase` is that of `stage`, where a stage is named.

    `session` is the one it came up in, and is shown to nobody who may not know of that session. The counts are kept by
    the verbs of Echoing: who works this way, and to how many of those who said so it was useful.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", editable=False)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", editable=False)
    title = models.CharField(_("title"), max_length=120)
    problem = models.CharField(_("problem"), max_length=12, choices=Problem.choices)
    stage = models.ForeignKey(
        Stage, verbose_name=_("stage"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    phase = models.CharField(_("customer phase"), max_length=20, choices=CustomerPhase.choices, blank=True)
    what = models.TextField(_("what we do"), max_length=4000)
    when_works = models.TextField(_("when it works"), max_length=2000)
    evidence = models.TextField(_("how we know"), max_length=2000, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=9, choices=Outcome.choices, blank=True)
    opportunity = models.ForeignKey(
        Opportunity, verbose_name=_("opportunity"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    session = models.ForeignKey(
        CoachingSession, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )  # fmt: skip
    archived_at = models.DateTimeField(null=True, editable=False)
    adopted_count = models.PositiveIntegerField(default=0, editable=False)
    voices_count = models.PositiveIntegerField(default=0, editable=False)
    useful_count = models.PositiveIntegerField(default=0, editable=False)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("best practice")
        verbose_name_plural = _("best practices")
        constraints = [
            models.CheckConstraint(condition=Q(useful_count__lte=F("voices_count")), name="practice_useful_of_voices")
        ]
        indexes = [models.Index(fields=["problem"], condition=Q(archived_at=None), name="practice_problem")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if not self.evidence.strip() and self.opportunity_id is None:
            raise ValidationError(
                {"evidence": _("Say what the customer did or said, or name the opportunity where it worked.")}
            )

    @classmethod
    @transaction.atomic
    def write(
        cls, values: Mapping[str, Any], *, team: Team, by: Person, at: datetime, session: CoachingSession | None = None
    ) -> Self:
        """`session` is one of the author's own, in which it came up."""
        if session is not None and not session.is_of(by):
            raise Invalid({"session": _("Choose a coaching session of your own.")})
        practice = cls(team=team, author=by, session=session, created_at=at)
        practice._take_over(values)
        practice.save()
        practice.note("written", by=by, at=at, after={"problem": practice.problem, "stage": practice.stage_id})
        return practice

    @transaction.atomic
    def edit(self, values: Mapping[str, Any], *, by: Person, at: datetime, version: int | None = None) -> None:
        self.lock(version=version)
        if self.archived_at is not None:
            raise WrongState(_("This practice is put away. Bring it back to change it."))
        changed = self._take_over(values)
        if changed:
            self.keep(*changed)
            self.note("edited", by=by, at=at, after={"fields": changed})

    @transaction.atomic
    def archive(self, *, by: Person, at: datetime, version: int | None = None) -> None:
        self.lock(version=version)
        if self.archived_at is not None:
            raise WrongState(_("This practice is put away already."))
        self.archived_at = at
        self.keep("archived_at")
        self.note("archived", by=by, at=at)

    @transaction.atomic
    def restore(self, *, by: Person, at: datetime, version: int | None = None) -> None:
        self.lock(version=version)
        if self.archived_at is None:
            raise WrongState(_("This practice is not put away."))
        self.archived_at = None
        self.keep("archived_at")
        self.note("restored", by=by, at=at)

    def _take_over(self, values: Mapping[str, Any]) -> list[str]:
        """Set and check; answers the names of what changed. A stage that is named decides the phase."""
        for name in set(values) - set(EDITABLE):
            raise Invalid({name: _("This cannot be changed.")})
        stage = values.get("stage", self.stage)
        told = dict(values) | ({"phase": stage.customer_phase} if stage else {})
        before = self.assign({name: _tidied(value) for name, value in told.items()})
        self.full_clean(exclude=["team", "author", "session"])
        return list(before)

    def note(self, verb: str, *, by: Person, at: datetime, **told: Any) -> None:
        Event.objects.record(self, verb, by=by, at=at, team=self.team, **told)


def _tidied(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
