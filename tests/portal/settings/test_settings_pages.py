from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portal.models import Event, Organisation, Person
from portal.tokens.models import Token
from tests.cast import NOON, Cast
from tests.portal.costs import cost

Enter = Callable[[Person], Client]

PROFILE = {"name": "Nils", "language": "", "time_zone": "", "theme": "", "single_keys": "on", "version": "1"}


def organisation_form(**changes: Any) -> dict[str, Any]:
    ours = Organisation.objects.get()
    return {
        "name": ours.name,
        "product_name": ours.product_name,
        "currency": "EUR",
        "time_zone": "Europe/Oslo",
        "language": "en-gb",
        "fiscal_start_month": "1",
        "fiscal_pattern": "months",
        "working_days": ["1", "2", "3", "4", "5"],
        "version": ours.version,
    } | changes


def test_the_index_shows_everybody_their_own(cast: Cast, enter: Enter) -> None:
    text = enter(cast.nils).get("/settings/").content.decode()
    assert "Profile" in text
    assert "Where you are signed in" in text
    assert 'href="/settings/organisation/"' not in text
    assert 'href="/settings/organisation/"' in enter(cast.adam).get("/settings/").content.decode()


def test_the_index_links_only_to_what_exists(cast: Cast, enter: Enter) -> None:
    client = enter(cast.adam)
    found = [
        url for url, _entry in client.get("/settings/").context["yours"] + client.get("/settings/").context["ours"]
    ]
    assert "/settings/tokens/" in found
    assert {client.get(url).status_code for url in found} == {200}


def test_a_profile_is_ones_own_to_change(cast: Cast, enter: Enter) -> None:
    client = enter(cast.nils)
    sent = PROFILE | {"name": "Nils Berg", "theme": "dark", "time_zone": "Asia/Tokyo", "single_keys": ""}
    assert client.post("/settings/profile/", sent).status_code == 302
    cast.nils.refresh_from_db()
    assert (cast.nils.name, cast.nils.theme, cast.nils.time_zone, cast.nils.single_keys) == (
        "Nils Berg",
        "dark",
        "Asia/Tokyo",
        False,
    )
    assert 'data-theme="dark"' in client.get("/settings/").content.decode()


def test_the_event_of_a_new_name_keeps_no_name(cast: Cast, enter: Enter) -> None:
    enter(cast.nils).post("/settings/profile/", PROFILE | {"name": "Nils Berg"})
    event = Event.objects.about(cast.nils).get()
    assert (event.verb, event.before, event.after) == ("edited", {}, {"fields": ["name"]})


@pytest.mark.parametrize(("field", "value"), [("time_zone", "Mars/Olympus"), ("language", "tlh"), ("theme", "neon")])
def test_only_what_is_offered_is_taken(cast: Cast, enter: Enter, field: str, value: str) -> None:
    answer = enter(cast.nils).post("/settings/profile/", PROFILE | {field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_an_administrator_changes_the_organisation(cast: Cast, enter: Enter) -> None:
    answer = enter(cast.adam).post(
        "/settings/organisation/", organisation_form(name="Acme AS", working_days=["1", "7"])
    )
    ours = Organisation.objects.get()
    assert answer.status_code == 302
    assert (ours.name, ours.working_days, ours.version) == ("Acme AS", [1, 7], 2)
    event = Event.objects.about(ours).get()
    assert (event.by, event.before["name"], event.after["name"]) == (cast.adam, "Acme", "Acme AS")


def test_two_administrators_at_once_do_not_undo_each_other(cast: Cast, enter: Enter) -> None:
    first, second = organisation_form(name="Acme AS"), organisation_form(working_days=["1"])
    client = enter(cast.adam)
    client.post("/settings/organisation/", first)
    answer = client.post("/settings/organisation/", second)
    assert answer.status_code == 412
    assert "It now says: Acme AS" in answer.content.decode()
    assert Organisation.objects.get().working_days == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("who", ["nils", "lena", "stella", "felix"])
def test_the_organisation_is_the_administrators(cast: Cast, enter: Enter, who: str) -> None:
    answer = enter(getattr(cast, who)).post("/settings/organisation/", organisation_form(name="Mine"))
    assert answer.status_code == 403
    assert Organisation.objects.get().name == "Acme"


def test_a_token_is_shown_once(cast: Cast, enter: Enter) -> None:
    client = enter(cast.nils)
    answer = client.post("/settings/tokens/", {"name": "Report", "scope": "read", "days": "30"})
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert secret not in client.get("/settings/tokens/").content.decode()
    token = Token.objects.get()
    assert (token.user, token.name, token.may_write) == (cast.nils, "Report", False)


def test_the_token_opens_the_api_until_it_is_revoked(cast: Cast, enter: Enter) -> None:
    client = enter(cast.nils)
    secret = client.post("/settings/tokens/", {"name": "Report", "scope": "read", "days": "30"}).context["secret"]
    header = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/me/", headers=header).status_code == 200
    client.post(f"/settings/tokens/{Token.objects.get().public_id}/revoke/")
    assert Client().get("/api/v1/me/", headers=header).status_code == 401


def test_a_token_for_ever_is_not_offered(cast: Cast, enter: Enter) -> None:
    answer = enter(cast.nils).post("/settings/tokens/", {"name": "Report", "scope": "read", "days": "36500"})
    assert answer.status_code == 422
    assert not Token.objects.exists()


def test_other_peoples_tokens_do_not_exist(cast: Cast, enter: Enter) -> None:
    token, _secret = Token.issue(cast.olga, name="Hers", by=cast.olga, at=NOON)
    client = enter(cast.adam)
    assert "Hers" not in client.get("/settings/tokens/").content.decode()
    assert client.post(f"/settings/tokens/{token.public_id}/revoke/").status_code == 404
    assert Token.objects.exists()


def test_tokens_cost_the_same_however_many(cast: Cast, enter: Enter) -> None:
    client = enter(cast.nils)
    costs = []
    for _number in range(3):
        Token.issue(cast.nils, name="script", by=cast.nils, at=NOON)
        costs.append(cost(client, "/settings/tokens/"))
    assert costs == [6, 6, 6]
