"""A new charter or strategy brief: a draft with its first version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from charters.models import Charter, StrategyBrief
from charters.models import brief as briefs
from charters.models.drafting import EDITABLE, check
from portal.models import Event, Person, Team
from portal.refusals import Invalid


@transaction.atomic
def open_charter(
    values: Mapping[str, Any], *, team: Team, kind: str, by: Person | None, at: datetime, owner: Person | None = None
) -> Charter:
    """Whoever opens it owns it, unless somebody else is named. Raises Invalid for what cannot be accepted."""
    for name in set(values) - set(EDITABLE):
        raise Invalid({name: _("This cannot be set.")})
    charter = Charter(team=team, kind=kind, created_at=at, **{"owner": owner or by, **values})
    charter.refuse_parent(charter.parent)
    check(charter)
    charter.save(force_insert=True)
    Event.objects.record(charter, "opened", by=by, at=at, team=team, after={"kind": kind})
    return charter


@transaction.atomic
def open_brief(values: Mapping[str, Any], *, team: Team, by: Person | None, at: datetime) -> StrategyBrief:
    """Raises Invalid for what cannot be accepted."""
    for name in set(values) - set(briefs.EDITABLE):
        raise Invalid({name: _("This cannot be set.")})
    brief = StrategyBrief(team=team, created_at=at, **values)
    check(brief)
    brief.save(force_insert=True)
    brief.note("opened", by=by, at=at)
    return brief
