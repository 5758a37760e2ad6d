"""The walk: one route, every method it takes, everybody, and the data of each place."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import URLPattern

from portal.checks import routes
from tests.house.doors import bodies
from tests.house.doors.actors import Actor
from tests.house.doors.addresses import fill, subject
from tests.house.doors.forms import Fields, filled_in
from tests.house.doors.judging import Answer, leaks
from tests.house.doors.places import Place
from tests.house.doors.rights import Rights, knows_who_works_here, nobody, rights_of, signed_in
from tests.house.doors.scene import Scene, taken_back
from tests.house.proofs import IN_FULL

SIGN_IN = ("/accounts/login/", "/admin/login/")
SOME = {"nobody", "nils"}
TURNS = 7
SENT, TOLD_APART, CHANGED = "was sent the mark", "can tell it from what does not exist", "changed the database"
SERVING = ("form",)  # what bodies name of the definitions of a team, which serve every team below
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Route:
    pattern: str
    name: str
    methods: tuple[str, ...]

    @property
    def is_api(self) -> bool:
        return self.pattern.startswith("api/v1/")

    @property
    def label(self) -> str:
        return f"{self.name} {self.pattern}"


def every_route() -> list[Route]:
    return [Route(pattern, name, tuple(methods_of(pattern, entry))) for pattern, name, entry in routes()]


def methods_of(pattern: str, entry: URLPattern) -> Iterator[str]:
    """What an API address takes by its own declaration; of a page, both."""
    view: Any = entry.callback
    actions = getattr(view, "actions", None)
    if actions:
        yield from (method.upper() for method in actions if method != "head")
    elif pattern.startswith("api/v1/"):
        yield "GET"
    else:
        yield from ("GET", "POST")


@dataclass
class Report:
    cells: int = 0
    actors: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: Report) -> None:
        self.cells += other.cells
        self.faults += other.faults

    @property
    def leaks(self) -> int:
        return sum(SENT in fault or TOLD_APART in fault for fault in self.faults)

    @property
    def writes(self) -> int:
        return sum(CHANGED in fault for fault in self.faults)


@dataclass(frozen=True)
class Sent:
    method: str
    path: str
    content: bytes = b""
    content_type: str = FORM
    headers: tuple[tuple[str, str], ...] = ()


class Walker:
    """A thorough one sends everybody through every door, as where proofs run in full."""

    def __init__(self, scene: Scene, *, thorough: bool = IN_FULL) -> None:
        self.scene, self.thorough = scene, thorough
        self.client = Client(raise_request_exception=False)

    def walk(self, route: Route, places: Iterable[Place]) -> Report:
        report = Report(actors=len(self.scene.actors))
        for place in places:
            for method in route.methods:
                rights = rights_of(route.name, method)
                if rights is None:
                    if not (method in ("GET", "POST") and rights_of(route.name, other(method))):
                        report.faults.append(f"{route.label} {method}: the table of rights does not know it")
                        continue
                    rights = Rights(see=nobody, outside=(403, 405), method=False)
                report.add(Cells(self, route, method, place, rights).walk())
        return report

    def send(self, actor: Actor, sent: Sent) -> tuple[Answer, bool]:
        """The answer, and whether anything changed. Everything is taken back afterwards."""
        self.client.cookies.clear()
        headers = dict(sent.headers)
        if sent.path.startswith("/api/v1/") and actor.token:
            headers["Authorization"] = f"Bearer {actor.token}"
        elif actor.session:
            self.client.cookies["sessionid"] = actor.session
        with taken_back() as statements:
            response = self.client.generic(sent.method, sent.path, sent.content, sent.content_type, headers=headers)
            answer = Answer.of(response)
            changed = self.scene.changed(statements)
        return answer, changed


def other(method: str) -> str:
    return "POST" if method == "GET" else "GET"


class Cells:
    """One route, method and place."""

    def __init__(self, walker: Walker, route: Route, method: str, place: Place, rights: Rights) -> None:
        self.walker, self.route, self.method, self.place, self.rights = walker, route, method, place, rights
        self.wrote = 0
        self.form = self._form()

    def walk(self) -> Report:
        report, found = Report(), defaultdict[str, list[str]](list)
        for actor in self.triers():
            report.cells += 1
            for fault in self.judge(actor):
                found[fault].append(actor.name)
        report.faults = [f"{self} as {', '.join(names)}: {fault}" for fault, names in found.items()]
        if self.rights.writes(self.method) and not self.wrote:
            report.faults.append(f"{self}: nobody could write; the body sent is no real one")
        return report

    def triers(self) -> Iterator[Actor]:
        """Those whose turn it is; after them, as long as nobody could write, the others who may."""
        first = self.actors()
        yield from first
        for actor in self.walker.scene.actors:
            may = self.rights.writes(self.method) and self.rights.may(self.method, actor, self.place)
            if may and not self.wrote and actor not in first:
                yield actor

    def actors(self) -> list[Actor]:
        """Everybody, on a thorough walk; else a stranger, the first who may, and the others in turn.

        Whose turn it is differs by route and method. A method that the page does not take is tried by some.
        """
        everybody = self.walker.scene.actors
        if self.walker.thorough:
            return everybody
        if not self.rights.method or (self.method != "GET" and self.rights.write is None):
            return [actor for actor in everybody if actor.name in SOME]
        able = [actor for actor in everybody if self.rights.may(self.method, actor, self.place)]
        always = [*everybody[:1], *able[:1]]
        first = crc32(f"{self.route.label} {self.method}".encode())
        return [one for turn, one in enumerate(everybody, first) if one in always or turn % TURNS == 0]

    def nowhere(self, actor: Actor) -> Place:
        """The place with ids that nothing has, but for definitions that serve the actor from above."""
        found = self.place.nowhere()
        if actor.works_below(self.place.name):
            found.ids |= {name: self.place.ids[name] for name in SERVING}
        return found

    def __str__(self) -> str:
        return f"{self.route.label} {self.method} in {self.place.name}"

    def judge(self, actor: Actor) -> Iterator[str]:
        answer, changed = self.walker.send(actor, self.sent(self.place))
        for mark in leaks(answer, actor, self.walker.scene.places):
            yield f"{SENT} {mark} (status {answer.status})"
        if answer.status >= 500 and answer.status != 503:
            yield f"broke it: {answer.status}"
        yield from self._judge_effect(actor, changed)
        yield from self._judge_status(actor, answer)

    def _judge_effect(self, actor: Actor, changed: bool) -> Iterator[str]:
        allowed = self.rights.writes(self.method) and self.rights.may(self.method, actor, self.place)
        if changed and not allowed:
            yield CHANGED
        self.wrote += changed and allowed

    def _judge_status(self, actor: Actor, answer: Answer) -> Iterator[str]:
        if actor.signed_in and not self.rights.door(actor, self.place):
            if answer.status not in (403, 405):
                yield f"has no business here, and was answered {answer.status} {answer.body[:300]!r}"
            yield from self._judge_alike(actor, answer)
        elif not self.rights.see(actor, self.place):
            yield from self._judge_hidden(actor, answer)
        elif self.rights.may(self.method, actor, self.place):
            denied = (401, 403) if self.rights.empty else (401, 403, 404)
            if answer.status in denied or (actor.signed_in and answer.location.startswith(SIGN_IN)):
                yield f"may, and was answered {answer.status} {answer.body[:300]!r}"
        else:
            yield from self._judge_refused(actor, answer)

    def _judge_hidden(self, actor: Actor, answer: Answer) -> Iterator[str]:
        if not actor.signed_in and answer.status in (401, 302):
            if answer.status == 302 and not answer.location.startswith(SIGN_IN):
                yield f"was sent to {answer.location} instead of the sign-in page"
            return
        if not actor.signed_in and answer.status not in (404, 405):
            yield f"is not signed in, and was answered {answer.status}"
        if answer.status not in (*self.rights.outside, 405):
            yield f"should be answered {self.rights.outside}, and was answered {answer.status} {answer.body[:300]!r}"
        yield from self._judge_alike(actor, answer)

    def _judge_alike(self, actor: Actor, answer: Answer) -> Iterator[str]:
        nothing, _changed = self.walker.send(actor, self.sent(self.nowhere(actor)))
        if nothing.alike() != answer.alike():
            yield f"{TOLD_APART}: {answer.body[:300]!r} / {nothing.body[:300]!r}"

    def _judge_refused(self, actor: Actor, answer: Answer) -> Iterator[str]:
        reads = (self.rights.read or self.rights.see)(actor, self.place)
        expected = self.rights.refusals if reads else (403,)
        if answer.status == 405 and self.rights.write is None:
            return
        if answer.status not in expected:
            yield f"should be answered {expected}, and was answered {answer.status} {answer.location} {answer.body[:300]!r}"
        elif answer.status != 403:
            if self.rights.see in (signed_in, knows_who_works_here) and not subject(self.route.pattern):
                yield from self._judge_alike(actor, answer)
        elif self.route.is_api and not json.loads(answer.body).get("detail"):
            yield "was refused without a reason"

    def sent(self, place: Place, body: dict[str, Any] | None = None) -> Sent:
        """The request that this cell makes; `body` takes the place of the usual one."""
        path = fill(self.route.pattern, place)
        if self.method in ("GET", "HEAD"):
            return Sent(self.method, path)
        if not self.route.is_api or self.route.name in bodies.FILES:
            return self._form_sent(path, self.fields(place, body))
        body = bodies.API.get(self.route.name, lambda place: {})(place) if body is None else body
        version = place.versions.get(subject(self.route.pattern), place.versions.get(self.route.name, 1))
        return Sent(self.method, path, json.dumps(body).encode(), "application/json", (("If-Match", f'"{version}"'),))

    def _form_sent(self, path: str, fields: Fields) -> Sent:
        if self.route.name not in bodies.FILES:
            return Sent(self.method, path, urlencode(fields).encode())
        name, file_name, content = bodies.FILES[self.route.name]
        parts = dict(fields) | {name: SimpleUploadedFile(file_name, content)}
        return Sent(self.method, path, encode_multipart(BOUNDARY, parts), MULTIPART_CONTENT)

    def fields(self, place: Place, body: dict[str, Any] | None = None) -> Fields:
        changes = bodies.PAGES.get(self.route.name, lambda place: {})(place) if body is None else body
        kept = [(name, value) for name, value in self.form if name not in changes]
        return kept + [(name, str(value)) for name, value in changes.items()]

    def _form(self) -> Fields:
        """What the page's own form holds for the first who may send it."""
        if self.method == "GET" or self.route.is_api or self.rights.write is None:
            return []
        writers = [actor for actor in self.walker.scene.actors if self.rights.write(actor, self.place)]
        path = fill(self.route.pattern, self.place)
        for actor in writers[:1]:
            answer, _changed = self.walker.send(actor, Sent("GET", path))
            if answer.status == 200:
                return filled_in(
                    answer.body.decode(), path, bodies.PAGES.get(self.route.name, lambda place: {})(self.place)
                )
        return []
