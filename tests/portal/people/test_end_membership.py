from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from funnels.models import Opportunity
from portal.handover import SuccessorMissing
from portal.joining import end_membership
from portal.models import Event, Membership, Person
from portal.refusals import Invalid, Refusal, Stale
from portal.roles import Role
from tests.cast import LONG_AGO, NOON, TODAY, Cast, join

Opened = Callable[..., Opportunity]


def of(person: Person) -> Membership:
    return Membership.objects.get(person=person, ends_on=None)


def reread(opportunity: Opportunity) -> Opportunity:
    return Opportunity.objects.everything(reason="test").get(pk=opportunity.pk)


def test_rights_end_on_that_day_and_the_row_stays(cast: Cast) -> None:
    membership = end_membership(of(cast.nils), by=cast.stella, at=NOON, reason="Parental leave")
    assert (membership.starts_on, membership.ends_on) == (LONG_AGO, TODAY)
    assert not Person.objects.get(pk=cast.nils.pk).reach.roles
    event = Event.objects.about(membership).get()
    assert (event.verb, event.by, event.reason) == ("ended", cast.stella, "Parental leave")


def test_it_asks_who_takes_over_each_open_opportunity(cast: Cast, opportunity: Opened) -> None:
    one, two = opportunity(cast.nils, cast.oslo, "One"), opportunity(cast.nils, cast.oslo, "Two")
    with pytest.raises(SuccessorMissing) as refused:
        end_membership(of(cast.nils), by=cast.stella, at=NOON, successors={one.pk: cast.lena})
    assert refused.value.extra == {"open": [str(two.pk)]}
    assert of(cast.nils).ends_on is None
    assert reread(one).owner == cast.nils


def test_opportunities_change_hands_in_the_same_step(cast: Cast, opportunity: Opened) -> None:
    one, two = opportunity(cast.nils, cast.oslo, "One"), opportunity(cast.nils, cast.oslo, "Two")
    end_membership(of(cast.nils), by=cast.stella, at=NOON, successors={one.pk: cast.lena, two.pk: cast.vera})
    assert (reread(one).owner, reread(two).owner) == (cast.lena, cast.vera)
    assert (reread(one).team, reread(two).team) == (cast.oslo, cast.oslo)


def test_a_successor_from_elsewhere_takes_it_to_their_team(cast: Cast, opportunity: Opened) -> None:
    one = opportunity(cast.nils, cast.oslo)
    end_membership(of(cast.nils), by=cast.stella, at=NOON, successors={one.pk: cast.olga})
    assert (reread(one).owner, reread(one).team) == (cast.olga, cast.bergen)


def test_somebody_who_has_left_takes_over_nothing(cast: Cast, opportunity: Opened) -> None:
    one = opportunity(cast.nils, cast.oslo)
    cast.olga.is_active = False
    with pytest.raises(SuccessorMissing):
        end_membership(of(cast.nils), by=cast.stella, at=NOON, successors={one.pk: cast.olga})


def test_work_that_another_membership_still_reaches_stays(cast: Cast, opportunity: Opened) -> None:
    one = opportunity(cast.nils, cast.oslo)
    join(cast.nils, cast.north, Role.STEWARD)
    end_membership(Membership.objects.get(person=cast.nils, team=cast.oslo), by=cast.stella, at=NOON)
    assert reread(one).owner == cast.nils


def test_a_manager_who_stops_hands_over_what_lies_in_the_teams_below(cast: Cast, opportunity: Opened) -> None:
    one = opportunity(cast.lena, cast.bergen)
    with pytest.raises(SuccessorMissing) as refused:
        end_membership(of(cast.lena), by=cast.adam, at=NOON)
    assert [item.id for item in refused.value.items] == [one.pk]


def test_closed_work_needs_no_successor(cast: Cast, opportunity: Opened) -> None:
    one = opportunity(cast.nils, cast.oslo)
    one.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    end_membership(of(cast.nils), by=cast.stella, at=NOON)
    assert reread(one).owner == cast.nils


def test_it_can_have_ended_earlier_but_not_later(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        end_membership(of(cast.nils), until=TODAY + timedelta(days=1), by=cast.stella, at=NOON)
    assert list(refused.value.errors) == ["until"]
    assert end_membership(
        of(cast.nils), until=TODAY - timedelta(days=9), by=cast.stella, at=NOON
    ).ends_on == TODAY - timedelta(days=9)


def test_it_cannot_end_before_it_began(cast: Cast) -> None:
    with pytest.raises(Invalid):
        end_membership(of(cast.nils), until=LONG_AGO - timedelta(days=1), by=cast.stella, at=NOON)


def test_one_that_has_not_begun_never_begins(cast: Cast) -> None:
    planned = join(cast.nils, cast.rome, Role.MEMBER, since=TODAY + timedelta(days=10))
    end_membership(planned, by=cast.stella, at=NOON)
    assert planned.ends_on == planned.starts_on


def test_it_ends_once(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        end_membership(Membership.objects.get(person=cast.felix), by=cast.adam, at=NOON)
    assert refused.value.code == "ended-already"


def test_a_stale_page_ends_nothing(cast: Cast) -> None:
    membership = of(cast.nils)
    membership.keep("role")
    with pytest.raises(Stale):
        end_membership(membership, by=cast.stella, at=NOON, version=1)


@pytest.mark.parametrize("who", ["nils", "lena", "rita", "sam", "felix"])
def test_others_end_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        end_membership(of(cast.nils), by=getattr(cast, who), at=NOON)
    assert of(cast.nils).version == 1
