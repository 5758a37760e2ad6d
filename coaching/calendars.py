"""Planned sessions as a calendar file (RFC 5545). It tells with whom and when, and nothing of what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from coaching.choices import SessionState
from coaching.models import CoachingSession
from portal.models import Person

PRODUCT: Final = "-//Sales strategy portal//Coaching//EN"


def calendar_of(sessions: Iterable[CoachingSession], person: Person, *, at: datetime) -> bytes:
    """For one of the two; each session with its coach and coachee. Times are in UTC, so that no zone is guessed."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for session in sessions:
        calendar.add_component(_event(session, person, at))
    return bytes(calendar.to_ical())


def _event(session: CoachingSession, person: Person, at: datetime) -> Event:
    """Its number in the sequence is the version, so that a calendar knows which of two files is the later one."""
    event = Event()
    event.add("uid", f"{session.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", session.held_at.astimezone(UTC))
    event.add("dtend", session.held_at.astimezone(UTC) + timedelta(minutes=session.minutes))
    event.add("summary", _("Coaching with %(name)s") % {"name": session.other(person).name})
    event.add("sequence", session.version)
    event.add("status", "CONFIRMED" if session.state == SessionState.PLANNED else "CANCELLED")
    event.add("class", "PRIVATE")
    return event
