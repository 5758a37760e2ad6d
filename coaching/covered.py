"""What the database knows of who was coached, counted in SQL by person, team and week. Each read is one statement.

Whoever calls has asked before whether the person may see the figures of these teams (coaching/rules.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, Count, F, Field, Func, Max, Min, Q, Sum, When

from coaching.branch import Branch, stays
from coaching.choices import AbsenceKind, Kind, SessionState
from coaching.coverage import COVERED_DAYS, Coached, Row, Share, Window, row_of
from coaching.expected import Away, Enough, Expected, Period, WorkingDays
from coaching.models import Absence, CoachedDay, SessionOpportunity
from coaching.models.day import MET
from coaching.recording import EARLY_STAGES
from coaching.standards import enough, said
from funnels.choices import MoveKind, Status
from funnels.models import StageEvent
from funnels.models.funnel import outline_of
from portal.models import Membership
from portal.weeks import WEEK


def took_place(path: str) -> Q:
    """Confirmed or not answered yet: nobody has said that it did not."""
    unless_denied = Q(**{f"{path}took_place": None}) | Q(**{f"{path}took_place": True})
    return Q(**{f"{path}state": SessionState.HELD}) & unless_denied


PLAIN: Final[Any] = Field()
"""Of numbers as the database sends them: integers need not be made integers again, in thousands of rows."""
# In the order in which `Coached` tells them.
COUNTED: Final = ("counted", "claimed", "logged", "sessions", "unanswered", "planned", "kept")
DAYS: Final = {
    "first": Min("day", filter=MET),
    "last": Max("day", filter=MET),
    "last_confirmed": Max("day", filter=Q(confirmed__gt=0)),
}
EARLY_KINDS: Final = (Kind.LEAD, Kind.OPPORTUNITY)
LOST: Final = (Status.LOST, Status.NO_DECISION)
LOST_WEEKS: Final = 52
FIRST_MONDAY: Final = date(1970, 1, 5)
Pair = tuple[UUID, UUID]


@dataclass(frozen=True)
class Covered:
    """The figures of a branch of teams in a period, and of every team in it."""

    branch: Branch
    period: Period
    today: date
    working: WorkingDays
    enough: Mapping[UUID, Enough]
    away: Sequence[Away]
    coached: Mapping[Pair, Sequence[Coached]]

    @classmethod
    def read(cls, branch: Branch, period: Period, today: date, weekdays: Sequence[int]) -> Covered:
        return cls(
            branch,
            period,
            today,
            WorkingDays(weekdays),
            enough(branch.teams, branch.parents, said()),
            away(branch.people, period),
            coached(list(branch.teams), period, today),
        )

    @cached_property
    def until(self) -> date:
        return min(self.today, self.period.last)

    def rows(
        self, memberships: Iterable[Membership], period: Period | None = None, *, by_week: bool = False
    ) -> list[Row]:
        """Of the people and teams of these memberships; each person once. `period` may be a part of the whole."""
        held: defaultdict[UUID, list[Membership]] = defaultdict(list)
        for one in memberships:
            held[one.person_id].append(one)
        return [self._row(theirs, period or self.period, by_week) for theirs in held.values()]

    def _row(self, held: Sequence[Membership], period: Period, by_week: bool) -> Row:
        """Of one person. A map, a team and the teams above it ask for the same row: it is reckoned once."""
        key = frozenset(one.pk for one in held), period
        found = self.known.get(key)
        if found is None or (by_week and not found.cells):
            person, window = held[0].person_id, Window(period, self.today, self.before)
            told = [one for team in {one.team_id for one in held} for one in self.coached.get((person, team), ())]
            found = self.known[key] = row_of(window, person, self.expected.of(stays(held)), told, by_week=by_week)
        return found

    @cached_property
    def known(self) -> dict[tuple[frozenset[UUID], Period], Row]:
        return {}

    @cached_property
    def expected(self) -> Expected:
        return Expected(self.working, self.enough, (), self.away)

    @cached_property
    def before(self) -> dict[UUID, date]:
        """The last session before the period, of those who had none in it."""
        coached = {
            person
            for (person, _team), told in self.coached.items()
            if any(one.last and one.lies_in(self.period) for one in told)
        }
        people = [one for one in self.branch.people if one not in coached]
        days: Any = CoachedDay.objects.of_teams(self.branch.teams)  # type: ignore[arg-type]
        return days.filter(coachee__in=people, day__lt=self.period.first).last_days() if people else {}


class WeekNumber(Func):
    """Which week a day lies in, counted from the first Monday of 1970: a number is grouped by faster than a date."""

    output_field = PLAIN

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="((%(expressions)s - DATE '1970-01-05') / 7)", **context)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        told = "CAST((julianday(%(expressions)s) - julianday('1970-01-05')) / 7 AS INTEGER)"
        return self.as_sql(compiler, connection, template=told, **context)


def coached(teams: Sequence[UUID], period: Period, today: date) -> dict[Pair, list[Coached]]:
    """Of the period, and of the 30 days that end with it. Where this month, or the period, begins within a week, what
    came before that day stands apart."""
    until = min(today, period.last)
    since = min(period.first, until - timedelta(days=COVERED_DAYS - 1))
    cut = max(period.first, until.replace(day=1))
    days: Any = CoachedDay.objects.of_teams(teams).filter(day__range=(since, until))  # type: ignore[arg-type]
    weekly = days.order_by().values_list("coachee_id", "team_id", WeekNumber("day"), _from(cut))
    found: defaultdict[Pair, list[Coached]] = defaultdict(list)
    for coachee, team, number, late, *told in weekly.annotate(
        *(Sum(one, output_field=PLAIN) for one in COUNTED), **DAYS
    ):
        week = FIRST_MONDAY + WEEK * number
        found[coachee, team].append(Coached(week, max(week, cut) if late else week, *told))
    return found


def _from(day: date) -> Case:
    return Case(When(day__gte=day, then=1), default=0, output_field=PLAIN)


def away(people: Iterable[UUID], period: Period) -> list[Away]:
    """All until the end of the period: a time without a session may have begun long before it."""
    found = Absence.objects.everything(reason="what is expected of a person, wherever it was recorded")
    touching = found.touching(date.min, period.last).filter(person__in=list(people))
    return [
        Away(one.person_id, one.team_id, one.kind == AbsenceKind.LEAVE, one.starts_on, one.ends_on) for one in touching
    ]


def early_by_pair(teams: Sequence[UUID], period: Period) -> dict[Pair, Share]:
    """By coachee and team: opportunities talked about in their first two stages, of all that leads' and opportunities'
    sessions were about. One that two sessions were about counts twice."""
    links = SessionOpportunity.objects.scoped("team").filter(
        took_place("session__"), session__team__in=teams, session__kind__in=EARLY_KINDS,
        session__held_on__range=(period.first, period.last),
    )  # fmt: skip
    counted = links.order_by().values_list("session__coachee_id", "session__team_id")
    return {
        (coachee, team): Share(early, of)
        for coachee, team, early, of in counted.annotate(early=Count("pk", filter=Q(early=True)), of=Count("pk"))
    }


def lost_by_team(teams: Sequence[UUID], today: date) -> dict[UUID, Share]:
    """Of the opportunities that a team lost or that ended without a decision, those it lost in their first two stages.

    In the 52 weeks to today, in the team of that day. What was reopened or undone since is not lost; what an import
    brought closed says nothing about a stage.
    """
    found: Any = StageEvent.objects.scoped("team").filter(
        kind=MoveKind.CLOSED, to_status__in=LOST, team__in=teams, opportunity__last_move=F("pk"),
        opportunity__closed_on__gt=today - timedelta(weeks=LOST_WEEKS),
    )  # fmt: skip
    shares: dict[UUID, Share] = {}
    for team, stage, funnel, count in (
        found.order_by().values_list("team", "from_stage", "from_stage__funnel").annotate(count=Count("pk"))
    ):
        early = stage in {one.id for one in outline_of(funnel).stages[:EARLY_STAGES]}
        shares[team] = shares.get(team, Share()) + Share(count if early else 0, count)
    return shares


def of_pairs(shares: Mapping[Pair, Share], pairs: Iterable[Pair]) -> Share:
    return sum((shares[pair] for pair in pairs if pair in shares), Share())
