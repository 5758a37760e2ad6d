"""This week: what customers owe me, what has earned a move, what is without a dated next step. Managers see it for the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, Min, Q
from django.utils.translation import gettext as _

from funnels import needs
from funnels.gate import following_of
from funnels.models import CustomerCommitment, Opportunity, Override
from funnels.models.opportunity import OpportunityQuerySet
from portal.home import SHOWN, Owed, Section
from portal.models import Person
from portal.roles import Role
from portal.weeks import coming_friday

TEAMS_BY_LINE: Final = 3
"""Whoever manages more hears of each team instead of each commitment."""


@dataclass(frozen=True)
class Due:
    """What is owed next on a colleague's opportunity; `late` in days, nought or less while it is not due."""

    opportunity: Opportunity
    late: int


@dataclass(frozen=True)
class Ready:
    """An opportunity that may move, and where to; `own` are not signed with their owner's name."""

    opportunity: Opportunity
    following: str
    own: bool


def sections(person: Person, now: datetime) -> list[Section | Owed]:
    """Nothing for people without open opportunities in reach: the page says so itself."""
    if not person.reach.roles:
        return []
    today = person.today_at(now)
    seen = Opportunity.objects.visible_to(person)
    readable = seen.open()
    own = readable.owned_by(person)
    teams = person.reach.teams(Role.MANAGER)
    found: list[Section | Owed | None] = [
        *_owed(own, today),
        *(_owed_to(teams, readable.filter(team_id__in=teams).exclude(owner=person), today) if teams else []),
        _ready(readable, person, teams, today),
        *_idle(seen.owned_by(person), today),
        *(_figures(readable.filter(team_id__in=teams), person, now) if teams else []),
    ]
    return [section for section in found if section is not None]


def overdue(person: Person, now: datetime) -> int:
    """What the menu counts: the person's own late opportunities, and those of the teams they manage."""
    late = Opportunity.objects.everything(reason="own ones and those of managed teams").overdue(person.today_at(now))
    own = Q(owner=person, team_id__in=person.reach.teams())
    return late.filter(own | Q(team_id__in=person.reach.teams(Role.MANAGER))).count() if person.reach.roles else 0


def _owed(own: OpportunityQuerySet, today: date) -> list[Owed]:
    """One statement: open commitments up to the end of the week, the latest first."""
    owed = (
        CustomerCommitment.objects.everything(reason="of the person's own opportunities")
        .pending()
        .filter(opportunity__in=own, promised_for__lte=coming_friday(today))
        .select_related("opportunity__account", "given_by")
        .order_by("promised_for", "id")
    )
    return [Owed(one.promised_for, "funnels/home/_owed.html", {"commitment": one}) for one in owed]


def _ready(readable: OpportunityQuerySet, person: Person, teams: Sequence[UUID], today: date) -> Section | None:
    """One's own and those of one's teams: whoever may move them sees them."""
    mine = readable.filter(Q(owner=person) | Q(team_id__in=teams)).ready(today)
    rows = list(mine.with_names().order_by("-id")[: SHOWN + 1])
    shown = [Ready(one, following_of(one), one.owner_id == person.pk) for one in rows[:SHOWN]]
    return _listed(_("Ready to move"), "funnels/home/_ready.html", shown, len(rows), "ready", "" if teams else "me")


def _idle(own: OpportunityQuerySet, today: date) -> list[Section | None]:
    """Postponed until a day that has come, opened again by a word, never by itself; then what has no next step."""
    awake = Q(parked_until=None) | Q(parked_until__lt=today)
    undated = own.without_next().filter(awake).exclude(pk__in=own.ready(today).values("pk"))
    found = (own.waking(today) | undated).with_names().order_by(F("wake_on").asc(nulls_last=True), "-id")
    rows = list(found[: SHOWN * 2 + 1])
    back, idle = [one for one in rows if not one.is_open], [one for one in rows if one.is_open]
    title = _("Without a dated next commitment")
    return [
        _listed(_("Back from waiting"), "funnels/home/_waking.html", back[:SHOWN], len(back), "", "me"),
        _listed(title, "funnels/home/_undated.html", idle[:SHOWN], len(idle), "no_next", "me"),
    ]


def _listed(title: str, template: str, rows: Sequence[Any], count: int, need: str, owner: str) -> Section | None:
    """`count` is what was found, at least; beyond the rows the badge says "8+"."""
    more = count > len(rows)
    context = {
        "rows": rows,
        "more": more,
        "count": f"{len(rows)}+" if more else len(rows),
        "need": need,
        "owner": owner,
    }
    return Section(title, template, context) if rows else None


def _owed_to(teams: Sequence[UUID], others: OpportunityQuerySet, today: date) -> list[Section | None]:
    """What customers owe the others of the teams that the person manages; of many teams by team. One statement."""
    soon = others.filter(next_due_on__lte=coming_friday(today))
    return [_by_team(soon, today)] if len(teams) > TEAMS_BY_LINE else _by_line(soon, today)


def _by_team(soon: OpportunityQuerySet, today: date) -> Section | None:
    """Where it has waited longest comes first."""
    counted = (
        soon.order_by()
        .values("team_id", team_name=F("team__name"))
        .annotate(
            late=Count("pk", filter=Q(next_due_on__lt=today)),
            soon=Count("pk", filter=Q(next_due_on__gte=today)),
            oldest=Min("next_due_on"),
        )
    )
    rows = [one | {"days": (today - one["oldest"]).days} for one in counted.order_by("oldest", "team_name")]
    context = {"rows": rows, "late": sum(one["late"] for one in rows)}
    return Section(_("What customers owe your teams"), "funnels/home/_by_team.html", context) if rows else None


def _by_line(soon: OpportunityQuerySet, today: date) -> list[Section | None]:
    """By its day, the latest first."""
    rows = list(soon.with_names().order_by("next_due_on", "-id")[: SHOWN * 2 + 1])
    due = [Due(one, (today - one.next_due_on).days) for one in rows if one.next_due_on]
    late, ahead = [one for one in due if one.late > 0], [one for one in due if one.late <= 0]
    return [
        _listed(_("Overdue in your teams"), "funnels/home/_team.html", late[:SHOWN], len(late), "overdue", ""),
        _listed(_("Due soon in your teams"), "funnels/home/_team.html", ahead[:SHOWN], len(ahead), "", ""),
    ]


def _figures(team: OpportunityQuerySet, person: Person, now: datetime) -> list[Section | None]:
    """The teams that the person manages as figures that lead to the board, and their overrides."""
    known = needs.conditions(person, now, funnels_in(team))
    counts = needs.count_needs(team, known)
    pills = [{"need": need, "count": counts[need.code]} for need in needs.NEEDS if need.told and counts[need.code]]
    return [
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
