"""The strategy brief: seven questions that leadership answers, so that salespeople need not guess."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from charters.choices import BriefState
from charters.models.charter import KEEPERS
from charters.models.drafting import check
from charters.models.numbered import Numbered, copied
from charters.models.part import PartQuerySet
from charters.refusals import CharterFixed, WrongState
from portal.models import Entry, Event, Person, Team, Versioned
from portal.refusals import Invalid
from portal.scoping import ScopedModel, ScopedQuerySet

ANSWERS: Final = (
    "ideal_customers", "problems", "perception", "experience", "life_cycle_value", "differentiation", "doing_nothing",
    "stands_for",
)  # fmt: skip
EDITABLE: Final = ("title", *ANSWERS)


class BriefQuerySet(ScopedQuerySet):
    team_path = "team"

    def readable(self, person: Person) -> Q:
        """What was published once, everyone; a draft, the managers and stewards of its team and above."""
        return Q(published_at__isnull=False) | Q(team_id__in=person.reach.teams(*KEEPERS))

    def published(self) -> Self:
        return self.filter(state=BriefState.PUBLISHED)

    def serving(self, team: Team) -> Self:
        """Published for the team or for one above it."""
        line = [one.pk for one in team.ancestors(include_self=True)]
        return self.scoped("team").published().filter(team_id__in=line)


class StrategyBrief(ScopedModel, Versioned, Numbered):
    """One row is one version. Unanswered questions may be published: they show as leadership's gaps."""

    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="briefs")
    title = models.CharField(_("title"), max_length=200)
    ideal_customers = models.TextField(_("Who are our ideal customers?"), max_length=4000, blank=True)
    problems = models.TextField(_("Which problems do we solve better than anyone?"), max_length=4000, blank=True)
    perception = models.TextField(_("How do we want to be perceived?"), max_length=4000, blank=True)
    experience = models.TextField(_("What is different about buying from us?"), max_length=4000, blank=True)
    life_cycle_value = models.TextField(
        _("What is our value over the whole life cycle, buying and implementing included?"), max_length=4000, blank=True
    )
    differentiation = models.TextField(_("What sets us apart from the alternatives?"), max_length=4000, blank=True)
    doing_nothing = models.TextField(_("Why is doing nothing the worse choice?"), max_length=4000, blank=True)
    stands_for = models.TextField(
        _("What do we stand for, and why does it matter to them?"), max_length=4000, blank=True
    )  # fmt: skip
    state = models.CharField(max_length=10, choices=BriefState.choices, default=BriefState.DRAFT, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = BriefQuerySet.as_manager()

    class Meta:
        ordering = ["title", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["lineage", "revision"], name="brief_revision_once"),
            models.UniqueConstraint(fields=["lineage"], condition=Q(state="published"), name="brief_published_once"),
            models.UniqueConstraint(fields=["lineage"], condition=Q(state="draft"), name="brief_draft_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "superseded"]) | Q(published_at__isnull=False),
                name="brief_in_force_is_published",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def unanswered(self) -> list[str]:
        """The questions that leadership still owes an answer to."""
        return [name for name in ANSWERS if not getattr(self, name).strip()]

    @transaction.atomic
    def edit(self, values: Mapping[str, Any], *, by: Person | None, at: datetime, version: int | None = None) -> None:
        self.begin_edit(version)
        for name in set(values) - set(EDITABLE):
            raise Invalid({name: _("This cannot be changed.")})
        before = self.assign(dict(values))
        if before:
            check(self, *before)
            self.keep(*before)
            self.note("edited", by=by, at=at, after={"fields": list(before)})

    def begin_edit(self, version: int | None) -> None:
        """Lock the draft. Raises CharterFixed once it was published."""
        self.lock(version=version)
        if self.published_at is not None:
            raise CharterFixed
        if self.state != BriefState.DRAFT:
            raise WrongState(_("This draft was put away."))

    @transaction.atomic
    def publish(self, *, by: Person, at: datetime, version: int | None = None) -> None:
        self.begin_edit(version)
        for former in self.versions().published().select_for_update():
            former._become(BriefState.SUPERSEDED, "superseded", {"ended_at": at}, by=by, at=at)
        self._become(BriefState.PUBLISHED, "published", {"published_at": at, "published_by": by}, by=by, at=at)

    @transaction.atomic
    def revise(self, *, by: Person, at: datetime, version: int | None = None) -> StrategyBrief:
        """A draft of the next version, with its priorities."""
        self.lock(version=version)
        if self.versions().filter(state=BriefState.DRAFT).exists():
            raise WrongState(_("A draft of the next version exists already. Edit that one."))
        draft: StrategyBrief = copied(
            self, version=1, revision=self.versions().latest("revision").revision + 1, state=BriefState.DRAFT,
            created_at=at, published_at=None, published_by_id=None, ended_at=None,
        )  # fmt: skip
        for priority in self.priorities.all():
            copy = copied(priority, brief_id=draft.pk)
            for target in priority.mix_targets.all():
                copied(target, priority_id=copy.pk)
        draft.note("revised", by=by, at=at, before={"brief": self.pk})
        return draft

    @transaction.atomic
    def retire(self, *, by: Person, at: datetime, version: int | None = None) -> None:
        self.lock(version=version)
        if self.state not in (BriefState.DRAFT, BriefState.PUBLISHED):
            raise WrongState(_("This version is no longer in force."))
        self._become(BriefState.RETIRED, "retired", {"ended_at": at}, by=by, at=at)

    @transaction.atomic
    def acknowledge(self, *, by: Person, at: datetime) -> None:
        """Told, and heard. Each person once per version."""
        self.lock()
        if self.state != BriefState.PUBLISHED:
            raise WrongState(_("Only a published brief is acknowledged."))
        if self.acknowledgements.filter(by=by).exists():
            raise WrongState(_("You have acknowledged this version already."))
        self.acknowledgements.create(by=by, at=at, team=self.team)

    def _become(self, state: BriefState, verb: str, fields: dict[str, Any], *, by: Person | None, at: datetime) -> None:
        before = {"state": self.state}
        self.assign({"state": state, **fields})
        self.keep("state", *fields)
        self.note(verb, by=by, at=at, before=before, after={"state": state})

    def note(self, verb: str, **told: Any) -> None:
        Event.objects.record(self, verb, team=self.team, **told)


class BriefPartQuerySet(PartQuerySet):
    team_path = "brief__team"


class BriefAcknowledgement(ScopedModel, Entry):
    """A salesperson has read this version. Append-only."""

    brief = models.ForeignKey(StrategyBrief, on_delete=models.PROTECT, related_name="acknowledgements")

    objects = BriefPartQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["brief", "by"], name="brief_acknowledgement_once")]

    def __str__(self) -> str:
        return f"{self.by} {self.at:%Y-%m-%d}"
