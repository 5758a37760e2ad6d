"""A tactic: one step, by one person, by a day, how much of it, with what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from charters.choices import BINDING_STATES, LIVE_STATES, TacticState
from charters.models.charter import Charter
from charters.models.part import Part, PartQuerySet
from charters.models.strategy import Strategy
from charters.refusals import WrongState
from portal.models import Event, Person, Versioned
from portal.refusals import Invalid
from portal.scoping import ScopedModel


class Tactic(Part):
    """What was agreed. Who does it, by when now, and whether it is done stands in its progress."""

    placed_under = ("strategy",)
    in_progress = ("owner",)
    mirrored = ("due_on",)

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="tactics")
    strategy = models.ForeignKey(
        Strategy, verbose_name=_("strategy"), null=True, blank=True, on_delete=models.SET_NULL, related_name="tactics"
    )
    step = models.CharField(_("step"), max_length=300)
    how = models.TextField(_("how exactly"), max_length=2000, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    quantity = models.CharField(_("how much"), max_length=200, blank=True)
    resources = models.CharField(_("with what"), max_length=300, blank=True)
    landmark = models.BooleanField(_("landmark"), default=False)
    adoption = models.BooleanField(_("helps people adopt it"), default=False)
    phase = models.PositiveSmallIntegerField(_("phase"), null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta(Part.Meta):
        indexes = [models.Index(fields=["lineage"], name="tactic_lineage")]

    def __str__(self) -> str:
        return self.step


class TacticProgressQuerySet(PartQuerySet):
    team_path = "tactic__charter__team"

    def of_person(self, person: Person) -> Self:
        """Those of charters in force that this person has taken on."""
        return self.filter(owner=person, tactic__charter__state__in=BINDING_STATES)

    def open(self) -> Self:
        return self.filter(state=TacticState.OPEN)

    def overdue(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)


class TacticProgress(ScopedModel, Versioned):
    """Goes on while the charter's text stands still. What happens in one version holds in every living version."""

    tactic = models.OneToOneField(Tactic, on_delete=models.CASCADE, related_name="progress")
    owner = models.ForeignKey(
        Person, verbose_name=_("who"), null=True, blank=True, on_delete=models.PROTECT, related_name="tactics"
    )
    due_on = models.DateField(_("by"), null=True, blank=True)
    redated = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(max_length=8, choices=TacticState.choices, default=TacticState.OPEN, editable=False)
    settled_on = models.DateField(null=True, editable=False)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = TacticProgressQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name_plural = _("progress of tactics")
        indexes = [
            models.Index(fields=["owner", "due_on"], condition=models.Q(state="open"), name="tactic_open"),
        ]

    def __str__(self) -> str:
        return str(self.tactic)

    def is_overdue(self, today: date) -> bool:
        return self.state == TacticState.OPEN and self.due_on is not None and self.due_on < today

    @transaction.atomic
    def done(
        self, *, by: Person, at: datetime, on: date | None = None, note: str = "", version: int | None = None
    ) -> None:
        self._begin(version, TacticState.OPEN)
        if on and on > by.today_at(at):
            raise Invalid({"on": _("Enter a day that is not in the future.")})
        self._settle(TacticState.DONE, on or by.today_at(at), by=by, at=at, reason=note)

    @transaction.atomic
    def drop(self, *, reason: str, by: Person, at: datetime, version: int | None = None) -> None:
        self._begin(version, TacticState.OPEN)
        if not reason.strip():
            raise Invalid({"reason": _("Say in a sentence why this is no longer needed.")})
        self._settle(TacticState.DROPPED, by.today_at(at), by=by, at=at, reason=reason)

    @transaction.atomic
    def reopen(self, *, by: Person, at: datetime, reason: str = "", version: int | None = None) -> None:
        self._begin(version, TacticState.DONE, TacticState.DROPPED)
        self._change({"state": TacticState.OPEN, "settled_on": None, "settled_by": None})
        self._note("tactic_reopened", by=by, at=at, reason=reason)

    @transaction.atomic
    def redate(self, *, due_on: date, reason: str, by: Person, at: datetime, version: int | None = None) -> None:
        """A new day, and why. The day that was agreed stays in the charter."""
        self._begin(version, TacticState.OPEN)
        if due_on < by.today_at(at):
            raise Invalid({"due_on": _("Enter today or a day in the future.")})
        if not reason.strip():
            raise Invalid({"reason": _("Say in a sentence why another day.")})
        before = {"due_on": self.due_on}
        self._change({"due_on": due_on, "redated": self.redated + 1})
        self._note("tactic_redated", by=by, at=at, before=before, after={"due_on": due_on}, reason=reason)

    @transaction.atomic
    def hand_over(self, *, to: Person, by: Person, at: datetime, reason: str = "", version: int | None = None) -> None:
        """Somebody else does it; also while the charter is still being written or reviewed."""
        self._begin(version, TacticState.OPEN, within=LIVE_STATES)
        if not to.is_active:
            raise Invalid({"owner": _("Choose somebody who works here.")})
        before = {"owner": self.owner_id}
        self._change({"owner": to})
        self._note("tactic_handed_over", by=by, at=at, before=before, after={"owner": to.pk}, reason=reason)

    def _begin(self, version: int | None, *states: str, within: tuple[str, ...] = BINDING_STATES) -> None:
        self.lock(version=version)
        if self.tactic.charter.state not in within:
            raise WrongState(_("Progress begins once the charter is approved, and ends with it."))
        if self.state not in states:
            raise WrongState(
                _("This tactic is %(state)s; that cannot be done now.") % {"state": self.get_state_display().lower()}
            )

    def _settle(self, state: TacticState, day: date, *, by: Person, at: datetime, reason: str) -> None:
        before = {"state": self.state}
        self._change({"state": state, "settled_on": day, "settled_by": by})
        self._note(f"tactic_{state}", by=by, at=at, before=before, after={"state": state, "on": day}, reason=reason)

    def _change(self, values: dict[str, Any]) -> None:
        """Here and in the next version, should it be in the making; there only what had not been planned otherwise."""
        before = {name: getattr(self, name) for name in values}
        for one in [self, *self._elsewhere()]:
            fresh = {name: value for name, value in values.items() if getattr(one, name) == before[name]}
            if one.assign(fresh):
                one.keep(*fresh)

    def _elsewhere(self) -> list[TacticProgress]:
        everywhere = TacticProgress.objects.everything(reason="versions of the same tactic")
        others = everywhere.filter(tactic__lineage=self.tactic.lineage, tactic__charter__state__in=LIVE_STATES)
        return list(others.exclude(pk=self.pk).select_for_update(of=("self",)).order_by("id"))

    def _note(self, verb: str, **told: Any) -> None:
        """Tactics' events stand in the history of their charter."""
        charter = self.tactic.charter
        after = {"tactic": self.tactic_id, "lineage": str(self.tactic.lineage), **told.pop("after", {})}
        Event.objects.record(charter, verb, team=charter.team, after=after, **told)
