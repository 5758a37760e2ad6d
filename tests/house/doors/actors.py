"""Who tries the doors, and where each of them stands. Written down here, not read from the code under test."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from portal.models import Person, Team
from portal.roles import Role
from tests.cast import LONG_AGO, NOON, TODAY, Cast, join, make_person
from tests.house.proofs import IN_FULL

ABOVE = {"acme": None, "north": "acme", "south": "acme", "oslo": "north", "bergen": "north", "rome": "south"}
REACHING_DOWN = ("manager", "steward")


@dataclass
class Actor:
    """`roles` are today's, by team. `person` is empty for somebody who has not signed in."""

    name: str
    roles: dict[str, str] = field(default_factory=dict)
    is_administrator: bool = False
    shut_out: bool = False
    person: Person | None = None
    session: str = ""
    token: str = ""

    @property
    def signed_in(self) -> bool:
        return self.person is not None and not self.shut_out

    def holds(self, team: str | None, *roles: str) -> bool:
        """One of the roles (any when none is named) on the team, or as manager or steward on one above."""
        own = team
        while team is not None:
            role = self.roles.get(team)
            if role and (team == own or role in REACHING_DOWN) and (not roles or role in roles):
                return True
            team = ABOVE[team]
        return False

    def works_below(self, team: str) -> bool:
        """Whether the person is in a team that `team` stands above: its definitions then serve them."""
        lines = (line_of(own) for own in self.roles)
        return any(team in line for line in lines)


def line_of(team: str | None) -> list[str]:
    """The team and all above it."""
    line = []
    while team is not None:
        line.append(team)
        team = ABOVE[team]
    return line


def standing() -> list[Actor]:
    """Everybody who tries; those of the second list only where proofs run in full."""
    usual = [
        Actor("nobody"),
        Actor("nils", {"oslo": "member"}),
        Actor("oskar", {"oslo": "manager"}),
        Actor("solveig", {"oslo": "steward"}),
        Actor("olga", {"bergen": "member"}),
        Actor("bjorn", {"bergen": "manager"}),
        Actor("siri", {"bergen": "steward"}),
        Actor("nora", {"north": "member"}),
        Actor("lena", {"north": "manager"}),
        Actor("nadia", {"north": "steward"}),
        Actor("rita", {"rome": "member"}),
        Actor("carl", {"rome": "member"}),
        Actor("felix"),
        Actor("adam", is_administrator=True),
        Actor("ina", shut_out=True),
    ]
    more = [
        Actor("ned", {"oslo": "member"}),
        Actor("frida"),
        Actor("dora", {"oslo": "member", "rome": "steward"}),
        Actor("rosa", {"rome": "steward"}),
        Actor("sam", {"south": "manager"}),
        Actor("mona", {"acme": "member"}),
        Actor("vera", {"acme": "manager"}),
        Actor("stella", {"acme": "steward"}),
    ]
    return usual + more if IN_FULL else usual


def enrol(cast: Cast) -> list[Actor]:
    """Bring to life whoever the cast does not know yet. Felix was in Oslo, Frida comes tomorrow, Ina is shut out."""
    actors = standing()
    for actor in actors:
        if actor.name != "nobody":
            actor.person = getattr(cast, actor.name, None) or _come(cast, actor)
    return actors


def _come(cast: Cast, actor: Actor) -> Person:
    left = NOON if actor.shut_out else None
    person = make_person(actor.name.title(), is_active=not actor.shut_out, left_at=left)
    for team, role in actor.roles.items():
        join(person, _team(cast, team), Role(role))
    if actor.name == "frida":
        join(person, cast.oslo, Role.MANAGER, since=TODAY + timedelta(days=1))
    if actor.shut_out:
        join(person, cast.oslo, Role.MANAGER, since=_day_before(LONG_AGO))
    return person


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


def _team(cast: Cast, name: str) -> Team:
    team: Team = getattr(cast, name)
    return team
