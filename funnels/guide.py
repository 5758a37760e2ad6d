"""What a stage tells its salespeople besides the gate: its purpose, how long it should take, what we may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from funnels.models import Stage


@dataclass(frozen=True)
class StageGuide:
    purpose: str
    expected_days: int | None
    actions: tuple[str, ...]


@lru_cache(maxsize=512)
def guides_of(funnel_id: UUID) -> Mapping[UUID, StageGuide]:
    """By stage. The stages of a funnel in use never change in place, so reading them once is enough."""
    stages = (
        Stage.objects.everything(reason="the guide of the opportunity's own funnel")
        .filter(funnel_id=funnel_id)
        .prefetch_related("seller_actions")
    )
    return {
        stage.pk: StageGuide(stage.purpose, stage.expected_days, tuple(one.text for one in stage.seller_actions.all()))
        for stage in stages
    }
