"""What the owner of a tactic may do to it by a link of the mail: as on the page."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

from charters import rules
from charters.choices import CharterState
from charters.models import TacticProgress
from portal.digests.acting import DONE, HAND_BACK, REDATE, Deed, Own
from portal.digests.acting_forms import HandBack, JustDone, Redate
from portal.models import Person

TACTIC: Final = "tactic"


def verbs_for(one: TacticProgress) -> tuple[str, ...]:
    """It goes back to whoever answers for the charter, unless that is the same person."""
    above = one.tactic.charter.owner
    back = above is not None and above.is_active and above.pk != one.owner_id
    return (DONE, REDATE, HAND_BACK) if back else (DONE, REDATE)


def acts(person: Person, kind: str, key: UUID) -> Own | None:
    if kind != TACTIC:
        return None
    rows: Any = TacticProgress.objects.visible_to(person).open().filter(tactic__lineage=key, owner=person)
    rows = rows.filter(tactic__charter__state=CharterState.ACTIVE)
    one = rows.select_related("tactic__charter__team", "tactic__charter__owner").first()
    if one is None or not rules.may_progress(person, one):
        return None

    def redate(*, due_on: date, reason: str, **told: Any) -> None:
        one.redate(due_on=due_on, reason=reason, **told)

    def hand_back(*, reason: str, **told: Any) -> None:
        rules.may_hand_back(person, one).or_refuse()
        one.hand_over(to=one.tactic.charter.owner, reason=reason, **told)

    deeds = {DONE: Deed(JustDone, one.done), REDATE: Deed(Redate, redate), HAND_BACK: Deed(HandBack, hand_back)}
    return Own(one.version, {verb: deeds[verb] for verb in verbs_for(one)})
