"""The walk bites: take one guard away, and it says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from funnels.api import opportunities
from funnels.models import CustomerCommitment, Opportunity
from funnels.models.opportunity import OpportunityPartQuerySet, OpportunityQuerySet
from funnels.views import moves
from portal.doors import PERSONAL
from portal.verdicts import ALLOWED
from tests.house.doors.addresses import CannotFill, fill
from tests.house.doors.scene import Scene
from tests.house.doors.walking import CHANGED, SENT, TOLD_APART, Route, Walker, every_route

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ROUTES = {route.name: route for route in every_route()}
Patch = pytest.MonkeyPatch


def faults(walker: Walker, *names: str) -> str:
    place, walker.thorough = [walker.scene.places["oslo"]], True
    return "\n".join(fault for name in names for fault in walker.walk(ROUTES[name], place).faults)


def everything(*_args: Any) -> Any:
    return Opportunity.objects.everything(reason="a guard taken away")


def unscoped(self: Any, person: Any) -> Any:
    return self.everything(reason="a guard taken away")


def allowed(*_args: Any) -> Any:
    return ALLOWED


@contextmanager
def open_to_the_public() -> Iterator[None]:
    """Doors never change; here one does."""
    object.__setattr__(PERSONAL, "name", "public")
    try:
        yield
    finally:
        object.__setattr__(PERSONAL, "name", "personal")


def test_with_every_guard_in_place_there_is_nothing_to_say(walker: Walker) -> None:
    names = ("api:opportunities-list", "api:opportunities-detail", "api:opportunities-close", "funnels:close")
    assert faults(walker, *names, "funnels:export", "funnels:reschedule", "portal:settings") == ""


def test_a_list_without_its_scope_sends_marks(walker: Walker, monkeypatch: Patch) -> None:
    monkeypatch.setattr(opportunities.Opportunities, "rows", everything)
    found = faults(walker, "api:opportunities-list")
    assert SENT in found
    assert "rita" in found
    assert "adam" in found


def test_a_record_without_its_scope_is_found_by_status_and_mark(walker: Walker, monkeypatch: Patch) -> None:
    monkeypatch.setattr(opportunities.Opportunities, "rows", everything)
    found = faults(walker, "api:opportunities-detail")
    assert "should be answered (404,), and was answered 200" in found
    assert f"{SENT} cny-oslo-opp-name" in found


def test_an_export_without_its_scope_is_read_inside_the_workbook(walker: Walker, monkeypatch: Patch) -> None:
    monkeypatch.setattr(OpportunityQuerySet, "visible_to", unscoped)
    assert f"{SENT} cny-oslo-opp-" in faults(walker, "funnels:export")


def test_parts_of_an_opportunity_without_their_scope_are_found(walker: Walker, monkeypatch: Patch) -> None:
    monkeypatch.setattr(OpportunityPartQuerySet, "visible_to", unscoped)
    assert f"{SENT} cny-oslo-opp-" in faults(walker, "api:commitments-list", "api:overrides-list")


def test_a_verb_without_its_rule_changes_the_database(walker: Walker, monkeypatch: Patch) -> None:
    monkeypatch.setattr(opportunities.Opportunities, "may_change", allowed)
    monkeypatch.setattr(moves, "may_work_on", allowed)
    for route in ("api:opportunities-close", "funnels:close"):
        found = faults(walker, route)
        assert CHANGED in found
        assert "solveig" in found


def test_a_door_that_is_left_open_lets_strangers_in(walker: Walker) -> None:
    with open_to_the_public():
        found = faults(walker, "portal:settings", "api:opportunities-list")
    assert "as nobody, ina: is not signed in, and was answered" in found


def test_a_stranger_who_is_told_why_can_tell_it_from_nothing(walker: Walker, monkeypatch: Patch) -> None:
    def told(person: Any, pk: Any) -> Any:
        found = Opportunity.objects.everything(reason="a guard taken away").filter(pk=pk).first()
        if found is not None and not person.reach.holds(found.team_id):
            raise PermissionDenied("That belongs to another team.")
        return kept(person, pk)

    kept: Callable[..., Any] = moves.opportunity_or_404
    monkeypatch.setattr(moves, "opportunity_or_404", told)
    found = faults(walker, "funnels:close")
    assert TOLD_APART in found
    assert "should be answered (404,), and was answered 403" in found


def test_a_route_that_the_table_does_not_know_is_named(walker: Walker, scene: Scene) -> None:
    [fault] = walker.walk(Route("secrets/", "secrets", ("GET",)), [scene.places["oslo"]]).faults
    assert "the table of rights does not know it" in fault


@pytest.mark.parametrize("pattern", ["secrets/<uuid:pk>/", "api/v1/secrets/<uuid:id>/open/", "^(?P<pk>.*)$"])
def test_an_address_that_cannot_be_filled_stops_the_walk(pattern: str, scene: Scene) -> None:
    with pytest.raises(CannotFill):
        fill(pattern, scene.places["oslo"])


def test_a_body_that_nobody_could_send_is_named(walker: Walker, monkeypatch: Patch) -> None:
    monkeypatch.setattr(CustomerCommitment, "decline", lambda self, **told: None)
    assert "nobody could write" in faults(walker, "api:commitments-decline")
