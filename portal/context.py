"""What every page's shell shows: the organisation, the way around, the person's theme."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from portal.models import Organisation, Person
from portal.roles import Role


def shell(request: HttpRequest) -> dict[str, Any]:
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {"organisation": Organisation.current(), "navigation": [], "theme": ""}
    entries = navigation(person, request.path)
    return {
        "organisation": person.organisation,
        "navigation": entries,
        "theme": person.theme,
        "today": person.today(),
    }


def navigation(person: Person, path: str) -> list[dict[str, Any]]:
    """Only what exists, and what this person may open; the entry that lies closest above `path` is marked.

    `for` names the audience of an entry, `but` those of it who are led elsewhere.
    """
    entries = [
        {"tab": False, **entry, "address": address, "count": _count(person, entry.get("count", ""))}
        for entry in settings.NAVIGATION
        if (address := _address(entry["url"]))
        and _may_open(person, entry.get("for", ""))
        and not (entry.get("but") and _may_open(person, entry["but"]))
    ]
    closest = max((_depth(entry, path) for entry in entries), default=0)
    return [{**entry, "here": 0 < closest == _depth(entry, path)} for entry in entries]


def _count(person: Person, name: str) -> Callable[[], int]:
    """What waits behind an entry. Asked once, and only where the menu is drawn: parts of pages do without."""
    return cache(lambda: import_string(name)(person, timezone.now()) if name else 0)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _depth(entry: dict[str, Any], path: str) -> int:
    """How much of `path` the entry's address covers, or one that it lists in `also`; 0 for none."""
    above = (entry["address"], *entry.get("also", ()))
    return max(
        (len(address) for address in above if path == address or (address != "/" and path.startswith(address))),
        default=0,
    )


def _may_open(person: Person, audience: str) -> bool:
    audiences = {"members": (), "managers": (Role.MANAGER,), "stewards": (Role.STEWARD,)}
    if audience == "administrators":
        return person.is_administrator
    return audience not in audiences or person.reach.anywhere(*audiences[audience])
