"""Whether an objective is SMART, letter by letter, with a reason for each failure. Values in, values out.

Specific: one subject, one owner. Measurable: metric, unit, baseline with its day, targets that differ from it in the
right direction. Accepted: by its owner. Relevant: serves a goal or a sales mission. Timed: every target has a day
after the day it was written, inside the mission's window.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from charters.choices import Direction
from charters.document import MissionFact, ObjectiveFact
from portal import formats

STRETCH = Decimal("1.0")


@dataclass(frozen=True)
class Letter:
    """`failures` say why it does not pass; `warnings` what to think about although it does."""

    letter: str
    failures: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.failures


def smart(
    objective: ObjectiveFact, *, written_on: date, mission: MissionFact | None = None, stretch: Decimal = STRETCH
) -> list[Letter]:
    """The five letters in order. `stretch` is how far beyond the normal expectation still seems attainable."""
    return [
        Letter("S", tuple(_specific(objective))),
        Letter("M", tuple(_measurable(objective))),
        Letter("A", tuple(_accepted(objective)), tuple(_stretched(objective, stretch))),
        Letter("R", tuple(_relevant(objective, mission))),
        Letter("T", tuple(_timed(objective, written_on, mission))),
    ]


def _specific(objective: ObjectiveFact) -> Iterator[str]:
    if not objective.statement.strip():
        yield _("Say what is to be reached.")
    if ";" in objective.statement and not objective.is_milestone:
        yield _("It asks for more than one thing. Make it two objectives.")
    if objective.owner is None:
        yield _("Name the one person who owns it.")


def _measurable(objective: ObjectiveFact) -> Iterator[str]:
    if objective.is_milestone:
        if not objective.targets:
            yield _("Name at least one milestone.")
        if any(not target.milestone.strip() for target in objective.targets):
            yield _("Say for each milestone what is then the case.")
        return
    yield from missing_from(objective)
    yield from missing_to(objective)
    yield from _directed(objective)


def missing_from(objective: ObjectiveFact) -> Iterator[str]:
    """The baseline side of "from … to …"."""
    if objective.baseline is None:
        yield _("Say from what: the value today is missing.")
    elif objective.baseline_on is None:
        yield _("Say on which day the value it starts from was measured.")


def missing_to(objective: ObjectiveFact) -> Iterator[str]:
    """The target side."""
    if not objective.metric.strip():
        yield _("Say what is measured.")
    if not objective.unit.strip():
        yield _("Say in which unit it is measured.")
    if not objective.targets or any(target.value is None for target in objective.targets):
        yield _("Say to what: a target value is missing.")


def _directed(objective: ObjectiveFact) -> Iterator[str]:
    if objective.baseline is None:
        return
    known = [target.value for target in objective.targets if target.value is not None]
    if any(value == objective.baseline for value in known):
        yield _("A target equals the value it starts from.")
    wrong = [value for value in known if (value < objective.baseline) == (objective.direction == Direction.UP)]
    if any(value != objective.baseline for value in wrong):
        yield _("A target lies on the wrong side of the value it starts from.")


def _accepted(objective: ObjectiveFact) -> Iterator[str]:
    if not objective.accepted:
        yield _("Its owner has not accepted it yet.")


def _stretched(objective: ObjectiveFact, stretch: Decimal) -> Iterator[str]:
    """Against the normal expectation: what would be reached without special effort."""
    last = objective.targets[-1].value if objective.targets else None
    if objective.expectation is None or objective.baseline is None or last is None:
        return
    normal, asked = objective.expectation - objective.baseline, last - objective.baseline
    if objective.direction == Direction.DOWN:
        normal, asked = -normal, -asked
    if asked <= normal:
        yield _("The target asks for no more than would be reached anyway.")
    elif normal > 0 and asked > normal * (1 + stretch):
        yield _("The target is far beyond what is normally reached. Is it attainable?")


def _relevant(objective: ObjectiveFact, mission: MissionFact | None) -> Iterator[str]:
    if objective.goal is None and mission is None:
        yield _("Link it to a goal or a sales mission.")


def _timed(objective: ObjectiveFact, written_on: date, mission: MissionFact | None) -> Iterator[str]:
    if not objective.targets:
        yield _("Say by when.")
    if any(target.due_on <= written_on for target in objective.targets):
        yield _("A day lay in the past when this was written.")
    if mission and any(not mission.starts_on <= one.due_on <= mission.ends_on for one in objective.targets):
        yield _("A day lies outside the sales mission.")


def from_to(objective: ObjectiveFact) -> str | None:
    """ "From 12 % on 2 Nov 2026 to 10 % by 30 Jun 2027, 8 % by 30 Sep 2027"; None while a part of it is missing."""
    if any(_measurable(objective)):
        return None
    if objective.is_milestone:
        steps = [
            _("%(milestone)s by %(day)s") % {"milestone": one.milestone, "day": formats.day(one.due_on)}
            for one in objective.targets
        ]
        return ", ".join(steps)
    first, *following = told([objective.baseline, *(one.value for one in objective.targets)], objective.unit)
    start = _("From %(value)s on %(day)s") % {"value": first, "day": formats.day(objective.baseline_on)}
    steps = [
        _("%(value)s by %(day)s") % {"value": value, "day": formats.day(one.due_on)}
        for one, value in zip(objective.targets, following, strict=True)
    ]
    return _("%(start)s to %(steps)s") % {"start": start, "steps": ", ".join(steps)}


def told(values: Sequence[Decimal | None], unit: str) -> list[str]:
    """As in a sentence: a sign such as % stands with each number, a word such as "operators" once, with the first number
    that it goes with; "1 operators" is not said."""
    if not any(letter.isalpha() for letter in unit):
        return [quantity(value, unit) for value in values]
    at = next((number for number, value in enumerate(values) if value is not None and abs(value) != 1), 0)
    return [quantity(value, unit if number == at else "") for number, value in enumerate(values)]


def quantity(value: Decimal | None, unit: str) -> str:
    if value is None:
        return _("no data")
    return f"{format_decimal(value.normalize(), locale=formats.locale())}\u00a0{unit}".rstrip("\u00a0")
