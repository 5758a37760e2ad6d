"""The cases behind somebody's standing, counted in one statement, whatever there is."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db.models import CharField, Count, F, Q, Value

from charters.choices import TacticState
from charters.models import TacticProgress
from coaching.choices import CommitmentState
from coaching.coverage import Share
from coaching.models import BestPractice, CoachingCommitment, PracticeAdoption
from coaching.standing import Counted, Part, Windows, parts
from funnels.choices import CommitmentState as CustomerState
from funnels.choices import MeetingResult
from funnels.models import CustomerCommitment, CustomerMeeting, Opportunity
from portal.models import Person

COUNTED: Final = "cases counted for a person's own figures"
ALWAYS: Final = Q(pk__isnull=False)
GOT: Final = (MeetingResult.BEST, MeetingResult.LEAST)


def standing_of(person: Person, today: date) -> list[Part]:
    """For the person and those who follow their coaching: counts alone, whoever may read the cases."""
    windows = Windows(today)
    rows = [*_customers(person, windows), *_others(person, windows), *_goals(person, windows)]
    told = rows[0].union(*rows[1:], all=True)
    found: dict[str, Counted] = {}
    for code, now, now_of, before, before_of in told:
        known = found.get(code, Counted(Share(), Share()))
        past = None if code == "dated" else (known.before or Share()) + Share(before, before_of)
        found[code] = Counted(known.now + Share(now, now_of), past)
    return parts(found)


def _customers(person: Person, windows: Windows) -> list[Any]:
    owned = Opportunity.objects.everything(reason=COUNTED).open().owned_by(person)
    meetings = CustomerMeeting.objects.everything(reason=COUNTED).filter(
        opportunity__owner=person, held_on__lte=windows.today
    )
    told = meetings.exclude(result=MeetingResult.UNKNOWN)
    asked = told.exclude(result=MeetingResult.NOT_ASKED)
    return [
        _told(owned, "dated", Q(next_due_on__isnull=False), ALWAYS, ~ALWAYS),
        _windowed(told, "asked", "held_on", ~Q(result=MeetingResult.NOT_ASKED), windows),
        _windowed(asked, "got", "held_on", Q(result__in=GOT), windows),
    ]


def _others(person: Person, windows: Windows) -> list[Any]:
    recorded = CustomerCommitment.objects.everything(reason=COUNTED).filter(
        recorded_by=person, state=CustomerState.FULFILLED
    )
    helped = recorded.exclude(opportunity__owner=person)
    wrote = BestPractice.objects.everything(reason=COUNTED).filter(author=person)
    adopted = PracticeAdoption.objects.everything(reason=COUNTED).filter(person=person)
    return [
        _windowed(helped, "helped", "settled_on", ALWAYS, windows),
        _windowed(wrote, "shared", "created_at__date", ALWAYS, windows),
        _windowed(adopted, "shared", "adopted_on", ALWAYS, windows),
    ]


def _goals(person: Person, windows: Windows) -> list[Any]:
    mine = CoachingCommitment.objects.everything(reason=COUNTED).owed_by(person).exclude(state=CommitmentState.DROPPED)
    mine = mine.filter(Q(first_due_on__lt=windows.today) | Q(first_due_on=windows.today, settled_on__isnull=False))
    tactics = TacticProgress.objects.everything(reason=COUNTED).filter(owner=person, due_on__lt=windows.today)
    kept = Q(state=CommitmentState.KEPT, settled_on__lte=F("first_due_on"))
    done = Q(state=TacticState.DONE, settled_on__lte=F("due_on"))
    return [
        _windowed(mine, "kept", "first_due_on", kept, windows),
        _windowed(tactics.exclude(state=TacticState.DROPPED), "tactics", "due_on", done, windows),
    ]


def _windowed(rows: Any, code: str, day: str, counts: Q, windows: Windows) -> Any:
    now = Q(**{f"{day}__gte": windows.since, f"{day}__lte": windows.today})
    before = Q(**{f"{day}__gte": windows.before, f"{day}__lt": windows.since})
    return _told(rows, code, counts, now, before)


def _told(rows: Any, code: str, counts: Q, now: Q, before: Q) -> Any:
    """Each figure as a row: its name, then counted and all of now, counted and all of before."""
    named = rows.order_by().annotate(told_code=Value(code, CharField())).values("told_code")
    return named.annotate(
        told_now=Count("pk", filter=now & counts, distinct=True),
        told_now_of=Count("pk", filter=now, distinct=True),
        told_before=Count("pk", filter=before & counts, distinct=True),
        told_before_of=Count("pk", filter=before, distinct=True),
    ).values_list("told_code", "told_now", "told_now_of", "told_before", "told_before_of")
