"""Where objectives and measures stood on which day, and who answers for an objective."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from charters.choices import LIVE_STATES, Confidence
from charters.models.charter import Charter
from charters.models.objective import Objective
from charters.models.part import PartQuerySet
from charters.models.service import Measure
from charters.refusals import WrongState
from portal.models import Entry, Event, Person, Versioned
from portal.refusals import Invalid
from portal.scoping import ScopedModel


class Measurement(ScopedModel, Entry):
    """Append-only. `charter` is the version it was recorded in; `lineage` is the objective's, or the measure's.

    The sentence why is the remark: text that can be erased while the figure stays.
    """

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="measurements")
    objective = models.ForeignKey(Objective, null=True, on_delete=models.PROTECT, related_name="measurements")
    measure = models.ForeignKey(Measure, null=True, on_delete=models.PROTECT, related_name="measurements")
    lineage = models.UUIDField(editable=False)
    measured_on = models.DateField(_("on"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    confidence = models.CharField(_("confidence"), max_length=6, choices=Confidence.choices)
    figure = models.CharField(max_length=60, blank=True, editable=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["-measured_on", "-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(objective=None, measure__isnull=False) | Q(objective__isnull=False, measure=None),
                name="measurement_of_one_thing",
            )
        ]
        indexes = [models.Index(fields=["lineage", "measured_on", "at"], name="measurement_lineage")]

    def __str__(self) -> str:
        return f"{self.value} {self.measured_on:%Y-%m-%d}"


class ObjectiveProgressQuerySet(PartQuerySet):
    team_path = "objective__charter__team"


class ObjectiveProgress(ScopedModel, Versioned):
    """Who answers for the objective, whether they accepted it, and the newest measurement."""

    objective = models.OneToOneField(Objective, on_delete=models.CASCADE, related_name="progress")
    owner = models.ForeignKey(
        Person, verbose_name=_("owner"), null=True, blank=True, on_delete=models.PROTECT, related_name="objectives"
    )
    accepted_at = models.DateTimeField(null=True, editable=False)
    latest = models.ForeignKey(Measurement, null=True, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = ObjectiveProgressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("progress of objectives")

    def __str__(self) -> str:
        return str(self.objective)

    @transaction.atomic
    def accept(self, *, by: Person, at: datetime, version: int | None = None) -> None:
        """The owner says yes to what is asked. It holds until the objective or its owner changes."""
        self._begin(version)
        if by.pk != self.owner_id:
            raise WrongState(_("Only the person who owns this objective can accept it."))
        if self.accepted_at is not None:
            raise WrongState(_("This objective is accepted already."))
        self.accepted_at = at
        self.keep("accepted_at")
        self._note("objective_accepted", by=by, at=at)

    @transaction.atomic
    def hand_over(self, *, to: Person, by: Person, at: datetime, reason: str = "", version: int | None = None) -> None:
        """Somebody else answers for it from now on, and is asked to accept it."""
        self._begin(version)
        if not to.is_active:
            raise Invalid({"owner": _("Choose somebody who works here.")})
        before = self.assign({"owner": to})
        if before:
            self.accepted_at = None
            self.keep("owner", "accepted_at")
            self._note("objective_handed_over", by=by, at=at, before=before, after={"owner": to.pk}, reason=reason)

    def _begin(self, version: int | None) -> None:
        self.lock(version=version)
        if self.objective.charter.state not in LIVE_STATES:
            raise WrongState(_("This version of the charter is no longer in force."))

    def _note(self, verb: str, **told: object) -> None:
        """Objectives' events stand in the history of their charter."""
        charter = self.objective.charter
        after = {"objective": self.objective_id, "lineage": str(self.objective.lineage), **told.pop("after", {})}  # type: ignore[dict-item]
        Event.objects.record(charter, verb, team=charter.team, after=after, **told)  # type: ignore[arg-type]
