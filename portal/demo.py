"""The demonstration organisation's people and teams. Fictional, the same for the same seed, dated relative to today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final

from django.contrib.auth.hashers import make_password

from portal.models import Membership, Organisation, Person, Team
from portal.models.team import TeamKind
from portal.roles import Role

PASSWORD: Final = "demo-portal"
REGIONS: Final = {
    "Nordics": ("Oslo", "Stockholm", "Copenhagen"),
    "Isles": ("London", "Manchester", "Dublin"),
    "Continent": ("Rotterdam", "Hamburg"),
}
FUNCTIONS: Final = ("Sales operations", "Sales enablement")
NAMED: Final = {
    "leader": "Ingrid Solberg",
    "manager": "Priya Nair",
    "rep": "Amara Osei",
    "steward": "Tomás Lindqvist",
    "admin": "Alex Marsh",
    "manager2": "Callum Reid",
    "rep2": "Freya Hughes",
}
GIVEN: Final = (
    "Anders Beatriz Carys Daniel Elif Farah Gustav Hanna Iker Jonas Kaisa Liam Maren Nadia Oskar Petra Quentin Rosa "
    "Stefan Tuva Ulrik Vera Willem Xenia Yusuf Zoe Ailsa Bram Connor Dagny Emil Fiona Gwen Henrik Isla Jasper Katrin "
    "Lars Mina Niall Odile Pavel Runa Sofia Tiago Una Viktor Wanda"
).split()
FAMILY: Final = (
    "Berg Dahl Evans Fischer Gallagher Holm Iversen Jansen Keller Lund Murphy Nyberg O'Brien Peters Quist Rossi Sand "
    "Thorsen Urban Vos Walsh Young Zeller Aalto Byrne Clarke Dekker Eriksen Farrell Grant Haas Ingram Jensen Kowalski "
    "Lindgren Mercer Nolan Olsen Price Ritter Strand Turner"
).split()
DOMAIN: Final = "demo.example"


@dataclass
class Demo:
    """What is seeded so far, and the means to go on: a seeded source of chance and the present moment."""

    chance: Random
    now: datetime
    opportunities: int
    organisation: Organisation
    teams: dict[str, Team] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    sellers: dict[str, list[Person]] = field(default_factory=dict)
    managers: dict[str, Person] = field(default_factory=dict)

    @property
    def root(self) -> Team:
        return self.teams["root"]


def seed(demo: Demo) -> None:
    _seed_teams(demo)
    names = _names(demo.chance)
    password = make_password(PASSWORD)
    _seed_leaders(demo, names, password)
    for team in [name for names_of in REGIONS.values() for name in names_of]:
        _seed_team(demo, team, names, password)


def _seed_teams(demo: Demo) -> None:
    root = Team.objects.create(name=demo.organisation.name, kind=TeamKind.ORGANISATION)
    demo.teams["root"] = root
    for region, teams in REGIONS.items():
        parent = demo.teams[region] = Team.objects.create(name=region, kind=TeamKind.REGION, parent=root)
        for name in teams:
            demo.teams[name] = Team.objects.create(name=name, kind=TeamKind.TEAM, parent=parent)
    for name in FUNCTIONS:
        demo.teams[name] = Team.objects.create(name=name, kind=TeamKind.FUNCTION, parent=root)


def _names(chance: Random) -> Iterator[str]:
    """Distinct full names in a seeded order."""
    pairs = [(given, family) for given in GIVEN for family in FAMILY]
    chance.shuffle(pairs)
    used: set[str] = set()
    for given, family in pairs:
        if given not in used:
            used.add(given)
            yield f"{given} {family}"
            if len(used) == len(GIVEN):
                used.clear()


def _seed_leaders(demo: Demo, names: Iterator[str], password: str) -> None:
    _person(demo, NAMED["leader"], "leader", password, (demo.root, Role.MANAGER))
    _person(
        demo, NAMED["steward"], "steward", password, (demo.root, Role.STEWARD), (demo.teams[FUNCTIONS[0]], Role.MANAGER)
    )
    _person(demo, NAMED["admin"], "admin", password, administrator=True)
    enablement = demo.teams[FUNCTIONS[1]]
    _person(demo, next(names), None, password, (enablement, Role.MANAGER))
    for function in FUNCTIONS:
        for _ in range(2):
            _person(demo, next(names), None, password, (demo.teams[function], Role.MEMBER))
    for region in REGIONS:
        _person(demo, next(names), None, password, (demo.teams[region], Role.MANAGER))


def _seed_team(demo: Demo, name: str, names: Iterator[str], password: str) -> None:
    """A manager and five or six salespeople; the named accounts lead and work in Oslo and London."""
    team = demo.teams[name]
    manager, seller = {"Oslo": ("manager", "rep"), "London": ("manager2", "rep2")}.get(name, (None, None))
    demo.managers[name] = _person(
        demo, NAMED[manager] if manager else next(names), manager, password, (team, Role.MANAGER)
    )
    size = demo.chance.choice((5, 6))
    accounts = [seller, *[None] * (size - 1)]
    demo.sellers[name] = [
        _person(demo, NAMED[one] if one else next(names), one, password, (team, Role.MEMBER)) for one in accounts
    ]


def _person(
    demo: Demo, name: str, account: str | None, password: str, *places: tuple[Team, Role], administrator: bool = False
) -> Person:
    address = account or name.lower().replace(" ", ".").replace("'", "").encode("ascii", "ignore").decode()
    person = Person(
        name=name, email=f"{address}@{DOMAIN}", is_administrator=administrator, password=password, invited_at=demo.now
    )
    person.save()
    since = (demo.now - timedelta(days=500 + demo.chance.randrange(700))).date()
    for team, role in places:
        Membership.objects.create(person=person, team=team, role=role, starts_on=since)
    demo.people[account or name] = person
    return person
