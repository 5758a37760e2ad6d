"""Where the CRM and the portal differ about one opportunity, and which of the two stands.

The CRM keeps its fields: a person's newer edit gives way and is listed. Three things stand in the portal:
what a person entered where the CRM's cell is empty; a person's own closing or reopening; and an owner who
works here, where the CRM still names somebody who has left.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import F

from funnels.choices import MoveKind
from funnels.importing.judging import plain
from funnels.models import Opportunity, StageEvent
from portal.models import Event

SYNCED: Final = "synced"
PEOPLES_VERBS: Final = ("edited", "reassigned", "split")
COMPARED: Final = (
    "name", "account", "amount", "currency", "expected_close", "opened_on", "kind", "segment", "crm_stage",
)  # fmt: skip
OWN_MOVES: Final = (MoveKind.CLOSED, MoveKind.REOPENED, MoveKind.ADVANCED)
WHOLE: Final = Decimal("100.00")

Values = dict[str, Any]


@dataclass(slots=True)
class Difference:
    """`before` and `after` hold what differs, by field; `to_status` is set where the CRM's outcome does."""

    record: Opportunity
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    to_status: str | None = None
    closed_on: date | None = None
    overruled: list[Values] = field(default_factory=list)

    def differs(self, name: str, now: Any, wanted: Any) -> None:
        if now != wanted:
            self.before[name], self.after[name] = now, wanted

    def leave(self, name: str) -> None:
        self.before.pop(name, None)
        self.after.pop(name, None)

    def list_overruled(self, name: str, portal: Any, crm: Any, *, stands: str) -> None:
        entry = {"id": self.record.pk, "field": name, "portal": portal, "crm": crm, "stands": stands}
        self.overruled.append(entry)


def compare(record: Opportunity, wanted: Values) -> Difference:
    """Field by field; `wanted` holds only what the file has a column for. `settle` then decides who stands."""
    found = Difference(record)
    for name in COMPARED:
        if name in wanted:
            now = getattr(record, "account_id" if name == "account" else name)
            found.differs(name, now, plain(wanted[name]))
    _compare_owner(found, wanted)
    _compare_product(found, wanted)
    _compare_outcome(found, wanted)
    return found


def _compare_owner(found: Difference, wanted: Values) -> None:
    """A new owner brings the team along; the same owner's change of team moves no history."""
    if "owner" not in wanted:
        return
    owner = wanted["owner"]
    found.differs("owner", found.record.owner_id, plain(owner))
    if owner is not None and "owner" in found.after:
        found.differs("team", found.record.team_id, wanted["team"].pk)


def shares_of(record: Opportunity) -> dict[str, str]:
    return {str(line.product_id): str(line.share) for line in record.lines.all()}


def _compare_product(found: Difference, wanted: Values) -> None:
    """Where a person split the amount between several product lines, the CRM's one among them, the split stands."""
    if "product" not in wanted:
        return
    now, product = shares_of(found.record), wanted["product"]
    if product is None or str(product.pk) not in now:
        found.differs("lines", now, {str(product.pk): str(WHOLE)} if product else {})


def _compare_outcome(found: Difference, wanted: Values) -> None:
    outcome = wanted.get("outcome")
    if outcome is None:
        return
    if outcome != found.record.status:
        found.to_status, found.closed_on = outcome, wanted["closed_on"]
    elif found.record.closed_per_crm:
        found.differs("closed_on", found.record.closed_on, wanted["closed_on"])


def settle(differences: Sequence[Difference], *, leavers: Collection[UUID]) -> None:
    """Decide what stands, with two statements for all of them, or none where nothing differs."""
    differing = [one for one in differences if one.after]
    writers = last_writers([one.record.pk for one in differing])
    for one in differing:
        _settle_fields(one, writers.get(one.record.pk, {}), leavers)
    moving = [one for one in differences if one.to_status]
    decided = decided_by_people([one.record.pk for one in moving])
    for one in moving:
        if one.record.pk in decided:
            one.list_overruled("status", one.record.status, one.to_status, stands="portal")
            one.to_status = None


def _settle_fields(one: Difference, writers: Mapping[str, bool], leavers: Collection[UUID]) -> None:
    for name in [name for name in one.after if name != "team"]:
        now, crm = one.before[name], one.after[name]
        by_a_person = writers.get(name, False)
        gone = name == "owner" and crm in leavers and now is not None and now not in leavers
        if gone or (by_a_person and crm in (None, "", {})):
            one.leave(name)
            if gone:
                one.leave("team")
                one.list_overruled(name, now, crm, stands="portal")
        elif by_a_person and now not in (None, "", {}):
            one.list_overruled(name, now, crm, stands="crm")


def last_writers(ids: Sequence[UUID]) -> dict[UUID, dict[str, bool]]:
    """Per opportunity and field: whether a person wrote it last (True) or an import did."""
    writers: dict[UUID, dict[str, bool]] = {}
    if ids:
        told = Event.objects.filter(
            subject_kind="opportunity", subject_id__in=ids, verb__in=[*PEOPLES_VERBS, SYNCED]
        ).order_by("at", "id")
        for subject, verb, after in told.values_list("subject_id", "verb", "after"):
            writers.setdefault(subject, {}).update(dict.fromkeys(after, verb != SYNCED))
    return writers


def decided_by_people(ids: Sequence[UUID]) -> set[UUID]:
    """Opportunities whose last change between open and closed was a person's own decision."""
    last: dict[UUID, str] = {}
    if ids:
        moves = StageEvent.objects.everything(reason="who closed the opportunities of an import last")
        turns = moves.filter(opportunity_id__in=ids).exclude(from_status=F("to_status")).order_by("at", "id")
        last = dict(turns.values_list("opportunity_id", "kind"))
    return {pk for pk, kind in last.items() if kind in OWN_MOVES}
