"""Many charters and many parts at once, as the verbs would leave them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from charters.choices import CharterKind, CharterState
from charters.models import (
    Charter,
    Goal,
    Objective,
    ObjectiveProgress,
    Strategy,
    Tactic,
    TacticProgress,
    Target,
)
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import TEXTS

WIDTH = 6  # charters that serve the same one
LAXITY = 10  # one charter in so many has a fault, one in so many is a draft


def crowd(charter: Charter, *, objectives: int, tactics: int, loose: bool = False) -> None:
    """Parts of one charter, two strategies' worth of tactics or many; with `loose` one objective belongs to no goal."""
    owner = charter.owner
    goal = Goal.objects.create(charter=charter, statement="From few to many", from_state="Few", to_state="Many")
    rows = [
        Objective(charter=charter, goal=goal, statement=f"Objective {number}", position=number, unit="calls")
        for number in range(objectives)
    ]
    if loose:
        rows[0].goal = None
    Objective.objects.bulk_create(rows)
    ObjectiveProgress.objects.bulk_create([ObjectiveProgress(objective=one, owner=owner) for one in rows])
    Target.objects.bulk_create([Target(objective=one, due_on=TODAY + timedelta(days=300), value=3) for one in rows])
    strategies = [
        Strategy(
            charter=charter, objective=one, statement=f"Strategy of {one}", expected_outcome="More", position=number
        )
        for number, one in enumerate(rows)
    ]
    Strategy.objects.bulk_create(strategies)
    steps = [
        Tactic(
            charter=charter,
            strategy=strategies[number % len(strategies)],
            step=f"Step {number}",
            due_on=TODAY + timedelta(days=number),
            position=number,
        )
        for number in range(tactics)
    ]
    Tactic.objects.bulk_create(steps)
    TacticProgress.objects.bulk_create([TacticProgress(tactic=one, owner=owner, due_on=one.due_on) for one in steps])


@dataclass
class Programs:
    """Grows level by level: six charters serve the same one; one in ten is still a draft, one in ten has a fault."""

    cast: Cast
    above: Charter
    made: list[Charter] = field(default_factory=list)
    binding: list[Charter] = field(default_factory=list)

    def grow(self, count: int) -> None:
        """So many in all, each with three objectives and five tactics."""
        while len(self.made) < count:
            self._add(len(self.made))

    def _add(self, number: int) -> None:
        parent = self.binding[number // WIDTH - 1] if number >= WIDTH else self.above
        made = Charter.objects.create(
            team=self.cast.north, kind=CharterKind.PROGRAM, title=f"Program {number:03d}", parent=parent,
            owner=self.cast.lena, sponsor=self.cast.vera, created_at=NOON, serves_parent="It does.", **self._texts(number),
        )  # fmt: skip
        crowd(made, objectives=3, tactics=5, loose=number % LAXITY == 0)
        self.made.append(made)
        if number % LAXITY != LAXITY - 1:
            told = {"approved_at": NOON, "approved_by": self.cast.vera, "state": CharterState.ACTIVE}
            Charter.objects.everything(reason="test").filter(pk=made.pk).update(**told)
            self.binding.append(made)

    @staticmethod
    def _texts(number: int) -> dict[str, Any]:
        return TEXTS | {"audiences": [TEXTS["audiences"][0] | {"name": f"Sellers {number}"}]}
