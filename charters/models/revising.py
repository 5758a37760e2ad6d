"""An approved charter is never edited: its next version is drafted as a full copy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from charters.choices import OPEN_STATES, CharterState
from charters.models.numbered import copied
from charters.refusals import WrongState
from portal.models import Event, Person

if TYPE_CHECKING:
    from charters.models.charter import Charter

BEGINS_ANEW = {
    "state": CharterState.DRAFT,
    "version": 1,
    "submitted_at": None,
    "approved_at": None,
    "approved_by_id": None,
    "activated_at": None,
    "ended_at": None,
    "effective_on": None,
    "reviewed_on": None,
    "review_due_on": None,
    "gist": None,
}


class Revising(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def revise(self: Charter, *, by: Person, at: datetime, version: int | None = None) -> Charter:
        """A draft of the next version, for the newest version of the charter above. There is at most one draft."""
        self.lock(version=version)
        if self.state in OPEN_STATES:
            raise WrongState(_("This version is still being written. Edit it as it is."))
        if self.versions().filter(state__in=OPEN_STATES).exists():
            raise WrongState(_("A draft of the next version exists already. Edit that one."))
        last = self.versions().latest("revision")
        above = self.parent.newest_binding() if self.parent else None
        draft: Charter = copied(
            self,
            **BEGINS_ANEW,
            revision=last.revision + 1,
            created_at=at,
            parent_id=above.pk if above else self.parent_id,
        )
        copy_parts(self, draft)
        Event.objects.record(draft, "revised", by=by, at=at, team=self.team, before={"charter": self.pk})
        return draft


def copy_parts(source: Charter, draft: Charter) -> None:
    """Every part with its lineage, in an order in which what it points at is there already."""
    goals = _copies(source.goals.all(), draft)
    objectives = _copies(source.objectives.all(), draft, goal_id=goals)
    strategies = _copies(source.strategies.all(), draft, objective_id=objectives)
    tactics = _copies(source.tactics.all(), draft, strategy_id=strategies)
    _copies(source.measures.all(), draft, objective_id=objectives)
    for parts in (source.stakeholders, source.connections, source.services):
        _copies(parts.all(), draft)
    for old, new in objectives.items():
        for target in source.objectives.get(pk=old).targets.all():
            copied(target, objective_id=new)
    _copy_progress(source, objectives, tactics)
    if mission := getattr(source, "sales_mission", None):
        copied(mission, charter_id=draft.pk)


def _copies(rows: Iterable[models.Model], draft: Charter, **moved: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    """Copies in `draft`, old ids to new; each column of `moved` follows to the copy of what it points at."""
    made: dict[UUID, UUID] = {}
    for row in rows:
        changes: dict[str, Any] = {column: known.get(getattr(row, column)) for column, known in moved.items()}
        made[row.pk] = copied(row, charter_id=draft.pk, **changes).pk
    return made


def _copy_progress(source: Charter, objectives: Mapping[UUID, UUID], tactics: Mapping[UUID, UUID]) -> None:
    for objective in source.objectives.select_related("progress"):
        copied(objective.progress, objective_id=objectives[objective.pk], version=1)
    for tactic in source.tactics.select_related("progress"):
        copied(tactic.progress, tactic_id=tactics[tactic.pk], version=1)
