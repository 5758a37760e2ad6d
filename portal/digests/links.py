"""Addresses that a digest carries. They lead to a page; none of them signs anybody in."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from portal.digests.choices import WEEKLY

STOP: Final = "portal.digests.stop"


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}" if path.startswith("/") else path


def stop_address(person: UUID) -> str:
    """For this person and this kind of mail only; it holds as long as they want to stop it."""
    return absolute(reverse("portal:digest_stop", args=[signing.dumps([person.hex, WEEKLY], salt=STOP)]))


def person_of(token: str) -> UUID | None:
    """Whom the link of a mail names; None when it was not made here."""
    try:
        person, kind = signing.loads(token, salt=STOP)
        return UUID(person) if kind == WEEKLY else None
    except (signing.BadSignature, ValueError, TypeError):
        return None


def host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"
