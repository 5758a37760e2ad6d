"""Objectives at risk: they will not be reached, are in doubt, or lie behind the line between their targets."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from charters.choices import CharterState, Confidence
from charters.models import Objective
from charters.models.outlining import objective_fact
from charters.progress import progress

BEHIND: Final = "behind"
WORST_FIRST: Final = [Confidence.LOW, BEHIND, Confidence.MEDIUM]


def in_force(objectives: Any) -> Any:
    """Of charters that are in force, with what their risk follows from."""
    active = objectives.filter(charter__state=CharterState.ACTIVE)
    return active.select_related("charter", "supports", "progress__latest", "progress__owner").prefetch_related(
        "targets"
    )


def risk_of(one: Objective) -> str:
    """Empty where it is on course, and where nothing was measured."""
    latest = one.progress.latest
    if latest is None:
        return ""
    if latest.confidence == Confidence.LOW:
        return Confidence.LOW
    standing = progress(objective_fact(one), latest.value, latest.measured_on)
    if standing is not None and standing.on_track is False:
        return BEHIND
    return Confidence.MEDIUM if latest.confidence == Confidence.MEDIUM else ""


def in_words(risk: str) -> str:
    return _("behind the line between its targets") if risk == BEHIND else str(Confidence(risk).label)
