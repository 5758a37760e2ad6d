"""Coverage: whom have I not coached, and where is an hour worth most this week?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coaching import heat, teams
from coaching.branch import Branch
from coaching.candidates import candidates
from coaching.coverage import Row, Share, quiet_first, summary
from coaching.covered import Covered, early_by_pair, lost_by_team, of_pairs
from coaching.expected import Period
from coaching.places import Place, places
from coaching.usefulness import found_useful
from portal.doors import personal_page, signed_in
from portal.models import Membership, Person, Team
from portal.roles import Role
from portal.teamtree import Node, flat, forest
from portal.views.page import page

PERIODS: Final = (6, 12, 52)
USUAL: Final = 12
WEEK_DAYS: Final = 7


@dataclass(frozen=True)
class Looked:
    """What the query string asks for, among the teams that the person manages. Others are as unknown as no team."""

    teams: Sequence[Node]
    team: Team
    everything: Sequence[Team]
    weeks: int

    @classmethod
    def asked(cls, person: Person, request: HttpRequest) -> Looked | None:
        """None for who manages no team."""
        everything = list(Team.objects.order_by("name"))
        managed = set(person.reach.teams(Role.MANAGER))
        nodes = flat(forest(one for one in everything if one.pk in managed and one.archived_at is None))
        if not nodes:
            return None
        wanted = next((one.team for one in nodes if str(one.team.pk) == request.GET.get("team")), nodes[0].team)
        weeks = request.GET.get("weeks", "")
        return cls(nodes, wanted, everything, int(weeks) if weeks in map(str, PERIODS) else USUAL)

    def read(self, person: Person, now: datetime) -> Covered:
        today = person.organisation.today(now)
        period = Period.of_weeks(today, self.weeks)
        branch = Branch(self.team, self.everything, period)
        return Covered.read(branch, period, today, person.organisation.working_days)


@personal_page
def coverage(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    if not person.reach.anywhere(Role.MANAGER) or (looked := Looked.asked(person, request)) is None:
        return redirect("coaching:me")
    covered = looked.read(person, now)
    context = {
        "looked": looked,
        "today": covered.today,
        "enough": covered.enough[looked.team.pk],
        "periods": periods(looked, request),
        **of_people(covered, person),
        **of_team(covered),
        **of_usefulness(covered, person),
    }
    return page(request, "coaching/coverage.html", context)


def periods(looked: Looked, request: HttpRequest) -> list[dict[str, Any]]:
    kept = request.GET.copy()
    items = []
    for weeks in PERIODS:
        kept["weeks"] = str(weeks)
        label = _("Year") if weeks == PERIODS[-1] else _("%(weeks)d weeks") % {"weeks": weeks}
        items.append({"url": f"?{kept.urlencode()}", "label": label, "here": weeks == looked.weeks})
    return items


def nearest(covered: Covered, person: Person) -> list[Membership]:
    """Those whose nearest managers are the team's, but for whoever looks."""
    here = covered.branch.coached_by_managers_of(covered.branch.top.pk, covered.today)
    return [one for one in here if one.person_id != person.pk]


def mapped(covered: Covered, person: Person) -> list[Row]:
    """The lines of the heat map."""
    return quiet_first(covered.rows(nearest(covered, person), by_week=True), covered.branch.names())


def of_people(covered: Covered, person: Person) -> dict[str, Any]:
    """The heat map, and where to coach."""
    branch, today = covered.branch, covered.today
    memberships, found = nearest(covered, person), mapped(covered, person)
    gap_days = covered.enough[branch.top.pk].gap_days
    months = {one.person: one for one in covered.rows(memberships, Period.of_month(today))}
    columns = heat.weeks(covered.period.weeks, today)
    lines = heat.lines(found, months, branch.people, columns, gap_days)
    owners = {one.person_id for one in memberships}
    open_now = candidates(list(branch.teams), owners, today) if owners else []
    return {
        "lines": lines,
        "columns": columns,
        "quiet": [one for one in lines if one.quiet],
        "finding": finding(len([one for one in lines if one.quiet]), len(lines), gap_days),
        "summary": summary(found),
        "month": Period.of_month(today).first,
        "places": [shown(one, branch) for one in places(open_now, today)],
    }


def shown(place: Place, branch: Branch) -> dict[str, Any]:
    return {"place": place, "owner": branch.people[place.candidate.owner]}


def finding(quiet: int, people: int, gap_days: int) -> str:
    """What the map shows first, in one sentence."""
    if not people:
        return _("Nobody to coach here yet")
    span = _span(gap_days)
    if not quiet:
        return _("Nobody has waited %(span)s for a session") % {"span": span}
    said = ngettext(
        "%(quiet)d of %(people)d person has had no session for %(span)s",
        "%(quiet)d of %(people)d people have had no session for %(span)s",
        people if people == 1 else max(quiet, 2),
    )
    return said % {"quiet": quiet, "people": people, "span": span}


def _span(days: int) -> str:
    if days % WEEK_DAYS:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    weeks = days // WEEK_DAYS
    words = {1: _("a week"), 2: _("two weeks"), 3: _("three weeks"), 4: _("four weeks")}
    return words.get(weeks) or _("%(weeks)d weeks") % {"weeks": weeks}


def of_team(covered: Covered) -> dict[str, Any]:
    """The whole branch: how early it is coached beside where it loses, and each team below."""
    branch = covered.branch
    early = early_by_pair(list(branch.teams), covered.period)
    lost = lost_by_team(list(branch.teams), covered.today)
    memberships = branch.coached_in(branch.top.pk)
    pairs = {(one.person_id, one.team_id) for one in memberships}
    whole = summary(covered.rows(memberships))
    of_branch, lost_early = of_pairs(early, pairs), sum(lost.values(), Share())
    return {
        "teams": teams.lines(covered, early, lost),
        "whole": whole,
        "variation": None if whole.variation is None else round(100 * whole.variation),
        "early": of_branch,
        "lost_early": lost_early,
        "early_finding": early_finding(of_branch, lost_early),
    }


def early_finding(early: Share, lost: Share) -> str:
    if early.percent is None:
        return _("No coached opportunity yet says how early coaching starts")
    if early.few:
        return _("Too few coached opportunities to say how early coaching starts")
    said = {"early": round(early.percent), "lost": round(lost.percent or 0)}
    words = _("%(early)s\u00a0%% of coaching is about early opportunities")
    if lost.percent is not None and not lost.few:
        words = _("%(early)s\u00a0%% of coaching is about early opportunities; %(lost)s\u00a0%% of losses happen there")
    return words % said


def of_usefulness(covered: Covered, person: Person) -> dict[str, Any]:
    """One's own figure, and those of managers of the teams below, by name."""
    branch = covered.branch
    below = [team for team in branch.teams if team != branch.top.pk]
    managers: dict[UUID, Person] = {
        one.person_id: one.person for team in below for one in branch.managers_of(team, covered.today)
    }
    others = sorted((one for one in managers.values() if one.pk != person.pk), key=lambda one: one.name)
    known = found_useful([person.pk, *(one.pk for one in others)], covered.today)
    return {"useful": known.get(person.pk), "useful_below": [(one, known.get(one.pk)) for one in others]}
