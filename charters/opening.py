"""A new charter: a draft with its first version, empty or copied from a starter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from charters.models import Charter
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
