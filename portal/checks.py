"""What the start looks at: a route without a door stops it; a missing guard, font or icon is told."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Advice
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from portal import assets, dbrules
from portal.doors import Door


def routes(patterns: Any = None, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Every route of the process as (address, full name, pattern)."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry.url_patterns, address, inner)
        else:
            yield address, f"{namespace}{entry.name or ''}", entry


def door_of(name: str, pattern: URLPattern) -> Door | None:
    """The door that the view names, or for a library's route the one that settings name."""
    view: Any = pattern.callback
    for holder in (view, getattr(view, "cls", None), getattr(view, "view_class", None)):
        door = getattr(holder, "door", None)
        if isinstance(door, Door):
            return door
    found = settings.FOREIGN_DOORS.get(name) or settings.FOREIGN_DOORS.get(name.partition(":")[0] + ":")
    return import_string(found) if found else None


@register(Tags.security)
def every_route_has_a_door(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The route {address!r} ({name or 'without a name'}) does not say who may open it.",
            hint="Put a decorator of portal.doors on the view, or set `door` on the API class.",
            id="portal.E001",
        )
        for address, name, pattern in routes()
        if door_of(name, pattern) is None
    ]


@register(Tags.database)
def the_database_keeps_its_rules(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A warning, since `migrate` checks before it installs them; /readyz fails until they are there."""
    return [
        Advice(f"The database rule {rule} is missing.", hint="Run `manage.py migrate`.", id="portal.W002")
        for alias in databases or []
        for rule in dbrules.missing(connections[alias])
    ]


@register(Tags.staticfiles)
def fonts_and_icons_are_built(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Advice(
            f"{name} is missing: pages show no icons, or another font.",
            hint="Run `manage.py build_assets`.",
            id="portal.W003",
        )
        for name in assets.missing()
    ]


def refuse_to_start_without_doors() -> None:
    """For servers that run no system checks of their own."""
    problems = every_route_has_a_door()
    if problems:
        raise ImproperlyConfigured("\n".join(str(problem) for problem in problems))
