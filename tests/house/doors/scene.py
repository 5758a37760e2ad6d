"""The whole scene: who tries, whose data it is, and a way back to how it was after each try."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction

from portal.models import Organisation, Person
from portal.tokens.models import Token, TokenScope
from tests.cast import NOON, TODAY, Cast, make_cast, make_person
from tests.factories import make_funnel
from tests.house.doors.actors import Actor, enrol
from tests.house.doors.places import Builder, Place
from tests.house.proofs import IN_FULL

PASSING = {"django_session", "usersessions_usersession", "portal_idempotencykey"}
READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "EXPLAIN")
OWNERS = {"oslo": "nils", "bergen": "olga", "rome": "rita", "north": "nora"}


@dataclass
class Scene:
    cast: Cast
    actors: list[Actor]
    places: dict[str, Place]
    pristine: str = ""

    def actor(self, name: str) -> Actor:
        return next(actor for actor in self.actors if actor.name == name)


def make_scene() -> Scene:
    cast = make_cast()
    actors = enrol(cast)
    make_funnel(cast.acme)
    people = {actor.name: actor.person for actor in actors if actor.person}
    wanted = OWNERS if IN_FULL else {"oslo": "nils", "rome": "rita"}
    places = {
        name: Builder(cast, name, getattr(cast, name), people[owner], people["carl"]).build()
        for name, owner in wanted.items()
    }
    second = make_person("Abel", is_administrator=True)
    for place in places.values():
        place.keep(admin=second, organisation=Organisation.current())
    for actor in actors:
        if actor.person is not None:
            let_in(actor, actor.person)
    return Scene(cast, actors, places, digest())


def let_in(actor: Actor, person: Person) -> None:
    """A browser session and a token that was used today already."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "password", "at": NOON.timestamp()}]
    session.save()
    actor.session = str(session.session_key)
    token, actor.token = Token.issue(person, name="door", scope=TokenScope.WRITE, by=person, at=NOON)
    Token.objects.filter(pk=token.pk).update(last_used_on=TODAY)


def digest() -> str:
    """Of every row of every table but sessions and kept answers."""
    found = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - PASSING):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(repr(row) for row in cursor.fetchall())
            found.update("\n".join([table, *rows]).encode())
    return found.hexdigest()


class Statements:
    """Notes whether any statement could have changed a table that counts."""

    def __init__(self) -> None:
        self.wrote = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        words = str(sql).lstrip().upper()
        if not words.startswith(READING) and not any(table.upper() in words for table in PASSING):
            self.wrote = True
        return execute(sql, params, many, context)


@contextmanager
def taken_back() -> Iterator[Statements]:
    """What happens inside is watched, and undone at the end."""
    watched = Statements()
    with transaction.atomic():
        with connection.execute_wrapper(watched):
            yield watched
        transaction.set_rollback(True)
