"""The whole scene: who tries, whose data it is, and a way back to how it was after each try."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction

from portal.digests.models.subscription import seen
from portal.models import Organisation, Person
from portal.tokens.models import Token, TokenScope
from tests.cast import NOON, TODAY, Cast, make_cast, make_person
from tests.factories import make_funnel
from tests.house.doors.actors import Actor, enrol
from tests.house.doors.places import Builder, Place
from tests.house.proofs import IN_FULL

PASSING = {"django_session", "usersessions_usersession", "portal_idempotencykey"}
READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "EXPLAIN")
CHANGING = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)
CHANGED = re.compile(r'(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "(\w+)"', re.IGNORECASE)
OWNERS = {"oslo": "nils", "bergen": "olga", "rome": "rita", "north": "nora"}


@dataclass
class Scene:
    cast: Cast
    actors: list[Actor]
    places: dict[str, Place]
    pristine: dict[str, str] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        return next(actor for actor in self.actors if actor.name == name)

    def changed(self, watched: Statements) -> bool:
        """Whether any row is another than at the beginning. Only statements write: the database's own rules refuse."""
        found = digests(watched.tables if watched.told else None) if watched.wrote else {}
        return any(self.pristine[table] != now for table, now in found.items())


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
    return Scene(cast, actors, places)


def let_in(actor: Actor, person: Person) -> None:
    """A browser session, and a token and a digest that were looked at today already."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "password", "at": NOON.timestamp()}]
    session.save()
    actor.session = str(session.session_key)
    token, actor.token = Token.issue(person, name="door", scope=TokenScope.WRITE, by=person, at=NOON)
    Token.objects.filter(pk=token.pk).update(last_used_on=TODAY)
    seen(person, at=NOON)


def digests(tables: Iterable[str] | None = None) -> dict[str, str]:
    """Of every row, by table; of all tables but sessions and kept answers unless some are named."""
    found = {}
    with connection.cursor() as cursor:
        every = connection.introspection.table_names(cursor) if tables is None else tables
        for table in sorted(set(every) - PASSING):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(repr(row) for row in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


class Statements:
    """Notes which tables statements could have changed; `told` says that all of them are known."""

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self.told = True

    @property
    def wrote(self) -> bool:
        """Whether a table that counts could be another now."""
        return not self.told or not self.tables <= PASSING

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        words = str(sql).lstrip()
        if not words.upper().startswith(READING) and (words[:4].upper() != "WITH" or CHANGING.search(words)):
            found = CHANGED.match(words)
            self.told &= found is not None
            self.tables |= set(found.groups()) if found else set()
        return execute(sql, params, many, context)


@contextmanager
def taken_back() -> Iterator[Statements]:
    """What happens inside is watched, and undone at the end."""
    watched = Statements()
    with transaction.atomic():
        with connection.execute_wrapper(watched):
            yield watched
        transaction.set_rollback(True)
