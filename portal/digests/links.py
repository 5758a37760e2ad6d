"""Addresses that a digest carries. They lead to a page; none of them signs anybody in."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from portal.digests.choices import WEEKLY

STOP: Final = "portal.digests.stop"
ACT: Final = "portal.digests.act"


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


def act_address(digest: UUID, key: UUID, verb: str) -> str:
    """For one promise in one digest, and so for its recipient; it holds as portal/digests/acting.py says."""
    named = urlsafe_b64encode(digest.bytes + key.bytes).decode().rstrip("=")
    return absolute(reverse("portal:digest_act", args=[signing.Signer(salt=ACT).sign(named), verb]))


def promise_of(token: str) -> tuple[UUID, UUID] | None:
    """Which digest and which promise in it the link names; None when it was not made here."""
    try:
        named = urlsafe_b64decode(signing.Signer(salt=ACT).unsign(token) + "==")
        return UUID(bytes=named[:16]), UUID(bytes=named[16:])
    except (signing.BadSignature, Error, ValueError):
        return None


def host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"
