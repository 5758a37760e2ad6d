"""The addresses of the funnels' resources."""

from portal.api.routing import Router

PROBLEMS: list[object] = []


def register(router: Router) -> None:
    """Resources are added as they come."""
