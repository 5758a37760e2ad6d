"""A charter is started blank or from a worked example, and serves the nearest one above."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from charters.choices import CharterKind, CharterState
from charters.models import Charter, Objective, Tactic
from charters.parents import proposed_parent
from charters.starters import STARTERS
from portal.models import Person
from tests.cast import NOON, Cast
from tests.charter_factories import draft, fill, put_into_force

Enter = Callable[[Person], Client]
NEW = "/charters/new/"


def begin(client: Client, cast: Cast, **typed: str) -> Charter:
    asked = {"team": str(cast.north.pk), "kind": "function", "title": "", "start": "blank", "parent": "", **typed}
    answer = client.post(NEW, asked)
    assert answer.status_code == 302, answer.content.decode()
    found: Charter = Charter.objects.everything(reason="test").filter(state=CharterState.DRAFT).latest("created_at")
    assert answer["Location"] == reverse("charters:write", args=[found.pk])
    return found


def test_a_blank_one_serves_the_nearest_above(cast: Cast, root: Charter, enter: Enter) -> None:
    made = begin(enter(cast.lena), cast)
    assert (made.title, made.parent, made.owner, made.team) == ("North", root, cast.lena, cast.north)


@pytest.mark.parametrize("starter", STARTERS, ids=lambda one: one.code)
def test_a_worked_example_lacks_only_people(cast: Cast, root: Charter, enter: Enter, starter: object) -> None:
    made = begin(enter(cast.lena), cast, start=starter.code)  # type: ignore[attr-defined]
    gaps = [one["detail"] for one in made.missing()]
    assert gaps
    assert all(gap.endswith(("who owns it?", "who, by when?", "Name the sponsor.")) for gap in gaps)


@pytest.mark.parametrize("starter", STARTERS, ids=lambda one: one.code)
def test_with_its_people_it_can_be_approved(cast: Cast, root: Charter, enter: Enter, starter: object) -> None:
    made = begin(enter(cast.lena), cast, start=starter.code)  # type: ignore[attr-defined]
    told = {"by": cast.lena, "at": NOON}
    made.edit({"sponsor": cast.vera}, **told)
    for model in (Objective, Tactic):
        for part in model.objects.everything(reason="test").filter(charter=made):
            made.edit_part(part, {"owner": cast.nils}, **told)
    put_into_force(made)
    assert made.state == CharterState.ACTIVE


def test_only_managers_start_one(cast: Cast, root: Charter, enter: Enter) -> None:
    assert enter(cast.nils).get(NEW).status_code == 403


def test_a_team_of_others_is_not_offered(cast: Cast, root: Charter, enter: Enter) -> None:
    asked = {"team": str(cast.south.pk), "kind": "function", "title": "", "start": "blank", "parent": ""}
    assert enter(cast.lena).post(NEW, asked).status_code == 422


def test_a_sales_mission_begins_blank(cast: Cast, root: Charter, enter: Enter) -> None:
    asked = {"team": str(cast.oslo.pk), "kind": "mission", "title": "", "start": STARTERS[0].code, "parent": ""}
    assert enter(cast.lena).post(NEW, asked).status_code == 422


def test_the_nearest_above_is_proposed(cast: Cast, root: Charter) -> None:
    assert proposed_parent(cast.oslo, CharterKind.MISSION) == root
    north = draft(cast.north, by=cast.lena, sponsor=cast.vera, kind=CharterKind.REGION, parent=root)
    put_into_force(fill(north))
    assert proposed_parent(cast.oslo, CharterKind.MISSION) == north
    assert proposed_parent(cast.north, CharterKind.FUNCTION) == root
    assert proposed_parent(cast.acme, CharterKind.ORGANISATION) is None
