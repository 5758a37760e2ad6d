"""What of coaching waits for a person themselves, in a digest: sessions, observations, feedback. One statement each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from coaching.choices import ObservationState
from coaching.feedback.states import CycleState
from coaching.models import CoachingSession, FeedbackBallot, FeedbackFromAbove, Observation
from portal.digests.audience import Audience
from portal.digests.promises import COACHING, OWN, Item, Section
from portal.formats import day, moment
from portal.models import Person

SESSION: Final = "coachingsession"
OBSERVATION: Final = "observation"
BOX: Final = "feedbackbox"
ABOVE: Final = "feedbackfromabove"
READ: Final = "digests of those whom these rows wait for"
UNSAID_FOR: Final = timedelta(weeks=4)  # planned ones of which nobody said anything for longer are left alone

Part = Callable[[Audience], Mapping[UUID, Section]]
Lines = dict[UUID, list[Item]]


def waiting(lines: Mapping[UUID, Sequence[Item]], code: str, title: str, fact: Any, **more: Any) -> dict[UUID, Section]:
    """A section of what waits for each person. `fact` says in words that count, such as ngettext_lazy's, how many there are."""
    return {
        person: Section(code, title, items, len(items), str(fact % {"count": len(items)}), tone="warn", **more)
        for person, items in lines.items()
    }


def _sessions() -> Any:
    """With the names of both sides, the longest ago first."""
    return CoachingSession.objects.everything(reason=READ).with_names().order_by("held_at", "id")


def _session(one: CoachingSession, other: Person, detail: str) -> Item:
    return Item(SESSION, one.pk, detail, reverse("coaching:session", args=[one.pk]), lead=other.name)


def to_confirm(audience: Audience) -> dict[UUID, Section]:
    """Held lately, says the coach; the coachee has not said yet."""
    lines: Lines = {}
    for one in _sessions().asked_about(min(audience.today.values())).filter(coachee__in=audience.people):
        minutes = ngettext("%(count)d minute", "%(count)d minutes", one.minutes) % {"count": one.minutes}
        said = f"{day(one.held_on, audience.today[one.coachee_id])} · {minutes}"
        lines.setdefault(one.coachee_id, []).append(_session(one, one.coach, said))

    fact = ngettext_lazy("%(count)d session to confirm", "%(count)d sessions to confirm", "count")
    return waiting(lines, "confirm", _("Did these take place?"), fact)


def unsaid(audience: Audience) -> dict[UUID, Section]:
    """Planned for a day that has passed, and the coach has not said what became of it."""
    last, first = max(audience.today.values()), min(audience.today.values()) - UNSAID_FOR
    lines: Lines = {}
    passed = _sessions().filter(coach__in=audience.people, state="planned", held_on__lt=last, held_on__gte=first)
    for one in passed:
        today = audience.today[one.coach_id]
        if one.held_on < today:
            lines.setdefault(one.coach_id, []).append(_session(one, one.coachee, day(one.held_on, today)))

    fact = ngettext_lazy("%(count)d session not logged", "%(count)d sessions not logged", "count")
    return waiting(lines, "unsaid", _("Planned, and not logged"), fact)


def planned(audience: Audience) -> dict[UUID, Section]:
    """The sessions of the week to come, on both sides: nothing to do but to be there."""
    people = {person.pk: person for person in audience.people}
    ahead = _sessions().filter(state="planned", held_at__gt=audience.at, held_on__lte=audience.last_friday)
    lines: Lines = {}
    for one in ahead.filter(Q(coach__in=people) | Q(coachee__in=people)):
        for person, other in ((one.coach_id, one.coachee), (one.coachee_id, one.coach)):
            if person in people and audience.is_soon(person, one.held_on):
                with timezone.override(people[person].zone):
                    said = moment(one.held_at, audience.today[person])
                lines.setdefault(person, []).append(_session(one, other, said))
    title = _("Coaching this week")
    return {
        person: Section("sessions", title, items, len(items), asks=False, block=COACHING)
        for person, items in lines.items()
    }


def to_observe(audience: Audience) -> dict[UUID, Section]:
    """Observations that wait for the person's own view."""
    people = {person.pk for person in audience.people}
    own = Q(observer__in=people, observer_gave_at=None)
    own |= Q(coachee__in=people, coachee_gave_at=None, declined_at=None)
    rows: Any = Observation.objects.everything(reason=READ).filter(own, state=ObservationState.OPEN)
    lines: Lines = {}
    for one in rows.select_related("observer", "coachee").order_by("held_at", "id"):
        for person, other, gave in (
            (one.observer_id, one.coachee, one.observer_gave_at),
            (one.coachee_id, one.observer, one.coachee_gave_at or one.declined_at),
        ):
            if person in people and gave is None:
                address = reverse("coaching:observation", args=[one.pk])
                said = day(one.held_on, audience.today[person])
                lines.setdefault(person, []).append(Item(OBSERVATION, one.pk, said, address, lead=other.name))

    fact = ngettext_lazy(
        "%(count)d observation waits for your view", "%(count)d observations wait for your view", "count"
    )
    return waiting(lines, "observed", _("Observations that wait for your view"), fact, block=OWN)


def feedback(audience: Audience) -> dict[UUID, Section]:
    """Ballots of cycles that run, of everybody who was asked: whether somebody has answered is not looked at.

    What is kept of a digest would otherwise tell who has answered, and in which week (docs/decisions/0013). So it is
    a reason for a mail only in the week in which the cycle closes.
    """
    running = Q(box__cycle__state=CycleState.OPEN, box__cycle__opens_on__lte=max(audience.today.values()))
    rows: Any = FeedbackBallot.objects.everything(reason=READ).filter(running, person__in=audience.people)
    lines: Lines = {}
    closing: set[UUID] = set()
    found = rows.select_related("box__cycle", "box__manager").defer("box__answers", "box__used")
    for one in found.order_by("box__cycle__closes_on", "box__manager__name", "id"):
        cycle = one.box.cycle
        if cycle.opens_on <= audience.today[one.person_id] <= cycle.closes_on:
            line = Item(
                BOX, one.box_id, _("How %(name)s coaches") % {"name": one.box.manager.name},
                reverse("coaching:feedback_ballot", args=[one.box_id]), detail=_until(cycle.closes_on, one.person_id, audience),
            )  # fmt: skip
            lines.setdefault(one.person_id, []).append(line)
            closing |= {one.person_id} if audience.is_soon(one.person_id, cycle.closes_on) else set()
    title = _("Feedback on coaching is open: nobody here knows whether you have answered")
    fact = _("Feedback on coaching closes this week")
    return {
        person: Section("feedback", title, items, len(items), fact, asks=person in closing, block=COACHING)
        for person, items in lines.items()
    }


def from_above(audience: Audience) -> dict[UUID, Section]:
    """What a manager's own manager is asked by name."""
    rows: Any = FeedbackFromAbove.objects.everything(reason=READ).filter(
        author__in=audience.people, answered_at=None, cycle__state=CycleState.OPEN,
        cycle__opens_on__lte=max(audience.today.values()),
    )  # fmt: skip
    lines: Lines = {}
    for one in rows.select_related("cycle", "manager").order_by("cycle__closes_on", "manager__name", "id"):
        if one.cycle.opens_on <= audience.today[one.author_id] <= one.cycle.closes_on:
            line = Item(
                ABOVE, one.pk, _until(one.cycle.closes_on, one.author_id, audience),
                reverse("coaching:feedback_from_above", args=[one.pk]), lead=one.manager.name,
            )  # fmt: skip
            lines.setdefault(one.author_id, []).append(line)

    fact = ngettext_lazy(
        "%(count)d manager waits for your feedback", "%(count)d managers wait for your feedback", "count"
    )
    title = _("Wait for your feedback on their coaching")
    return waiting(lines, "from-above", title, fact, block=OWN, compact=True)


def _until(last: Any, person: UUID, audience: Audience) -> str:
    return str(_("until %(day)s") % {"day": day(last, audience.today[person])})


PARTS: Final[Sequence[Part]] = (to_confirm, to_observe, unsaid, from_above, feedback, planned)
