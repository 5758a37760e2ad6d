from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portal.admin import site
from portal.models import Event, Organisation, Person, Team
from tests.cast import Cast

Enter = Callable[[Person], Client]


def team_form(team: Team, **changes: Any) -> dict[str, Any]:
    return {"name": team.name, "kind": team.kind, "parent": team.parent_id or "", "seen": team.version} | changes


def test_it_holds_configuration_only() -> None:
    held = {model.__name__ for model in site._registry}
    assert {"Organisation", "Team"} <= held
    assert held.isdisjoint({"Person", "Membership", "Opportunity", "Account", "Contact", "Event", "Token"})


def test_its_pages_open_for_administrators(cast: Cast, enter: Enter) -> None:
    client = enter(cast.adam)
    for path in ("", "portal/team/", f"portal/team/{cast.oslo.pk}/change/", "portal/organisation/"):
        assert client.get(f"/admin/{path}").status_code == 200


@pytest.mark.parametrize("who", ["nils", "vera", "stella"])
def test_nobody_else_comes_in(cast: Cast, enter: Enter, who: str) -> None:
    client = enter(getattr(cast, who))
    assert client.get("/admin/portal/team/").status_code in (302, 403)
    client.post(f"/admin/portal/team/{cast.oslo.pk}/change/", team_form(cast.oslo, name="Mine"))
    assert Team.objects.get(pk=cast.oslo.pk).name == "Oslo"


def test_saving_a_team_is_the_same_verb_as_everywhere(cast: Cast, enter: Enter) -> None:
    address = f"/admin/portal/team/{cast.oslo.pk}/change/"
    assert enter(cast.adam).post(address, team_form(cast.oslo, name="Oslo harbour")).status_code == 302
    oslo = Team.objects.get(pk=cast.oslo.pk)
    event = Event.objects.about(oslo).get()
    assert (oslo.name, oslo.version) == ("Oslo harbour", 2)
    assert (event.verb, event.by, event.before) == ("edited", cast.adam, {"name": "Oslo"})


def test_a_team_is_added_with_its_event(cast: Cast, enter: Enter) -> None:
    sent = {"name": "Turin", "kind": "team", "parent": cast.south.pk, "seen": 1}
    assert enter(cast.adam).post("/admin/portal/team/add/", sent).status_code == 302
    assert Event.objects.about(Team.objects.get(name="Turin")).get().verb == "added"


def test_a_newer_version_is_not_overwritten(cast: Cast, enter: Enter) -> None:
    sent = team_form(cast.oslo, name="Mine")
    cast.oslo.keep("name")
    answer = enter(cast.adam).post(f"/admin/portal/team/{cast.oslo.pk}/change/", sent)
    assert "Somebody changed this since you opened it" in answer.content.decode()
    assert Team.objects.get(pk=cast.oslo.pk).name == "Oslo"


def test_nothing_is_deleted(cast: Cast, enter: Enter) -> None:
    assert enter(cast.adam).post(f"/admin/portal/team/{cast.rome.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Team.objects.filter(pk=cast.rome.pk).exists()


def test_the_organisation_is_changed_with_its_event(cast: Cast, enter: Enter) -> None:
    ours = Organisation.objects.get()
    sent = {
        "name": "Acme AS",
        "product_name": ours.product_name,
        "currency": "EUR",
        "time_zone": "Europe/Oslo",
        "language": "en-gb",
        "fiscal_start_month": 1,
        "fiscal_pattern": "months",
        "working_days": "[1, 2, 3, 4, 5]",
        "seen": ours.version,
    }
    assert enter(cast.adam).post(f"/admin/portal/organisation/{ours.pk}/change/", sent).status_code == 302
    assert Event.objects.about(ours).get().after == {"name": "Acme AS"}
