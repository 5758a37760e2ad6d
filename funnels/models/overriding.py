"""What managers answered for: moves without all evidence, each until a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models

from funnels.models.funnel import outline_of
from funnels.refusals import ManagersOnly
from funnels.standing import Criterion, StageFact, read_criteria
from portal.models import Event, Person, Remark
from portal.roles import Role

if TYPE_CHECKING:
    from funnels.models.opportunity import Opportunity
    from funnels.models.stage_event import Override

OVERRIDE_DAYS = 14
ENDED_BY_MOVES = ("moved", "closed")


class Overriding(models.Model):
    class Meta:
        abstract = True

    def _owed_by_expired_overrides(self: Opportunity, today: date) -> set[UUID]:
        if self._is_supported_here(today):
            return set()
        expired = self.overrides.filter(ended_at=None, expires_on__lt=today)
        return {definition for override in expired for definition in override.owed}

    def _is_supported_here(self: Opportunity, today: date) -> bool:
        """Whether evidence reaches at least to the current stage, so that no stage before it is owed anything."""
        if self.supported_stage_id is None or (self.support_until is not None and self.support_until < today):
            return False
        stage = outline_of(self.funnel_id).stage
        return stage(self.supported_stage_id).position >= stage(self.stage_id).position

    def _answer_for(
        self: Opportunity, missing: Sequence[Criterion], target: StageFact, *, by: Person, at: datetime, reason: str
    ) -> Override | None:
        """Keep a manager's override for what is missing; none is needed when nothing is."""
        if not missing or not reason.strip():
            return None
        if not by.reach.holds(self.team_id, Role.MANAGER):
            raise ManagersOnly
        return self.overrides.create(
            from_stage_id=self.stage_id,
            to_stage_id=target.id,
            by=by,
            at=at,
            remark=Remark.objects.create(text=reason),
            expires_on=by.organisation.today(at) + timedelta(days=OVERRIDE_DAYS),
            missing=[{"definition": str(one.definition.id), "code": one.definition.code} for one in missing],
        )

    def _end_overrides(self: Opportunity, how: str, at: datetime, *, since: int = 0) -> None:
        """End running overrides that began at this stage position or later; what they passed over lies ahead again.

        One from an earlier stage goes on: what it passed over is still owed.
        """
        for override in self.overrides.filter(ended_at=None, from_stage__position__gte=since):
            override.end(how, at=at)

    def _revive_overrides(self: Opportunity, moment: datetime) -> None:
        """The move of that moment is taken back or reopened: what it ended is owed again."""
        for override in self.overrides.filter(ended_at=moment, ended_how__in=ENDED_BY_MOVES):
            override.ended_at, override.ended_how = None, ""
            override.keep("ended_at", "ended_how")

    def end_answered_overrides(self: Opportunity, today: date, *, by: Person | None, at: datetime) -> list[Override]:
        """End running overrides whose missing evidence has come; returns them."""
        running = list(self.overrides.filter(ended_at=None))
        if not running:
            return []
        criteria = read_criteria(outline_of(self.funnel_id).stages, list(self.commitments.all()), today)
        met = {one.definition.id for one in criteria if one.met}
        answered = [override for override in running if override.owed <= met]
        for override in answered:
            override.end("evidence", at=at)
            Event.objects.record(
                self, "override_answered", by=by, at=at, team=self.team, after={"override": override.pk}
            )
        return answered
