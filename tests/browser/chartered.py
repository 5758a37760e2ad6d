"""Acme's charters as the browser tests see them: one that is behind, one stale, a draft, a mission and a brief."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from charters.models import Charter, Question, StrategicPriority, StrategyBrief
from charters.opening import open_brief
from tests.cast import Cast, make_cast
from tests.charter_factories import draft, make_child, make_mission, make_root, put_into_force


@dataclass
class Chartered:
    """`root` has a second version that `child` was not written for; `draft` is the child's next version."""

    cast: Cast
    root: Charter
    child: Charter
    draft: Charter
    empty: Charter
    mission: Charter
    brief: StrategyBrief


def make_chartered() -> Chartered:
    cast, now = make_cast(), timezone.now()
    root = make_root(cast)
    child = put_into_force(make_child(cast, root))
    child.objectives.get().measure(value=Decimal("12.5"), why="Two people were new.", by=cast.lena, at=now)
    child.acknowledge(by=cast.nils, at=now)
    Question.ask(child, "Who pays?", by=cast.nils, at=now).reply("The region.", by=cast.lena, at=now)
    Question.ask(child, "And who decides?", by=cast.nils, at=now)
    mission = put_into_force(make_mission(cast, child, root.goals.get()))
    later = root.revise(by=cast.vera, at=now)
    later.edit({"purpose": "So that good conversations depend on preparation."}, by=cast.vera, at=now)
    put_into_force(later)
    empty = draft(cast.bergen, by=cast.lena, sponsor=cast.vera, parent=child)
    return Chartered(cast, later, child, child.revise(by=cast.lena, at=now), empty, mission, _brief(cast, child))


def _brief(cast: Cast, child: Charter) -> StrategyBrief:
    now = timezone.now()
    brief = open_brief({"title": "How we win", "problems": "Delay"}, team=cast.acme, by=cast.vera, at=now)
    values = {"kind": "market", "name": "Ports", "words": "They pay for time.", "objective": child.objectives.get()}
    priority = StrategicPriority.add(brief, values, by=cast.vera, at=now)
    brief.publish(by=cast.vera, at=now)
    priority.record_training([cast.nils], held_on=now.date(), by=cast.vera, at=now)
    return brief


def readings_of(chartered: Chartered) -> list[str]:
    """The pages that read, with their empty states."""
    charters = [chartered.root, chartered.child, chartered.draft, chartered.empty, chartered.mission]
    return [
        "/", "/charters/", "/charters/?q=nothing", "/charters/?need=retired", "/charters/tree/", "/charters/tactics/",
        "/charters/briefs/", f"/charters/briefs/{chartered.brief.pk}/", *(f"/charters/{one.pk}/" for one in charters),
        f"/charters/{chartered.child.pk}/print/", f"/charters/{chartered.child.pk}/print/?form=page",
        f"/charters/{chartered.root.pk}/versions/", f"/charters/{chartered.root.pk}/changes/",
        f"/charters/{chartered.empty.pk}/changes/",
        *(f"/charters/objectives/{one.objectives.get().pk}/history/" for one in (chartered.root, chartered.child)),
    ]  # fmt: skip
