"""The cast that every test knows.

                    Acme (organisation)
            ┌───────────┴────────────┐
          North                    South
       ┌────┴────┐                   │
     Oslo      Bergen               Rome

lena manages North. nils is a member of Oslo, olga of Bergen. sam manages South, rita is a member of
Rome: neither may ever see what is Oslo's. stella is steward of Acme, vera leads (manages) Acme.
felix was a member of Oslo and has left the team. adam is an administrator without a team.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from portal.models import Membership, Organisation, Person, Team
from portal.models.team import TeamKind
from portal.roles import Role

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
LONG_AGO = date(2024, 1, 1)
PASSWORD = "a-long-test-password"
NAMES = ("lena", "nils", "olga", "sam", "rita", "stella", "vera", "felix", "adam")


@dataclass
class Cast:
    acme: Team
    north: Team
    oslo: Team
    bergen: Team
    south: Team
    rome: Team
    lena: Person
    nils: Person
    olga: Person
    sam: Person
    rita: Person
    stella: Person
    vera: Person
    felix: Person
    adam: Person

    def everybody(self) -> list[Person]:
        return [self.lena, self.nils, self.olga, self.sam, self.rita, self.stella, self.vera, self.felix, self.adam]


def person_of(name: str, **fields: object) -> Person:
    """Not kept yet."""
    person = Person(name=name, email=f"{name.lower().replace(' ', '.')}@acme.example", **fields)
    person.set_password(PASSWORD)
    return person


def make_person(name: str, **fields: object) -> Person:
    person = person_of(name, **fields)
    person.save()
    return person


def join(person: Person, team: Team, role: Role, *, since: date = LONG_AGO, until: date | None = None) -> Membership:
    return Membership.objects.create(person=person, team=team, role=role, starts_on=since, ends_on=until)


def make_team(name: str, parent: Team | None = None, kind: TeamKind = TeamKind.TEAM) -> Team:
    return Team.objects.create(name=name, parent=parent, kind=kind)


def make_cast() -> Cast:
    Organisation.objects.create(
        name="Acme", currency="EUR", time_zone="Europe/Oslo", working_days=[1, 2, 3, 4, 5], set_up_at=NOON
    )
    acme = Team(name="Acme", kind=TeamKind.ORGANISATION)
    north, south = (Team(name=name, parent=acme, kind=TeamKind.REGION) for name in ("North", "South"))
    oslo, bergen = (Team(name=name, parent=north) for name in ("Oslo", "Bergen"))
    rome = Team(name="Rome", parent=south)
    Team.objects.bulk_create([acme, north, south, oslo, bergen, rome])
    people = {name: person_of(name.title()) for name in NAMES}
    people["adam"].is_administrator = True
    Person.objects.bulk_create(people.values())
    Membership.objects.bulk_create(
        Membership(person=people[name], team=team, role=role, starts_on=LONG_AGO, ends_on=until)
        for name, team, role, until in (
            ("lena", north, Role.MANAGER, None),
            ("nils", oslo, Role.MEMBER, None),
            ("olga", bergen, Role.MEMBER, None),
            ("sam", south, Role.MANAGER, None),
            ("rita", rome, Role.MEMBER, None),
            ("stella", acme, Role.STEWARD, None),
            ("vera", acme, Role.MANAGER, None),
            ("felix", oslo, Role.MEMBER, date(2026, 6, 1)),
        )
    )
    return Cast(acme=acme, north=north, oslo=oslo, bergen=bergen, south=south, rome=rome, **people)
