"""Figures about opportunities that objectives may be bound to: counted of each team, all teams in one statement."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from charters.figures import Cases, Figure
from funnels.choices import MoveKind
from funnels.models import Opportunity, StageEvent
from portal.models import Organisation

WINDOW: Final = timedelta(weeks=4)
COUNTED = "cases counted for a figure: nobody's view is shown"


def dated_commitments(day: date) -> dict[UUID, Cases]:
    """Open opportunities with a date for what the customer does next, as they stand now."""
    rows = Opportunity.objects.everything(reason=COUNTED).open()
    return _by_team(rows, Q(next_due_on__isnull=False))


def evidenced_moves(day: date) -> dict[UUID, Cases]:
    """Moves of the four weeks that end with the day, in the team of their time.

    Moves that asked for no evidence say nothing, and neither does one that was taken back at once.
    """
    end = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(Organisation.current().time_zone))
    rows = StageEvent.objects.everything(reason=COUNTED).filter(at__gte=end - WINDOW, at__lt=end)
    asked = rows.filter(kind__in=[MoveKind.ADVANCED, MoveKind.CLOSED]).exclude(criteria=[])
    stood = asked.annotate(next_kind=following_kind()).exclude(next_kind=MoveKind.UNDONE)
    return _by_team(stood, Q(supported=True))


def following_kind() -> Coalesce:
    """The kind of the move of the same opportunity that came next, if one did."""
    later = StageEvent.objects.everything(reason=COUNTED).filter(opportunity=OuterRef("opportunity"))
    after = later.filter(Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), id__gt=OuterRef("id")))
    return Coalesce(Subquery(after.order_by("at", "id").values("kind")[:1]), Value(""))


def _by_team(rows: Any, counts: Q) -> dict[UUID, Cases]:
    counted = rows.order_by().values("team").annotate(of=Count("pk"), count=Count("pk", filter=counts))
    return {row["team"]: Cases(row["count"], row["of"]) for row in counted}


FIGURES: Final = [
    Figure(
        "dated_commitments",
        _("Share of open opportunities with a dated customer commitment"),
        _("On %(day)s, %(count)d of %(of)d open opportunities of %(team)s and below had a date for what the customer "
          "does next."),
        dated_commitments,
    ),
    Figure(
        "evidenced_moves",
        _("Share of stage moves with full evidence"),
        _("In the four weeks to %(day)s, %(count)d of %(of)d moves of %(team)s and below that asked for evidence had "
          "all of it."),
        evidenced_moves,
        any_day=True,
    ),
]  # fmt: skip
