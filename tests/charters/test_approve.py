"""Only the sponsor approves, only what is complete, and never before the charter above."""

from datetime import timedelta
from typing import Any

import pytest

from charters.choices import CharterKind, CharterState
from charters.models import Charter, Goal, SalesMission
from charters.refusals import CharterIncomplete, ParentNotApproved, SponsorOnly, WrongState
from portal.models import Event
from portal.refusals import Invalid, Stale
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import approve, draft, fill, make_child, make_mission, put_into_force


def states(charter: Charter) -> list[str]:
    return [event.verb for event in reversed(Event.objects.about(charter).filter(after__has_key="state"))]


def test_the_sponsor_approves_what_is_complete(cast: Cast, child: Charter) -> None:
    child.submit(by=cast.lena, at=NOON - timedelta(minutes=1))
    child.approve(by=cast.vera, at=NOON)
    assert (child.state, child.approved_by, child.approved_at) == (CharterState.APPROVED, cast.vera, NOON)
    assert child.review_due_on == TODAY + timedelta(days=90)
    assert states(child) == ["submitted", "approved"]


@pytest.mark.parametrize("who", ["lena", "nils", "stella", "adam"])
def test_nobody_else_approves(cast: Cast, child: Charter, who: str) -> None:
    child.submit(by=cast.lena, at=NOON)
    with pytest.raises(SponsorOnly, match="Vera"):
        child.approve(by=getattr(cast, who), at=NOON)
    assert child.state == CharterState.IN_REVIEW


def test_what_is_missing_is_listed_whole(cast: Cast, root: Charter) -> None:
    bare = draft(cast.north, by=cast.lena, sponsor=cast.vera, kind=CharterKind.REGION, parent=root)
    bare.submit(by=cast.lena, at=NOON)
    with pytest.raises(CharterIncomplete) as refusal:
        bare.approve(by=cast.vera, at=NOON)
    assert refusal.value.status == 409
    assert {one["section"] for one in refusal.value.extra["missing"]} == {
        "scope", "audiences", "vision", "mission", "purpose", "core_values", "goals", "objectives", "strategies",
        "tactics", "measures",
    }  # fmt: skip
    assert len([one for one in refusal.value.missing if one["section"] == "core_values"]) == 3


def test_a_child_is_not_approved_before_its_parent(cast: Cast) -> None:
    parent = fill(draft(cast.acme, by=cast.vera, sponsor=cast.vera, kind=CharterKind.ORGANISATION))
    child = make_child(cast, parent)
    child.submit(by=cast.lena, at=NOON)
    with pytest.raises(ParentNotApproved, match="not approved yet") as refusal:
        child.approve(by=cast.vera, at=NOON)
    assert refusal.value.extra == {"parent": str(parent.pk), "current_parent": None}
    approve(parent)
    child = Charter.objects.everything(reason="test").get(pk=child.pk)
    child.approve(by=cast.vera, at=NOON)
    assert child.state == CharterState.APPROVED


def test_a_parent_superseded_while_the_child_is_in_review_is_confirmed_first(
    cast: Cast, root: Charter, child: Charter
) -> None:
    child.submit(by=cast.lena, at=NOON)
    newer = put_into_force(root.revise(by=cast.vera, at=NOON))
    child = Charter.objects.everything(reason="test").get(pk=child.pk)
    with pytest.raises(ParentNotApproved, match="newer version") as refusal:
        child.approve(by=cast.vera, at=NOON)
    assert refusal.value.extra["current_parent"] == str(newer.pk)
    child.realignments.get().settle("still_valid", by=cast.lena, at=NOON)
    child = Charter.objects.everything(reason="test").get(pk=child.pk)
    child.approve(by=cast.vera, at=NOON)
    assert child.parent == newer


def test_a_draft_is_submitted_first(cast: Cast, child: Charter) -> None:
    with pytest.raises(WrongState, match="draft"):
        child.approve(by=cast.vera, at=NOON)


def test_without_a_sponsor_nothing_is_submitted(cast: Cast, root: Charter) -> None:
    bare = draft(cast.north, by=cast.lena, sponsor=None, parent=root)
    with pytest.raises(Invalid) as refusal:
        bare.submit(by=cast.lena, at=NOON)
    assert "sponsor" in refusal.value.errors


def test_what_the_sponsor_did_not_see_is_not_approved(cast: Cast, child: Charter) -> None:
    seen = child.version
    child.submit(by=cast.lena, at=NOON)
    with pytest.raises(Stale):
        child.approve(by=cast.vera, at=NOON, version=seen)


def test_it_is_sent_back_with_a_reason(cast: Cast, child: Charter) -> None:
    child.submit(by=cast.lena, at=NOON)
    with pytest.raises(Invalid):
        child.send_back(reason=" ", by=cast.vera, at=NOON)
    child.send_back(reason="Too many goals.", by=cast.vera, at=NOON)
    assert child.state == CharterState.DRAFT
    assert Event.objects.about(child).filter(verb="sent_back").get().reason == "Too many goals."


@pytest.mark.parametrize("spoil", ["goal", "adoption", "late", "owner"])
def test_a_single_fault_stands_in_the_way(cast: Cast, child: Charter, spoil: str) -> None:
    told: dict[str, Any] = {"by": cast.lena, "at": NOON}
    strategy, tactic = child.strategies.get(), child.tactics.get()
    if spoil == "goal":
        child.edit_part(child.objectives.get(), {"goal": None}, **told)
    elif spoil == "adoption":
        child.edit_part(strategy, {"kind": "technology"}, **told)
    elif spoil == "late":
        child.edit_part(strategy, {"ends_on": TODAY}, **told)
    else:
        child.edit_part(tactic, {"owner": None}, **told)
    sections = {one["section"] for one in child.missing()}
    expected = {
        "goal": {"goals", "objectives"},
        "adoption": {"strategies"},
        "late": {"tactics"},
        "owner": {"tactics"},
    }
    assert sections == expected[spoil]


def test_a_sales_mission_is_approved_without_a_charters_texts(cast: Cast, root: Charter) -> None:
    mission = make_mission(cast, root, root.goals.get())
    assert mission.missing() == []
    assert approve(mission).state == CharterState.APPROVED


def test_a_sales_mission_serves_a_goal_of_the_organisation(cast: Cast, root: Charter) -> None:
    mission = make_mission(cast, root)
    assert [one["section"] for one in mission.missing()] == ["sales_mission"]


def test_only_a_team_has_a_mission_by_a_day(cast: Cast, child: Charter) -> None:
    values = {"statement": "Top five", "starts_on": TODAY, "ends_on": TODAY + timedelta(days=200)}
    with pytest.raises(Invalid, match="."):
        child.add_part(SalesMission, values, by=cast.lena, at=NOON)


def test_connections_are_named_once_there_is_somebody_to_meet(cast: Cast, root: Charter, child: Charter) -> None:
    put_into_force(child)
    other = fill(draft(cast.south, by=cast.sam, sponsor=cast.vera, kind=CharterKind.REGION, parent=root))
    assert [one["section"] for one in other.missing()] == ["connections"]
    assert isinstance(root.goals.get(), Goal)
