"""How one objective stands: its sentence, its way so far, and its SMART letters."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from charters.models import Objective
from charters.models.outlining import mission_fact, objective_fact
from charters.progress import Progress, progress
from charters.smart import from_to, smart


class LetterShape(serializers.Serializer[Any]):
    letter = serializers.ChoiceField(choices=[(letter, letter) for letter in "SMART"])
    passed = serializers.BooleanField()
    failures = serializers.ListField(child=serializers.CharField())
    warnings = serializers.ListField(child=serializers.CharField())


class ProgressShape(serializers.Serializer[Any]):
    """`expected` is the line between the targets on the day of the measurement; `share` how much of the way is gone."""

    value = serializers.DecimalField(max_digits=18, decimal_places=4)
    measured_on = serializers.DateField()
    expected = serializers.DecimalField(max_digits=None, decimal_places=None, allow_null=True)
    share = serializers.DecimalField(max_digits=None, decimal_places=None, allow_null=True)
    on_track = serializers.BooleanField(allow_null=True)


class StandingShape(serializers.Serializer[Any]):
    """`sentence` is null while a part of "from … to … by …" is missing, `progress` while nothing was measured."""

    id = serializers.UUIDField()
    sentence = serializers.CharField(allow_null=True)
    progress = ProgressShape(allow_null=True)
    smart = LetterShape(many=True)


def standing(objective: Objective) -> dict[str, Any]:
    fact = objective_fact(objective)
    mission = mission_fact(getattr(objective.charter, "sales_mission", None))
    latest = objective.progress.latest
    found = progress(fact, latest.value, latest.measured_on) if latest else None
    letters = smart(fact, written_on=objective.charter.created_at.date(), mission=mission)
    return {
        "id": objective.pk,
        "sentence": from_to(fact),
        "progress": way(found) if found else None,
        "smart": [told(letter) for letter in letters],
    }


def way(found: Progress) -> dict[str, Any]:
    return {
        "value": found.value,
        "measured_on": found.measured_on,
        "expected": None if found.expected is None else round(found.expected, 4),
        "share": None if found.share is None else round(found.share, 4),
        "on_track": found.on_track,
    }


def told(letter: Any) -> dict[str, Any]:
    return {
        "letter": letter.letter,
        "passed": letter.passed,
        "failures": list(letter.failures),
        "warnings": list(letter.warnings),
    }
