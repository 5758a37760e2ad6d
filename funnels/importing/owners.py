"""Whom the CRM means by an owner, and the team in which that person works today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from funnels.importing.cells import Unusable, read_email, text_up_to
from funnels.importing.guessing import Likeness, likeness
from portal.joining import add_person, join
from portal.models import Membership, Person, Team
from portal.roles import Role
from portal.teamtree import TeamTree

NEW: Final = "new"
UNKNOWN: Final = "unknown"
SAME: Final = "="
"""Before another word of the file: the two are the same in different spellings."""
NAME: Final = text_up_to(Person._meta.get_field("name").max_length or 0)


def spelled(name: str) -> str:
    """How names are compared: without capitals and double blanks."""
    return " ".join(name.casefold().split())


def meaning_of(word: str, answers: Mapping[str, str]) -> str:
    """The word itself, or the one that it is another spelling of."""
    answer = answers.get(word, "")
    return answer[len(SAME) :] if answer.startswith(SAME) else word


def why_unfit(word: str) -> str:
    """Why nobody can be added by this word; empty when somebody can."""
    try:
        NAME(word)
        if "@" in word:
            read_email(word)
    except Unusable as fault:
        return str(fault.words)
    return ""


class Owners:
    """Everybody by e-mail address and by name, read once. People who have left own what they owned.

    `answers` say what a word means that names nobody, or several.
    """

    def __init__(self, team: Team, answers: Mapping[str, str], today: date) -> None:
        self.team = team
        self.answers = answers
        self.today = today
        self.by_id: dict[UUID, Person] = {}
        self.by_email: dict[str, Person] = {}
        self.by_name: dict[str, list[Person]] = {}
        for person in Person.objects.only("id", "name", "email", "is_active", "password"):
            self.remember(person)
        self.branch = TeamTree.read().branch(team.pk)
        self.teams = Team.objects.in_bulk(self.branch)
        self.places = self._places()

    def remember(self, person: Person) -> None:
        self.by_id[person.pk] = person
        self.by_name.setdefault(spelled(person.name), []).append(person)
        if person.email:
            self.by_email[person.email.lower()] = person

    def _places(self) -> dict[UUID, list[UUID]]:
        """Where each person works today: as a member first, then as a manager, the longest first."""
        roles = [Role.MEMBER, Role.MANAGER]
        held = Membership.objects.on(self.today).filter(role__in=roles).order_by("starts_on", "id")
        rows = sorted(held.values_list("role", "person_id", "team_id"), key=lambda row: roles.index(Role(row[0])))
        places: dict[UUID, list[UUID]] = {}
        for _role, person_id, team_id in rows:
            places.setdefault(person_id, []).append(team_id)
        return places

    def named(self, word: str) -> list[Person]:
        """Who may be meant without asking: by e-mail address, else by name; those who work here first."""
        if word.lower() in self.by_email:
            return [self.by_email[word.lower()]]
        people = self.by_name.get(spelled(word), [])
        return [person for person in people if person.is_active] or people

    def find(self, word: str) -> Person | None:
        word = meaning_of(word, self.answers)
        answer = self.answers.get(word, "")
        if answer == UNKNOWN:
            return None
        found = self.meant(answer) if answer and answer != NEW else None
        people = [found] if found else self.named(word)
        return people[0] if len(people) == 1 else None

    def meant(self, answer: str) -> Person | None:
        """The person that an answer names: by id, e-mail address or name."""
        try:
            return self.by_id.get(UUID(answer))
        except ValueError:
            people = self.named(answer)
            return people[0] if len(people) == 1 else None

    def alike(self, word: str) -> Likeness | None:
        return likeness(word, (person.name for person in self.by_id.values() if person.is_active))

    def add_new(self, *, by: Person | None, at: datetime, pretend: bool) -> list[Person]:
        """People whom the answers ask to add, without sign-in, in the import's team. Those already added are found.

        Words by which nobody can be added are passed over; `why_unknown` tells so at the rows that hold them.
        """
        wanted = (word for word, answer in self.answers.items() if answer == NEW and not why_unfit(word))
        return [self._add(word, by=by, at=at, pretend=pretend) for word in wanted if not self.named(word)]

    def why_unknown(self, word: str) -> str:
        """What a row is told whose word names nobody."""
        word = meaning_of(word, self.answers)
        return (why_unfit(word) if self.answers.get(word) == NEW else "") or _("names nothing that is known here")

    def _add(self, word: str, *, by: Person | None, at: datetime, pretend: bool) -> Person:
        email = word.lower() if "@" in word else None
        if pretend:
            person = Person(name=word, email=email)
        else:
            person = add_person(name=word, email=email, by=by, at=at)
            join(person, self.team, by=by, at=at)
        self.remember(person)
        self.places[person.pk] = [self.team.pk]
        return person

    def team_of(self, person: Person) -> Team | None:
        """The team of this person's opportunities; None when they work only outside the import's branch."""
        places = self.places.get(person.pk, [])
        inside = [place for place in places if place in self.branch]
        if places and not inside:
            return None
        return self.teams[inside[0]] if inside else self.team
