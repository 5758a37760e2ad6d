"""Recording where an objective or a measure stands: a value, how sure we are, and a sentence why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from charters import figures
from charters.choices import LIVE_STATES, Confidence
from charters.refusals import WrongState
from portal.models import Organisation, Person, Remark
from portal.refusals import Invalid

if TYPE_CHECKING:
    from charters.figures import Figure
    from charters.models.measurement import Measurement


class Measuring(models.Model):
    """`figure` names what the portal reckons itself (charters/figures.py): then nobody else records where it stands."""

    class Meta:
        abstract = True

    @property
    def bound_to(self: Any) -> Figure | None:
        """The figure that fills it each week (charters/filling.py)."""
        return figures.find(self.figure)

    def clean(self: Any) -> None:
        """A figure can only be bound where its number means something."""
        super().clean()
        if not self.figure:
            return
        if self.bound_to is None:
            raise ValidationError({"figure": _("Choose one of the figures that the portal reckons.")})
        if getattr(self, "is_milestone", False):
            raise ValidationError({"figure": _("Milestones are counted by people. Choose no figure.")})
        if self.unit.strip() not in ("", self.bound_to.unit):
            words = _("“%(figure)s” is told in %(unit)s. Use that unit.")
            raise ValidationError({"unit": words % {"figure": self.bound_to, "unit": self.bound_to.unit}})

    @transaction.atomic
    def measure(
        self: Any,
        *,
        value: Decimal | None,
        by: Person | None,
        at: datetime,
        confidence: str = Confidence.HIGH,
        why: str = "",
        measured_on: date | None = None,
        figure: str = "",
    ) -> Measurement:
        """Append a measurement; nobody edits one, a later one of the same day stands instead.

        `figure` names the figure of the portal that it comes from; then nobody has to say why.
        """
        if not self.charter.is_published:
            raise WrongState(_("Progress begins once the charter is approved, and ends with it."))
        if self.bound_to and not figure:
            words = _("This fills itself each week: %(figure)s. Nobody enters it by hand.")
            raise WrongState(words % {"figure": self.bound_to})
        today = by.today_at(at) if by else Organisation.current().today(at)
        errors = self._refused_value(value) | _refused_words(confidence, why, figure, measured_on, today)
        if errors or value is None:
            raise Invalid(errors)
        made: Measurement = self.measurements.create(
            charter=self.charter, lineage=self.lineage, value=value, confidence=confidence, figure=figure,
            measured_on=measured_on or today, by=by, at=at, team=self.charter.team,
            remark=Remark.objects.create(text=why.strip()) if why.strip() else None,
        )  # fmt: skip
        self._remember(made)
        return made

    def _refused_value(self: Any, value: Decimal | None) -> dict[str, Any]:
        if value is None:
            return {"value": _("Enter a number.")}
        if getattr(self, "is_milestone", False) and (value != int(value) or not 0 <= value <= self.targets.count()):
            return {"value": _("Enter how many of the milestones are reached.")}
        return {}

    def _remember(self: Any, made: Measurement) -> None:
        """The newest stands beside the objective in every living version, so that lists need no look-up."""
        if not hasattr(self, "progress"):
            return
        progress = type(self.progress).objects.everything(reason="versions of the same objective")
        living = progress.filter(objective__lineage=self.lineage, objective__charter__state__in=LIVE_STATES)
        newer = models.Q(latest=None) | models.Q(latest__measured_on__lte=made.measured_on)
        living.filter(newer).update(latest=made)
        self.progress.refresh_from_db(fields=["latest"])

    def history(self: Any) -> models.QuerySet[Measurement]:
        """The measurements in all versions, the oldest day first."""
        kind = self.measurements.model
        found = kind.objects.everything(reason="measurements of a published charter are everybody's to read")
        return found.filter(lineage=self.lineage).order_by("measured_on", "at", "id")


def _refused_words(confidence: str, why: str, figure: str, measured_on: date | None, today: date) -> Mapping[str, Any]:
    errors: dict[str, Any] = {}
    if confidence not in Confidence.values:
        errors["confidence"] = _("Choose how sure you are.")
    if not figure and not why.strip():
        errors["why"] = _("Say in a sentence what lies behind the number.")
    if measured_on and measured_on > today:
        errors["measured_on"] = _("Enter a day that is not in the future.")
    return errors
