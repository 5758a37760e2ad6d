"""What the coach wrote down wrong, as long as the coachee has not answered; and the coach's own note, at any time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from charters.models import StrategicPriority
from coaching.models import CoachingSession, PrivateNote, SessionWords
from coaching.models.words import follow
from coaching.recording import link, refuse_future, refuse_without_focus, serve, team_of
from coaching.refusals import WrongState
from funnels.models import Opportunity
from portal.models import Event, Person
from portal.refusals import Invalid


@transaction.atomic
def correct(
    session: CoachingSession,
    facts: Mapping[str, Any],
    words: Mapping[str, str],
    *,
    by: Person,
    at: datetime,
    opportunities: Sequence[Opportunity] | None = None,
    priorities: Sequence[StrategicPriority] | None = None,
    version: int | None = None,
) -> None:
    """`facts` and `words` hold what changes; `opportunities` and `priorities` all that it was about, or None where they
    stay."""
    session.lock(version=version)
    if not session.is_claimed:
        raise WrongState(_("Once the coachee has answered, a session is not changed any more."))
    before = session.assign(dict(facts))
    if "held_at" in before:
        before |= _moved(session, at)
    session.full_clean(exclude=["coach", "coachee", "team", "cadence", "sent_as"])
    session.keep(*before)
    follow(session)
    about = _linked_anew(session, opportunities, moved="held_at" in before)
    served = _serving_anew(session, priorities)
    changed = _told(session, words)
    after = {name: getattr(session, name) for name in before}
    after |= {"texts": changed, "opportunities": about} | served
    session.note("corrected", by=by, at=at, before=before, after=after)


def _moved(session: CoachingSession, at: datetime) -> dict[str, Any]:
    """Another time: of the day that it then is, and of the coachee's team on that day."""
    refuse_future(session, at)
    before = {"held_on": session.held_on, "team": session.team}
    session.set_time(session.held_at)
    team = team_of(session.coach, session.coachee, session.held_on)
    if team is None:
        raise Invalid({"held_at": _("You did not coach this person on that day.")})
    session.team = team
    return before


def _linked_anew(session: CoachingSession, opportunities: Sequence[Opportunity] | None, *, moved: bool) -> list[Any]:
    """The stage of that moment is looked up again; answers the opportunities if they were."""
    if opportunities is None and not moved:
        return []
    wanted = [one.opportunity for one in session.links.select_related("opportunity")]
    wanted = wanted if opportunities is None else list(opportunities)
    session.links.all().delete()
    link(session, wanted)
    return [one.pk for one in wanted]


def _serving_anew(session: CoachingSession, priorities: Sequence[StrategicPriority] | None) -> dict[str, Any]:
    if priorities is None or {one.priority_id for one in session.served.all()} == {one.pk for one in priorities}:
        return {}
    session.served.all().delete()
    serve(session, priorities)
    return {"priorities": [one.pk for one in priorities]}


def _told(session: CoachingSession, words: Mapping[str, str]) -> list[str]:
    texts = SessionWords.of_session(session)
    changed = texts.tell(**words)
    refuse_without_focus(texts.focus)
    return changed


@transaction.atomic
def keep_note(session: CoachingSession, text: str, *, by: Person, at: datetime) -> None:
    """The coach's own note, read by nobody else. It is no part of the session, whose version stays as it is."""
    note = PrivateNote.of_session(session)
    note.write(text)
    Event.objects.record(note, "written", by=by, at=at)
