from collections.abc import Callable

import pytest
from django.test import Client

from portal.joining import add_person, send_invitation
from portal.leaving import leave
from portal.models import Person
from portal.roles import Role
from tests.cast import NOON, Cast, join, make_person
from tests.portal.costs import cost

Enter = Callable[[Person], Client]


def names(client: Client, **query: str) -> list[str]:
    return [person.name for person in client.get("/people/", query).context["rows"]]


def test_colleagues_of_every_team_are_listed(cast: Cast, enter: Enter) -> None:
    assert names(enter(cast.rita)) == ["Adam", "Felix", "Lena", "Nils", "Olga", "Rita", "Sam", "Stella", "Vera"]


def test_it_finds_by_name_and_by_address(cast: Cast, enter: Enter) -> None:
    client = enter(cast.nils)
    assert names(client, q="LEN") == ["Lena"]
    assert names(client, q="rita@acme") == ["Rita"]


def test_a_team_means_it_and_all_below(cast: Cast, enter: Enter) -> None:
    client = enter(cast.nils)
    assert names(client, team=str(cast.north.pk)) == ["Lena", "Nils", "Olga"]
    assert names(client, team=str(cast.oslo.pk)) == ["Nils"]


def test_a_team_that_does_not_exist_filters_nothing(cast: Cast, enter: Enter) -> None:
    assert len(names(enter(cast.nils), team="nonsense")) == 9


def test_stewards_see_who_signs_in(cast: Cast, enter: Enter) -> None:
    ida = add_person(name="Ida", email="ida@acme.example", by=None, at=NOON)
    ivar = add_person(name="Ivar", by=None, at=NOON)
    join(ida, cast.oslo, Role.MEMBER)
    send_invitation(ida, by=cast.stella, at=NOON)
    leave(cast.felix, by=cast.adam, at=NOON)
    client = enter(cast.stella)
    assert names(client, state="invited") == ["Ida"]
    assert names(client, state="not-invited") == [ivar.name]
    assert names(client, state="left") == ["Felix"]
    assert "Ida" not in names(client, state="signs-in")


def test_others_do_not_learn_who_has_left(cast: Cast, enter: Enter) -> None:
    leave(cast.felix, by=cast.adam, at=NOON)
    answer = enter(cast.nils).get("/people/", {"state": "left"})
    assert "Felix" not in answer.content.decode()
    assert "Invite person" not in answer.content.decode()


def test_somebody_in_no_team_is_refused_with_the_reason(cast: Cast, enter: Enter) -> None:
    answer = enter(cast.felix).get("/people/")
    assert answer.status_code == 403
    assert "Only people who are in a team" in answer.content.decode()


def test_nothing_found_says_so(cast: Cast, enter: Enter) -> None:
    assert "Nobody fits this filter" in enter(cast.nils).get("/people/", {"q": "zzz"}).content.decode()


def test_while_typing_only_the_list_comes_back(cast: Cast, enter: Enter) -> None:
    answer = enter(cast.nils).get("/people/", {"q": "le"}, headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert "Lena" in answer.content.decode()


def test_the_rows_cost_nothing_more(cast: Cast, enter: Enter) -> None:
    client = enter(cast.stella)
    assert (len(names(client, q="nils")), len(names(client, q="i"))) == (1, 3)
    assert (cost(client, "/people/", q="nils"), cost(client, "/people/", q="i")) == (9, 9)


def test_a_long_list_has_pages(cast: Cast, enter: Enter) -> None:
    for number in range(60):
        make_person(f"Person {number:02}")
    client = enter(cast.nils)
    assert len(names(client)) == 50
    assert len(names(client, page="2")) == 19
    assert "page=2" in client.get("/people/").content.decode()


@pytest.mark.parametrize("who", ["nils", "stella", "adam", "sam"])
def test_a_person_has_a_page(cast: Cast, enter: Enter, who: str) -> None:
    answer = enter(getattr(cast, who)).get(f"/people/{cast.olga.pk}/")
    assert answer.status_code == 200
    assert "Bergen" in answer.content.decode()


def test_a_former_member_finds_only_themselves(cast: Cast, enter: Enter) -> None:
    client = enter(cast.felix)
    assert client.get(f"/people/{cast.felix.pk}/").status_code == 200
    strange = client.get(f"/people/{cast.nils.pk}/")
    missing = client.get("/people/00000000-0000-7000-8000-000000000000/")
    assert (strange.status_code, missing.status_code) == (404, 404)


def test_the_page_of_a_person_costs_the_same_with_more_memberships(cast: Cast, enter: Enter) -> None:
    client = enter(cast.stella)
    costs = []
    for team in (None, cast.bergen, cast.rome):
        if team:
            join(cast.nils, team, Role.MEMBER)
        costs.append(cost(client, f"/people/{cast.nils.pk}/"))
    assert costs == [11, 11, 11]


def test_buttons_are_for_those_who_may(cast: Cast, enter: Enter) -> None:
    address = f"/people/{cast.nils.pk}/"
    assert "Add to a team" not in enter(cast.lena).get(address).content.decode()
    assert "Add to a team" in enter(cast.stella).get(address).content.decode()
