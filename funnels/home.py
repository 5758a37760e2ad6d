"""This week: what customers owe me, what has earned a move, what is without a next step. Managers see it for the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from funnels import needs
from funnels.gate import following_of
from funnels.models import CustomerCommitment, Opportunity, Override
from funnels.models.opportunity import OpportunityQuerySet
from portal.home import Section
from portal.models import Person
from portal.roles import Role

SHOWN = 8
FRIDAY = 4


@dataclass(frozen=True)
class Owed:
    """What a customer owes; `late` in days, nought or less while it is not due."""

    commitment: CustomerCommitment
    late: int


@dataclass(frozen=True)
class Ready:
    """An opportunity that may move, and where to."""

    opportunity: Opportunity
    following: str


def sections(person: Person, now: datetime) -> list[Section]:
    """Nothing for people without open opportunities in reach: the page says so itself."""
    if not person.reach.roles:
        return []
    today = person.today_at(now)
    seen = Opportunity.objects.visible_to(person)
    readable = seen.open()
    own = readable.owned_by(person)
    found = [*_owed(own, today), _ready(own, today), _waking(seen.owned_by(person), today), _undated(own, today)]
    if person.reach.anywhere(Role.MANAGER):
        found += _team(readable, person, now, today)
    return [section for section in found if section is not None]


def _owed(own: OpportunityQuerySet, today: date) -> list[Section | None]:
    """One statement: open commitments up to the end of the week, the latest first."""
    friday = end_of_week(today)
    owed = list(
        CustomerCommitment.objects.everything(reason="of the person's own opportunities")
        .pending()
        .filter(opportunity__in=own, promised_for__lte=friday)
        .select_related("opportunity__account", "given_by")
        .order_by("promised_for", "id")
    )
    rows = [Owed(one, (today - one.promised_for).days) for one in owed]
    late, soon = [one for one in rows if one.late > 0], [one for one in rows if one.late <= 0]
    until = _("Due by Friday") if friday.weekday() == FRIDAY and friday - today <= timedelta(days=4) else _("Due soon")
    return [_commitments(_("Overdue"), late, "bad", "overdue"), _commitments(until, soon, "warn", "")]


def end_of_week(today: date) -> date:
    """This Friday; on Friday and the weekend the next one, so that Monday is not a surprise."""
    ahead = (FRIDAY - today.weekday()) % 7
    return today + timedelta(days=ahead or 7)


def _commitments(title: str, rows: Sequence[Owed], tone: str, need: str) -> Section | None:
    if not rows:
        return None
    context = {"rows": rows[:SHOWN], "count": len(rows), "tone": tone, "need": need, "owner": "me"}
    return Section(title, "funnels/home/_commitments.html", context)


def _ready(own: OpportunityQuerySet, today: date) -> Section | None:
    rows = list(own.ready(today).with_names().order_by("-id")[: SHOWN + 1])
    shown = [Ready(one, following_of(one)) for one in rows[:SHOWN]]
    return _listed(_("Ready to move"), "funnels/home/_ready.html", shown, len(rows), "ready", "me")


def _waking(own: OpportunityQuerySet, today: date) -> Section | None:
    """Postponed until a day that has come: opened again by a word, never by itself."""
    rows = list(own.waking(today).select_related("account").order_by("wake_on", "-id")[:SHOWN])
    return Section(_("Back from waiting"), "funnels/home/_waking.html", {"rows": rows}) if rows else None


def _undated(own: OpportunityQuerySet, today: date) -> Section | None:
    awake = Q(parked_until=None) | Q(parked_until__lt=today)
    rows = list(
        own.without_next().filter(awake).exclude(pk__in=own.ready(today).values("pk")).with_names()[: SHOWN + 1]
    )
    title = _("Without a next commitment")
    return _listed(title, "funnels/home/_undated.html", rows[:SHOWN], len(rows), "no_next", "me")


def _listed(title: str, template: str, rows: Sequence[Any], count: int, need: str, owner: str) -> Section | None:
    context = {"rows": rows, "more": count > len(rows), "need": need, "owner": owner}
    return Section(title, template, context) if rows else None


def _team(readable: OpportunityQuerySet, person: Person, now: datetime, today: date) -> list[Section | None]:
    """The same for the teams that the person manages, as figures that lead to the board, and the overrides."""
    teams = person.reach.teams(Role.MANAGER)
    team = readable.filter(team_id__in=teams)
    known = needs.conditions(person, now, funnels_in(team))
    counts = needs.count_needs(team, known)
    pills = [{"need": need, "count": counts[need.code]} for need in needs.NEEDS if counts[need.code]]
    late = list(team.overdue(today).with_names().exclude(owner=person).order_by("next_due_on", "-id")[:SHOWN])
    return [
        _listed(_("Overdue in your teams"), "funnels/home/_team.html", late, counts["overdue"], "overdue", ""),
        Section(_("Your teams"), "funnels/home/_pills.html", {"pills": pills}, aside=True) if pills else None,
        _overrides(team),
    ]


def funnels_in(rows: OpportunityQuerySet) -> list[Any]:
    return list(rows.order_by().values_list("funnel_id", flat=True).distinct())


def _overrides(team: OpportunityQuerySet) -> Section | None:
    running = (
        Override.objects.everything(reason="of the manager's own teams")
        .running()
        .filter(opportunity__in=team)
        .select_related("opportunity__account", "remark", "by")
    )
    rows = list(running.order_by("expires_on")[:SHOWN])
    context = {"rows": rows}
    return Section(_("Moved with a reason"), "funnels/home/_overrides.html", context, aside=True) if rows else None
