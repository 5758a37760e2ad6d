"""How reliably a person keeps what they promised in coaching, on both sides, read from the database."""

from __future__ import annotations

from datetime import date

from coaching.coverage import Share
from coaching.models import CoachingCommitment
from coaching.reliability import Vow, reliability, since
from portal.models import Person


def reliability_of(person: Person, today: date) -> Share:
    """Whoever asks was let in by `coaching.rules.may_see_reliability`; figures alone, no word."""
    rows = CoachingCommitment.objects.everything(reason="a figure of one person").owed_by(person)
    rows = rows.filter(first_due_on__range=(since(today), today))
    return reliability([Vow(*row) for row in rows.values_list("first_due_on", "state", "settled_on")], today)
