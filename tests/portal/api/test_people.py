"""People, teams and memberships over the API, by the same verbs and rules as the pages."""

from __future__ import annotations

import pytest

from portal.models import Membership, Person
from tests.cast import Cast
from tests.portal.api.conftest import Api, code_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stella(cast: Cast) -> Api:
    """Steward of Acme."""
    return Api(cast.stella)


def test_the_directory_is_open_to_whoever_is_in_a_team(nils: Api, cast: Cast) -> None:
    names = [one["name"] for one in nils.get("v1/people/").json()["results"]]
    assert names == sorted(names)
    assert {"Nils", "Rita"} <= set(names)
    assert len(nils.get("v1/teams/?kind=region").json()["results"]) == 2
    felix = Api(cast.felix)
    assert [one["name"] for one in felix.get("v1/people/").json()["results"]] == ["Felix"]
    assert felix.get(f"v1/teams/{cast.oslo.pk}/").status_code == 404


def test_a_steward_invites_members_and_not_managers(stella: Api, cast: Cast) -> None:
    new = {"name": "Ida", "email": "ida@acme.example", "team": str(cast.oslo.pk)}
    invited = stella.post("v1/people/", new)
    assert invited.status_code == 201, invited.content
    assert Person.objects.get(pk=invited.json()["id"]).memberships.get().team == cast.oslo
    refused = stella.post("v1/people/", {**new, "email": "b@acme.example", "role": "manager"})
    assert (refused.status_code, code_of(refused)) == (403, "not-allowed")
    twice = stella.post("v1/people/", new)
    assert [one["pointer"] for one in twice.json()["errors"]] == ["/email"]


def test_a_member_invites_nobody(nils: Api, cast: Cast) -> None:
    new = {"name": "Ida", "email": "ida@acme.example", "team": str(cast.oslo.pk)}
    assert nils.post("v1/people/", new).status_code == 403
    assert not Person.objects.filter(name="Ida").exists()


def test_a_team_is_added_renamed_and_put_away(stella: Api, cast: Cast) -> None:
    added = stella.post("v1/teams/", {"name": "Tromsø", "parent": str(cast.north.pk)})
    assert added.status_code == 201, added.content
    here = added["Location"].removeprefix("/api/")
    renamed = stella.patch(here, {"name": "Bodø"}, If_Match=added["ETag"])
    assert renamed.json()["name"] == "Bodø"
    away = stella.post(f"{here}archive/", None, If_Match=renamed["ETag"])
    assert away.json()["archived_at"] is not None
    used = stella.post(f"v1/teams/{cast.oslo.pk}/archive/", None, If_Match='"1"')
    assert (used.status_code, code_of(used)) == (409, "team-in-use")


def test_a_membership_begins_moves_and_ends(stella: Api, cast: Cast) -> None:
    begun = stella.post("v1/memberships/", {"person": str(cast.felix.pk), "team": str(cast.rome.pk), "role": "member"})
    assert begun.status_code == 201, begun.content
    here = begun["Location"].removeprefix("/api/")
    moved = stella.post(f"{here}move/", {"to": str(cast.oslo.pk)}, If_Match=begun["ETag"])
    assert (moved.status_code, moved.json()["team"]["name"]) == (201, "Oslo")
    ended = stella.post(f"v1/memberships/{moved.json()['id']}/end/", {}, If_Match=moved["ETag"])
    assert ended.json()["ends_on"] == "2026-11-18"
    assert len(stella.get(f"v1/memberships/?person={cast.felix.pk}&on=2026-11-19").json()["results"]) == 0


def test_a_membership_that_somebody_changed_is_shown_as_it_is_now(stella: Api, cast: Cast) -> None:
    membership = Membership.objects.get(person=cast.nils)
    stale = stella.post(f"v1/memberships/{membership.pk}/end/", {}, If_Match='"7"')
    assert (stale.status_code, stale.json()["current"]["id"]) == (412, str(membership.pk))


def test_i_change_my_own_preferences_and_not_my_rights(nils: Api) -> None:
    mine = nils.get("v1/me/")
    changed = nils.patch("v1/me/", {"time_zone": "Europe/Lisbon", "digest_weekday": 3}, If_Match=mine["ETag"])
    assert (changed.status_code, changed.json()["time_zone"]) == (200, "Europe/Lisbon")
    refused = nils.patch("v1/me/", {"is_administrator": True}, If_Match=changed["ETag"])
    assert [one["code"] for one in refused.json()["errors"]] == ["read-only"]


def test_only_administrators_change_the_organisation(nils: Api, cast: Cast) -> None:
    here = nils.get("v1/organisation/")
    assert here.json()["working_days"] == [1, 2, 3, 4, 5]
    assert nils.patch("v1/organisation/", {"currency": "NOK"}, If_Match=here["ETag"]).status_code == 403
    changed = Api(cast.adam).patch("v1/organisation/", {"currency": "NOK"}, If_Match=here["ETag"])
    assert changed.json()["currency"] == "NOK"


def test_only_an_administrator_makes_another_one(stella: Api, cast: Cast) -> None:
    assert stella.post(f"v1/people/{cast.vera.pk}/make-administrator/", None, If_Match='"1"').status_code == 403
    made = Api(cast.adam).post(f"v1/people/{cast.vera.pk}/make-administrator/", None, If_Match='"1"')
    assert made.json()["is_administrator"] is True


@pytest.mark.parametrize("address", ["people", "teams", "memberships"])
def test_a_list_costs_the_same_statements_for_one_row_and_many(
    nils: Api, address: str, django_assert_num_queries: object
) -> None:
    nils.get("v1/me/")
    for size in (1, 3):
        with django_assert_num_queries(5):  # type: ignore[operator]
            assert len(nils.get(f"v1/{address}/?page_size={size}").json()["results"]) == size


def test_the_root_lists_the_resources(nils: Api) -> None:
    listed = nils.get("v1/").json()
    assert listed["opportunities"] == "http://testserver/api/v1/opportunities/"
    for address in listed.values():
        assert nils.client.get(address, headers=nils.headers).status_code == 200
