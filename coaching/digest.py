"""What coaching has to say in a digest: what the two promised each other, and what waits. A fixed number of statements.

Of a commitment there is the other of the two, the day and a link, and never a word. That it stays overdue is told to
nobody but the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from coaching import digest_own, digest_people
from coaching.acting import COMMITMENT, VERBS, acts
from coaching.choices import Side
from coaching.digest_own import ABOVE, BOX, OBSERVATION, SESSION
from coaching.digest_people import COACHEE, TEAM, asks, freeze
from coaching.models import CoachingCommitment, CoachingSession, FeedbackBallot, FeedbackFromAbove, Observation
from coaching.people import reports_to
from portal.digests.audience import Audience
from portal.digests.promises import Item, Kinds, Section, keys_among
from portal.models import Person
from portal.roles import Role

__all__ = ["acts", "asks", "freeze", "promises", "sections", "still_open", "theirs"]

READ: Final = "digests of whoever promised it"

Found = dict[UUID, list[Any]]


def promises(audience: Audience) -> Found:
    """What each person promised, as coach or as coachee, up to the end of their week."""
    found: Found = {}
    rows = list(_open(Q(owner__in=audience.people, due_on__lte=audience.last_friday)))
    alike = Counter(_looks(one) for one in rows)
    for one in rows:
        if audience.is_soon(one.owner_id, one.due_on):
            item = _promise(one)
            clear = alike[_looks(one)] == 1
            found.setdefault(one.owner_id, []).append(item if clear else replace(item, acts=()))
    return found


def _looks(one: CoachingCommitment) -> tuple[Any, ...]:
    """What the mail shows of it. Of two that look the same nobody could say which one a link means."""
    session = one.session
    return one.owner_id, session.coach_id, session.coachee_id, one.due_on


def still_open(kinds: Kinds, today: date) -> list[Item]:
    keys = kinds.get(COMMITMENT)
    return [_promise(one) for one in _open(Q(pk__in=keys, due_on__lt=today))] if keys else []


def _open(wanted: Q) -> Iterable[CoachingCommitment]:
    rows: Any = CoachingCommitment.objects.everything(reason=READ).open().filter(wanted)
    return rows.select_related("session__coach", "session__coachee").order_by("due_on", "id")


def _promise(one: CoachingCommitment) -> Item:
    """Whoever else manages the team never hears of it; of the coachee's, the coach does."""
    session, is_coach = one.session, one.side == Side.COACH
    other = session.coachee if is_coach else session.coach
    return Item(
        kind=COMMITMENT,
        key=one.pk,
        lead=other.name,
        title=_("Agreed in coaching"),
        address=reverse("coaching:session", args=[session.pk]),
        due_on=one.due_on,
        owner=one.owner_id,
        team=session.team_id,
        redated=one.redated,
        told=frozenset() if is_coach else frozenset({session.coach_id}),
        version=one.version,
        acts=VERBS,
    )


def sections(audience: Audience) -> dict[UUID, list[Section]]:
    found: dict[UUID, list[Section]] = {}
    for part in (*digest_own.PARTS, *digest_people.PARTS):
        for person, section in part(audience).items():
            found.setdefault(person, []).append(section)
    return found


def theirs(person: Person, kinds: Kinds) -> dict[str, set[UUID]]:
    """Sessions, commitments and observations: the two alone, although managers above know that there are some."""
    readers = {
        SESSION: lambda keys: keys_among(_of_two(CoachingSession.objects.visible_to(person), person), keys),
        COMMITMENT: lambda keys: keys_among(
            _of_two(CoachingCommitment.objects.visible_to(person), person, "session__"), keys
        ),
        OBSERVATION: lambda keys: keys_among(Observation.objects.visible_to(person).of_pair_member(person), keys),
        BOX: lambda keys: keys_among(FeedbackBallot.objects.visible_to(person), keys, "box"),
        ABOVE: lambda keys: keys_among(FeedbackFromAbove.objects.visible_to(person).filter(author=person), keys),
        COACHEE: lambda keys: keys_among(_reporting(person), keys),
        TEAM: lambda keys: {key for key in keys if person.reach.holds(key, Role.MANAGER)},
    }
    return {kind: read(kinds[kind]) for kind, read in readers.items() if kind in kinds}


def _of_two(rows: Any, person: Person, path: str = "") -> Any:
    return rows.filter(Q(**{f"{path}coach": person}) | Q(**{f"{path}coachee": person}))


def _reporting(person: Person) -> Any:
    return Person.objects.current().filter(Exists(reports_to(person, person.organisation.today())))
