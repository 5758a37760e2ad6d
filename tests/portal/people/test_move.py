from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from funnels.models import Opportunity
from portal.handover import SuccessorMissing
from portal.joining import move
from portal.models import Event, Membership, Person
from portal.refusals import Invalid
from portal.roles import Role
from tests.cast import NOON, TODAY, Cast

Opened = Callable[..., Opportunity]


def of(person: Person) -> Membership:
    return Membership.objects.get(person=person, ends_on=None)


def reread(opportunity: Opportunity) -> Opportunity:
    return Opportunity.objects.everything(reason="test").get(pk=opportunity.pk)


def test_it_ends_here_and_begins_there_on_the_same_day(cast: Cast) -> None:
    here = of(cast.nils)
    there = move(here, to=cast.bergen, on=TODAY - timedelta(days=3), by=cast.stella, at=NOON)
    assert here.ends_on == there.starts_on == TODAY - timedelta(days=3)
    assert (there.team, there.role, there.ends_on) == (cast.bergen, Role.MEMBER, None)
    assert Event.objects.about(here).get().team == cast.oslo
    assert Event.objects.about(there).get().team == cast.bergen


def test_moving_to_another_role_in_the_same_team_hands_nothing_over(cast: Cast, opportunity: Opened) -> None:
    one = opportunity(cast.nils, cast.oslo)
    move(of(cast.nils), to=cast.oslo, role=Role.MANAGER, by=cast.adam, at=NOON)
    assert of(cast.nils).role == Role.MANAGER
    assert reread(one).owner == cast.nils


def test_it_asks_what_becomes_of_open_work(cast: Cast, opportunity: Opened) -> None:
    opportunity(cast.nils, cast.oslo)
    with pytest.raises(SuccessorMissing):
        move(of(cast.nils), to=cast.bergen, by=cast.stella, at=NOON)
    assert of(cast.nils).team == cast.oslo


def test_work_moves_along_with_its_owner_where_chosen(cast: Cast, opportunity: Opened) -> None:
    along, stays = opportunity(cast.nils, cast.oslo, "Along"), opportunity(cast.nils, cast.oslo, "Stays")
    successors = {along.pk: cast.nils, stays.pk: cast.lena}
    move(of(cast.nils), to=cast.bergen, successors=successors, by=cast.stella, at=NOON)
    assert (reread(along).owner, reread(along).team) == (cast.nils, cast.bergen)
    assert (reread(stays).owner, reread(stays).team) == (cast.lena, cast.oslo)


def test_moving_up_keeps_what_is_still_in_reach(cast: Cast, opportunity: Opened) -> None:
    one = opportunity(cast.nils, cast.oslo)
    move(of(cast.nils), to=cast.north, role=Role.STEWARD, by=cast.adam, at=NOON)
    assert reread(one).owner == cast.nils


def test_nobody_moves_themselves(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        move(of(cast.stella), to=cast.oslo, by=cast.stella, at=NOON)
    assert of(cast.stella).team == cast.acme


def test_nothing_ends_when_the_new_membership_cannot_begin(cast: Cast) -> None:
    with pytest.raises(Invalid):
        move(of(cast.nils), to=cast.bergen, on=TODAY + timedelta(days=5), by=cast.stella, at=NOON)
    assert of(cast.nils).team == cast.oslo
