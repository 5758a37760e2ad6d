"""What a coach looks at before the next session with somebody: on one page, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, F, Q

from charters.choices import CharterState
from charters.models import TacticProgress
from coaching.choices import CommitmentState, SessionState
from coaching.models import CoachingCommitment, CoachingSession
from coaching.pairs import Met, listed
from coaching.promised import Promised, promised
from coaching.recording import EARLY_STAGES
from coaching.standing import Part
from coaching.stood import standing_of
from funnels.choices import CommitmentState as CustomerState
from funnels.models import Opportunity
from funnels.models.funnel import outline_of
from portal.digests.promises import REDATED_TOO_OFTEN
from portal.models import Person

LOOKED_AT: Final = 40
PENDING: Final = Q(commitments__state__in=[CustomerState.ASKED, CustomerState.PROMISED])


@dataclass(frozen=True)
class Preparation:
    """`last` is the last session that was held with the reader or, for others above, with anybody; `agreed` is what
    was agreed in it. `bare` are early opportunities without a dated commitment.

    What was given a third new date is something to talk about: `pushed` are opportunities whose close date, or a
    customer's promise on them, was moved so often, `moved` what the two promised each other, `tactics` what the person
    has taken on. A digest then leaves it alone (portal/digests/ageing.py)."""

    following: CoachingSession | None
    last: Met | None
    agreed: Sequence[Promised]
    mine: Sequence[Promised]
    theirs: Sequence[Promised]
    bare: Sequence[Opportunity]
    pushed: Sequence[Opportunity]
    moved: Sequence[Promised]
    tactics: Sequence[TacticProgress]
    parts: Sequence[Part]

    @property
    def to_talk_about(self) -> int:
        return len(self.pushed) + len(self.moved) + len(self.tactics)


def preparation(person: Person, reader: Person, now: datetime) -> Preparation:
    today = reader.today_at(now)
    sessions = _sessions(person, reader)
    held = [one for one in sessions if one.session.state == SessionState.HELD]
    last = next((one for one in held if one.session.is_of(reader)), held[0] if held else None)
    ahead = [one.session for one in sessions if one.session.state == SessionState.PLANNED and one.session.held_at > now]
    agreed = _commitments(person, reader, last.session if last else None)
    every = [one for one in agreed if one.commitment.state == CommitmentState.OPEN]
    open_ = [one for one in every if one.commitment.redated < REDATED_TOO_OFTEN]
    bare, pushed = _opportunities(person, reader)
    return Preparation(
        following=ahead[-1] if ahead else None,
        last=last,
        agreed=[one for one in agreed if last and one.commitment.session_id == last.session.pk],
        mine=[one for one in open_ if one.commitment.owner_id == person.pk],
        theirs=[one for one in open_ if one.commitment.owner_id != person.pk],
        bare=bare,
        pushed=pushed,
        moved=[one for one in every if one.commitment.redated >= REDATED_TOO_OFTEN],
        tactics=_tactics(person, reader),
        parts=standing_of(person, today),
    )


def _sessions(person: Person, reader: Person) -> list[Met]:
    """The newest first, those ahead before them."""
    rows: Any = CoachingSession.objects.visible_to(reader).of_pair_member(person).with_names()
    return listed(rows[:LOOKED_AT], reader)


def _commitments(person: Person, reader: Person, last: CoachingSession | None) -> list[Promised]:
    rows: Any = CoachingCommitment.objects.visible_to(reader)
    rows = rows.filter(Q(session__coach=person) | Q(session__coachee=person))
    rows = rows.filter(Q(state=CommitmentState.OPEN) | Q(session=last))
    rows = rows.select_related("owner", "session__coach", "session__coachee").order_by("due_on", "id")
    return promised(rows, reader)


def _opportunities(person: Person, reader: Person) -> tuple[list[Opportunity], list[Opportunity]]:
    rows: Any = Opportunity.objects.visible_to(reader).open().owned_by(person).select_related("account", "stage")
    moved = Count("commitments", filter=PENDING & Q(commitments__reschedules__gte=REDATED_TOO_OFTEN))
    found = list(rows.annotate(moved=moved).order_by(F("amount").desc(nulls_last=True), "id"))
    bare = [one for one in found if one.next_due_on is None and is_early(one)]
    return bare, [one for one in found if one.push_count >= REDATED_TOO_OFTEN or one.moved]


def _tactics(person: Person, reader: Person) -> list[TacticProgress]:
    rows: Any = TacticProgress.objects.visible_to(reader).open().filter(owner=person, redated__gte=REDATED_TOO_OFTEN)
    active = rows.filter(tactic__charter__state=CharterState.ACTIVE)
    return list(active.select_related("tactic__charter").order_by("due_on", "id"))


def is_early(opportunity: Opportunity) -> bool:
    """In one of the first stages of its funnel today."""
    first = outline_of(opportunity.funnel_id).stages[:EARLY_STAGES]
    return opportunity.stage_id in {one.id for one in first}
