"""Calendar files and one's own data, behind sign-in."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from coaching.api.own import everything_of
from coaching.calendars import calendar_of
from coaching.choices import SessionState
from coaching.models import CoachingSession
from coaching.views.doorstep import session_or_404
from portal.api.rendering import answer
from portal.doors import personal_page, signed_in


@personal_page
def own(request: HttpRequest) -> HttpResponse:
    """One's planned sessions from today on, on either side."""
    person, now = signed_in(request), timezone.now()
    rows = CoachingSession.objects.visible_to(person).of_pair_member(person).planned().with_names()
    ahead = rows.filter(held_on__gte=person.organisation.today(now)).order_by("held_at", "id")
    return as_file(calendar_of(ahead, person, at=now), "coaching.ics")


@personal_page
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A planned session, or one that was called off so that it goes from the calendar; for the two."""
    person, now = signed_in(request), timezone.now()
    session = session_or_404(person, pk)
    if not session.is_of(person) or session.state == SessionState.HELD:
        raise Http404
    return as_file(calendar_of([session], person, at=now), "session.ics")


@personal_page
def export(request: HttpRequest) -> HttpResponse:
    """Everything of coaching that is one's own."""
    person = signed_in(request)
    return attached(answer(everything_of(person, at=timezone.now())), "coaching.json")


def as_file(content: bytes, name: str) -> HttpResponse:
    return attached(HttpResponse(content, content_type="text/calendar; charset=utf-8"), name)


def attached(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
