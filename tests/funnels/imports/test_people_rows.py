"""People and teams from a file: what the importer may grant, nobody twice, nobody moved."""

from __future__ import annotations

import pytest

from funnels.importing.reporting import told_notes
from funnels.models import ImportBatch
from portal.models import Membership, Person, Team
from portal.models.team import TeamKind
from portal.roles import Role
from tests.cast import TODAY, Cast, join, make_person
from tests.funnels.imports.steps import as_csv, bring_in, counts, moment, taken_back

HEADER = ["Name", "E-mail", "Team", "Region", "Role", "Manager"]
GRETA = {
    "Name": "Greta Holm",
    "E-mail": "greta@acme.example",
    "Team": "Bergen",
    "Region": "North",
    "Role": "",
    "Manager": "",
}


@pytest.fixture
def founder(cast: Cast) -> Person:
    founder = make_person("Fay", is_administrator=True)
    join(founder, cast.acme, Role.STEWARD)
    return founder


def people(cast: Cast, by: Person, *changes: dict[str, str]) -> ImportBatch:
    rows = [[(GRETA | change)[name] for name in HEADER] for change in changes or ({},)]
    return bring_in(
        as_csv(HEADER, rows), team=cast.acme, by=by, kind="people", columns={"email": "E-mail", "parent": "Region"}
    )


def reasons(batch: ImportBatch) -> list[str]:
    return [reason for chunk in batch.chunks.all() for one in chunk.refused for reason in one["reasons"]]


def places(name: str) -> list[tuple[str, str]]:
    held = Membership.objects.on(TODAY).filter(person__name=name).order_by("role")
    return list(held.values_list("team__name", "role"))


def test_a_person_joins_the_team_of_the_file_and_is_not_invited(cast: Cast, mailoutbox: list[object]) -> None:
    assert counts(people(cast, cast.stella)) == (1, 0, 0, 0)
    greta = Person.objects.get(name="Greta Holm")
    assert (greta.email, greta.can_sign_in, greta.invited_at, mailoutbox) == ("greta@acme.example", False, None, [])
    assert places("Greta Holm") == [("Bergen", "member")]
    assert counts(people(cast, cast.stella)) == (0, 0, 1, 0)


def test_teams_are_added_on_the_way(cast: Cast, founder: Person) -> None:
    row = {"Team": "", "Region": "West", "Manager": "Dustin Brinkmann"}
    assert counts(people(cast, founder, row, row | {"Name": "Hal", "E-mail": ""})) == (2, 0, 0, 0)
    team = Team.objects.select_related("parent").get(name="Team Dustin Brinkmann")
    assert (team.parent.name, team.parent.kind, team.parent.parent) == ("West", TeamKind.REGION, cast.acme)
    assert places("Dustin Brinkmann") == [("Team Dustin Brinkmann", "manager")]
    assert places("Greta Holm") == places("Hal") == [("Team Dustin Brinkmann", "member")]


def test_a_manager_of_the_team_or_above_is_not_made_one_again(cast: Cast, founder: Person) -> None:
    people(cast, founder, {"Team": "Bergen", "Manager": "Lena"})
    assert places("Lena") == [("North", "manager")]


def test_a_steward_grants_no_manager(cast: Cast) -> None:
    batch = people(cast, cast.stella, {"Role": "Manager"})
    assert reasons(batch) == ["Only administrators can say who manages a team."]
    assert not Person.objects.filter(name="Greta Holm").exists()


def test_a_steward_s_file_leaves_the_named_manager_without_the_role_and_says_so(cast: Cast) -> None:
    batch = people(cast, cast.stella, {"Team": "", "Manager": "Dustin Brinkmann"})
    assert counts(batch) == (1, 0, 0, 0)
    assert told_notes(batch) == [
        "Dustin Brinkmann was not made manager of Team Dustin Brinkmann. Only administrators can say who manages a team."
    ]
    assert not Person.objects.filter(name="Dustin Brinkmann").exists()


def test_nobody_is_moved(cast: Cast) -> None:
    batch = people(cast, cast.stella, {"Name": "Nils", "E-mail": "nils@acme.example", "Team": "Bergen"})
    assert reasons(batch) == ["Name: “Nils” works in Oslo already. Move them on their own page."]
    assert places("Nils") == [("Oslo", "member")]


def test_a_namesake_with_another_address_is_somebody_else(cast: Cast) -> None:
    assert counts(people(cast, cast.stella, {"Name": "Nils", "E-mail": "nils.2@acme.example"})) == (1, 0, 0, 0)
    assert Person.objects.filter(name="Nils").count() == 2
    batch = people(cast, cast.stella, {"Name": "Nils", "E-mail": ""})
    assert reasons(batch) == ["Name: “Nils” is the name of several people here. Add an e-mail address."]


def test_a_missing_address_is_added(cast: Cast) -> None:
    people(cast, cast.stella, {"E-mail": ""})
    assert counts(people(cast, cast.stella)) == (0, 1, 0, 0)
    assert Person.objects.get(name="Greta Holm").email == "greta@acme.example"


def test_who_has_left_is_not_brought_back(cast: Cast) -> None:
    Person.objects.filter(name="Felix").update(is_active=False)
    batch = people(cast, cast.stella, {"Name": "Felix", "E-mail": "felix@acme.example"})
    assert reasons(batch) == ["Name: “Felix” has left. An administrator can bring them back."]


def test_a_bad_address_is_refused(cast: Cast) -> None:
    assert reasons(people(cast, cast.stella, {"E-mail": "greta"})) == ["E-mail: “greta” is not an e-mail address."]


def state() -> list[list[object]]:
    return [
        sorted(map(str, rows))
        for rows in (
            Person.objects.filter(is_active=True).values_list("name", "email"),
            Membership.objects.on(TODAY).values_list("person__name", "team__name", "role"),
            Team.objects.current().values_list("name", "parent__name"),
        )
    ]


def test_undo_brings_back_the_state_before(cast: Cast, founder: Person) -> None:
    people(cast, founder, {"Name": "Hal", "E-mail": ""})
    before = state()
    batch = people(
        cast, founder,
        {"Name": "Hal", "E-mail": "hal@acme.example"},
        {"Team": "", "Region": "West", "Manager": "Dustin"},
    )  # fmt: skip
    assert state() != before
    taken_back(batch, by=founder)
    assert state() == before


def test_undo_keeps_who_was_invited(cast: Cast, founder: Person) -> None:
    batch = people(cast, founder, {"Team": "Bergen North", "Region": "North"})
    Person.objects.filter(name="Greta Holm").update(invited_at=moment())
    taken_back(batch, by=founder)
    assert places("Greta Holm") == [("Bergen North", "member")]
    assert [one["model"] for chunk in batch.chunks.all() for one in chunk.kept] == ["person", "membership", "team"]
