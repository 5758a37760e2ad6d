"""Every move of an opportunity, and the overrides that managers answered for."""

from __future__ import annotations

from datetime import date

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from funnels.choices import MoveKind, Status
from funnels.models.funnel import Stage
from funnels.models.opportunity import Opportunity, OpportunityPartQuerySet
from portal.models import Entry, Person, Remark, Versioned
from portal.scoping import ScopedModel


class OverrideQuerySet(OpportunityPartQuerySet):
    def running(self) -> OverrideQuerySet:
        return self.filter(ended_at=None)


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


class StageEvent(ScopedModel, Entry):
    """Append-only. `criteria` is what was known of each required commitment at that moment (code, state)."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.DO_NOTHING, related_name="moves")
    kind = models.CharField(max_length=10, choices=MoveKind.choices)
    from_stage = models.ForeignKey(Stage, null=True, on_delete=models.PROTECT, related_name="+")
    to_stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    from_status = models.CharField(max_length=12, choices=Status.choices, blank=True)
    to_status = models.CharField(max_length=12, choices=Status.choices)
    supported = models.BooleanField(default=True)
    criteria = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    override = models.ForeignKey(Override, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OpportunityPartQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["opportunity", "at"], name="stage_event_opportunity")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"
