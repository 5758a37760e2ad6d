"""Versions are activated, revised, retired and brought back."""

from __future__ import annotations

import pytest

from funnels.choices import FunnelState, StageKind
from funnels.models import CommitmentDefinition, Funnel, Stage
from funnels.opening import NoFunnel, funnel_for, open_opportunity
from funnels.refusals import WrongState
from funnels.template import copy_template
from portal.refusals import Invalid, Stale
from tests.cast import NOON, Cast
from tests.factories import make_funnel


def test_the_next_version_takes_over_and_the_former_retires(cast: Cast, funnel: Funnel) -> None:
    draft = funnel.revise(by=cast.stella, at=NOON)
    assert (draft.revision, draft.state, funnel_for(cast.oslo)) == (2, FunnelState.DRAFT, funnel)
    draft.activate(by=cast.stella, at=NOON)
    funnel.refresh_from_db(from_queryset=Funnel.objects.everything(reason="test"))
    assert (funnel.state, funnel_for(cast.oslo)) == (FunnelState.RETIRED, draft)


def test_there_is_one_draft_at_a_time(cast: Cast, funnel: Funnel) -> None:
    funnel.revise(by=cast.stella, at=NOON)
    with pytest.raises(WrongState, match="exists already"):
        funnel.revise(by=cast.stella, at=NOON)


def test_a_draft_put_away_makes_room_and_comes_back(cast: Cast, funnel: Funnel) -> None:
    draft = funnel.revise(by=cast.stella, at=NOON)
    draft.retire(by=cast.stella, at=NOON)
    other = funnel.revise(by=cast.stella, at=NOON)
    with pytest.raises(WrongState, match="another draft"):
        draft.bring_back(by=cast.stella, at=NOON)
    other.retire(by=cast.stella, at=NOON)
    draft.bring_back(by=cast.stella, at=NOON)
    assert draft.state == FunnelState.DRAFT


def test_a_funnel_out_of_use_takes_no_new_opportunities_until_it_is_back(cast: Cast, funnel: Funnel) -> None:
    funnel.retire(by=cast.stella, at=NOON)
    with pytest.raises(NoFunnel):
        funnel_for(cast.oslo)
    funnel.bring_back(by=cast.stella, at=NOON)
    assert funnel_for(cast.oslo) == funnel


def test_an_earlier_version_comes_back_only_when_none_is_in_use(cast: Cast, funnel: Funnel) -> None:
    draft = funnel.revise(by=cast.stella, at=NOON)
    draft.activate(by=cast.stella, at=NOON)
    funnel.refresh_from_db(from_queryset=Funnel.objects.everything(reason="test"))
    with pytest.raises(WrongState, match="Another version"):
        funnel.bring_back(by=cast.stella, at=NOON)


def test_what_is_in_use_is_not_activated_or_retired_twice(cast: Cast, funnel: Funnel) -> None:
    with pytest.raises(WrongState):
        funnel.activate(by=cast.stella, at=NOON)
    with pytest.raises(WrongState):
        funnel.bring_back(by=cast.stella, at=NOON)
    funnel.retire(by=cast.stella, at=NOON)
    with pytest.raises(WrongState):
        funnel.retire(by=cast.stella, at=NOON)


def test_a_draft_needs_two_stages_in_order_each_with_something_required(cast: Cast) -> None:
    bare = Funnel.objects.create(team=cast.acme, name="Bare")
    with pytest.raises(WrongState, match="at least two"):
        bare.activate(by=None, at=NOON)
    draft = copy_template(team=cast.acme, name="Copy", by=None, at=NOON)
    CommitmentDefinition.objects.everything(reason="test").filter(stage__funnel=draft, stage__code="define").update(
        required=False
    )
    with pytest.raises(WrongState, match="Defines what it needs"):
        draft.activate(by=None, at=NOON)
    Stage.objects.everything(reason="test").filter(funnel=draft, code="acknowledge").update(kind=StageKind.AFTER_ORDER)
    with pytest.raises(WrongState, match="in order"):
        draft.activate(by=None, at=NOON)


def test_the_nearest_funnel_serves_a_team(cast: Cast, funnel: Funnel) -> None:
    near = make_funnel(cast.north, name="North's own")
    assert (funnel_for(cast.oslo), funnel_for(cast.rome)) == (near, funnel)


def test_an_opportunity_opens_only_in_a_funnel_that_serves_its_team(cast: Cast, funnel: Funnel) -> None:
    elsewhere = make_funnel(cast.south, name="South's own")
    draft = funnel.revise(by=cast.stella, at=NOON)
    for wrong in (elsewhere, draft):
        with pytest.raises(Invalid):
            open_opportunity({"name": "Ports"}, team=cast.oslo, owner=cast.nils, by=cast.nils, at=NOON, funnel=wrong)


def test_the_rule_is_switched_and_leaves_an_event(cast: Cast, funnel: Funnel) -> None:
    funnel.set_enforcement("advisory", by=cast.stella, at=NOON)
    assert not funnel.enforced
    with pytest.raises(Invalid):
        funnel.set_enforcement("sometimes", by=cast.stella, at=NOON)
    with pytest.raises(Stale):
        funnel.set_enforcement("enforced", by=cast.stella, at=NOON, version=1)


def test_definitions_are_read_below_and_drafted_above(cast: Cast, funnel: Funnel) -> None:
    own = make_funnel(cast.south, name="South's own")
    assert set(Funnel.objects.visible_to(cast.nils)) == {funnel}
    assert set(Funnel.objects.visible_to(cast.rita)) == {funnel, own}
    assert set(Funnel.objects.visible_to(cast.felix)) == set()
