"""Finding by words. Each module of settings.SEARCH_SECTIONS offers `find(person, words)`, in that person's scope."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from portal.directory import people_for, teams_for
from portal.models import Person

LEAST_CHARACTERS = 2
MOST_HITS = 8  # per kind of thing


@dataclass(frozen=True)
class Hit:
    title: str
    detail: str
    url: str
    icon: str


def search(person: Person, words: str) -> list[Hit]:
    """Nothing for fewer than two characters: nearly everything would be found."""
    words = " ".join(words.split())
    if len(words) < LEAST_CHARACTERS:
        return []
    found = [hit for name in settings.SEARCH_SECTIONS for hit in import_module(name).find(person, words)]
    return found + find(person, words)


def find(person: Person, words: str) -> list[Hit]:
    """People and teams."""
    people = people_for(person).current().filter(Q(name__icontains=words) | Q(email__icontains=words))
    teams = teams_for(person).current().filter(name__icontains=words)
    return [
        *(
            Hit(one.name, one.email or "", reverse("portal:person", args=[one.pk]), "user")
            for one in people.order_by("name")[:MOST_HITS]
        ),
        *(
            Hit(team.name, team.get_kind_display(), reverse("portal:team", args=[team.pk]), "users")
            for team in teams.order_by("name")[:MOST_HITS]
        ),
    ]
