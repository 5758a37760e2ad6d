"""How teams and people stand, from the figures of the week: whoever's digest tells them, they are the same.

The weekly snapshot knows what each open opportunity needed when the week began. Counts come from it; lines are those of
them that still need it, so that nobody is sent to what is mended already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funnels import counted, needs
from funnels.choices import Status
from funnels.counted import SELLER, TEAM, Stand
from funnels.lines import DOT, READ, Found, add, board, by_team, every, first, line, news, of_owner
from funnels.models import FunnelSnapshot, Opportunity
from funnels.snapshots import take_snapshot
from portal.digests.audience import Audience
from portal.digests.promises import CUSTOMERS, HYGIENE, MOST, OWN, Item, Kinds, Section
from portal.fiscal import closes_soon, quarter_end
from portal.formats import day, due
from portal.models import Person, Team
from portal.roles import Role
from portal.weeks import WEEK

BETTER_BY: Final = 2  # fewer opportunities that ask for something than a week ago


@dataclass(frozen=True)
class Week:
    """The people whose digests are of one week. `at` is when its figures were taken, `ends` when the quarter ends soon."""

    audience: Audience
    monday: date
    at: datetime
    ends: date | None

    @property
    def rows(self) -> Any:
        return FunnelSnapshot.objects.everything(reason=READ).filter(week=self.monday)

    @property
    def both(self) -> Any:
        """With the week before, to tell what changed."""
        return FunnelSnapshot.objects.everything(reason=READ).filter(week__in=[self.monday, self.monday - WEEK])


def freeze(week: date, at: datetime) -> dict[str, object]:
    take_snapshot(at=at, week=week)
    return {}


def theirs(person: Person, kinds: Kinds) -> dict[str, set[UUID]]:
    managed = person.reach.teams(Role.MANAGER)
    found = {}
    if TEAM in kinds:
        found[TEAM] = {*kinds[TEAM]} & {*managed, *person.reach.teams()}
    if SELLER in kinds:
        others = [one for one in kinds[SELLER] if one != person.pk] if managed else []
        rows = FunnelSnapshot.objects.everything(reason=READ).filter(owner__in=others, team__in=managed)
        found[SELLER] = {person.pk, *(rows.order_by().values_list("owner_id", flat=True).distinct() if others else ())}
    return found


def sections(audience: Audience) -> Found:
    found: Found = {}
    for week in _weeks(audience):
        add(found, _to_mend(week))
        managed = week.audience.managers_among()
        led = {person: week.audience.leads(person) for person in managed}
        if managed:
            add(found, _values(week, managed))
            add(found, _late_in_teams(week, led) if every(led) else {})
            add(found, _won(week, managed))
            add_all(found, _sellers(week, led))
        add(found, _moves(week, managed))
    return found


def add_all(found: Found, more: Mapping[UUID, Iterable[Section]]) -> None:
    for person, some in more.items():
        found.setdefault(person, []).extend(some)


def _weeks(audience: Audience) -> Iterator[Week]:
    for monday, kept in audience.figures.items():
        people = [one for one in audience.people if audience.weeks.get(one.pk) == monday]
        if people:
            organisation = people[0].organisation
            fiscal = (monday, organisation.fiscal_start_month, organisation.fiscal_pattern)
            yield Week(audience.of(people), monday, kept.at, quarter_end(*fiscal) if closes_soon(*fiscal) else None)


def _to_mend(week: Week) -> dict[UUID, Section]:
    """One's own that are past their close date, too long in their stage, or ahead of their evidence; the largest first."""
    people = {one.pk: one for one in week.audience.people}
    kept = counted.by_owner(week.rows.filter(owner__in=people).to_mend())
    own = Opportunity.objects.everything(reason=READ).open().filter(owner__in=people)
    then = week.rows.filter(opportunity=OuterRef("pk")).to_mend()
    still = first(own.filter(_mend(week, own), Exists(then)), "owner", F("amount").desc(nulls_last=True))
    found: dict[UUID, list[Any]] = {}
    for one in still:
        if people[one.owner_id].reach.holds(one.team_id):
            found.setdefault(one.owner_id, []).append(one)
    return {owner: _clean_up(week, owner, rows, kept.get(owner, 0)) for owner, rows in found.items()}


def _mend(week: Week, rows: Any) -> Q:
    funnels = list(rows.order_by().values_list("funnel_id", flat=True).distinct())
    known: Q = needs.conditions_on(min(week.audience.today.values()), week.audience.at, funnels)["mend"]
    return known


def _clean_up(week: Week, owner: UUID, rows: Sequence[Any], count: int) -> Section:
    today, still = week.audience.today[owner], rows[0].among
    fact = ngettext("%(count)d opportunity to clean up", "%(count)d opportunities to clean up", count)
    return Section(
        "mend", _title(week, today), [line(one, detail=_wrong(one, today, week.audience.at)) for one in rows], count,
        fact % {"count": count}, board(owner="me", need="mend"), tone="warn", block=OWN if week.ends else HYGIENE,
        figure=True, still=still,
    )  # fmt: skip


def _title(week: Week, today: date) -> str:
    if week.ends:
        return _("Clean out before the quarter ends on %(day)s") % {"day": day(week.ends, today)}
    return _("To clean up")


def _wrong(one: Opportunity, today: date, now: datetime) -> str:
    """What is wrong with it, in words."""
    found = []
    if one.expected_close and one.expected_close < today:
        found.append(_("close date %(day)s has passed") % {"day": day(one.expected_close, today)})
    if stays := needs.stays_long(one, now):
        found.append(_("%(days)d days in %(stage)s") % {"days": stays, "stage": one.stage.label})
    return DOT.join(found or [_("ahead of its evidence")])


def _values(week: Week, managed: Mapping[UUID, Sequence[UUID]]) -> dict[UUID, Section]:
    """To whoever leads teams with teams below: the open value, what backs it, how much needs nothing; and a week ago."""
    tree = week.audience.tree
    leaders = {person: [team for team in week.audience.heads(person) if tree.children.get(team)] for person in managed}
    leaders = {person: teams for person, teams in leaders.items() if teams}
    if not leaders:
        return {}
    branches = {team for teams in leaders.values() for top in teams for team in tree.branch(top)}
    stands = counted.by_team(week.both.filter(team__in=branches))
    names = dict(Team.objects.filter(pk__in=branches).values_list("pk", "name"))
    found = {}
    for person, tops in leaders.items():
        lines = [*(_team(week, top, stands, names[top]) for top in tops), *_below(week, tops, stands, names)]
        items = [one for one in lines if one]
        if items:
            found[person] = Section(
                "values", _("Open value in your teams"), items, len(items), address=board(), asks=False,
                block=CUSTOMERS, figure=True,
            )  # fmt: skip
    return found


def _below(
    week: Week, tops: Iterable[UUID], stands: counted.ByTeam, names: Mapping[UUID, str]
) -> Iterator[Item | None]:
    """The teams below, by name: it is no ranking."""
    children = {child for top in tops for child in week.audience.tree.children.get(top, [])}
    for child in sorted(children, key=lambda one: names.get(one, "")):
        yield _team(week, child, stands, names.get(child, ""))


def _team(week: Week, team: UUID, stands: counted.ByTeam, name: str) -> Item | None:
    branch = week.audience.tree.branch(team)
    now, before = (counted.total(stands, monday, branch) for monday in (week.monday, week.monday - WEEK))
    return Item(TEAM, team, "", board(team=team), lead=name, detail=_stands(now, before)) if now.open else None


def _stands(now: Stand, before: Stand) -> str:
    worth = _("%(value)s open, %(backed)s of it backed by what customers did") % {
        "value": now.worth, "backed": counted.beside(now.backed_share, before.backed_share),
    }  # fmt: skip
    fine = _("%(share)s need nothing") % {"share": counted.beside(now.fine_share, before.fine_share)}
    late = ngettext("%(count)d overdue", "%(count)d overdue", now.late) % {"count": now.late} if now.late else ""
    return DOT.join(filter(None, [worth if now.backed_share is not None else now.worth, late, fine]))


def _late_in_teams(week: Week, managed: Mapping[UUID, Sequence[UUID]]) -> dict[UUID, Section]:
    """What customers owe the others in the teams whose nearest manager somebody is, the latest first."""
    kept = counted.by_place(week.rows.filter(team__in=every(managed), overdue=True))
    today = min(week.audience.today.values())
    then = week.rows.filter(opportunity=OuterRef("pk"), overdue=True)
    rows = Opportunity.objects.everything(reason=READ).overdue(today).filter(Exists(then), team__in=every(managed))
    still, grouped = counted.by_place(rows), by_team(first(rows, "team", F("next_due_on").asc()))
    found = {}
    for manager, teams in managed.items():
        places = [one for team in teams for one in grouped.get(team, []) if one.owner_id != manager]
        places.sort(key=lambda one: (one.next_due_on, str(one.pk)))
        if places:
            counts = [counted.of_others(some, teams, manager) for some in (kept, still)]
            found[manager] = _late(places, week.audience.today[manager], *counts)
    return found


def _late(places: Sequence[Any], today: date, count: int, still: int) -> Section:
    fact = ngettext("%(count)d late in your teams", "%(count)d late in your teams", count) % {"count": count}
    items = [of_owner(one, due(one.next_due_on, today)) for one in places[:MOST]]
    return Section(
        "late-in-teams", _("Overdue in your teams"), items, count, fact, board(need="overdue"), tone="bad",
        block=CUSTOMERS, figure=True, still=still,
    )  # fmt: skip


def _sellers(week: Week, led: Mapping[UUID, Sequence[UUID]]) -> dict[UUID, list[Section]]:
    """Each person of the teams that somebody leads themselves, by name, with facts: what asks for something."""
    stands = counted.by_seller(week, every(led)) if every(led) else {}
    found: dict[UUID, list[Section]] = {}
    for manager, teams in led.items():
        mine = {one: stand for one, stand in stands.items() if stand.team in teams and one.owner != manager}
        if asking := [one for one in mine.values() if one.facts]:
            found.setdefault(manager, []).append(_of_sellers(week, manager, asking))
        if better := [one for one in mine.values() if one.before - one.red >= BETTER_BY]:
            title = _("Tidied up since last week")
            lines = [
                one.item(_("%(before)d → %(now)d to look at") % {"before": one.before, "now": one.red})
                for one in better
            ]
            found.setdefault(manager, []).append(news("better", title, lines, figure=True))
    return found


def _of_sellers(week: Week, manager: UUID, asking: Sequence[counted.Seller]) -> Section:
    fact = ngettext(
        "%(count)d person with something to clean up", "%(count)d people with something to clean up", len(asking)
    ) % {"count": len(asking)}
    title = _title(week, week.audience.today[manager]) if week.ends else _("Each of your people")
    return Section(
        "people", title, [one.item(DOT.join(one.facts)) for one in asking], len(asking), fact, board(), tone="warn",
        block=HYGIENE, figure=True,
    )  # fmt: skip


def _won(week: Week, managed: Mapping[UUID, Sequence[UUID]]) -> dict[UUID, Section]:
    """In the week before."""
    rows = Opportunity.objects.everything(reason=READ).filter(
        status=Status.WON, closed_on__gte=week.monday - WEEK, closed_on__lt=week.monday, archived_at=None
    )
    grouped = by_team(first(rows.filter(team__in=every(managed)), "team", F("amount").desc(nulls_last=True)))
    found = {}
    for manager, teams in managed.items():
        places = [one for team in teams for one in grouped.get(team, [])]
        count = sum(grouped[team][0].among for team in teams if team in grouped)
        if places:
            lines = [of_owner(one, "") for one in places]
            found[manager] = news("won", _("Won in your teams last week"), lines, count)
    return found


def _moves(week: Week, managed: Mapping[UUID, Sequence[UUID]]) -> dict[UUID, Section]:
    """What moved in the seven days before: one's own, and what moved in the teams that somebody manages."""
    by_owner, of_team = counted.moves(week, every(managed))
    found = {}
    for person in week.audience.people:
        teams = managed.get(person.pk, [])
        of_teams = counted.summed(one for team in teams for one in of_team.get(team, ()))
        own = counted.summed(by_owner.get(person.pk, ()))
        if of_teams.said:
            item = Item(TEAM, min(teams, key=str), _("Your teams"), board(), detail=of_teams.said)
        elif own.said:
            item = Item(SELLER, person.pk, _("Yours"), board(owner="me"), detail=own.said)
        else:
            continue
        found[person.pk] = news("moves", _("Moved since last week"), [item])
    return found
