"""What every page's shell shows: the organisation, the way around, the person's theme."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

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
        "tabs": [entry for entry in entries if entry["tab"]],
        "theme": person.theme,
        "today": person.today(),
    }


def navigation(person: Person, path: str) -> list[dict[str, Any]]:
    """Only what exists, and what this person may open."""
    return [
        {"tab": False, **entry, "address": address, "here": _covers(entry, address, path)}
        for entry in settings.NAVIGATION
        if (address := _address(entry["url"])) and _may_open(person, entry.get("for", ""))
    ]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _covers(entry: dict[str, Any], address: str, path: str) -> bool:
    """Whether `path` lies under the entry, at its own address or at one it lists in `also`."""
    below = (address, *entry.get("also", ()))
    return path == address if address == "/" else path.startswith(below)


def _may_open(person: Person, audience: str) -> bool:
    audiences = {"members": (), "managers": (Role.MANAGER,), "stewards": (Role.STEWARD,)}
    if audience == "administrators":
        return person.is_administrator
    return audience not in audiences or person.reach.anywhere(*audiences[audience])
