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
    return {
        "organisation": person.organisation,
        "navigation": navigation(person, request.path),
        "tabs": [entry for entry in navigation(person, request.path) if entry["tab"]],
        "theme": person.theme,
        "today": person.today(),
    }


def navigation(person: Person, path: str) -> list[dict[str, Any]]:
    """Only what exists, and what this person may open."""
    entries = []
    for entry in settings.NAVIGATION:
        address = _address(entry["url"])
        if address and _may_open(person, entry.get("for", "")):
            here = path == address if address == "/" else path.startswith(address)
            entries.append({**entry, "address": address, "here": here, "tab": entry.get("tab", False)})
    return entries


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _may_open(person: Person, audience: str) -> bool:
    audiences = {"members": (), "managers": (Role.MANAGER,), "stewards": (Role.STEWARD,)}
    return audience not in audiences or person.reach.anywhere(*audiences[audience])
