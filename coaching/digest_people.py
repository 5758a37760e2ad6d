"""What coaching tells managers of their people, in a digest: whom to review with, whom nobody coached, figures of teams.

Counts, names and days; never what was said, and no order of merit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from charters.figures import Cases
from coaching.choices import AbsenceKind, Side
from coaching.digest_own import SESSION, waiting
from coaching.figures import early_coaching, followed_up
from coaching.models import Absence, CoachedDay, CoachingCommitment
from coaching.people import COACHED
from coaching.standards import enough, said
from portal.digests.audience import Audience
from portal.digests.models import WeekFigures
from portal.digests.promises import COACHING, OWN, Ask, Item, Section
from portal.models import Membership, Organisation, Person, Team
from portal.roles import Role

COACHEE: Final = "coachee"
TEAM: Final = "coachedteam"
KEPT: Final = "coaching.digest"  # by which the week's figures are kept
WHOM: Final = 20  # among what a digest may ask at its end: after decisions that others wait for
READ: Final = "digests of those who answer for these people"
HEAD_START: Final = timedelta(days=2)  # their owners have seen it by then
NEVER: Final = date.min


def reviews(audience: Audience) -> dict[UUID, Section]:
    """Commitments of coachees whose day has passed: to be reviewed with their coach. By coachee, with their number."""
    late = Q(
        due_on__lt=max(audience.today.values()) - HEAD_START, side=Side.COACHEE, session__coach__in=audience.people
    )
    rows: Any = CoachingCommitment.objects.everything(reason=READ).open().filter(late)
    pairs: dict[tuple[UUID, UUID], list[CoachingCommitment]] = {}
    for one in rows.select_related("owner", "session").order_by("owner__name", "session__held_at", "id"):
        pairs.setdefault((one.session.coach_id, one.owner_id), []).append(one)
    lines: dict[UUID, list[Item]] = {}
    for (coach, _owner), those in pairs.items():
        lines.setdefault(coach, []).append(_to_review(those))

    fact = ngettext_lazy(
        "commitments of %(count)d person to review", "commitments of %(count)d people to review", "count"
    )
    return waiting(lines, "reviews", _("To be reviewed with you"), fact, block=OWN)


def _to_review(those: Sequence[CoachingCommitment]) -> Item:
    """Of one coachee; the link leads to the latest session that they come from."""
    last = those[-1]
    said = ngettext("%(count)d commitment to review", "%(count)d commitments to review", len(those))
    address = reverse("coaching:session", args=[last.session_id])
    return Item(SESSION, last.session_id, said % {"count": len(those)}, address, lead=last.owner.name)


@dataclass(frozen=True)
class Report:
    """Somebody who reports to a manager, how many days without a session are too many there, and the last one's day."""

    person: Person
    most: int
    last: date = NEVER

    def is_quiet(self, today: date) -> bool:
        return self.last <= today - timedelta(days=self.most)


def quiet(audience: Audience) -> dict[UUID, Section]:
    """Those who report to a manager and had no session for long; those on leave are left out. As on This week."""
    today = audience.people[0].organisation.today(audience.at)
    by_manager = _reports(audience, today) if audience.managers_among() else {}
    people = {one.person.pk for those in by_manager.values() for one in those}
    days: Any = CoachedDay.objects.everything(reason=READ).filter(coachee__in=list(people))
    last, away = days.last_days(), _away(people, today)
    found = {}
    for manager, those in by_manager.items():
        rows = [replace(one, last=last.get(one.person.pk, NEVER)) for one in those if one.person.pk not in away]
        silent = sorted((one for one in rows if one.is_quiet(today)), key=lambda one: (one.last, one.person.name))
        if silent:
            found[manager] = _quiet(silent, len(rows), today)
    return found


def _quiet(silent: Sequence[Report], among: int, today: date) -> Section:
    items = [
        Item(COACHEE, one.person.pk, _since(one.last, today), reverse("coaching:person", args=[one.person.pk]), one.person.name)
        for one in silent
    ]  # fmt: skip
    fact = _("%(count)d of your %(among)d people not coached for long") % {"count": len(items), "among": among}
    title = _("Not coached for long")
    return Section("quiet", title, items, len(items), fact, tone="warn", block=COACHING, compact=True)


def _since(last: date, today: date) -> str:
    if last == NEVER:
        return _("No session yet")
    days = (today - last).days
    return ngettext("%(days)d day without a session", "%(days)d days without a session", days) % {"days": days}


def _reports(audience: Audience, today: date) -> dict[UUID, list[Report]]:
    """By manager among the people, whoever has them as the nearest manager: as coaching.people.reports_to asks it."""
    among = {person.pk for person in audience.people}
    managed = {team for team, those in audience.managers.items() if among & set(those)}
    near = managed | {child for team in managed for child in audience.tree.children.get(team, [])}
    most = enough(managed, audience.tree.parents, said())
    rows = Membership.objects.on(today).filter(team__in=near, role__in=COACHED, person__is_active=True)
    found: dict[UUID, dict[UUID, Report]] = {}
    for one in rows.select_related("person").order_by("person__name", "person"):
        for manager, team in _managers_of(one, audience):
            if manager in among and manager != one.person_id:
                known, days = found.setdefault(manager, {}), most[team].gap_days
                before = known.get(one.person_id)
                known[one.person_id] = Report(one.person, min(days, before.most) if before else days)
    return {manager: list(people.values()) for manager, people in found.items()}


def _managers_of(one: Membership, audience: Audience) -> Iterable[tuple[UUID, UUID]]:
    """With the team of theirs that the person reports to."""
    own = audience.managers.get(one.team_id, [])
    yield from ((manager, one.team_id) for manager in own)
    parent = audience.tree.parents.get(one.team_id)
    if parent and (one.role == Role.MANAGER or not own):
        yield from ((manager, parent) for manager in audience.managers.get(parent, []))


def _away(people: Iterable[UUID], today: date) -> set[UUID]:
    rows: Any = Absence.objects.everything(reason=READ).touching(today, today)
    return set(rows.filter(person__in=list(people), kind=AbsenceKind.LEAVE).order_by().values_list("person", flat=True))


def freeze(week: date, at: datetime) -> dict[str, dict[str, list[int]]]:
    """Of each team alone, as the figures of charters count it: commitments followed up, and coaching that was early."""
    today = Organisation.current().today(at)
    counted = {"followed": followed_up(today), "early": early_coaching(today)}
    return {name: {str(team): [one.count, one.of] for team, one in cases.items()} for name, cases in counted.items()}


def figures(audience: Audience) -> dict[UUID, Section]:
    """Of the teams that somebody manages themselves, everything below added up, as it stood when the week began."""
    tops = _tops(audience)
    named = {one for teams in tops.values() for one in teams}
    names = dict(Team.objects.filter(pk__in=named).values_list("pk", "name")) if audience.figures else {}
    found = {}
    for manager, teams in tops.items():
        kept = audience.kept_for(manager)
        lines = [_figure(team, names[team], kept, audience) for team in teams] if kept else []
        told = [one for one in lines if one is not None]
        if told:
            title = _("Coaching in the last four weeks")
            found[manager] = Section("coached", title, told, len(told), asks=False, block=COACHING, figure=True)
    return found


def _figure(team: UUID, name: str, kept: WeekFigures, audience: Audience) -> Item | None:
    counted, below = kept.content.get(KEPT, {}), audience.tree.branch(team)
    followed, early = (_sum(counted.get(one, {}), below) for one in ("followed", "early"))
    said = " · ".join([*_followed(followed), *_early(early)])
    return Item(TEAM, team, said, f"{reverse('coaching:coverage')}?team={team}", lead=name) if said else None


def _tops(audience: Audience) -> dict[UUID, list[UUID]]:
    """By person, the teams of which they are a manager themselves."""
    among = {person.pk for person in audience.people}
    found: dict[UUID, list[UUID]] = {}
    for team, managers in audience.managers.items():
        for manager in among & set(managers):
            found.setdefault(manager, []).append(team)
    return {manager: sorted(teams, key=str) for manager, teams in found.items()}


def _sum(cases: Mapping[str, Sequence[int]], teams: Iterable[UUID]) -> Cases:
    return sum((Cases(*cases[str(team)]) for team in teams if str(team) in cases), Cases())


def _followed(cases: Cases) -> list[str]:
    said = _("%(count)d of %(of)d commitments that came due were followed up")
    return [said % {"count": cases.count, "of": cases.of}] if cases.of else []


def _early(cases: Cases) -> list[str]:
    said = _("%(count)d of %(of)d coached opportunities in their first two stages")
    return [said % {"count": cases.count, "of": cases.of}] if cases.of else []


def asks(audience: Audience) -> dict[UUID, list[Ask]]:
    """Of whoever manages a team themselves."""
    ask = Ask(WHOM, _("Whom will you coach early this week?"), reverse("coaching:coverage"))
    return {manager: [ask] for manager in _tops(audience)}


PARTS: Final[Sequence[Callable[[Audience], Mapping[UUID, Section]]]] = (reviews, quiet, figures)
