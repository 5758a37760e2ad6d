"""What two people said in coaching turns up nowhere but before the two, whatever happens to them afterwards.

Every confidential text of the scene bears a mark. After each step of its life (confirmed, the coachee moves, the coach
goes, the coachee leaves, what it was about is put away) everybody reads everything there is to read, and the database,
the logs, the tasks' arguments, the mails and the cache are searched.
"""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from email import message_from_bytes, policy
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.db.models import Q
from redis import Redis

from coaching import digest as coaching_digest
from coaching.models import SessionWords
from coaching.models.words import SPOKEN, NoteQuerySet, WordsQuerySet
from funnels.models import Opportunity
from portal import background
from portal.digests.choices import State
from portal.digests.models import Digest
from portal.digests.rendering import render_due
from portal.joining import end_membership, move
from portal.leaving import leave
from portal.models import Membership, Person
from portal.roles import Role
from portal.sealed import SealedTextField
from tests.cast import NOON
from tests.house.doors.addresses import CannotFill, fill
from tests.house.doors.judging import MARK, leaks
from tests.house.doors.places import Place
from tests.house.doors.probes import readings
from tests.house.doors.scene import Scene, taken_back
from tests.house.doors.walking import Sent, Walker, every_route
from tests.house.proofs import IN_FULL

pytestmark = [pytest.mark.django_db, pytest.mark.proof]

SECRET = ("said", "saw", "note")  # by the two, by the observer before both are in, by the coach alone
ROLES = "nobody nils oskar solveig olga bjorn lena rita felix adam".split()
NEAR = ("/coaching/", "/api/v1/coaching", "/search/", "/people/", "/api/v1/people/", "/api/v1/me/")


def now(scene: Scene) -> dict[str, Any]:
    return {"by": Person.objects.get(pk=scene.cast.adam.pk), "at": NOON}


def membership_of(name: str, team: Any) -> Membership:
    return Membership.objects.get(person__name=name, team=team, ends_on=None)


def takes_all(person: Person) -> Any:
    """A successor for whatever is open."""
    return type(
        "Everything", (dict,), {"__missing__": lambda _self, _key: person, "__contains__": lambda *_key: True}
    )()


def moves(scene: Scene) -> None:
    one = membership_of("Nils", scene.cast.oslo)
    move(one, to=scene.cast.bergen, role=Role.MEMBER, successors=takes_all(one.person), **now(scene))


def loses_the_coach(scene: Scene) -> None:
    lena = Person.objects.get(pk=scene.cast.lena.pk)
    end_membership(membership_of("Oskar", scene.cast.oslo), successors=takes_all(lena), **now(scene))


def puts_away(scene: Scene) -> None:
    place = scene.places["oslo"]
    Opportunity.objects.everything(reason="a test").get(pk=place.ids["opportunity"]).archive(
        by=scene.cast.vera, at=NOON
    )


def leaves(scene: Scene) -> None:
    olga = Person.objects.get(pk=scene.cast.olga.pk)
    leave(Person.objects.get(name="Nils"), successors=takes_all(olga), **now(scene))


LIFE: dict[str, Callable[[Scene], None]] = {
    "confirmed": lambda scene: None,
    "the coachee moves": moves,
    "the coach goes": loses_the_coach,
    "what it was about is put away": puts_away,
    "the coachee leaves": leaves,
}

LOOKED_AT = ("the coachee leaves",)  # in every run; in full after each step


def found_by(walker: Walker, addresses: list[str]) -> Iterator[str]:
    """Confidential texts that somebody was sent who must not be. Unless proofs run in full, everybody reads each second address."""
    some = walker.scene.actors if IN_FULL else [walker.scene.actor(name) for name in ROLES]
    for turn, actor in enumerate(some):
        for address in addresses if IN_FULL else addresses[turn % 2 :: 2]:
            answer, _changed = walker.send(actor, Sent("GET", address))
            for mark in leaks(answer, actor, walker.scene.places):
                if mark.split("-")[2] in SECRET:
                    yield f"{actor.name} was sent {mark} at {address}"


def addresses_of(place: Place) -> list[str]:
    """In full every way to ask; else the addresses of coaching, and where people and opportunities are shown."""
    every = sorted({*readings(place), *_of_coaching(place)})
    if IN_FULL:
        return every
    key = place.ids["opportunity"]
    about = [f"/opportunities/{key}/", f"/opportunities/{key}/history/", f"/api/v1/opportunities/{key}/history/"]
    return (
        [one for one in every if one == "/" or (one.startswith(NEAR) and "?" not in one)] + about + ["/search/?q=cny"]
    )


def _of_coaching(place: Place) -> Iterator[str]:
    """An address that cannot be filled is told by the walk through the doors."""
    for route in every_route():
        if route.name.startswith("coaching:") and "GET" in route.methods:
            with suppress(CannotFill):
                yield fill(route.pattern, place)


def marks_in(text: str) -> set[str]:
    """Marks in plain writing, in hexadecimal digits and in base 64 at each of its three offsets."""
    found = {one[0].decode() for one in MARK.finditer(text.encode()) if one[2].decode() in SECRET}
    for kind in SECRET:
        plain = f"-{kind}-".encode()
        coded = {plain.hex(), *(base64.b64encode(b"x" * shift + plain).decode()[4:-4] for shift in range(3))}
        found |= {one for one in coded if len(one) > 5 and one in text}
    return found


def stored() -> str:
    """Every row of every table, as it lies there."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                told += [
                    bytes(one).decode("latin-1") if isinstance(one, bytes | memoryview) else str(one) for one in row
                ]
    return "\n".join(told)


def serialised() -> str:
    out = StringIO()
    call_command("dumpdata", "coaching", "portal.event", "portal.remark", use_base_manager=True, stdout=out)
    return out.getvalue()


def cached() -> str:
    """What Redis holds, where there is one."""
    if not settings.REDIS_URL:
        return ""
    with Redis.from_url(settings.REDIS_URL) as redis:
        return "\n".join(str(redis.dump(key)) for key in redis.scan_iter(count=1000))


def digests(week: int) -> str:
    """Everybody's digest, a week after the scene: what is kept of it and what is mailed, decoded."""
    at = NOON + timedelta(days=7 + 7 * week)
    for person in Person.objects.current():
        Digest.objects.create(recipient=person, week=(at - timedelta(days=2)).date(), due_at=at, planned_at=at)
    render_due(at=at)
    rows = Digest.objects.filter(due_at=at).exclude(state=State.FAILED)
    assert "Agreed in coaching" in str([one.content for one in rows]) or week > 1
    parts = [
        part for one in rows if one.mime for part in message_from_bytes(bytes(one.mime), policy=policy.default).walk()
    ]
    bodies = [str(part.get_content()) for part in parts if not part.is_multipart()]  # type: ignore[attr-defined]
    return "\n".join([*bodies, *(f"{one.subject} {one.content}" for one in rows)])


class Witness(logging.Handler):
    """Notes every line of the log and every argument of a task."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(f"{record.getMessage()} {record.__dict__}")

    def start(self, task: Any, ids: dict[str, Any]) -> None:
        self.told.append(f"{task.name} {ids}")
        task(**ids)


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Witness]:
    witness, root = Witness(), logging.getLogger()
    monkeypatch.setitem(background.STARTERS, settings.BACKGROUND, witness.start)
    logging.disable(logging.NOTSET)
    before, root.level = root.level, logging.DEBUG
    root.addHandler(witness)
    try:
        yield witness
    finally:
        root.removeHandler(witness)
        root.setLevel(before)
        logging.disable(logging.CRITICAL)


def told(walker: Walker) -> list[int]:
    """Sessions written down with every text, on the page and over the API, well and badly."""
    scene, place = walker.scene, walker.scene.places["oslo"]
    said = {name: f"cny-oslo-said-{name}" for name in ("focus", "observed", "goal", "reality", "options")}
    form = said | {
        "coachee": place.ids["person"], "kind": "skill", "minutes": "30", "channel": "remote", "held_at": "2026-11-18T12:30",
        "promise-0-what": "cny-oslo-said-what", "promise-0-when": "week", "promise-0-side": "coachee",
        "private_note": "cny-oslo-note-text",
    }  # fmt: skip
    body = said | {
        "coachee": str(place.ids["person"]), "kind": "skill", "minutes": 30, "private_note": "cny-oslo-note-text",
        "commitments": [{"side": "coachee", "what": "cny-oslo-said-what", "due_on": "2026-11-25"}],
    }  # fmt: skip
    attempts = [
        *(Sent("POST", "/coaching/log/", urlencode(one).encode()) for one in (form, form | {"minutes": "never"})),
        *(
            Sent("POST", "/api/v1/coaching-sessions/", json.dumps(one).encode(), "application/json")
            for one in (body, body | {"minutes": "never"}, body | {"cny-oslo-said-unknown": 1})
        ),
    ]
    return [walker.send(scene.actor(name), one)[0].status for name in ("oskar", "rita") for one in attempts]


@pytest.mark.postgres
def test_what_was_said_is_read_by_the_two_alone_through_all_its_life(
    scene: Scene, walker: Walker, proven: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses, read, hits = addresses_of(scene.places["oslo"]), 0, []
    people = len(scene.actors) if IN_FULL else len(ROLES)
    with taken_back(), watched(monkeypatch) as witness:
        for week, (step, live) in enumerate(LIFE.items()):
            live(scene)
            hits += [f"{step}: a digest says {one}" for one in marks_in(digests(week))]
            hits += [f"{step}: the database holds {one}" for one in marks_in(stored())]
            if IN_FULL or step in LOOKED_AT:
                hits += [f"{step}: {one}" for one in found_by(walker, addresses)]
                read += len(addresses) * people // (1 if IN_FULL else 2)
    hits += [f"a log or a task holds {one}" for one in marks_in("\n".join(witness.told))]
    proven(f"{read:,} readings by {people} people after {len(LIFE)} steps of life", found=f"{len(hits)} hits")
    assert hits == []


def test_writing_it_down_leaves_no_word_in_logs_tasks_mails_exports_or_the_cache(
    scene: Scene, walker: Walker, proven: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with watched(monkeypatch) as witness:
        statuses = told(walker)
    assert statuses[:5] == [302, 422, 201, 400, 400]
    surfaces = {
        "logs and tasks": "\n".join(witness.told), "mails": str([one.message() for one in mail.outbox]),
        "the database": stored(), "serialised records": serialised(), "the cache": cached(),
    }  # fmt: skip
    hits = {name: found for name, text in surfaces.items() if (found := marks_in(text))}
    proven(f"{len(statuses)} attempts to write, {len(surfaces)} surfaces", found=f"{len(hits)} hits")
    assert hits == {}
    assert len(witness.told) > len(statuses)


@pytest.mark.parametrize("address", ["/coaching/me/coaching.json", "/api/v1/me/coaching/"])
def test_ones_own_file_holds_all_that_was_said_with_one_and_nothing_else(
    address: str, scene: Scene, walker: Walker
) -> None:
    """The coachee, the coach who observed, and others whatever their role."""
    sent = {name: walker.send(scene.actor(name), Sent("GET", address))[0] for name in ROLES[1:]}
    own = {
        name: {
            one.removeprefix("cny-oslo-") for place, kind, one in answer.marks() if place == "oslo" and kind in SECRET
        }
        for name, answer in sent.items()
    }
    said = {f"said-{what}" for what in (*SPOKEN, "what", "seen", "reason", "evidence")}
    assert own["nils"] == said
    assert own["lena"] == said | {"saw-evidence", "saw-comment", "note-text"}
    assert {name for name, held in own.items() if held} == {"nils", "lena"}


@pytest.mark.parametrize("guard", [WordsQuerySet, NoteQuerySet])
def test_a_guard_that_is_taken_away_is_noticed(
    guard: Any, scene: Scene, walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if a role were enough to read."""
    monkeypatch.setattr(guard, "readable", lambda self, person: Q(pk__isnull=False))
    place = scene.places["oslo"]
    session = place.ids["coaching_session"]
    assert list(found_by(walker, [f"/api/v1/coaching-sessions/{session}/", f"/coaching/sessions/{session}/"]))


def test_a_digest_that_says_a_word_of_it_is_noticed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coaching_digest, "_", lambda said: f"{said}: cny-oslo-said-what")
    with taken_back():
        assert marks_in(digests(0)) == {"cny-oslo-said-what"}


def test_a_text_that_is_not_sealed_is_noticed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = lambda self, value, connection, prepared=False: str(value).encode()  # noqa: E731
    assert marks_in(stored()) == set()
    with taken_back():
        monkeypatch.setattr(SealedTextField, "get_db_prep_value", plain)
        for row in SessionWords.objects.everything(reason="a test"):
            row.save()
        assert marks_in(stored())
