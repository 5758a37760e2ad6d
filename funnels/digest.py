"""What the funnel says to each person of their own: what customers owe, what may move, what lacks a next step.

Each part is one statement for all people; of every owner only the first rows come, with how many there are. How teams
stand is told from the figures of the week (funnels/weekly.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funnels.acting import COMMITMENT, acts, verbs_for
from funnels.choices import CommitmentState, Status
from funnels.gate import following_of
from funnels.lines import (
    DOT,
    OPPORTUNITY,
    READ,
    Found,
    add,
    address,
    board,
    customer,
    every,
    first,
    line,
    news,
    of_owner,
    worth,
)
from funnels.models import CustomerCommitment, Opportunity, Override
from portal.digests.audience import Audience
from portal.digests.promises import CUSTOMERS, MOST, OWN, Ask, Item, Kinds, Section, keys_among
from portal.formats import due
from portal.models import Person
from portal.roles import Role
from portal.weeks import WEEK

__all__ = ["acts", "asks", "promises", "sections", "still_open", "theirs"]

LAST: Final = 30  # of all that a digest may ask at its end


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
        found[COMMITMENT] = keys_among(CustomerCommitment.objects.visible_to(person), kinds[COMMITMENT])
    if OPPORTUNITY in kinds:
        found[OPPORTUNITY] = keys_among(Opportunity.objects.visible_to(person), kinds[OPPORTUNITY])
    return found


def sections(audience: Audience) -> Found:
    found: Found = {}
    managed = audience.managers_among()
    led = {person: teams for person in managed if (teams := audience.leads(person))}
    add(found, _expired_overrides(audience, led) if led else {})
    for part in (_broken, _undated, _ready, _kept):
        add(found, part(audience))
    return found


def asks(audience: Audience) -> Found:
    """Of whoever sells."""
    ask = Ask(LAST, _("What will you commit to this week?"), reverse("home"))
    return {one.pk: [ask] for one in audience.people if one.reach.anywhere(Role.MEMBER)}


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
        lead=customer(place),
        title=one.statement,
        detail=DOT.join(filter(None, [worth(place), giver])),
        address=address(place),
        due_on=one.promised_for,
        owner=place.owner_id,
        team=place.team_id,
        redated=one.reschedules,
        version=one.version,
        acts=verbs_for(one),
    )


def _own(
    audience: Audience, rows: Any, order: Sequence[Any], section: Callable[[list[Item], int], Section],
    line: Callable[[Opportunity], Item],
) -> dict[UUID, Section]:  # fmt: skip
    """One section of each owner among the people, of rows in teams that they still reach."""
    people = {person.pk: person for person in audience.people}
    found: dict[UUID, list[Any]] = {}
    for one in first(rows.filter(owner__in=people), "owner", *order):
        if people[one.owner_id].reach.holds(one.team_id):
            found.setdefault(one.owner_id, []).append(one)
    return {owner: section([line(one) for one in places], places[0].among) for owner, places in found.items()}


def _ready(audience: Audience) -> dict[UUID, Section]:
    day = min(audience.today.values())
    rows = Opportunity.objects.everything(reason=READ).ready(day)

    def section(items: list[Item], count: int) -> Section:
        fact = ngettext("%(count)d opportunity ready to move", "%(count)d opportunities ready to move", count)
        return Section(
            "ready", _("Ready to move"), items, count, fact % {"count": count}, board(owner="me", need="ready"),
            tone="ok", block=CUSTOMERS, compact=True,
        )  # fmt: skip

    return _own(audience, rows, [F("stage_entered_at").asc()], section, _towards)


def _towards(one: Opportunity) -> Item:
    following = following_of(one)
    return line(one, title=_("to %(stage)s") % {"stage": following} if following else "")


def _undated(audience: Audience) -> dict[UUID, Section]:
    day = min(audience.today.values())
    awake = Q(parked_until=None) | Q(parked_until__lt=day)
    every = Opportunity.objects.everything(reason=READ)
    rows = every.without_next().filter(awake, required_met__lt=F("required_total"))

    def section(items: list[Item], count: int) -> Section:
        fact = ngettext(
            "%(count)d opportunity without a dated next commitment",
            "%(count)d opportunities without a dated next commitment",
            count,
        )
        return Section(
            "undated", _("Without a dated next commitment"), items, count, fact % {"count": count},
            board(owner="me", need="no_next"), tone="warn", block=CUSTOMERS, compact=True,
        )  # fmt: skip

    return _own(audience, rows, [F("amount").desc(nulls_last=True)], section, line)


def _expired_overrides(audience: Audience, managed: Mapping[UUID, Sequence[UUID]]) -> dict[UUID, Section]:
    """Moves with a reason whose time has run out: to be answered for anew, or taken back."""
    rows = Override.objects.everything(reason=READ).expired(min(audience.today.values()))
    rows = rows.filter(opportunity__team__in=every(managed), opportunity__status=Status.OPEN)
    by_team: dict[UUID, list[Override]] = {}
    for one in rows.select_related("opportunity__account", "opportunity__owner").order_by("expires_on", "id"):
        by_team.setdefault(one.opportunity.team_id, []).append(one)
    found = {}
    for manager, teams in managed.items():
        here = [one for team in teams for one in by_team.get(team, [])]
        here.sort(key=lambda one: (one.expires_on, str(one.pk)))
        if here:
            fact = ngettext("%(count)d override to confirm", "%(count)d overrides to confirm", len(here))
            items = [of_owner(one.opportunity, due(one.expires_on, audience.today[manager])) for one in here[:MOST]]
            found[manager] = Section(
                "overrides", _("Moved with a reason that has expired"), items, len(here), fact % {"count": len(here)},
                reverse("funnels:overrides"), block=OWN,
            )  # fmt: skip
    return found


def _broken(audience: Audience) -> dict[UUID, Section]:
    """What customers did not do after all, in the last seven days: somebody has to ask what stands in the way."""
    found = _settled(audience, CommitmentState.BROKEN, CommitmentState.DECLINED)
    return {owner: _broken_section(rows) for owner, rows in found.items()}


def _broken_section(rows: Sequence[CustomerCommitment]) -> Section:
    fact = ngettext("%(count)d promise broken", "%(count)d promises broken", len(rows)) % {"count": len(rows)}
    items = [_done(one, str(one.get_state_display()).lower()) for one in rows[:MOST]]
    return Section(
        "broken", _("Broken or declined since last week"), items, len(rows), fact, tone="bad", block=CUSTOMERS
    )


def _kept(audience: Audience) -> dict[UUID, Section]:
    """What customers did in the last seven days."""
    title = _("Kept by customers since last week")
    found = _settled(audience, CommitmentState.FULFILLED)
    return {owner: news("kept", title, [_done(one) for one in rows]) for owner, rows in found.items()}


def _settled(audience: Audience, *states: str) -> dict[UUID, list[CustomerCommitment]]:
    since = min(audience.today.values()) - WEEK
    rows = CustomerCommitment.objects.everything(reason=READ).filter(
        state__in=states, settled_on__gte=since, opportunity__owner__in=audience.people
    )
    found: dict[UUID, list[CustomerCommitment]] = {}
    people = {person.pk: person for person in audience.people}
    for one in rows.select_related("opportunity__account").order_by("-settled_on", "-id"):
        owner = people[one.opportunity.owner_id]
        if owner.reach.holds(one.opportunity.team_id):
            found.setdefault(owner.pk, []).append(one)
    return found


def _done(one: CustomerCommitment, detail: str = "") -> Item:
    place = one.opportunity
    return Item(COMMITMENT, one.pk, one.statement, address(place), lead=customer(place), detail=detail)
