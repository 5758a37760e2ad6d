"""What the funnel has to say in a digest: what customers owe, what may move, what lacks a next step, what went well.

Each part is one statement for all people; of every owner or team only the first rows come, with how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funnels.acting import COMMITMENT, acts, verbs_for
from funnels.choices import CommitmentState, Status
from funnels.gate import following_of
from funnels.models import CustomerCommitment, Opportunity, Override
from portal.digests.audience import Audience
from portal.digests.promises import MOST, Item, Kinds, Section
from portal.formats import due, money_short
from portal.models import Person
from portal.weeks import WEEK

__all__ = ["acts", "promises", "sections", "still_open", "theirs"]

OPPORTUNITY: Final = "opportunity"
READ: Final = "digests of the people who may read these rows"

Found = dict[UUID, list[Any]]


def promises(audience: Audience) -> Found:
    """What customers owe on a person's own opportunities, up to the end of their week."""
    found: Found = {}
    people = {person.pk: person for person in audience.people}
    for one in _commitments(Q(opportunity__owner__in=people, promised_for__lte=audience.last_friday)):
        owner = people[one.opportunity.owner_id]
        if owner.reach.holds(one.opportunity.team_id) and audience.is_soon(owner.pk, one.promised_for):
            found.setdefault(owner.pk, []).append(_promise(one))
    return found


def still_open(kinds: Kinds, today: date) -> list[Item]:
    keys = kinds.get(COMMITMENT)
    return [_promise(one) for one in _commitments(Q(pk__in=keys, promised_for__lt=today))] if keys else []


def theirs(person: Person, kinds: Kinds) -> dict[str, set[UUID]]:
    found = {}
    if COMMITMENT in kinds:
        found[COMMITMENT] = _ids(CustomerCommitment.objects.visible_to(person), kinds[COMMITMENT])
    if OPPORTUNITY in kinds:
        found[OPPORTUNITY] = _ids(Opportunity.objects.visible_to(person), kinds[OPPORTUNITY])
    return found


def _ids(rows: Any, keys: Iterable[UUID]) -> set[UUID]:
    return set(rows.filter(pk__in=list(keys)).order_by().values_list("pk", flat=True))


def sections(audience: Audience) -> Found:
    found: Found = {}
    managed = audience.managers_among()
    for part in (_late_in_teams, _expired_overrides):
        _add(found, part(audience, managed) if managed else {})
    for part_of_own in (_ready, _undated, _kept):
        _add(found, part_of_own(audience))
    _add(found, _won(audience, managed) if managed else {})
    return found


def _add(found: Found, more: Mapping[UUID, Section]) -> None:
    for person, section in more.items():
        found.setdefault(person, []).append(section)


def _commitments(wanted: Q) -> Iterable[Any]:
    rows = CustomerCommitment.objects.everything(reason=READ).pending().filter(wanted)
    current = rows.filter(opportunity__status=Status.OPEN, opportunity__archived_at=None)
    return current.select_related("opportunity__account", "given_by").order_by("promised_for", "id")


def _promise(one: CustomerCommitment) -> Item:
    place = one.opportunity
    giver = one.given_by.name if one.given_by else ""
    return Item(
        kind=COMMITMENT,
        key=one.pk,
        lead=_customer(place),
        title=one.statement,
        detail=" · ".join(filter(None, [money_short(place.amount, place.currency), giver])),
        address=_address(place),
        due_on=one.promised_for,
        owner=place.owner_id,
        team=place.team_id,
        redated=one.reschedules,
        version=one.version,
        acts=verbs_for(one),
    )


def _customer(place: Opportunity) -> str:
    return place.account.name if place.account else place.name


def _address(place: Opportunity) -> str:
    return reverse("funnels:opportunity", args=[place.pk])


def _line(place: Opportunity, title: str = "", detail: str = "") -> Item:
    amount = money_short(place.amount, place.currency)
    return Item(
        kind=OPPORTUNITY,
        key=place.pk,
        lead=_customer(place),
        title=title or place.name,
        detail=" · ".join(filter(None, [amount, detail])),
        address=_address(place),
    )


def _first(rows: Any, by: str, *order: Any) -> list[Any]:
    """The first rows of each owner or team, each with `among`: how many there are."""
    numbered = rows.order_by().annotate(
        place=Window(RowNumber(), partition_by=F(by), order_by=[*order, "id"]),
        among=Window(Count("pk"), partition_by=F(by)),
    )
    return list(numbered.filter(place__lte=MOST).select_related("account", "owner").order_by("place", "id"))


def _own(
    audience: Audience, rows: Any, order: Sequence[Any], section: Callable[[list[Item], int], Section],
    line: Callable[[Opportunity], Item],
) -> dict[UUID, Section]:  # fmt: skip
    """One section of each owner among the people, of rows in teams that they still reach."""
    people = {person.pk: person for person in audience.people}
    found: dict[UUID, list[Any]] = {}
    for one in _first(rows.filter(owner__in=people), "owner", *order):
        if people[one.owner_id].reach.holds(one.team_id):
            found.setdefault(one.owner_id, []).append(one)
    return {owner: section([line(one) for one in places], places[0].among) for owner, places in found.items()}


def _ready(audience: Audience) -> dict[UUID, Section]:
    day = min(audience.today.values())
    rows = Opportunity.objects.everything(reason=READ).ready(day)

    def section(items: list[Item], count: int) -> Section:
        fact = ngettext("%(count)d opportunity ready to move", "%(count)d opportunities ready to move", count)
        return Section("ready", _("Ready to move"), items, count, fact % {"count": count}, tone="ok")

    return _own(audience, rows, [F("stage_entered_at").asc()], section, _towards)


def _towards(one: Opportunity) -> Item:
    following = following_of(one)
    return _line(one, title=_("to %(stage)s") % {"stage": following} if following else "")


def _undated(audience: Audience) -> dict[UUID, Section]:
    day = min(audience.today.values())
    awake = Q(parked_until=None) | Q(parked_until__lt=day)
    every = Opportunity.objects.everything(reason=READ)
    rows = every.without_next().filter(awake, required_met__lt=F("required_total"))

    def section(items: list[Item], count: int) -> Section:
        fact = ngettext(
            "%(count)d opportunity without a next commitment",
            "%(count)d opportunities without a next commitment",
            count,
        )
        return Section("undated", _("Without a next commitment"), items, count, fact % {"count": count}, tone="warn")

    return _own(audience, rows, [F("amount").desc(nulls_last=True)], section, _line)


def _late_in_teams(audience: Audience, managed: Mapping[UUID, Sequence[UUID]]) -> dict[UUID, Section]:
    """What customers owe the others in the teams that somebody manages, the latest first."""
    day = min(audience.today.values())
    rows = Opportunity.objects.everything(reason=READ).overdue(day).filter(team__in=_all(managed))
    by_team = _grouped(_first(rows, "team", F("next_due_on").asc()))
    found = {}
    for manager, teams in managed.items():
        places = [one for team in teams for one in by_team.get(team, []) if one.owner_id != manager]
        places.sort(key=lambda one: (one.next_due_on, str(one.pk)))
        count = sum(by_team[team][0].among for team in teams if team in by_team)
        if places:
            fact = ngettext("%(count)d late in your teams", "%(count)d late in your teams", count) % {"count": count}
            items = [_of_owner(one, due(one.next_due_on, audience.today[manager])) for one in places[:MOST]]
            found[manager] = Section("late-in-teams", _("Overdue in your teams"), items, count, fact, tone="bad")
    return found


def _of_owner(one: Opportunity, said: str) -> Item:
    return _line(one, detail=" · ".join(filter(None, [one.owner.name if one.owner else "", said])))


def _expired_overrides(audience: Audience, managed: Mapping[UUID, Sequence[UUID]]) -> dict[UUID, Section]:
    """Moves with a reason whose time has run out: to be answered for anew, or taken back."""
    rows = Override.objects.everything(reason=READ).expired(min(audience.today.values()))
    rows = rows.filter(opportunity__team__in=_all(managed), opportunity__status=Status.OPEN)
    by_team: dict[UUID, list[Override]] = {}
    for one in rows.select_related("opportunity__account", "opportunity__owner").order_by("expires_on", "id"):
        by_team.setdefault(one.opportunity.team_id, []).append(one)
    found = {}
    for manager, teams in managed.items():
        here = [one for team in teams for one in by_team.get(team, [])]
        if here:
            fact = ngettext("%(count)d override to confirm", "%(count)d overrides to confirm", len(here))
            items = [_of_owner(one.opportunity, due(one.expires_on, audience.today[manager])) for one in here[:MOST]]
            found[manager] = Section(
                "overrides", _("Moved with a reason that has expired"), items, len(here), fact % {"count": len(here)}
            )
    return found


def _kept(audience: Audience) -> dict[UUID, Section]:
    """What customers did in the last seven days."""
    since = min(audience.today.values()) - WEEK
    rows = CustomerCommitment.objects.everything(reason=READ).filter(
        state=CommitmentState.FULFILLED, settled_on__gte=since, opportunity__owner__in=audience.people
    )
    found: dict[UUID, list[CustomerCommitment]] = {}
    people = {person.pk: person for person in audience.people}
    for one in rows.select_related("opportunity__account").order_by("-settled_on", "-id"):
        owner = people[one.opportunity.owner_id]
        if owner.reach.holds(one.opportunity.team_id):
            found.setdefault(owner.pk, []).append(one)
    return {
        owner: _news("kept", _("Kept by customers since last week"), [_done(one) for one in kept])
        for owner, kept in found.items()
    }


def _done(one: CustomerCommitment) -> Item:
    place = one.opportunity
    return Item(COMMITMENT, one.pk, one.statement, _address(place), lead=_customer(place))


def _won(audience: Audience, managed: Mapping[UUID, Sequence[UUID]]) -> dict[UUID, Section]:
    since = min(audience.today.values()) - WEEK
    rows = Opportunity.objects.everything(reason=READ).filter(status=Status.WON, closed_on__gte=since, archived_at=None)
    by_team = _grouped(_first(rows.filter(team__in=_all(managed)), "team", F("amount").desc(nulls_last=True)))
    found = {}
    for manager, teams in managed.items():
        places = [one for team in teams for one in by_team.get(team, [])]
        count = sum(by_team[team][0].among for team in teams if team in by_team)
        if places:
            lines = [_of_owner(one, "") for one in places]
            found[manager] = _news("won", _("Won in your teams since last week"), lines, count)
    return found


def _news(code: str, title: str, items: list[Item], count: int | None = None) -> Section:
    return Section(code, title, items[:MOST], count or len(items), asks=False, tone="ok")


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for one in rows:
        found.setdefault(one.team_id, []).append(one)
    return found


def _all(managed: Mapping[UUID, Sequence[UUID]]) -> set[UUID]:
    return {team for teams in managed.values() for team in teams}
