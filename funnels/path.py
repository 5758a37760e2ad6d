"""The way of one opportunity through the stages: since when, for how long. Values in, values out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funnels.choices import StageKind, Status
from funnels.gate import Gate
from funnels.models import Opportunity, StageEvent
from funnels.models.funnel import outline_of
from funnels.standing import StageFact
from portal import formats
from portal.models import Person

Span = tuple[datetime, datetime | None]


@dataclass(frozen=True)
class Step:
    """A step of the kit's stage path: state is done, now or next."""

    label: str
    state: str
    note: str


def spans_of(moves: Sequence[StageEvent]) -> dict[str, list[Span]]:
    """Per stage code the spans spent in it, the first one first; an open end is now. Re-entries add a span."""
    spans: dict[str, list[Span]] = {}
    code, since = "", None
    for move in sorted(moves, key=lambda one: one.at):
        stays = move.to_status in (Status.OPEN, Status.WON)
        if stays and move.to_stage.code == code:
            continue
        if since is not None:
            spans[code].append((since, move.at))
        code, since = (move.to_stage.code, move.at) if stays else ("", None)
        if since is not None:
            spans.setdefault(code, [])
    if since is not None:
        spans[code].append((since, None))
    return spans


def days_in(spans: Sequence[Span], now: datetime) -> int:
    """Whole days, all spans together."""
    return sum(((end or now) - start for start, end in spans), timedelta()).days


def steps_of(
    opportunity: Opportunity, moves: Sequence[StageEvent], gate: Gate, now: datetime, person: Person
) -> list[Step]:
    outline = outline_of(opportunity.funnel_id)
    spans = spans_of(moves)
    shown = outline.stages if opportunity.status == Status.WON else outline.selling
    return [
        Step(
            stage.label,
            _state(stage, gate.stage, opportunity),
            _note(stage, gate, spans.get(stage.code, []), now, person),
        )
        for stage in shown
    ]


def _state(stage: StageFact, here: StageFact, opportunity: Opportunity) -> str:
    if stage.position < here.position:
        return "done"
    if stage.position > here.position:
        return "next"
    return "now" if opportunity.status in (Status.OPEN, Status.WON) else "next"


def _note(stage: StageFact, gate: Gate, spans: Sequence[Span], now: datetime, person: Person) -> str:
    if stage == gate.stage and spans:
        since = formats.day(person.today_at(spans[-1][0]), person.today_at(now))
        return _("%(since)s · %(days)s so far") % {"since": since, "days": days(days_in(spans, now))}
    if stage.position < gate.stage.position and spans:
        since = formats.day(person.today_at(spans[0][0]), person.today_at(now))
        return _("%(since)s · %(days)s") % {"since": since, "days": days(days_in(spans, now))}
    if stage.label == gate.following and stage.kind != StageKind.AFTER_ORDER:
        return away(len(gate.missing))
    return ""


def away(count: int) -> str:
    if not count:
        return _("ready to move")
    return ngettext("%(count)d commitment away", "%(count)d commitments away", count) % {"count": count}


def days(count: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}
