"""What surrounds every door: the CSRF token, redirects that stay here, methods and values that nobody asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client

from portal.tokens.models import Token, TokenScope
from tests.cast import PASSWORD
from tests.house.doors import bodies
from tests.house.doors.actors import Actor
from tests.house.doors.addresses import fill
from tests.house.doors.places import Place
from tests.house.doors.rights import Rights, rights_of
from tests.house.doors.scene import Scene, taken_back
from tests.house.doors.walking import FORM, Cells, Route, Sent, Walker, every_route
from tests.house.proofs import IN_FULL

pytestmark = pytest.mark.django_db

ODD = "\x00", "9" * 5000, "é" * 300, "-1"
PATIENT = "\x00", "9" * 5000, "\ufffe\u202e", "x" * 20_000
OUTSIDE = ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example"]


def some_routes(turn: int) -> list[Route]:
    """Every route; a third of them unless proofs run in full, another third in each `turn`."""
    return every_route() if IN_FULL else every_route()[turn::3]


def writing(scene: Scene, *, turn: int) -> Iterator[tuple[Route, str, Rights, Actor]]:
    """Every route and method that writes, with the first who may."""
    for route in some_routes(turn):
        for method in route.methods:
            rights = rights_of(route.name, method)
            if rights is not None and rights.writes(method):
                place = scene.places["oslo"]
                yield route, method, rights, next(one for one in scene.actors if rights.may(method, one, place))


@pytest.mark.once
def test_without_the_csrf_token_a_browser_writes_nothing(scene: Scene, walker: Walker) -> None:
    client, faults = Client(enforce_csrf_checks=True, raise_request_exception=False), []
    for route, method, rights, actor in writing(scene, turn=0):
        sent = Cells(walker, route, method, scene.places["oslo"], rights).sent(scene.places["oslo"])
        client.cookies.clear()
        client.cookies["sessionid"] = actor.session
        with taken_back() as statements:
            answer = client.generic(method, sent.path, sent.content, sent.content_type, headers=dict(sent.headers))
            changed = scene.changed(statements)
        if answer.status_code != 403 or changed:
            faults.append(f"{route.label} {method}: {answer.status_code}")
    assert faults == []


def test_a_reading_token_writes_nothing(scene: Scene, walker: Walker) -> None:
    Token.objects.update(scope=TokenScope.READ)
    faults = []
    for route, method, rights, actor in writing(scene, turn=1):
        if route.is_api:
            sent = Cells(walker, route, method, scene.places["oslo"], rights).sent(scene.places["oslo"])
            answer, _changed = walker.send(actor, sent)
            if answer.status != 403 or not json.loads(answer.body)["type"].endswith("/read-only-token"):
                faults.append(f"{route.label} {method}: {answer.status}")
    assert faults == []


@pytest.mark.once
def test_methods_that_no_address_takes_change_nothing(scene: Scene, walker: Walker) -> None:
    place, actor, faults = scene.places["oslo"], scene.actor("nils"), []
    for turn, route in enumerate(some_routes(2)):
        foreign = sorted({"PUT", "PATCH", "DELETE", "OPTIONS"} - set(route.methods))
        for method in foreign if IN_FULL else [foreign[turn % len(foreign)]]:
            sent = Sent(method, fill(route.pattern, place), b"{}", "application/json" if route.is_api else FORM)
            answer, changed = walker.send(actor, sent)
            if changed or answer.status >= 500 or (route.is_api and answer.status not in (403, 404, 405, 415)):
                faults.append(f"{route.label} {method}: {answer.status}{' changed' * changed}")
    assert faults == []


@pytest.mark.parametrize("wanted", OUTSIDE)
def test_signing_in_leads_nowhere_outside(wanted: str, scene: Scene, walker: Walker) -> None:
    body = urlencode({"login": scene.cast.nils.email, "password": PASSWORD, "next": wanted}).encode()
    answer, _changed = walker.send(scene.actor("nobody"), Sent("POST", "/accounts/login/", body))
    assert answer.status == 302
    assert urlsplit(answer.location).netloc == ""
    assert answer.location.startswith("/")


@pytest.mark.parametrize("wanted", [*OUTSIDE, "elsewhere", "/opportunities/\r\nSet-Cookie: a=b"])
@pytest.mark.parametrize("part", ["true", ""])
def test_a_verb_leads_back_nowhere_outside(wanted: str, part: str, scene: Scene, walker: Walker) -> None:
    place = scene.places["oslo"]
    fields = {"version": place.versions["ready"], "next": wanted}
    headers = (("HX-Request", "true"), ("HX-Current-URL", "http://testserver/funnel/")) if part else ()
    sent = Sent("POST", f"/opportunities/{place.ids['ready']}/advance/", urlencode(fields).encode(), FORM, headers)
    answer, changed = walker.send(scene.actor("nils"), sent)
    assert changed
    assert answer.status in (200, 302)
    for name in ("location", "hx-redirect"):
        assert answer.headers.get(name, "/").startswith("/")
        assert not answer.headers.get(name, "/").startswith(("//", "/\\"))
        assert "\n" not in answer.headers.get(name, "")


@pytest.mark.postgres
def test_odd_words_in_an_address_break_no_page(scene: Scene, walker: Walker) -> None:
    actor, place, faults = scene.actor("oskar"), scene.places["oslo"], []
    names = ("q", "team", "sort", "after", "page", "account", "need", "ids", "next")
    for route in some_routes(0):
        if "GET" not in route.methods or route.is_api:
            continue
        for value in ODD if IN_FULL else ODD[:2]:
            query = urlencode(dict.fromkeys(names, value))
            answer, changed = walker.send(actor, Sent("GET", f"{fill(route.pattern, place)}?{query}"))
            if answer.status >= 500 or changed:
                faults.append(f"{route.label} with {value[:5]!r}: {answer.status}")
    assert faults == []


@pytest.mark.postgres
def test_odd_words_in_a_form_break_no_page(scene: Scene, walker: Walker) -> None:
    place, faults = scene.places["oslo"], []
    for route, method, rights, actor in writing(scene, turn=2):
        if route.is_api or route.name in bodies.FILES:
            continue
        for fields in oddly(Cells(walker, route, method, place, rights), place):
            answer, _changed = walker.send(actor, Sent("POST", fill(route.pattern, place), urlencode(fields).encode()))
            if answer.status >= 500:
                odd = [(name, str(value)[:5]) for name, value in fields.items() if value in PATIENT]
                faults.append(f"{route.label} with {odd}: {answer.status}")
    assert faults == []


def oddly(cells: Cells, place: Place) -> Iterator[dict[str, str]]:
    """The usual fields with one of them odd: all of them where proofs run in full, else the words and the version."""
    usual = {name: str(value) for name, value in cells.fields(place)}
    some = [name for name in usual if name in ("version", "name", "reason", "note", "statement")]
    for name in usual if IN_FULL else some:
        for value in PATIENT if IN_FULL else PATIENT[:2]:
            yield usual | {name: value}
