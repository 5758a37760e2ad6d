"""What becomes of a promise that stays overdue: two weeks in its owner's digest, then once to the manager.

A promise with its third new date is nothing to remind of: it is something for the next one-to-one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from portal.digests.audience import Audience
from portal.digests.models import Escalation, Mention
from portal.digests.promises import REDATED_TOO_OFTEN, Item, Key, by_kind, offering
from portal.weeks import WEEK

AGAIN, TOLD = 1, 2  # earlier digests that had it
LOOKED_BACK = 8 * WEEK  # what nobody could be told of by then is left alone


@dataclass(frozen=True)
class Aged:
    """A person's promises: overdue and due ones, what to talk about, and how many were told to the manager earlier.

    `escalated` are those among the overdue ones that the manager is told of now.
    """

    overdue: list[Item] = field(default_factory=list)
    due: list[Item] = field(default_factory=list)
    to_talk_about: list[Item] = field(default_factory=list)
    escalated: list[Item] = field(default_factory=list)
    told_before: int = 0


def mentioned(weeks: Mapping[UUID, date]) -> dict[UUID, dict[Key, int]]:
    """In how many weeks before theirs each person's digest had each promise."""
    found: dict[UUID, dict[Key, int]] = {}
    earlier = Q(pk=None)
    for week, people in _by_week(weeks).items():
        earlier |= Q(person__in=people, week__lt=week)
    rows = Mention.objects.filter(earlier).order_by().values("person_id", "kind", "key").annotate(times=Count("pk"))
    for row in rows:
        found.setdefault(row["person_id"], {})[row["kind"], row["key"]] = row["times"]
    return found


def _by_week(weeks: Mapping[UUID, date]) -> dict[date, list[UUID]]:
    found: dict[date, list[UUID]] = {}
    for person, week in weeks.items():
        found.setdefault(week, []).append(person)
    return found


def age(items: Sequence[Item], today: date, earlier: Mapping[Key, int], audience: Audience) -> Aged:
    aged, before = Aged(), 0
    for item in items:
        times = earlier.get((item.kind, item.key), 0)
        if item.redated >= REDATED_TOO_OFTEN:
            aged.to_talk_about.append(item)
        elif item.due_on is None or item.due_on >= today:
            aged.due.append(item)
        elif times < TOLD or (manager := audience.manager_of(item.team, item.owner, item.told)) is None:
            aged.overdue.append(replace(item, mark=_("again this week")) if times >= AGAIN else item)
        elif times == TOLD:
            aged.escalated.append(item if item.told is None else replace(item, told=frozenset({manager})))
            aged.overdue.append(replace(item, mark=_("escalated")))
        else:
            before += 1
    return replace(aged, told_before=before)


def told_to(
    audience: Audience, weeks: Mapping[UUID, date], *, without: Collection[str] = ()
) -> dict[UUID, list[tuple[Escalation, Item]]]:
    """What each manager is told of now: what nobody was told of yet, or this very digest before it was written anew.

    What is confidential has the one whom it may be told from the beginning, and goes to nobody else.
    """
    mine = Q(told=None) | Q(told__in=list(weeks), told_week=None)
    mine &= Q(week__gte=min(weeks.values()) - LOOKED_BACK)
    for week, people in _by_week(weeks).items():
        mine |= Q(told__in=people, told_week=week)
    waiting = []
    for row in Escalation.objects.filter(mine).order_by("week", "id"):
        manager = row.told_id or audience.manager_of(row.team_id, row.owner_id)
        if manager and manager in weeks:
            waiting.append((manager, row))
    still = open_items(
        by_kind((row.kind, row.key) for _manager, row in waiting), max(audience.today.values()), without=without
    )
    found: dict[UUID, list[tuple[Escalation, Item]]] = {}
    for manager, row in waiting:
        item = still.get((row.kind, row.key))
        if item and item.due_on and item.due_on < audience.today[manager] and _may_be_told(item, manager):
            found.setdefault(manager, []).append((row, item))
    return found


def _may_be_told(item: Item, manager: UUID) -> bool:
    return item.told is None or manager in item.told


def open_items(kinds: Mapping[str, Sequence[UUID]], today: date, *, without: Collection[str] = ()) -> dict[Key, Item]:
    found: dict[Key, Item] = {}
    for module in offering("still_open", without=without) if kinds else []:
        found |= {(item.kind, item.key): item for item in module.still_open(kinds, today)}
    return found


@dataclass(frozen=True)
class Said:
    """What a person's digest of a week says of promises."""

    person: UUID
    week: date
    aged: Aged
    told: Sequence[Escalation]


def note(said: Sequence[Said]) -> None:
    """Kept together with the digests that say it: a fixed number of statements."""
    mentions = [
        Mention(person_id=one.person, kind=item.kind, key=item.key, week=one.week)
        for one in said
        for item in one.aged.overdue
    ]
    raised = [
        Escalation(
            kind=item.kind,
            key=item.key,
            owner_id=one.person,
            team_id=item.team,
            week=one.week,
            told_id=next(iter(item.told)) if item.told else None,
        )
        for one in said
        for item in one.aged.escalated
        if item.team
    ]
    told = [row for one in said for row in one.told]
    for one in said:
        for row in one.told:
            row.told_id, row.told_week = one.person, one.week
    Mention.objects.bulk_create(mentions, ignore_conflicts=True)
    Escalation.objects.bulk_create(raised, ignore_conflicts=True)
    Escalation.objects.bulk_update(told, ["told", "told_week"])
