"""Digests in the state that a test needs, made as the engine makes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from portal.digests.choices import State
from portal.digests.models import Digest
from portal.digests.rendering import render_due
from portal.models import Person
from tests.portal.digests.conftest import MONDAY

WEEK = date(2026, 11, 16)


def planned(person: Person, at: datetime, *, week: date = WEEK, **fields: Any) -> Digest:
    return Digest.objects.create(recipient=person, week=week, due_at=at, planned_at=at, **fields)


def written(person: Person, at: datetime = MONDAY, *, week: date | None = None) -> Digest:
    """Planned, and composed by the engine at that moment; of the week that begins on its day where none is named."""
    digest = planned(person, at, week=week or at.date())
    render_due(at=at)
    digest.refresh_from_db()
    return digest


def rendered(person: Person, at: datetime, *, week: date = WEEK, **fields: Any) -> Digest:
    """With bytes that nobody had to compose."""
    digest = planned(person, at, week=week)
    values: dict[str, Any] = {
        "state": State.RENDERED,
        "rendered_at": at,
        "address": person.email or "",
        "subject": "1 commitment overdue",
        "message_id": f"<{digest.pk}@portal.example>",
        "mime": f"To: {person.email}\r\nMessage-ID: <{digest.pk}@portal.example>\r\n\r\nHello\r\n".encode(),
    }
    Digest.objects.filter(pk=digest.pk).update(**values | fields)
    digest.refresh_from_db()
    return digest
