"""Addresses of pages that the ground knows by name only. What does not exist is not shown."""

from typing import Any

from django.urls import NoReverseMatch, reverse


def address_of(name: str, *args: Any) -> str:
    """Empty when no installed app offers a page of this name."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
