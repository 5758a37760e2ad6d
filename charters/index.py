"""The charters that a person reads, one light line each and all in one statement: for lists, counts and who serves whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Subquery

from charters.choices import BINDING_STATES, OPEN_STATES, CharterKind, CharterState
from charters.models import Charter, TacticProgress
from portal.models import Person


@dataclass(frozen=True)
class Line:
    """`parent` is a lineage, as is `lineage`; `draft` the version being written beside this one, if the person reads it.

    It is `late` when it is in force with tactics overdue.
    """

    id: UUID
    lineage: UUID
    revision: int
    parent: UUID | None
    title: str
    kind: str
    state: str
    team: UUID
    team_name: str
    owner: UUID | None
    owner_name: str | None
    sponsor: UUID | None
    approved_at: datetime | None
    created_at: datetime
    review_due_on: date | None
    draft: UUID | None
    late: bool

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_published(self) -> bool:
        return self.state in BINDING_STATES

    def is_review_overdue(self, today: date) -> bool:
        return self.is_published and self.review_due_on is not None and self.review_due_on < today

    def waits_for(self, person: Person) -> bool:
        """In review, and this person approves."""
        return self.state == CharterState.IN_REVIEW and self.sponsor == person.pk

    @property
    def state_label(self) -> str:
        return str(CharterState(self.state).label)

    @property
    def kind_label(self) -> str:
        return str(CharterKind(self.kind).label)


def index(person: Person) -> list[Line]:
    """The present version of each charter, by title."""
    return _lines(person, Charter.objects.visible_to(person).present())


def retired(person: Person) -> list[Line]:
    """The last version of each charter that is no longer in force or in the making."""
    seen = Charter.objects.visible_to(person)
    newer = Charter.objects.everything(reason="whether it lives on").filter(lineage=OuterRef("lineage"))
    last = seen.filter(state=CharterState.RETIRED).annotate(
        lives=Subquery(newer.live().values("pk")[:1]), last=Subquery(newer.order_by("-revision").values("pk")[:1])
    )
    return _lines(person, last.filter(lives=None, pk=F("last")))


def _lines(person: Person, charters: Any) -> list[Line]:
    being_written = Charter.objects.visible_to(person).filter(lineage=OuterRef("lineage"), state__in=OPEN_STATES)
    overdue = TacticProgress.objects.visible_to(person).overdue(person.today()).filter(tactic__charter=OuterRef("pk"))
    late = Q(state=CharterState.ACTIVE) & Exists(overdue)
    rows = charters.annotate(draft=Subquery(being_written.values("pk")[:1]), late=late).values_list(
        "id", "lineage", "revision", "parent__lineage", "title", "kind", "state", "team_id", "team__name", "owner_id",
        "owner__name", "sponsor_id", "approved_at", "created_at", "review_due_on", "draft", "late",
    )  # fmt: skip
    return [Line(*row) for row in rows.order_by("title", "-revision")]


def others(lines: Iterable[Line], charter: Charter) -> int:
    """Active charters of lasting functions beside it and the line above it: what it could be connected with."""
    known = {line.lineage: line for line in lines}
    above, here = {charter.lineage}, charter.parent.lineage if charter.parent else None
    while here is not None and here not in above:
        above.add(here)
        here = known[here].parent if here in known else None
    active = (line for line in known.values() if line.state == CharterState.ACTIVE and line.kind != CharterKind.MISSION)
    return sum(line.lineage not in above for line in active)
