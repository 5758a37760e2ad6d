"""How far each strategic priority has come, from what is recorded."""

import sys
from datetime import date, timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, UUIDField, Value
from django.test.utils import CaptureQueriesContext

from charters.chain import PriorityFact, Reached
from charters.choices import Dimension
from charters.models import Charter, Measure, Objective, StrategicPriority, StrategyBrief
from charters.opening import open_brief
from charters.priorities import priority_facts
from portal.models import Person, Team
from portal.roles import Role
from tests.cast import NOON, TODAY, Cast, join, make_person
from tests.charter_factories import branch, objective, put_into_force


def briefed(cast: Cast, team: Team, *, reinforced_by: Objective | None = None, count: int = 1) -> StrategyBrief:
    brief = open_brief({"title": "How we win"}, team=team, by=cast.vera, at=NOON)
    for number in range(count):
        values = {"kind": "market", "name": f"Harbours {number}", "objective": reinforced_by}
        StrategicPriority.add(brief, values, by=cast.vera, at=NOON)
    brief.publish(by=cast.vera, at=NOON)
    return brief


def fact(brief: StrategyBrief, today: date = TODAY) -> PriorityFact:
    return priority_facts([brief], today)[0]


def test_told_are_those_of_its_audience_who_have_read_it(cast: Cast) -> None:
    brief = briefed(cast, cast.north)
    assert fact(brief).told == Reached(0, 2)
    for person in (cast.nils, cast.lena, cast.rita):
        brief.acknowledge(by=person, at=NOON)
    assert fact(brief).told == Reached(1, 2)


def test_its_audience_is_who_sells_there_on_the_day(cast: Cast) -> None:
    brief = briefed(cast, cast.north)
    join(cast.rita, cast.bergen, Role.MEMBER, since=TODAY + timedelta(days=1))
    assert [fact(brief, TODAY + timedelta(days=days)).told.of for days in (0, 1)] == [2, 3]


def test_a_new_version_is_told_anew_while_trainings_count_on(cast: Cast) -> None:
    brief = briefed(cast, cast.north)
    brief.acknowledge(by=cast.nils, at=NOON)
    brief.priorities.get().record_training([cast.nils, cast.olga], held_on=TODAY, by=cast.vera, at=NOON)
    later = brief.revise(by=cast.vera, at=NOON)
    later.publish(by=cast.vera, at=NOON)
    assert (fact(later).told, fact(later).trained) == (Reached(0, 2), Reached(2, 2))


def test_who_counts_as_coached_is_told_by_other_apps_and_never_of_a_few(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unknown where fewer than five sell, where no session of theirs names a priority, and where nobody counts it."""
    brief = briefed(cast, cast.acme, count=2)
    first, second = (one.lineage for one in brief.priorities.all())
    coached, asked = [cast.nils, cast.lena], []

    def counted(*about: Any) -> Any:
        asked.append(about)
        rows = Person.objects.filter(pk__in=[one.pk for one in coached])
        return rows.annotate(lineage=Value(first, UUIDField()), coachee=F("pk"))

    module = ModuleType("counting")
    module.coached = counted  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "counting", module)
    settings.PRIORITY_COACHING = ["counting"]
    assert fact(brief).coached == Reached(0, 0)

    for name in ("Ola", "Pal"):
        join(make_person(name), cast.rome, Role.MEMBER)
    assert [one.coached for one in priority_facts([brief], TODAY)] == [Reached(1, 5), Reached(0, 5)]
    assert asked[-1] == ({first, second}, TODAY - timedelta(days=90), TODAY)
    coached[:] = [cast.lena]
    assert fact(brief).coached == Reached(0, 0)
    coached[:] = [cast.nils]
    settings.PRIORITY_COACHING = []
    assert (fact(brief).coached.share, fact(brief).holds("coached")) == (None, None)


def test_it_is_reinforced_by_an_objective_and_measured_by_its_data(cast: Cast, root: Charter) -> None:
    assert not fact(briefed(cast, cast.acme)).reinforced
    one = root.objectives.get()
    brief = briefed(cast, cast.acme, reinforced_by=one)
    assert (fact(brief).reinforced, fact(brief).measured) == (True, False)
    one.measure(value=Decimal(11), why="Counted", by=cast.vera, at=NOON)
    assert fact(brief).measured


def test_a_measure_of_the_objective_measures_it_as_well(cast: Cast, child: Charter) -> None:
    one = objective(child, goal=child.goals.get(), statement="Another")
    branch(child, one)
    values = {"name": "Visits", "dimension": Dimension.BEHAVIOUR, "objective": one}
    measure = child.add_part(Measure, values, by=cast.lena, at=NOON)
    put_into_force(child)
    brief = briefed(cast, cast.north, reinforced_by=one)
    assert not fact(brief).measured
    measure.measure(value=Decimal(3), why="Counted", by=cast.lena, at=NOON)
    assert fact(brief).measured


@pytest.mark.parametrize("count", [1, 6])
def test_it_takes_two_statements_whatever_the_size(cast: Cast, count: int) -> None:
    briefs = [briefed(cast, team, count=count) for team in (cast.north, cast.acme)[: 1 + count // 6]]
    with CaptureQueriesContext(connection) as spent:
        priority_facts(briefs, TODAY)
    assert len(spent) == 2
