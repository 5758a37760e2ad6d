"""Every move of an opportunity, and the overrides that managers answered for."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from funnels.choices import MoveKind, Status
from funnels.models.funnel import Stage
from funnels.models.opportunity import Opportunity, OpportunityPartQuerySet
from funnels.models.overriding import OVERRIDE_DAYS
from funnels.refusals import ManagersOnly, WrongState
from portal.models import Entry, Event, Person, Remark, Versioned
from portal.refusals import Invalid
from portal.roles import Role
from portal.scoping import ScopedModel


class OverrideQuerySet(OpportunityPartQuerySet):
    def running(self) -> OverrideQuerySet:
        """Not ended: still answered for, or expired and waiting to be renewed or moved back."""
        return self.filter(ended_at=None)

    def expired(self, today: date) -> OverrideQuerySet:
        return self.running().filter(expires_on__lt=today)


class Override(ScopedModel, Versioned):
    """A manager's decision to move without full evidence. It expires; the stage stays, the gap shows."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="overrides")
    from_stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    to_stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    remark = models.ForeignKey(Remark, on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField(_("expires on"))
    missing = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_how = models.CharField(
        max_length=10,
        blank=True,
        choices=[
            ("evidence", _("The evidence came")),
            ("moved", _("Moved back")),
            ("closed", _("Closed")),
            ("undone", _("Undone")),
            ("renewed", _("Renewed")),
            ("dropped", _("No longer asked for")),
        ],
    )

    objects = OverrideQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["expires_on"], condition=models.Q(ended_at=None), name="override_running")]

    def __str__(self) -> str:
        return str(self.remark)

    def has_expired(self, today: date) -> bool:
        return self.expires_on < today

    @property
    def owed(self) -> set[UUID]:
        """The commitment definitions that were missing."""
        return {UUID(one["definition"]) for one in self.missing}

    def end(self, how: str, *, at: datetime) -> None:
        self.ended_at, self.ended_how = at, how
        self.keep("ended_at", "ended_how")

    @transaction.atomic
    def renew(self, *, reason: str, by: Person, at: datetime, version: int | None = None) -> Override:
        """Answer for the same gap for another 14 days, with a reason of its own. A manager's alone."""
        self.opportunity.lock()
        self.lock(version=version)
        if not by.reach.holds(self.opportunity.team_id, Role.MANAGER):
            raise ManagersOnly
        if self.ended_at is not None:
            raise WrongState(_("This override has ended: %(how)s.") % {"how": self.get_ended_how_display().lower()})
        if not reason.strip():
            raise Invalid({"reason": _("Say in a sentence why the opportunity stays ahead of its evidence.")})
        self.end("renewed", at=at)
        renewed = self._once_more(reason.strip(), by=by, at=at)
        told = {"override": renewed.pk, "expires_on": renewed.expires_on}
        Event.objects.record(
            self.opportunity, "override_renewed", by=by, at=at, team=self.opportunity.team,
            before={"override": self.pk, "expires_on": self.expires_on}, after=told, reason=reason.strip(),
        )  # fmt: skip
        return renewed

    def _once_more(self, reason: str, *, by: Person, at: datetime) -> Override:
        return self.opportunity.overrides.create(
            from_stage_id=self.from_stage_id,
            to_stage_id=self.to_stage_id,
            by=by,
            at=at,
            remark=Remark.objects.create(text=reason),
            expires_on=by.organisation.today(at) + timedelta(days=OVERRIDE_DAYS),
            missing=self.missing,
        )


class StageEvent(ScopedModel, Entry):
    """Append-only. `criteria` is what was known of each required commitment at that moment (code, state).

    `reasons` are the codes of why it closed (funnels.choices.CLOSE_REASONS), which reopening takes off the opportunity.
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.DO_NOTHING, related_name="moves")
    kind = models.CharField(max_length=10, choices=MoveKind.choices)
    from_stage = models.ForeignKey(Stage, null=True, on_delete=models.PROTECT, related_name="+")
    to_stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    from_status = models.CharField(max_length=12, choices=Status.choices, blank=True)
    to_status = models.CharField(max_length=12, choices=Status.choices)
    supported = models.BooleanField(default=True)
    criteria = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    reasons = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    override = models.ForeignKey(Override, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OpportunityPartQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["opportunity", "at"], name="stage_event_opportunity")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"
