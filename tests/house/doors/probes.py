"""Every way to ask: each list with each of its filters and orderings, each page with the words of its address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.urls import resolve

from portal.api import filtering
from tests.house.doors.addresses import CannotFill, fill
from tests.house.doors.places import Place
from tests.house.doors.walking import Route, every_route

WORDS = "cny"
PAGES = (
    "home portal:digests portal:digest portal:mail portal:mail_week portal:mail_trial portal:search portal:people portal:teams portal:team funnels:board funnels:table funnels:record_pick "
    "funnels:accounts funnels:account funnels:catalogue funnels:funnels funnels:overrides funnels:imports "
    "funnels:receipts funnels:export funnels:bulk coaching:practices coaching:observations coaching:log coaching:me coaching:coverage coaching:coverage_file coaching:standards coaching:absences "
    "coaching:feedback coaching:feedback_results coaching:feedback_cycles"
).split()
# What a page may be asked for in its address, by the record that an id names.
NAMED = {
    "team": "team",
    "owner": "person",
    "account": "account",
    "source": "source",
    "funnel": "draft",
    "ids": "opportunity",
}
SAID = {
    "q": WORDS,
    "need": "overdue",
    "status": "open",
    "sort": "-amount",
    "product": "",
    "stage": "cny-oslo-funnel-code0",
}


def readings(place: Place) -> Iterator[str]:
    """Every address that lists, counts, searches, sorts or exports, asked about the records of a place."""
    for route in every_route():
        if "GET" not in route.methods:
            continue
        try:
            address = fill(route.pattern, place)
        except CannotFill:
            continue
        if route.is_api:
            yield from api_readings(address, place)
        elif route.name in PAGES:
            yield from page_readings(address, route, place)


def api_readings(address: str, place: Place) -> Iterator[str]:
    view = getattr(resolve(address).func, "cls", None)
    yield address
    if view is None or not address.endswith("/") or not hasattr(view, "page") or "list" not in actions_of(address):
        return
    yield f"{address}?count=true"
    for name in view.orderings:
        yield from (f"{address}?ordering={sign}{name}&page_size=2" for sign in ("", "-"))
    for name, one in view.filters.base_filters.items():
        yield from (f"{address}?{urlencode({name: value, 'count': 'true'})}" for value in values_of(name, one, place))


def actions_of(address: str) -> set[str]:
    return set(getattr(resolve(address).func, "actions", {}).values())


def values_of(name: str, one: Any, place: Place) -> list[str]:
    if isinstance(one, filtering.FlagFilter):
        return ["true", "false"]
    if isinstance(one, filtering.DayFilter):
        return ["2026-12-08"]
    if isinstance(one, filtering.AmountFilter):
        return ["384000"]
    if isinstance(one, filtering.ChoicesFilter):
        return [str(value) for value, _label in one.extra["choices"] if value][:1]
    if isinstance(one, filtering.IdFilter | filtering.PersonFilter | django_filters.UUIDFilter):
        return [str(place.ids[id_named(name)])]
    return [WORDS]


def id_named(name: str) -> str:
    """The record of a place that a filter of this name asks for."""
    known = {
        "owner": "person", "by": "person", "sponsor": "person", "author": "person", "coach": "person", "observer": "person", "manager": "person", "coachee": "person", "session": "coaching_session",
        "asked_by": "person",
        "given_by": "contact", "parent": "account", "lineage": "draft", "charter": "charter_plain",
        "supports": "objective", "reader": "person",
    }  # fmt: skip
    return known.get(name, name)


def page_readings(address: str, route: Route, place: Place) -> Iterator[str]:
    yield address
    for name, key in NAMED.items():
        yield f"{address}?{name}={place.ids[key]}"
    for name, value in SAID.items():
        yield f"{address}?{name}={value}"
