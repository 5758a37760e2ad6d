from typing import Any

import pytest
from django.core import mail
from django.test import Client

from portal import firstrun
from portal.models import Event, Membership, Organisation, Person, Team
from portal.roles import Role
from tests.cast import NOON, Cast

OURS = {
    "name": "Acme Marine",
    "product_name": "Compass",
    "currency": "NOK",
    "time_zone": "Europe/Oslo",
    "language": "en-gb",
    "fiscal_start_month": "4",
    "fiscal_pattern": "445",
    "working_days": ["1", "2", "3", "4"],
}


def people(*rows: dict[str, Any], **more: str) -> dict[str, Any]:
    sent: dict[str, Any] = {"form-TOTAL_FORMS": "5", "form-INITIAL_FORMS": "0", **more}
    for number in range(5):
        row = {"name": "", "email": "", "team": "", "role": "member"} | (rows[number] if number < len(rows) else {})
        sent |= {f"form-{number}-{name}": value for name, value in row.items()}
    return sent


def open_steps(person: Person) -> list[str]:
    return [step.code for step in firstrun.steps(Person.objects.get(pk=person.pk)) if not step.done]


def test_the_organisation_is_described_and_its_top_team_stands(inside: Client, founder: Person) -> None:
    answer = inside.post("/first-run/organisation/", OURS | {"runs_it": "on"})
    ours, root = Organisation.objects.get(), Team.objects.get()
    assert answer.headers["Location"] == "/first-run/teams/"
    assert (ours.name, ours.product_name, ours.currency, ours.time_zone) == (
        "Acme Marine",
        "Compass",
        "NOK",
        "Europe/Oslo",
    )
    assert (ours.fiscal_start_month, ours.fiscal_pattern, ours.working_days) == (4, "445", [1, 2, 3, 4])
    assert (root.name, root.kind, root.parent) == ("Acme Marine", "organisation", None)
    assert {membership.role for membership in founder.memberships.all()} == {Role.MANAGER, Role.STEWARD}
    assert Event.objects.filter(subject_kind="membership", verb="founded", by=founder).count() == 2


def test_a_founder_who_only_administers_reads_nothing(inside: Client, founder: Person) -> None:
    inside.post("/first-run/organisation/", OURS)
    assert not founder.memberships.exists()
    assert "runs_it" not in inside.get("/first-run/organisation/").content.decode()


def test_the_roles_are_given_only_while_there_is_no_team(inside: Client, founder: Person) -> None:
    inside.post("/first-run/organisation/", OURS)
    inside.post("/first-run/organisation/", OURS | {"runs_it": "on"})
    assert not founder.memberships.exists()
    assert Team.objects.count() == 1


def test_what_is_wrong_in_the_organisation_is_said(inside: Client) -> None:
    answer = inside.post("/first-run/organisation/", OURS | {"currency": "kr", "working_days": []})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter a three-letter currency code such as EUR." in text
    assert "Choose at least one working day." in text
    assert not Team.objects.exists()


def test_teams_come_from_indented_lines(inside: Client) -> None:
    inside.post("/first-run/organisation/", OURS | {"runs_it": "on"})
    inside.post("/first-run/teams/", {"outline": "North\n  Oslo", "functions": "Sales operations"})
    assert set(Team.objects.values_list("name", "kind", "parent__name")) == {
        ("Acme Marine", "organisation", None),
        ("North", "region", "Acme Marine"),
        ("Oslo", "team", "North"),
        ("Sales operations", "function", "Acme Marine"),
    }
    again = inside.get("/first-run/teams/").context["form"].initial
    assert again == {"outline": "North\n  Oslo", "functions": "Sales operations"}


def test_an_outline_with_a_fault_adds_nothing_and_keeps_what_was_typed(inside: Client) -> None:
    inside.post("/first-run/organisation/", OURS | {"runs_it": "on"})
    answer = inside.post("/first-run/teams/", {"outline": "North\n    Oslo\n  Bergen", "functions": ""})
    assert answer.status_code == 422
    assert "Line 3" in answer.content.decode()
    assert "North\n    Oslo\n  Bergen" in answer.content.decode()
    assert Team.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_people_are_typed_in_rows_and_empty_rows_left_out(inside: Client) -> None:
    inside.post("/first-run/organisation/", OURS | {"runs_it": "on"})
    root = Team.objects.get()
    rows = [
        {"name": "Nils", "email": "nils@acme.example", "team": root.pk},
        {"name": "Lena", "email": "lena@acme.example", "team": root.pk, "role": "manager"},
    ]
    answer = inside.post("/first-run/people/", people(*rows, more="1"))
    assert answer.headers["Location"] == "/first-run/people/"
    assert {letter.to[0] for letter in mail.outbox} == {"nils@acme.example", "lena@acme.example"}
    assert Membership.objects.get(person__name="Lena").role == Role.MANAGER


@pytest.mark.django_db(transaction=True)
def test_one_bad_row_invites_nobody(inside: Client) -> None:
    inside.post("/first-run/organisation/", OURS | {"runs_it": "on"})
    root = Team.objects.get()
    rows = [
        {"name": "Nils", "email": "nils@acme.example", "team": root.pk},
        {"name": "Greta again", "email": "greta@acme.example", "team": root.pk},
    ]
    answer = inside.post("/first-run/people/", people(*rows))
    assert answer.status_code == 422
    assert "is here already" in answer.content.decode()
    assert "Nils" in answer.content.decode()
    assert mail.outbox == []
    assert Person.objects.count() == 1


def test_progress_is_read_from_the_data(inside: Client, founder: Person) -> None:
    assert open_steps(founder) == ["organisation", "teams", "people"]
    inside.post("/first-run/organisation/", OURS | {"runs_it": "on"})
    assert open_steps(founder) == ["teams", "people"]
    inside.post("/first-run/teams/", {"outline": "North", "functions": ""})
    assert open_steps(founder) == ["people"]
    Team.objects.filter(name="North").update(archived_at=NOON)
    assert open_steps(founder) == ["teams", "people"]


def test_the_home_page_shows_what_is_still_to_do(inside: Client) -> None:
    inside.post("/first-run/organisation/", OURS | {"runs_it": "on"})
    text = inside.get("/").content.decode()
    assert "Add your teams" in text
    assert "Describe your organisation" not in text


def test_each_step_can_be_left_for_later(inside: Client) -> None:
    inside.post("/first-run/organisation/", OURS | {"runs_it": "on"})
    assert 'href="/first-run/people/">Do this later' in inside.get("/first-run/teams/").content.decode()
    assert 'href="/">Do this later' in inside.get("/first-run/people/").content.decode()


def test_a_step_put_aside_is_not_asked_again_until_it_is_wanted(inside: Client) -> None:
    inside.post("/first-run/organisation/", OURS | {"runs_it": "on"})
    inside.post("/first-run/people/aside/", {"aside": "1"})
    assert "Invite your people" not in inside.get("/").content.decode()
    assert "Remind us again" in inside.get("/first-run/").content.decode()
    inside.post("/first-run/people/aside/", {"aside": "0"})
    assert "Invite your people" in inside.get("/").content.decode()
    assert inside.post("/first-run/nonsense/aside/", {"aside": "1"}).status_code == 404


def test_teams_wait_for_the_organisation(inside: Client) -> None:
    assert inside.get("/first-run/teams/").headers["Location"] == "/first-run/organisation/"


@pytest.mark.parametrize("path", ["", "teams/", "people/"])
def test_members_set_up_nothing(cast: Cast, enter: Any, path: str) -> None:
    assert enter(cast.nils).get(f"/first-run/{path}").status_code == 403


def test_a_steward_sees_the_steps_but_not_the_organisations(cast: Cast, enter: Any) -> None:
    client = enter(cast.stella)
    assert client.get("/first-run/people/").status_code == 200
    assert client.get("/first-run/organisation/").status_code == 403


def test_a_steward_of_a_region_adds_teams_below_it(cast: Cast, enter: Any) -> None:
    Membership.objects.filter(person=cast.stella).update(team=cast.north)
    client = enter(cast.stella)
    assert client.get("/first-run/teams/").context["form"].initial["outline"] == "Bergen\nOslo"
    client.post("/first-run/teams/", {"outline": "Tromsø", "functions": ""})
    assert Team.objects.get(name="Tromsø").parent == cast.north
