"""A charter as somebody reads it, with all that belongs to it: a fixed number of statements, however large it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Prefetch, Q, Subquery, prefetch_related_objects
from django.shortcuts import get_object_or_404

from charters.choices import LIVE_STATES, OPEN_STATES
from charters.document import Document
from charters.models import (
    Acknowledgement,
    Charter,
    Connection,
    Measure,
    Measurement,
    Objective,
    Question,
    Realignment,
    Stakeholder,
    Strategy,
    Tactic,
    Target,
)
from charters.models.outlining import documents, with_revisions_above
from portal.models import Membership, Person
from portal.roles import Role

TOGETHER = "parts of a charter that is read in scope"
TARGET = ("pk", "lineage", "position", "due_on", "value", "milestone")


@dataclass(frozen=True)
class Party:
    """Somebody who has a say in the charter: what is asked of them, and when they said that they have read it."""

    person: Person
    role: str
    acknowledged_at: Any
    is_stakeholder: bool


@dataclass(frozen=True)
class Reading:
    """`supporters` are objectives of charters below, by the lineage of the objective here that they contribute to."""

    charter: Charter
    document: Document
    objectives: Sequence[Objective]
    supporters: dict[UUID, list[Objective]]
    tactics: Sequence[Tactic]
    parties: Sequence[Party]
    questions: Sequence[Question]
    members: Sequence[Person] = ()

    @property
    def idle(self) -> list[Person]:
        """Members of a sales mission's team who own none of its tactics: each should own at least one."""
        busy = {one.progress.owner_id for one in self.tactics}
        return [one for one in self.members if one.pk not in busy]

    @property
    def acknowledged(self) -> list[Party]:
        return [one for one in self.parties if one.acknowledged_at]

    @property
    def stakeholders(self) -> list[Party]:
        return [one for one in self.parties if one.is_stakeholder]

    @property
    def others_acknowledged(self) -> list[Party]:
        return [one for one in self.acknowledged if not one.is_stakeholder]

    def names(self, person: Person) -> bool:
        return any(one.person == person for one in self.stakeholders)

    def acknowledged_by(self, person: Person) -> bool:
        return any(one.person == person for one in self.acknowledged)


def read(person: Person, pk: UUID) -> Reading:
    """Raises 404 for what the person may not read."""
    charter: Charter = get_object_or_404(_charter(person), pk=pk)
    objectives, supporters = _objectives(person, charter)
    seen = Charter.objects.visible_to(person)
    tactics = _parts(Tactic).select_related("progress__owner", "strategy")
    connections = _parts(Connection).filter(other__in=seen).select_related("other")
    lasting = () if charter.is_mission else ("services", Prefetch("measures", _measures()))
    prefetch_related_objects(
        [charter],
        "goals",
        Prefetch("strategies", _parts(Strategy)),
        Prefetch("tactics", tactics),
        Prefetch("connections", connections),
        *lasting,
    )
    known: dict[str, Any] = {"services": [], "measures": []} if charter.is_mission else {}
    charter._prefetched_objects_cache |= known | {"objectives": objectives}
    return Reading(
        charter=charter,
        document=documents([charter])[0],
        objectives=objectives,
        supporters=supporters,
        tactics=list(charter.tactics.all()),
        parties=_parties(charter),
        questions=_questions(charter),
        members=_members(charter, person.today()) if charter.is_mission else (),
    )


def _charter(person: Person) -> Any:
    """With its names, its place among its versions, and what it was found to serve."""
    seen = Charter.objects.visible_to(person)
    versions = seen.filter(lineage=OuterRef("lineage"))
    task = Realignment.objects.everything(reason=TOGETHER).open().filter(charter=OuterRef("pk"))
    return with_revisions_above(seen).select_related(
        "team", "owner", "sponsor", "approved_by", "parent__team", "sales_mission__organisation_goal__charter"
    ).annotate(
        draft=Subquery(versions.filter(state__in=OPEN_STATES).values("pk")[:1]),
        newer=Subquery(versions.exclude(state__in=OPEN_STATES).filter(revision__gt=OuterRef("revision"))
                       .order_by("-revision").values("pk")[:1]),
        task=Subquery(task.values("pk")[:1]),
    )  # fmt: skip


def _parts(model: Any) -> Any:
    return model.objects.everything(reason=TOGETHER)


def _objectives(person: Person, charter: Charter) -> tuple[list[Objective], dict[UUID, list[Objective]]]:
    """The charter's own and those below that contribute to them, each with its targets, in one statement."""
    below = Charter.objects.visible_to(person).filter(state__in=LIVE_STATES)
    rows = _parts(Objective).filter(
        Q(charter=charter) | Q(supports__charter__lineage=charter.lineage, charter__in=below)
    )  # fmt: skip
    rows = rows.select_related("charter", "progress__owner", "progress__latest__remark", "supports__charter", "goal")
    told = {f"target_{name}": F(f"targets__{name}") for name in TARGET}
    ordered = rows.annotate(**told).order_by("position", "id", "targets__due_on", "targets__position")
    found: dict[UUID, Objective] = {}
    for row in ordered:
        objective = found.setdefault(row.pk, row)
        _take_target(objective, row)
    own = [one for one in found.values() if one.charter_id == charter.pk]
    supporters: dict[UUID, list[Objective]] = {}
    for one in found.values():
        if one.charter_id != charter.pk and one.supports:
            supporters.setdefault(one.supports.lineage, []).append(one)
    return own, supporters


def _take_target(objective: Objective, row: Any) -> None:
    """A row stands for one target; an objective without any has one row that holds none."""
    kept = objective.__dict__.setdefault("_prefetched_objects_cache", {}).setdefault("targets", [])
    if row.target_pk:
        kept.append(Target(objective=objective, **{name: getattr(row, f"target_{name}") for name in TARGET}))


def _measures() -> Any:
    """With the newest value in any version."""
    newest = Measurement.objects.everything(reason=TOGETHER).filter(lineage=OuterRef("lineage"))
    newest = newest.order_by("-measured_on", "-at", "-id")
    return _parts(Measure).select_related("objective").annotate(
        latest_value=Subquery(newest.values("value")[:1]), latest_on=Subquery(newest.values("measured_on")[:1])
    )  # fmt: skip


def _parties(charter: Charter) -> list[Party]:
    """Stakeholders in their order, then who else has acknowledged this version."""
    asked = _parts(Stakeholder).filter(charter=charter, person=OuterRef("pk"))
    read = Acknowledgement.objects.everything(reason=TOGETHER).filter(charter=charter, by=OuterRef("pk"))
    people = Person.objects.annotate(
        role=Subquery(asked.values("role")[:1]),
        place=Subquery(asked.values("position")[:1]),
        acknowledged_at=Subquery(read.values("at")[:1]),
    ).filter(Q(place__isnull=False) | Q(acknowledged_at__isnull=False))
    found = people.order_by(F("place").asc(nulls_last=True), "acknowledged_at", "name")
    return [Party(one, one.role or "", one.acknowledged_at, one.place is not None) for one in found]


def _members(charter: Charter, today: date) -> list[Person]:
    found = Membership.objects.on(today).filter(team=charter.team_id, role=Role.MEMBER, person__is_active=True)
    return [one.person for one in found.select_related("person").order_by("person__name")]


def _questions(charter: Charter) -> list[Question]:
    """Asked of any version of the charter; unanswered ones first."""
    asked = Question.objects.everything(reason=TOGETHER).filter(charter__lineage=charter.lineage)
    asked = asked.select_related("asked_by", "answered_by", "charter")
    return list(asked.order_by(F("answered_at").desc(nulls_first=True), "-asked_at"))
