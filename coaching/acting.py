"""What somebody may do to their own commitment from coaching by a link of the mail. No word of it is shown there."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from coaching import rules
from coaching.choices import CommitmentState
from coaching.models import CoachingCommitment
from portal.digests.acting import DONE, REDATE, Deed, Own
from portal.digests.acting_forms import JustDone, Redate
from portal.models import Person

COMMITMENT: Final = "coachingcommitment"
VERBS: Final = (DONE, REDATE)


def acts(person: Person, kind: str, key: UUID) -> Own | None:
    if kind != COMMITMENT:
        return None
    rows: Any = CoachingCommitment.objects.visible_to(person).open().owed_by(person).filter(pk=key)
    one = rows.select_related("session").first()
    if one is None or not (rules.may_settle(person, one) and rules.may_redate(person, one)):
        return None

    def done(**told: Any) -> None:
        one.settle(CommitmentState.KEPT, **told)

    return Own(one.version, {DONE: Deed(JustDone, done), REDATE: Deed(Redate, one.reschedule)})
