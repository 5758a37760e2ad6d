"""Once a week, what is bound to a figure of the portal measures itself.

A week's measurement has an identifier made of what is measured, the figure and the week: the database takes it once,
whoever comes second. What a figure cannot tell (no case, or a day that has passed) is left out, not guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import OuterRef, Subquery

from charters import figures
from charters.choices import LIVE_STATES, Confidence
from charters.figures import ByTeam, Cases, Figure
from charters.models import Charter, Measure, Measurement, Objective, ObjectiveProgress
from charters.models.outlining import objective_fact
from charters.progress import progress
from portal.models import Organisation, Remark
from portal.teamtree import TeamTree
from portal.weeks import WEEK, last_day, week_of

CAUGHT_UP: Final = 12 * WEEK
EVERYBODY: Final = "what is bound to a figure, in every team"


@dataclass(frozen=True)
class Due:
    """One measurement to make: `id` is the same whenever it is asked for within the week."""

    subject: Any
    figure: Figure
    day: date

    @property
    def id(self) -> UUID:
        week = week_of(self.day).isoformat()
        return uuid5(self.subject.lineage, f"{self.figure.name} {week}")


@transaction.atomic
def fill(*, at: datetime) -> int:
    """Measure what this week has no measurement of yet, and weeks that were missed. Says how many there were."""
    due = _missing(at)
    if not due:
        return 0
    tree, counted = TeamTree.read(), _counted(due)
    told = ((one, figures.below(counted[one.figure.name, one.day], one.subject.charter.team_id, tree)) for one in due)
    made = list(filter(None, (_made(one, cases, at) for one, cases in told)))
    Remark.objects.bulk_create([one.remark for one in made if one.remark], ignore_conflicts=True)
    Measurement.objects.bulk_create(made, ignore_conflicts=True)
    _remember({one.lineage for one in made})
    return len(made)


def _missing(at: datetime) -> list[Due]:
    """In the order of their identifiers, so that two that fill at once never wait for each other."""
    organisation = Organisation.current()
    today = organisation.today(at)
    due = {
        one.id: one
        for subject in _bound()
        for one in _owed(subject, today, since=organisation.today(subject.charter.approved_at))
    }
    everything = Measurement.objects.everything(reason=EVERYBODY)
    known = set(everything.filter(pk__in=due).values_list("pk", flat=True)) if due else set()
    return [due[pk] for pk in sorted(set(due) - known)]


def _bound() -> Iterator[Objective | Measure]:
    """Of the version that holds of each charter: what names a figure."""
    holding = Charter.objects.everything(reason=EVERYBODY).holding()
    named = {"charter__in": holding, "figure__in": list(figures.known())}
    objectives = Objective.objects.everything(reason=EVERYBODY).filter(**named)
    measures = Measure.objects.everything(reason=EVERYBODY).filter(**named)
    yield from objectives.select_related("charter__team", "progress", "supports").prefetch_related("targets")
    yield from measures.select_related("charter__team")


def _owed(subject: Any, today: date, *, since: date) -> Iterator[Due]:
    """Today; and the last day of each week that has passed since then, where the figure still knows it."""
    figure = subject.bound_to
    yield Due(subject, figure, today)
    if figure.any_day:
        day = last_day(week_of(max(since, today - CAUGHT_UP)))
        while day < week_of(today):
            yield Due(subject, figure, day)
            day += WEEK


def _counted(due: Iterable[Due]) -> dict[tuple[str, date], ByTeam]:
    """Each figure once a day, for all teams."""
    wanted = {(one.figure.name, one.day): one.figure for one in due}
    return {(name, day): figure.counted(day) for (name, day), figure in wanted.items()}


def _made(due: Due, cases: Cases, at: datetime) -> Measurement | None:
    """None without data."""
    charter, objective = due.subject.charter, due.subject if isinstance(due.subject, Objective) else None
    value = cases.percent
    return None if value is None else Measurement(
        id=due.id, charter=charter, lineage=due.subject.lineage, objective=objective,
        measure=None if objective else due.subject, measured_on=due.day, value=value, figure=due.figure.name,
        confidence=_confidence(objective, value, due.day), at=at, team=charter.team,
        remark=Remark(id=due.id, text=due.figure.said(cases, charter.team, due.day)),
    )  # fmt: skip


def _confidence(objective: Objective | None, value: Decimal, day: date) -> Confidence:
    """Nobody was asked: in doubt when it is behind the line between its targets."""
    standing = progress(objective_fact(objective), value, day) if objective else None
    return Confidence.MEDIUM if standing and standing.on_track is False else Confidence.HIGH


def _remember(lineages: set[UUID]) -> None:
    """The newest measurement stands beside the objective in every living version."""
    of_progress = Objective.objects.everything(reason=EVERYBODY).filter(pk=OuterRef(OuterRef("objective_id")))
    newest = Measurement.objects.everything(reason=EVERYBODY).filter(lineage__in=of_progress.values("lineage"))
    living = ObjectiveProgress.objects.everything(reason=EVERYBODY).filter(
        objective__lineage__in=lineages, objective__charter__state__in=LIVE_STATES
    )
    living.update(latest=Subquery(newest.order_by("-measured_on", "-at", "-id").values("pk")[:1]))
