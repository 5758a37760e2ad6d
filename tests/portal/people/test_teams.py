from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from funnels.models import Opportunity
from portal.models import Event, Membership, Person, Team
from portal.organising import add_team, archive_team, edit_team, restore_team
from portal.refusals import Invalid, Refusal
from portal.roles import Role
from portal.teamtree import flat, forest
from tests.cast import NOON, Cast, join, make_team
from tests.portal.costs import cost

Enter = Callable[[Person], Client]
Opened = Callable[..., Opportunity]


def test_a_team_is_added_with_a_trace(cast: Cast) -> None:
    team = add_team(name=" Turin ", parent=cast.south, by=cast.stella, at=NOON)
    assert (team.name, team.parent) == ("Turin", cast.south)
    assert Event.objects.about(team).get().by == cast.stella


def test_a_name_is_taken_once_under_a_parent(cast: Cast) -> None:
    with pytest.raises(Invalid):
        add_team(name="Rome", parent=cast.south, by=cast.stella, at=NOON)
    assert add_team(name="Rome", parent=cast.north, by=cast.stella, at=NOON).pk


def test_the_line_of_a_team_leads_up_in_one_statement(
    cast: Cast, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    with django_assert_num_queries(1):
        assert cast.oslo.line() == [cast.oslo.pk, cast.north.pk, cast.acme.pk]
    assert cast.acme.line() == [cast.acme.pk]


def test_moving_a_team_takes_both_ends(cast: Cast) -> None:
    join(cast.olga, cast.north, Role.STEWARD)
    edit_team(cast.bergen, {"parent": cast.oslo}, by=cast.olga, at=NOON)
    with pytest.raises(PermissionDenied):
        edit_team(cast.oslo, {"parent": cast.south}, by=cast.olga, at=NOON)
    cast.oslo.refresh_from_db()
    assert cast.oslo.parent == cast.north


def test_a_team_never_lies_below_itself(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        edit_team(cast.north, {"parent": cast.oslo}, by=cast.stella, at=NOON)
    assert list(refused.value.errors) == ["parent"]


def test_a_manager_reaches_a_team_that_moved_below(cast: Cast) -> None:
    edit_team(cast.rome, {"parent": cast.north}, by=cast.stella, at=NOON)
    assert Person.objects.get(pk=cast.lena.pk).reach.holds(cast.rome.pk, Role.MANAGER)
    assert not Person.objects.get(pk=cast.sam.pk).reach.holds(cast.rome.pk)


def test_a_team_in_use_is_not_archived(cast: Cast, opportunity: Opened) -> None:
    opportunity(cast.rita, cast.rome)
    with pytest.raises(Refusal) as refused:
        archive_team(cast.rome, by=cast.stella, at=NOON)
    assert "1 person and 1 open opportunity" in str(refused.value)
    with pytest.raises(Refusal) as refused:
        archive_team(cast.south, by=cast.stella, at=NOON)
    assert "1 person and 1 team" in str(refused.value)


def test_an_empty_team_is_archived_and_comes_back(cast: Cast) -> None:
    team = make_team("Turin", cast.south)
    archive_team(team, by=cast.stella, at=NOON)
    assert team not in Team.objects.current()
    restore_team(team, by=cast.stella, at=NOON)
    assert team in Team.objects.current()
    assert {event.verb for event in Event.objects.about(team)} == {"archived", "restored"}


def test_nothing_is_put_below_an_archived_team(cast: Cast) -> None:
    gone = make_team("Turin", cast.south)
    below = make_team("Harbour", gone)
    archive_team(below, by=cast.stella, at=NOON)
    archive_team(gone, by=cast.stella, at=NOON)
    for verb in (
        lambda: add_team(name="New", parent=gone, by=cast.stella, at=NOON),
        lambda: edit_team(cast.rome, {"parent": gone}, by=cast.stella, at=NOON),
        lambda: restore_team(below, by=cast.stella, at=NOON),
    ):
        with pytest.raises(Refusal) as refused:
            verb()
        assert refused.value.code == "team-archived"


def test_nobody_is_counted_twice_in_a_branch(cast: Cast) -> None:
    ids = {cast.oslo.pk: {cast.nils.pk, cast.olga.pk}, cast.bergen.pk: {cast.olga.pk}, cast.north.pk: {cast.lena.pk}}
    nodes = flat(forest(Team.objects.order_by("name"), ids))
    counts = {node.team.name: (node.depth, node.people, node.people_below) for node in nodes}
    assert counts["Acme"] == (0, 0, 3)
    assert counts["North"] == (1, 1, 3)
    assert counts["Oslo"] == (2, 2, 2)


def test_the_tree_shows_everybody_and_costs_the_same_when_it_grows(cast: Cast, enter: Enter) -> None:
    client = enter(cast.rita)
    costs = []
    for parent in (None, cast.rome, cast.oslo):
        if parent:
            make_team("Annex", parent)
        costs.append(cost(client, "/teams/"))
    assert costs == [7, 7, 7]
    answer = client.get("/teams/")
    assert answer.content.decode().count("Annex") == 2
    assert "Add team" not in answer.content.decode()


def test_a_team_page_costs_the_same_with_more_people(cast: Cast, enter: Enter) -> None:
    client = enter(cast.stella)
    costs = []
    for person in (None, cast.olga, cast.rita):
        if person:
            join(person, cast.oslo, Role.MEMBER)
        costs.append(cost(client, f"/teams/{cast.oslo.pk}/"))
    assert costs == [15, 15, 15]


def test_a_steward_adds_edits_and_archives_on_pages(cast: Cast, enter: Enter) -> None:
    client = enter(cast.stella)
    client.post("/teams/new/", {"name": "Turin", "kind": "team", "parent": cast.south.pk})
    turin = Team.objects.get(name="Turin")
    sent = {"name": "Torino", "kind": "team", "parent": cast.north.pk, "version": turin.version}
    assert client.post(f"/teams/{turin.pk}/edit/", sent).status_code == 302
    turin.refresh_from_db()
    assert (turin.name, turin.parent) == ("Torino", cast.north)
    client.post(f"/teams/{turin.pk}/archive/")
    assert "This team is archived" in client.get(f"/teams/{turin.pk}/").content.decode()


def test_a_team_in_use_says_on_its_page_what_is_in_the_way(cast: Cast, enter: Enter) -> None:
    answer = enter(cast.stella).post(f"/teams/{cast.rome.pk}/archive/")
    assert answer.status_code == 409
    assert "Find another place for 1 person first." in answer.content.decode()


@pytest.mark.parametrize("path", ["edit/", "archive/", "restore/"])
def test_managers_are_told_that_stewards_keep_teams(cast: Cast, enter: Enter, path: str) -> None:
    answer = enter(cast.lena).post(f"/teams/{cast.oslo.pk}/{path}")
    assert answer.status_code == 403
    assert "Only stewards of Oslo" in answer.content.decode()
    assert Team.objects.get(pk=cast.oslo.pk).version == 1


def test_somebody_in_no_team_finds_no_team(cast: Cast, enter: Enter) -> None:
    client = enter(cast.felix)
    assert client.get("/teams/").status_code == 403
    assert client.get(f"/teams/{cast.oslo.pk}/").status_code == 404
    assert client.post(f"/teams/{cast.oslo.pk}/archive/").status_code == 404


def test_a_steward_offers_only_what_they_keep_as_a_parent(cast: Cast, enter: Enter) -> None:
    Membership.objects.filter(person=cast.stella).update(team=cast.north)
    answer = enter(cast.stella).post("/teams/new/", {"name": "Turin", "kind": "team", "parent": cast.south.pk})
    assert answer.status_code == 422
    assert not Team.objects.filter(name="Turin").exists()
